"""History in words: what a field is called, and its old and new value as people read them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from actors.models import ActorName, Change

from .states import NAMES, field_of, is_many


@dataclass(frozen=True)
class Difference:
    """One field of a change: ``old`` and ``new`` as text; of relations to many only what came (``new``) and went."""

    name: str
    label: str
    old: str
    new: str
    many: bool = field(default=False)


def differences(change: Change) -> list[Difference]:
    """What ``change`` changed, field by field, in the order of the model."""
    model = apps.get_model(change.model)
    return [difference(model, name, *pair) for name, pair in change.values.items() if is_field(model, name)]


def difference(model: type[models.Model], name: str, old: Any, new: Any) -> Difference:
    """The old and the new value of the field ``name``."""
    many = is_many(model, name)
    pair = (without(old, new), without(new, old)) if many else (old, new)
    before, after = (shown(model, name, value) for value in pair)
    return Difference(name, label_of(model, name), before, after, many)


def is_field(model: type[models.Model], name: str) -> bool:
    """Whether ``model`` still has the field ``name``."""
    try:
        field_of(model, name)
    except FieldDoesNotExist:
        return False
    return True


def without(these: list[Any] | None, those: list[Any] | None) -> list[Any]:
    """The named keys of ``these`` that are not in ``those``."""
    known = [key for key, _label in those or []]
    return [[key, label] for key, label in these or [] if key not in known]


def label_of(model: type[models.Model], name: str) -> str:
    """What people call the field ``name``."""
    if name == NAMES:
        return capfirst(str(ActorName._meta.verbose_name_plural))
    return capfirst(str(field_of(model, name).verbose_name))


def shown(model: type[models.Model], name: str, value: Any) -> str:
    """``value``, as history keeps it, in words; empty when there is none."""
    if value in (None, "", [], {}):
        return ""
    if name == NAMES:
        kinds = dict(ActorName.Kind.choices)
        return ", ".join(f"{label} ({kinds.get(key.partition(': ')[0], '')})" for key, label in value)
    column: Any = field_of(model, name)
    if column.is_relation:
        named = value if column.many_to_many else [value]
        return ", ".join(label or _("no longer there") for _key, label in named)
    return plainly(column, value)


def plainly(column: Any, value: Any) -> str:
    """``value`` of the field ``column``, which is no relation, in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateTimeField):
        return date_format(localtime(datetime.fromisoformat(value)), "j F Y, H:i")
    if isinstance(column, models.DateField):
        return date_format(date.fromisoformat(value[:10]), "j F Y")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
