"""What the record of an actor says now, field by field, in a form that can be compared with what somebody saw and typed.

Values are as history keeps them: a relation as its key, relations to many as sorted keys, numbers as text.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import replace
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from actors.history import Difference, Step, shown, states
from actors.history.recording import name_relations
from actors.history.states import NAMES
from actors.history.telling import label_of
from actors.models import Actor, ActorName

Part = TypeVar("Part", Difference, Step)

WAITS = ("name", "kind", "kbo_number", "municipality", "closed")
NAME_FIELDS = {"other_names": ActorName.Kind.OTHER, "former_names": ActorName.Kind.FORMER}
AT_ONCE = (
    *("description", "scale", "active_in", "place", "latitude", "longitude"),
    *("disciplines", "target_groups", "themes", "website", "links"),
    *("contact_email", "contact_email_public"),
    *("picture", "picture_alt", "picture_credit", "picture_x", "picture_y"),
    *NAME_FIELDS,
)
OWN = (*WAITS, *AT_ONCE)
TOGETHER = (  # fields that mean something together only: who changes one meets what others did to the rest
    ("latitude", "longitude"),
    ("contact_email", "contact_email_public"),
    ("picture", "picture_alt", "picture_credit", "picture_x", "picture_y"),
)


def stored(actor: Actor) -> dict[str, Any]:
    """What the database says now of every field that people keep themselves."""
    values = states(Actor, [actor.pk])[actor.pk].values
    for name, kind in NAME_FIELDS.items():
        values[name] = names_of_kind(values[NAMES], kind)
    return {name: values[name] for name in OWN}


def names_of_kind(keys: list[str], kind: str) -> list[str]:
    """The other names of one kind, out of "kind: name"."""
    return sorted(name for found, _colon, name in (key.partition(": ") for key in keys) if found == kind)


def mark(value: Any) -> str:
    """A short mark that differs when ``value`` differs, for a form to carry."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


def marks(values: dict[str, Any]) -> str:
    """The marks of ``values`` as one text."""
    return " ".join(f"{name}:{mark(value)}" for name, value in sorted(values.items()))


def read_marks(text: str, names: Collection[str] = OWN) -> dict[str, str]:
    """The marks of the fields ``names`` in a text that a form sent back; what is no mark counts as not seen."""
    pairs = (part.partition(":") for part in text[:4000].split())
    return {name: found for name, _colon, found in pairs if name in names}


def label(name: str) -> str:
    """What people call the field ``name``."""
    if name in NAME_FIELDS:
        return str(NAME_FIELDS[name].label).capitalize()
    return label_of(Actor, name)


def named(values: dict[str, Any]) -> dict[str, Any]:
    """``values`` with the label of every related record beside its key, as history keeps them."""
    found = {name: [None, value] for name, value in values.items() if name not in NAME_FIELDS}
    name_relations(Actor, [found])
    return {**values, **{name: pair[1] for name, pair in found.items()}}


def in_words(values: dict[str, Any]) -> dict[str, str]:
    """``values`` as people read them."""
    return {
        name: ", ".join(value) if name in NAME_FIELDS else shown(Actor, name, value)
        for name, value in named(values).items()
    }


def without_file_names(part: Part) -> Part:
    """A difference or a step of the picture in words: the name of its file says nothing to people."""
    if part.name != "picture":
        return part
    return replace(part, old=has_picture(part.old), new=has_picture(part.new))


def has_picture(value: str) -> str:
    """A picture in words."""
    return _("a picture") if value else _("no picture")
