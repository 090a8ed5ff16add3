"""Relations that follow when two actors become one: every row of every table that points at the one that goes.

The tables are found in the models, so that what a later part of the portal adds comes along by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actors.models import Actor, ImportRow, SlugRedirect
from ecru.base.edition import Shown, note_changes

from .people import join_people, take_items_along, take_saves_along

LEFT_BEHIND = {
    (ImportRow, "actor")
}  # what an import did to an actor that is gone is not undone in another one
UNTOLD = {ImportRow, SlugRedirect}


@dataclass(frozen=True)
class Pointer:
    """A column of a table that points at actors; relations to many are such columns in a table between."""

    model: Any
    column: Any

    @property
    def between(self) -> Any:
        """The other column of a table between two kinds of records; None for other tables."""
        if not self.model._meta.auto_created:
            return None
        columns = [column for column in self.model._meta.concrete_fields if column.is_relation]
        return next(column for column in columns if column.name != self.column.name)

    @property
    def label(self) -> str:
        """What people call it."""
        between = self.between
        if between is None:
            if self.model is Actor:
                return _("Parts of it")
            return capfirst(str(self.model._meta.verbose_name_plural))
        relation = next(
            relation
            for relation in self.model._meta.auto_created._meta.many_to_many
            if relation.remote_field.through is self.model
        )
        backwards = self.column.name == relation.m2m_reverse_field_name() and self.model._meta.auto_created
        if backwards is Actor:
            return _("Belong to it")
        return capfirst(str(backwards._meta.verbose_name_plural if backwards else relation.verbose_name))

    def rows(self, actor: Actor) -> Any:
        """What points at ``actor``."""
        return self.model._base_manager.filter(**{self.column.name: actor.pk})


def pointers() -> Iterator[Pointer]:
    """Every column that points at an actor."""
    for relation in Actor._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            yield Pointer(relation.related_model, relation.field)


@dataclass(frozen=True)
class Gathered:
    """What both actors bring of one kind."""

    label: str
    a: list[str]
    b: list[str]


def gathered(a: Actor, b: Actor) -> list[Gathered]:
    """What both bring together, kind by kind; what neither has is left out."""
    found = []
    for pointer in pointers():
        if pointer.model not in UNTOLD:
            sides = [names_of(pointer, actor) for actor in (a, b)]
            if any(sides):
                found.append(Gathered(pointer.label, *sides))
    return sorted(found, key=lambda kind: kind.label)


def names_of(pointer: Pointer, actor: Actor) -> list[str]:
    """What points at ``actor``, in words."""
    rows = pointer.rows(actor).order_by("pk")
    if pointer.between is None:
        return [str(row) for row in rows]
    return [str(getattr(row, pointer.between.name)) for row in rows.select_related(pointer.between.name)]


class Follower:
    """Makes all that points at ``goes`` point at ``stays``; ``left`` tells what could not, so that nothing is lost."""

    def __init__(self, stays: Actor, goes: Actor) -> None:
        self.stays, self.goes = stays, goes
        self.left: list[str] = []

    def follow(self) -> None:
        """Moves every row."""
        join_people(self.stays, self.goes)
        take_items_along(self.stays, self.goes)
        take_saves_along(self.stays, self.goes)
        for pointer in pointers():
            if (pointer.model, pointer.column.name) not in LEFT_BEHIND:
                self.move(pointer)

    def move(self, pointer: Pointer) -> None:
        """Moves the rows of one table at once, or one by one where some of them would stand twice."""
        keys = list(pointer.rows(self.goes).values_list("pk", flat=True))
        if not keys:
            return
        self.tell_edition(pointer, keys)
        every = pointer.model._base_manager.filter(pk__in=keys)
        if pointer.between is not None and pointer.between.related_model is Actor:
            every.filter(**{pointer.between.name: self.stays.pk}).delete()  # nobody is their own umbrella
        try:
            with transaction.atomic():
                every.update(**{pointer.column.name: self.stays.pk})
        except IntegrityError:
            for row in every:
                self.move_one(pointer, row)

    def move_one(self, pointer: Pointer, row: Any) -> None:
        """Moves one row; what ``stays`` has already goes, and what stands in its way is told."""
        one = pointer.model._base_manager.filter(pk=row.pk)
        try:
            with transaction.atomic():
                one.update(**{pointer.column.name: self.stays.pk})
        except IntegrityError:
            if not self.is_known(pointer, row):
                self.left.append(f"{capfirst(str(row._meta.verbose_name))}: {in_words(row)}")
            if pointer.column.null:
                one.update(**{pointer.column.name: None})
            else:
                one.delete()

    def is_known(self, pointer: Pointer, row: Any) -> bool:
        """Whether ``stays`` has the same in all but its key."""
        own = {pointer.column.name, row._meta.pk.name}
        same = {
            column.attname: getattr(row, column.attname)
            for column in row._meta.concrete_fields
            if column.name not in own
        }
        return bool(pointer.rows(self.stays).filter(**same).exists())

    def tell_edition(self, pointer: Pointer, keys: list[int]) -> None:
        """Notes that these records show something else, for who keeps a copy of them."""
        if pointer.between is None:
            changed, model = keys, pointer.model
        else:
            rows = pointer.model._base_manager.filter(pk__in=keys)
            changed = list(rows.values_list(pointer.between.attname, flat=True))
            model = pointer.between.related_model
        if issubclass(model, Shown):
            note_changes(model, changed)


def in_words(row: models.Model) -> str:
    """All that ``row`` says, field by field. What its model names in ``MASKED`` (a field, and the attribute to show in its place)
    stays hidden: who reads the note may not be who may see it."""
    masked: dict[str, str] = getattr(row, "MASKED", {})
    told = [
        f"{column.verbose_name}: {getattr(row, masked[column.name]) if column.name in masked else value}"
        for column in row._meta.concrete_fields
        if not column.primary_key and (value := column.value_to_string(row)) not in {"", "None"}
    ]
    return f"{row} ({'; '.join(told)})"
