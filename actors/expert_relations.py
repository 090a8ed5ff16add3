"""Experts that go together, each with the reason stated (rule 7: another municipality comes first)."""

from collections import Counter
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from django.utils.translation import gettext as _
from pyroaring import BitMap

from ecru.base.catalogue import Shelf
from ecru.base.edition import remembered

from .catalogues import EXPERTS
from .models import Actor, Expert, Topic

MOST = 4
NAMED = 2


@dataclass(frozen=True)
class RelatedExpert:
    """An expert, and why it is shown."""

    other: Expert
    reasons: list[str]


@dataclass(frozen=True)
class Expertise:
    """What an organisation knows, and its topics."""

    expert: Expert
    topics: list[Topic]


@remembered("actors.expert")
def offering() -> set[int | None]:
    """The keys of the organisations that have expertise, seen by everyone or not."""
    return set(Expert.objects.values_list("actor_id", flat=True))


def expertise_of(actor: Actor) -> list[Expertise]:
    """What ``actor`` can help with, as everyone may see it; no query for who never offered anything, else two."""
    if actor.pk not in offering():
        return []
    experts = Expert.objects.published().of(actor).prefetch_related("topics")
    return [Expertise(expert, list(expert.topics.all())) for expert in experts]


def related_experts(expert: Expert) -> list[RelatedExpert]:
    """At most four published experts that share a topic with ``expert``; from another municipality first, then the most topics.

    What the same organisation knows besides is left out. Needs an expert from ``for_page()``; costs three queries.
    """
    shelf = EXPERTS.shelf()
    shared: Counter[int] = Counter()
    for topic in expert.topics.all():
        shared.update(shelf.with_any("topics", [topic.pk]) - own(shelf, expert))
    elsewhere = shelf.alive - shelf.with_any("municipality", [None, expert.municipality_id])
    usual = shelf.order(shelf.usual)

    def key(slot: int) -> tuple[Any, ...]:
        return slot not in elsewhere, -shared[slot], usual.key_of(slot)

    keys = [shelf.keys[slot] for slot in nsmallest(MOST, shared, key=key)]
    cards = Expert.objects.published().for_cards().in_bulk(keys) if keys else {}
    return [RelatedExpert(cards[key], reasons(expert, cards[key])) for key in keys if key in cards]


def own(shelf: Shelf, expert: Expert) -> BitMap:
    """``expert``, and what else its organisation knows."""
    itself = BitMap([shelf.place[expert.pk]] if expert.pk in shelf.place else [])
    return itself | shelf.with_any("actor", [expert.actor_id]) if expert.actor_id else itself


def reasons(expert: Expert, other: Expert) -> list[str]:
    """Why ``other`` is shown, in sentences."""
    known = {topic.pk for topic in expert.topics.all()}
    both = [topic.name for topic in other.topics.all() if topic.pk in known]
    told = [_("Also knows about: %(words)s.") % {"words": ", ".join(both[:NAMED])}]
    place = other.municipality
    if place and expert.municipality_id and place.pk != expert.municipality_id:
        told.append(_("From another municipality: %(place)s.") % {"place": place.name})
    return told
