"""Putting values into the record of an actor, checked, so that search and pages follow."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actors.history.states import NAMES, is_many
from actors.history.undoing import rename as set_names
from actors.models import Actor, ActorName

from .reading import NAME_FIELDS

PICTURE = "picture"


def put(record: Actor, values: dict[str, Any], upload: Any = None) -> None:
    """Gives ``record`` the plain ``values`` (see ``reading``) and the new picture ``upload``, and lets search find it.

    A new name keeps the former one. Needs a transaction; write it down with ``recorded`` around it. Raises
    ``ValidationError`` when a value breaks a rule of the record.
    """
    many = {name for name in values if name in NAME_FIELDS or is_many(Actor, name)}
    former = record.name
    for name in values.keys() - many - {PICTURE}:
        column: Any = Actor._meta.get_field(name)
        setattr(
            record, column.attname, values[name] if column.is_relation else column.to_python(values[name])
        )
    if PICTURE in values:
        record.picture = upload or ""
    if record.named_only and record.description:
        record.named_only = False  # they told more than their name
    check(record, values.keys() - many)
    for name in many - NAME_FIELDS.keys():
        getattr(record, name).set(values[name])
    record.save()
    if many & NAME_FIELDS.keys():
        set_names(record, wanted_names(record, values))
    if record.name != former:
        record.keep_former_name(former)
    record.reindex()


def check(record: Actor, names: set[str]) -> None:
    """Holds the fields ``names``, and what the record must always be, against the rules of the model."""
    others = {column.name for column in Actor._meta.concrete_fields} - names
    record.clean_fields(exclude=others)
    twins = Actor.objects.filter(kbo_number=record.kbo_number).exclude(pk=record.pk)
    if record.kbo_number and "kbo_number" in names and twins.exists():
        raise ValidationError({"kbo_number": _("Another organisation has this number already.")})
    record.validate_constraints()


def wanted_names(record: Actor, values: dict[str, Any]) -> list[str]:
    """All other names after the change, each as its kind and the name: those of kinds that were not typed stay."""
    typed = {NAME_FIELDS[name]: values[name] for name in NAME_FIELDS if name in values}
    kept = [entry.fact_key for entry in getattr(record, NAMES).all() if entry.kind not in typed]
    return kept + [
        ActorName(kind=kind, name=name).fact_key for kind, names in typed.items() for name in names
    ]


def erase_later(record: Actor, name: str) -> None:
    """Removes the file ``name`` once it is certain that nothing shows it any more."""
    remove: Callable[[], None] = partial(record.picture.storage.delete, name)
    transaction.on_commit(remove)
