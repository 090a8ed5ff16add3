"""Practices that go together, each with the reason stated (rule 7: another municipality comes first)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from pyroaring import BitMap

from actors.related import ELSEWHERE, WEIGHTS, common_terms, totals
from ecru.base.catalogue import Shelf
from projects.catalogues import PRACTICES
from projects.models import Practice

MOST = 4
NAMED = 2


@dataclass(frozen=True)
class RelatedPractice:
    """A practice, and why it is shown."""

    other: Practice
    reasons: list[str]


def related_practices(practice: Practice) -> list[RelatedPractice]:
    """At most four published practices that share people, themes or disciplines with ``practice``; from elsewhere first.

    Needs a practice from ``for_page()``; costs two queries, however many practices there are.
    """
    shelf = PRACTICES.shelf()
    shared = {name: [term.pk for term in getattr(practice, name).all()] for name in WEIGHTS}
    keys: list[int] = []
    for total, slots in scores(shelf, practice, shared):
        if total < max(WEIGHTS.values()):
            break
        keys += shelf.take(shelf.order(shelf.usual).walk(slots), 0, MOST - len(keys))
        if len(keys) == MOST:
            break
    cards = Practice.objects.published().for_cards().in_bulk(keys) if keys else {}
    return [
        RelatedPractice(
            cards[key],
            reasons(
                practice, cards[key], common_terms(shelf, key, shared), is_elsewhere(shelf, practice, key)
            ),
        )
        for key in keys
        if key in cards
    ]


def scores(shelf: Shelf, practice: Practice, shared: dict[str, list[int]]) -> list[tuple[int, BitMap]]:
    """How much other practices share with this one, weighed; those of other municipalities get more."""
    others = shelf.alive - BitMap([shelf.place[practice.pk]] if practice.pk in shelf.place else [])
    parts = [
        (weight, shelf.with_any(name, [key]) & others)
        for name, weight in WEIGHTS.items()
        for key in shared[name]
    ]
    return totals(parts, (ELSEWHERE, elsewhere(shelf, practice)))


def elsewhere(shelf: Shelf, practice: Practice) -> BitMap:
    """Practices with a place, none of which is one of this practice; nothing when this one has no place."""
    own = [place.pk for place in practice.municipalities.all()]
    if not own:
        return BitMap()
    placed = BitMap.union(BitMap(), *map(BitMap, shelf.answers["municipalities"].values()))
    return placed - shelf.with_any("municipalities", own)


def is_elsewhere(shelf: Shelf, practice: Practice, key: int) -> bool:
    """Whether the practice with ``key`` was done in other municipalities only."""
    return shelf.place[key] in elsewhere(shelf, practice)


def reasons(practice: Practice, other: Practice, common: dict[str, list[int]], is_away: bool) -> list[str]:
    """Why ``other`` is shown, in sentences."""
    sentences = {
        "target_groups": _("Also for: %(words)s."),
        "themes": _("Has the same theme: %(words)s."),
        "disciplines": _("Has the same discipline: %(words)s."),
    }
    told: list[str] = []
    for name, keys in common.items():
        labels = sorted(term.name for term in getattr(practice, name).all() if term.pk in keys)
        if labels:
            told.append(sentences[name] % {"words": ", ".join(labels[:NAMED]).lower()})
    told = told[:2]
    if is_away:
        names = [place.name for place in other.municipalities.all()][:NAMED]
        told.append(_("From another municipality: %(place)s.") % {"place": ", ".join(names)})
    return told
