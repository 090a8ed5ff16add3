"""What a measure or a round says now, field by field, so that it can be compared with what somebody saw and typed.

Values are as history keeps them: a relation as its key, relations to many as sorted keys, numbers and moments as text. A giver
that is not known yet is its name.
"""

from typing import Any

from django.db.models import Model

from actors.editing.changing import Clash
from actors.editing.past import who
from actors.history import label_of, parts_of, shown, states
from actors.history.recording import name_relations
from actors.models import Change, MunicipalLink
from subsidies.models import Measure

WAITS = ("provider", "level")
AT_ONCE = (
    *("title", "description", "pays", "pays_not", "watch_out", "title_en", "description_en"),
    *("forms", "legal_forms", "actor_kinds", "for_whom", "target_groups", "disciplines", "themes"),
    *("min_amount", "max_amount", "max_cost", "max_share", "own_share", "amount_note", "max_months"),
    *("cumulation", "cumulation_note", "documents", "how_to_apply", "apply_url", "contact"),
    *("valid_from", "valid_to", "has_ended", "source_name", "source_url"),
)
OWN = (*WAITS, *AT_ONCE)
TOGETHER = (  # fields that mean something together only: who changes one meets what others did to the rest
    ("min_amount", "max_amount"),
    ("cumulation", "cumulation_note"),
    ("valid_from", "valid_to"),
    ("provider", "level"),
)
ROUND = (
    "name",
    "rhythm",
    "opens_at",
    "closes_at",
    "month",
    "day",
    "budget",
    "spent_at",
    "note",
    "asks_budget",
)
DATES = ("rhythm", "opens_at", "closes_at", "month", "day")
ROUND_TOGETHER = (DATES,)


def stored(record: Model) -> dict[str, Any]:
    """What the database says now of every field of ``record`` that people keep themselves."""
    values = states(type(record), [record.pk])[record.pk].values
    return {name: values[name] for name in (OWN if isinstance(record, Measure) else ROUND)}


def named(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    """``values`` with the label of every related record beside its key, as history keeps them."""
    new = {
        name: [None, value] for name, value in values.items() if name == "provider" and isinstance(value, str)
    }
    found = {name: [None, value] for name, value in values.items() if name not in new}
    name_relations(model, [found])
    return {**{name: pair[1] for name, pair in found.items()}, **new}


def in_words(model: type[Model], values: dict[str, Any]) -> dict[str, str]:
    """``values`` as people read them."""
    return {name: shown(model, name, value) for name, value in named(model, values).items()}


def clashes(record: Model, measure: Measure, now: dict[str, Any], typed: dict[str, Any]) -> list[Clash]:
    """What two people changed in ``record`` (``measure`` itself, or a part of it), in words, with who was first."""
    model = type(record)
    here, there = in_words(model, typed), in_words(model, now)
    newest = list(Change.objects.about(record).select_related("by")[:20])
    found = []
    for name in now:
        line = next((line for line in newest if name in line.values), None)
        told, at = (told_by(line, measure), line.at) if line else ("", None)
        found.append(Clash(name, label_of(model, name), there[name], here[name], told, at))
    return found


def told_by(line: Change, measure: Measure) -> str:
    """Who made the change ``line``, as partners of the municipality may know it."""
    return who(line, colleagues_of(measure, {line.by_id} if line.by_id else set()), set())


def colleagues_of(measure: Measure, people: set[int]) -> set[int]:
    """Of the accounts ``people``: who works, or worked, for a municipality where ``measure`` holds."""
    places = measure.municipalities.values("pk")
    links = MunicipalLink.objects.filter(user__in=people, municipality__in=places)
    return set(links.values_list("user", flat=True))


def changes_of(measure: Measure) -> Any:
    """What happened to ``measure``, its rounds and its conditions; the newest first."""
    return Change.objects.inside(measure, parts_of(Measure))
