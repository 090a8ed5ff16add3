"""Actors that go together, each with the reason stated (rule 7: another municipality comes first)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pyroaring import BitMap

from ecru.base.catalogue import Shelf

from .catalogues import ACTORS
from .models import Actor
from .terms import cards

MOST = 4
WEIGHTS = {"target_groups": 4, "themes": 3, "disciplines": 2}
ELSEWHERE = 3


@dataclass(frozen=True)
class Related:
    """An actor, and why it is shown."""

    other: Actor
    reasons: list[str]


def related_to(actor: Actor, family: list[Actor]) -> list[Related]:
    """At most four published actors that share people, themes or disciplines with ``actor``; from elsewhere first.

    Its ``family`` is left out, because the page names them already. Needs an actor from ``for_page()``; costs two
    queries, however many actors there are.
    """
    shelf = ACTORS.shelf()
    shared = {name: [term.pk for term in getattr(actor, name).all()] for name in WEIGHTS}
    candidates = strangers(shelf, actor, family)
    keys: list[int] = []
    for total, slots in scores(shelf, candidates, actor, shared):
        if total < max(WEIGHTS.values()):
            break
        keys += shelf.take(shelf.order(shelf.usual).walk(slots), 0, MOST - len(keys))
        if len(keys) == MOST:
            break
    return [
        Related(other, reasons(actor, other, common_terms(shelf, other.pk, shared))) for other in cards(keys)
    ]


def strangers(shelf: Shelf, actor: Actor, family: list[Actor]) -> BitMap:
    """Actors at work of which more is known than a name, without ``actor`` and its ``family``."""
    at_work = shelf.alive - shelf.with_any("closed", [True]) - shelf.with_any("named_only", [True])
    known = [shelf.place[key] for key in (actor.pk, *(other.pk for other in family)) if key in shelf.place]
    return at_work - BitMap(known)


def scores(
    shelf: Shelf, candidates: BitMap, actor: Actor, shared: dict[str, list[int]]
) -> list[tuple[int, BitMap]]:
    """How much ``candidates`` share, weighed, and more when they have their seat elsewhere; the highest first.

    Pairs of a total and who has it; who shares nothing is left out.
    """
    parts = [
        (weight, shelf.with_any(name, [key]) & candidates)
        for name, weight in WEIGHTS.items()
        for key in shared[name]
    ]
    seated = shelf.alive - shelf.with_any("municipality", [None, actor.municipality_id])
    return totals(parts, (ELSEWHERE, seated))


def totals(parts: list[tuple[int, BitMap]], elsewhere: tuple[int, BitMap]) -> list[tuple[int, BitMap]]:
    """Who has any of ``parts`` (a weight and who has it), by the sum of what they have; the highest sum first.

    Who is among those of ``elsewhere`` gets its weight besides.
    """
    if not parts:
        return []
    sums: dict[int, BitMap] = {0: BitMap.union(*(slots for _weight, slots in parts))}
    for weight, slots in [*parts, elsewhere]:
        raised: dict[int, BitMap] = {}
        for total, having in sums.items():
            for more, chosen in ((weight, having & slots), (0, having - slots)):
                if chosen:
                    raised[total + more] = raised.get(total + more, BitMap()) | chosen
        sums = raised
    return sorted(sums.items(), reverse=True)


def common_terms(shelf: Shelf, key: int, shared: dict[str, list[int]]) -> dict[str, list[int]]:
    """The terms of each vocabulary in ``shared`` that the actor with ``key`` has too."""
    slot = shelf.place[key]
    return {
        name: [term for term in terms if slot in shelf.answers[name].get(term, ())]
        for name, terms in shared.items()
    }


def reasons(actor: Actor, other: Actor, common: dict[str, list[int]]) -> list[str]:
    """Why ``other`` is shown, in sentences."""
    sentences = {
        "target_groups": _("You both work with: %(words)s."),
        "themes": _("You share a theme: %(words)s."),
        "disciplines": _("You share a discipline: %(words)s."),
    }
    told: list[str] = []
    for name, keys in common.items():
        labels = sorted(term.name for term in getattr(actor, name).all() if term.pk in keys)
        if labels:
            told.append(sentences[name] % {"words": ", ".join(labels[:2]).lower()})
    told = told[:2]
    place: Any = other.municipality
    if place and actor.municipality_id and place.pk != actor.municipality_id:
        told.append(_("From another municipality: %(place)s.") % {"place": place.name})
    return told
