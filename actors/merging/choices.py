"""What two actors say of themselves, side by side, and which of both is the better guess."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from actors.history import State, shown, states
from actors.history.telling import label_of
from actors.models import Actor
from ecru.base.models import Publication
from ecru.base.searchable import SEARCH_TEXTS

A, B = "a", "b"
NEVER_CHOSEN = {"id", "slug", "facts", "created_at", "updated_at", "published_at", *SEARCH_TEXTS}
TOGETHER = [  # fields that mean something as a pair only
    ("municipality_hint", "municipality_hint_basis"),
    ("latitude", "longitude"),
    ("contact_email", "contact_email_public"),
    ("picture", "picture_alt", "picture_credit", "picture_x", "picture_y"),
    ("source", "source_pages"),
    ("verified_on", "verified_by"),
]
LONGER_IS_FULLER = {"description", "note", "past_collaboration", "website"}
SHOWN_FIRST = [Publication.PUBLISHED, Publication.DRAFT, Publication.ARCHIVED]
MUST_AGREE = {
    "kbo_number": gettext_lazy("Two company numbers: are these really one organisation?"),
    "v_code": gettext_lazy("Two codes in the register of associations: are these really one organisation?"),
    "website": gettext_lazy("Two websites: one of both stays in the history only."),
}


@dataclass(frozen=True)
class Choice:
    """A field, or fields that go together: what both say, and which is the better guess (``picked``: "a" or "b")."""

    key: str
    names: tuple[str, ...]
    label: str
    a: str
    b: str
    picked: str
    same: bool
    warning: str = ""


def groups() -> Iterator[tuple[str, ...]]:
    """Every field that has to be chosen, in the order of the model; a field that comes later is in it by itself."""
    partners = {names[0]: names for names in TOGETHER}
    others = {name for names in TOGETHER for name in names[1:]}
    for column in Actor._meta.concrete_fields:
        if column.name not in NEVER_CHOSEN | others:
            yield partners.get(column.name, (column.name,))


def choices_for(a: Actor, b: Actor) -> list[Choice]:
    """Every field of ``a`` and ``b`` with the better guess: the fuller value, else that of who was checked last."""
    told = {actor.pk: named_values(actor) for actor in (a, b)}
    keep = fuller(a, b)
    return [choice(names, told[a.pk], told[b.pk], keep) for names in groups()]


def named_values(actor: Actor) -> dict[str, tuple[Any, str]]:
    """What ``actor`` says by field: as stored, and in words."""
    state = states(Actor, [actor.pk]).get(actor.pk, State(""))
    found = {}
    for column in Actor._meta.concrete_fields:
        value = state.values.get(column.name)
        related = getattr(actor, column.name) if column.is_relation and value is not None else None
        words = str(related) if related is not None else shown(Actor, column.name, value)
        found[column.name] = value, words
    return found


def choice(names: tuple[str, ...], a: dict[str, Any], b: dict[str, Any], keep: str) -> Choice:
    """The choice about ``names``; ``keep`` is the side that decides when both are as good."""
    ours, theirs = ([side[name][0] for name in names] for side in (a, b))
    texts = [", ".join(words for name in names if (words := side[name][1])) for side in (a, b)]
    differs = bool(ours[0] and theirs[0] and ours[0] != theirs[0])
    warning = str(MUST_AGREE.get(names[0], "")) if differs else ""
    checked = [side["verified_on"][0] or "" for side in (a, b)]
    if checked[0] != checked[1] and names[0] != "name":
        keep = A if checked[0] > checked[1] else B
    picked = better(names[0], ours[0], theirs[0], keep)
    return Choice(
        names[0], names, label_of(Actor, names[0]), texts[0], texts[1], picked, ours == theirs, warning
    )


def better(name: str, a: Any, b: Any, keep: str) -> str:
    """Which of both values is the better guess: the fuller one, else that of the side ``keep``."""
    if name == "status":
        a, b = -SHOWN_FIRST.index(a), -SHOWN_FIRST.index(b)
    elif name == "named_only":
        a, b = not a, not b
    elif name in LONGER_IS_FULLER:
        a, b = len(a), len(b)
    elif isinstance(a, bool) or bool(a) == bool(b):
        return keep
    else:
        a, b = bool(a), bool(b)
    return keep if a == b else A if a > b else B


def fuller(a: Actor, b: Actor) -> str:
    """Which of both is the better one to keep: that of the facts files, the published one, the fuller one, the older one."""

    def weight(actor: Actor) -> tuple[bool, bool, int, int]:
        filled = sum(bool(getattr(actor, column.attname)) for column in Actor._meta.concrete_fields)
        return bool(actor.facts), actor.is_public, filled, -actor.pk

    return A if weight(a) >= weight(b) else B
