"""What a record says at one moment: its fields, its relations and its other names, in the form that history keeps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce

from actors.models import Actor, ActorName, Expert, Municipality
from ecru.base.searchable import SEARCH_TEXTS

BATCH = 500
UNSEEN = {
    "id",
    "facts",
    "created_at",
    "updated_at",
    "published_at",
    "kept_back",
    "before_pause",
    "resumed_on",
    *SEARCH_TEXTS,
}  # follow from something else
TITLES: dict[type[models.Model], Any] = {
    Actor: F("name"),
    Municipality: F("name"),
    Expert: Coalesce("actor__name", "person_name"),
}
PARTS: dict[type[models.Model], str] = {}  # of a record that is part of another one: its relation to that
NAMES = "names"  # the other names of an actor, which are records of their own
BESIDE = "__"  # between a record beside and its field
LABELS = ("name", "label", "title")


@dataclass
class State:
    """What a record says: ``values`` by field; a relation as a key, relations to many as a list of keys."""

    title: str
    values: dict[str, Any] = field(default_factory=dict)


def keep_history(model: type[models.Model], title: Any, *, part_of: str = "") -> None:
    """Has the history keep the changes of ``model``, a record of a higher app, called ``title`` (an expression).

    ``part_of``: its relation to the record of which it is a part, such as a round of a measure. The history of that record
    shows the changes of its parts too.
    """
    TITLES[model] = title
    if part_of:
        PARTS[model] = part_of


def is_recorded(model: type[models.Model]) -> bool:
    """Whether history keeps the changes of ``model``."""
    return model in TITLES


def parts_of(model: type[models.Model]) -> list[type[models.Model]]:
    """The kinds of records that are parts of a ``model``."""
    return [part for part in PARTS if field_of(part, PARTS[part]).related_model is model]


def whole_of(model: type[models.Model]) -> type[models.Model]:
    """The kind of record of which a ``model`` is a part; itself when it is none."""
    return field_of(model, PARTS[model]).related_model if model in PARTS else model


def own_fields(model: type[models.Model]) -> list[Any]:
    """The fields that history keeps."""
    return [column for column in model._meta.concrete_fields if column.name not in UNSEEN]


def relations_to_many(model: type[models.Model]) -> list[str]:
    """The relations to many that history keeps, without the other names."""
    return [relation.name for relation in model._meta.many_to_many]


def field_of(model: type[models.Model], name: str) -> Any:
    """The field that history calls ``name``; "freshness__rhythm" is one of the record beside it.

    Raises ``FieldDoesNotExist``.
    """
    beside, _between, own = name.rpartition(BESIDE)
    owner: Any = model._meta.get_field(beside).related_model if beside else model
    return owner._meta.get_field(own)


def related_model(model: type[models.Model], name: str) -> type[models.Model] | None:
    """What the field ``name`` relates to; None for a plain value and for other names."""
    return None if name == NAMES else field_of(model, name).related_model


def is_many(model: type[models.Model], name: str) -> bool:
    """Whether ``name`` stands for several things."""
    return name == NAMES or bool(field_of(model, name).many_to_many)


def batches(keys: Iterable[int]) -> Iterator[list[int]]:
    """``keys``, 500 at a time."""
    every = sorted(set(keys))
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]


def states(model: type[models.Model], keys: Iterable[int]) -> dict[int, State]:
    """What the records ``keys`` of ``model`` say now; a constant number of queries for every 500."""
    found: dict[int, State] = {}
    for part in batches(keys):
        found |= some_states(model, part)
    return found


def some_states(model: type[models.Model], keys: list[int]) -> dict[int, State]:
    """The same for at most 500."""
    columns = {column.name: column.attname for column in own_fields(model)}
    rows = model._base_manager.filter(pk__in=keys).annotate(title_then=TITLES[model])
    found = {
        row["pk"]: State(row["title_then"], {name: plain(row[at]) for name, at in columns.items()})
        for row in rows.values("pk", "title_then", *columns.values())
    }
    for name in relations_to_many(model):
        for state in found.values():
            state.values[name] = []
        for key, other in links(model, name, keys):
            found[key].values[name].append(other)
    if model is Actor:
        for state in found.values():
            state.values[NAMES] = []
        for entry in ActorName.objects.filter(actor__in=keys).order_by("kind", "name"):
            found[entry.actor_id].values[NAMES].append(entry.fact_key)
    return found


def links(model: type[models.Model], name: str, keys: list[int]) -> Any:
    """The pairs of keys that the relation ``name`` holds, in a fixed order."""
    relation: Any = model._meta.get_field(name)
    one, other = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    through = relation.remote_field.through._base_manager
    return through.filter(**{f"{one}__in": keys}).order_by(other).values_list(one, other)


def plain(value: Any) -> Any:
    """``value`` as JSON can hold it."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def labels(model: type[models.Model], keys: Iterable[int]) -> dict[int, str]:
    """What the records ``keys`` of ``model`` are called."""
    named = next(name for name in LABELS if name in {column.name for column in model._meta.concrete_fields})
    found: dict[int, str] = {}
    for part in batches(keys):
        found |= dict(model._base_manager.filter(pk__in=part).values_list("pk", named))
    return found
