"""An expert profile in words: every field that says something, shown or kept back."""

from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actors.history import Difference, label_of
from actors.history.telling import plainly
from actors.models import Expert, Share
from actors.models.consents import COLUMNS
from actors.models.holding_back import NOTHING

SAID: tuple[str, ...] = tuple(column for columns in COLUMNS.values() for column in columns)


def in_words(expert: Expert, column: str) -> str:
    """What the person filled in at ``column``; empty when nothing."""
    value = expert.own_value(column)
    field: Any = Expert._meta.get_field(column)
    if value in (None, "", [], NOTHING.get(column)):
        return ""
    if field.is_relation:
        known: models.QuerySet = field.related_model._base_manager.filter(
            pk__in=value if isinstance(value, list) else [value]
        )
        return ", ".join(map(str, known))
    return plainly(field, value.isoformat() if column == "available_from" else value)


def told(expert: Expert) -> list[tuple[str, str, str]]:
    """Column, label and words of every field that says something, the name first."""
    name = ("person_name", capfirst(str(Expert._meta.get_field("person_name").verbose_name)), expert.name)
    rest = [(column, label_of(Expert, column), in_words(expert, column)) for column in SAID]
    return [name, *((column, label, text) for column, label, text in rest if text)]


def as_new(expert: Expert) -> list[Difference]:
    """The whole profile as fields that are new, and what the person agrees to show."""
    fields = [Difference(column, label, "", text) for column, label, text in told(expert)]
    if expert.person_name:
        agreed = [str(share.label) for share in Share if share in expert.agreed]
        fields.append(Difference("consents", _("Agrees to show"), "", ", ".join(agreed) or _("nothing")))
    return fields
