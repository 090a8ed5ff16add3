"""What a practice says now, field by field, so that it can be compared with what somebody saw and typed.

Values are plain: a relation to many as sorted keys, all else as JSON holds it.
"""

from collections.abc import Mapping
from typing import Any

from actors.editing.reading import mark, marks
from actors.history import Difference, label_of
from projects.models import Practice
from projects.models.subjects import SUBJECTS

__all__ = [
    "FIELDS",
    "TOGETHER",
    "as_asked",
    "differences",
    "in_words",
    "mark",
    "marks",
    "read_marks",
    "stored",
]

ORDER = (
    *("title", "kind", "description", "themes", "disciplines", "language"),
    *("municipalities", "target_groups", "period", "year_from", "year_to"),
    *("approach", "steps", "people", "money"),
    *("results", "did_not_work", "watch_out", "links", "licence"),
)
FIELDS = frozenset(ORDER)
TOGETHER = (("year_from", "year_to"),)  # fields that mean something together only
LONGEST_MARKS = 4000


def stored(practice: Practice) -> dict[str, Any]:
    """What the record says of every field that makers fill in."""
    plain = {name: getattr(practice, name) for name in ORDER if name not in SUBJECTS}
    many = {name: sorted(getattr(practice, name).values_list("pk", flat=True)) for name in SUBJECTS}
    return {name: (plain | many)[name] for name in ORDER}


def as_asked(practice: Practice) -> dict[str, Any]:
    """The same, with the changes that no editor accepted yet over it: what the makers go on with."""
    return {**stored(practice), **{name: value for name, value in practice.ahead.items() if name in FIELDS}}


def read_marks(text: str) -> dict[str, str]:
    """The marks in a text that a form sent back; what is no mark is left out, so that its field counts as unseen."""
    pairs = (part.partition(":") for part in text[:LONGEST_MARKS].split())
    return {name: found for name, _colon, found in pairs if name in FIELDS}


def in_words(name: str, value: Any) -> str:
    """The plain ``value`` of the field ``name`` as people read it; empty for nothing."""
    if value in (None, "", []):
        return ""
    if name == "steps":
        lines = (f"{step.get('title', '')}: {step.get('text', '')}".strip(": ") for step in value)
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    column: Any = Practice._meta.get_field(name)
    if name in SUBJECTS:
        return ", ".join(map(str, column.related_model._default_manager.filter(pk__in=value)))
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """The fields of ``new`` that say something else than in ``old``, in words, in the order of the form."""
    pairs = [
        (name, in_words(name, old.get(name)), in_words(name, new[name])) for name in ORDER if name in new
    ]
    return [Difference(name, label_of(Practice, name), was, now) for name, was, now in pairs if was != now]
