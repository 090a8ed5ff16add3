"""The seeker: the record for which we look, reduced to what counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from actors.answers import TARGET_GROUPS, places
from actors.catalogues import ACTORS
from actors.models import Actor
from ecru.base.catalogue import Catalogue, Shelf
from ecru.base.edition import remembered
from ecru.base.ties import ties
from projects.catalogues import CALLS, PRACTICES
from projects.models import Direction, PartnerCall, Practice, PracticeActor, Project, ProjectPartner

from .deeds import VOCABULARIES, Deeds, deeds

Record = Actor | Project | Practice | PartnerCall
Spot = tuple[float, float]  # latitude, longitude


@dataclass
class Seeker:
    """``record`` with its terms by vocabulary, who stands behind it, and where.

    ``actors``: the keys of who is behind it (itself, who leads and takes part, who made it, who calls), ``kinds`` and
    ``home`` their kinds and municipalities. ``wants`` and ``offers``: resources of open calls. ``spots``: where it is. ``alike``: practices like
    it, once ``finding`` looked for them.
    """

    record: Record
    terms: dict[str, frozenset[int]]
    actors: frozenset[int]
    kinds: frozenset[int]
    home: frozenset[int]
    spots: tuple[Spot, ...]
    wants: frozenset[int]
    offers: frozenset[int]
    alike: dict[int, tuple[float, Any]] | None = None
    shelves: dict[str, Shelf] = field(default_factory=dict)

    def shelf(self, kind: str) -> Shelf:
        """The catalogue of "actor", "practice" or "call", as it is while we look."""
        if kind not in self.shelves:
            self.shelves[kind] = CATALOGUES[kind].shelf()
        return self.shelves[kind]

    @cached_property
    def done(self) -> Deeds:
        """What was done, as it is while we look."""
        return deeds()

    @cached_property
    def map(self) -> dict[int, Spot]:
        """Where municipalities are, by key, as it is while we look."""
        return spots()

    @cached_property
    def first_groups(self) -> set[int]:
        """The keys of the target groups that come first, among its own."""
        return set(self.terms["target_groups"] & primary_groups())

    @property
    def kind(self) -> str:
        """One of "actor", "project", "practice" and "call"."""
        return kind_of(self.record)


@remembered("actors.targetgroup")
def primary_groups() -> set[int]:
    """The keys of the three target groups that come first in all the network does."""
    return {answer.key for answer in TARGET_GROUPS() if answer.first}


CATALOGUES: dict[str, Catalogue] = {"actor": ACTORS, "practice": PRACTICES, "call": CALLS}
KINDS: dict[type[Any], str] = {
    Actor: "actor",
    Project: "project",
    Practice: "practice",
    PartnerCall: "call",
}


def kind_of(record: Any) -> str:
    """What sort of record ``record`` is. Raises ``TypeError`` for one for which nothing is suggested."""
    if type(record) not in KINDS:
        raise TypeError(f"nothing is suggested for a {type(record).__name__}")
    return KINDS[type(record)]


def keys_of(record: Any, names: Sequence[str]) -> dict[str, frozenset[int]]:
    """The keys of the relations ``names`` of ``record``: as they are at hand, the others in one query."""
    at_hand = record.__dict__.get("_prefetched_objects_cache", {})
    found = {name: {other.pk for other in at_hand[name]} for name in names if name in at_hand}
    missing = [name for name in names if name not in at_hand]
    found |= {name: set() for name in missing}
    for number, _own, other in ties(type(record), missing, [record.pk]):
        found[missing[number]].add(other)
    return {name: frozenset(keys) for name, keys in found.items()}


def seeker_for(record: Record, today: date) -> Seeker:
    """What counts of ``record`` on ``today``; at most two queries, none for an actor or a practice with its relations at hand.

    Raises ``TypeError`` for a record of another kind.
    """
    if isinstance(record, Actor):
        return seeking_actor(record, today)
    kind_of(record)
    more = ["resources"] if isinstance(record, PartnerCall) else []
    known = keys_of(record, (*VOCABULARIES, "municipalities", *more))
    behind = actors_behind(record)
    home = home_of(record, behind, known["municipalities"])
    resources = known.get("resources", frozenset())
    seeks = isinstance(record, PartnerCall) and record.direction == Direction.SEEKS
    return Seeker(
        record,
        {name: known[name] for name in VOCABULARIES},
        frozenset(behind),
        kinds_of(behind),
        home,
        spots_of(home, spots()),
        resources if seeks else frozenset(),
        frozenset() if seeks else resources,
    )


def seeking_actor(actor: Actor, today: date) -> Seeker:
    """An actor; what it seeks and offers is in its open calls."""
    known = keys_of(actor, VOCABULARIES)
    own = (
        None
        if actor.latitude is None or actor.longitude is None
        else (float(actor.latitude), float(actor.longitude))
    )
    home = frozenset([actor.municipality_id] if actor.municipality_id else [])
    wants, offers = resources_of_calls(actor.pk, today)
    return Seeker(
        actor,
        known,
        frozenset([actor.pk]),
        frozenset([actor.kind_id]),
        home,
        (own,) if own else spots_of(home, spots()),
        wants,
        offers,
    )


def actors_behind(record: Any) -> list[int]:
    """The keys of who stands behind a project, a practice or a call; who leads or made it comes first."""
    if isinstance(record, PartnerCall):
        return [record.actor_id]
    if isinstance(record, Practice):
        if record.pk in deeds().practices:
            return deeds().makers(record.pk)
        makers = PracticeActor.objects.agreed().filter(practice=record)
        return list(makers.order_by("position", "pk").values_list("actor", flat=True))
    partners = ProjectPartner.objects.agreed().filter(project=record).order_by("pk")
    lead = [record.lead_id] if record.lead_id else []
    return [*lead, *(key for key in partners.values_list("actor", flat=True) if key not in lead)]


def home_of(record: Any, behind: list[int], municipalities: frozenset[int]) -> frozenset[int]:
    """The municipalities that are no other ones: where a practice happened, else the seat of who leads or calls."""
    if isinstance(record, Practice):
        return municipalities or seats_of(behind)
    led = isinstance(record, PartnerCall) or record.lead_id is not None
    return seats_of(behind[:1] if led else behind) or municipalities


def seats_of(actors: Sequence[int]) -> frozenset[int]:
    """The keys of the municipalities where published ``actors`` have their seat, from memory."""
    shelf = ACTORS.shelf()
    return frozenset(
        seat for key in actors for seat in shelf.answers_of("municipality", key) if seat is not None
    )


def kinds_of(actors: Sequence[int]) -> frozenset[int]:
    """The keys of the kinds of published ``actors``, from memory."""
    shelf = ACTORS.shelf()
    return frozenset(kind for key in actors for kind in shelf.answers_of("kind", key))


@remembered("actors.municipality")
def spots() -> dict[int, Spot]:
    """Where each municipality is, by key; without those of which the place is not known."""
    found = ((answer.key, answer.record) for answer in places())
    return {
        key: (float(place.latitude), float(place.longitude))
        for key, place in found
        if place.latitude is not None
    }


def spots_of(municipalities: Any, known: dict[int, Spot]) -> tuple[Spot, ...]:
    """Where ``municipalities`` (keys) are; those of which the place is not ``known`` are left out."""
    return tuple(known[key] for key in municipalities if key in known)


def resources_of_calls(actor: int, today: date) -> tuple[frozenset[int], frozenset[int]]:
    """What the open calls of an actor seek, and what they offer, from memory."""
    shelf = CALLS.shelf()
    open_ones = [
        slot
        for slot in shelf.with_any("actor", [actor])
        if shelf.rows[slot].closed_at is None and shelf.rows[slot].closes_on >= today
    ]
    found: dict[str, set[int]] = {Direction.SEEKS: set(), Direction.OFFERS: set()}
    for slot in open_ones:
        [direction] = shelf.answers_of("direction", shelf.keys[slot])
        found[direction] |= set(shelf.answers_of("resources", shelf.keys[slot]))
    return frozenset(found[Direction.SEEKS]), frozenset(found[Direction.OFFERS])
