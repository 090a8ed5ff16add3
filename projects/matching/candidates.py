"""Candidates: what the rules may know of a record that could be suggested, from memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import hypot
from typing import Any

from actors.catalogues import KM_PER_DEGREE, MIDDLE, position
from actors.models import Scale
from ecru.base.catalogue import Shelf
from projects.models import Direction

from .deeds import VOCABULARIES
from .rarity import rarity
from .seeker import Seeker, Spot, spots_of


@dataclass
class Candidate:
    """A published record beside the ``seeker``. ``kind``: "actor", "practice" or "call"; ``slot``: where it is in its catalogue; ``today``: a day in Brussels."""

    kind: str
    slot: int
    seeker: Seeker
    today: date

    @cached_property
    def shelf(self) -> Shelf:
        """The catalogue that it is in."""
        return self.seeker.shelf(self.kind)

    @cached_property
    def key(self) -> int:
        """Its key."""
        return self.shelf.keys[self.slot]

    @property
    def row(self) -> Any:
        """Its columns in the catalogue."""
        return self.shelf.rows[self.slot]

    def has(self, facet: str, answer: Any) -> bool:
        """Whether ``answer`` is its answer to ``facet``."""
        return self.slot in self.shelf.answers[facet].get(answer, ())

    def all_of(self, facet: str) -> set[Any]:
        """All its answers to ``facet``; nothing is no answer."""
        found = self.shelf.answers[facet].items()
        return {answer for answer, slots in found if self.slot in slots and answer is not None}

    @cached_property
    def shared(self) -> dict[str, set[int]]:
        """The terms that both have."""
        return {
            name: {term for term in self.seeker.terms[name] if self.has(name, term)} for name in VOCABULARIES
        }

    @cached_property
    def breadth(self) -> float:
        """The rarity of all its terms together: who does everything has much of it."""
        return sum(rarity(name, term) for name in VOCABULARIES for term in sorted(self.all_of(name)))

    @cached_property
    def places(self) -> set[int]:
        """The keys of the municipalities of its seat, or where it happens."""
        if self.kind == "actor":
            return self.all_of("municipality")
        return self.all_of("municipalities") or self.of_actors("municipality")

    @cached_property
    def is_from_elsewhere(self) -> bool:
        """Whether both have a place, and not the same one."""
        home = self.seeker.home
        return bool(home and self.places) and not home & self.places

    @cached_property
    def shared_kinds(self) -> set[int]:
        """The kinds that who stands behind it has in common with who stands behind the seeker."""
        has = self.seeker.shelf("actor").has
        return {kind for kind in self.seeker.kinds if any(has("kind", kind, actor) for actor in self.actors)}

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Where it is."""
        own = position(self.row) if self.kind == "actor" else None
        return (own,) if own else spots_of(self.places, self.seeker.map)

    @cached_property
    def km(self) -> float | None:
        """How far it is from the seeker; None when we do not know where one of them is."""
        return kilometres(self.seeker.spots, self.spots)

    @cached_property
    def actors(self) -> list[int]:
        """The keys of who stands behind it."""
        if self.kind == "practice":
            return self.seeker.done.makers(self.key)
        return [self.key] if self.kind == "actor" else [self.row.actor_id]

    def of_actors(self, facet: str) -> set[Any]:
        """All answers to ``facet`` of who stands behind it."""
        shelf = self.seeker.shelf("actor")
        return {answer for actor in self.actors for answer in shelf.answers_of(facet, actor)} - {None}

    @cached_property
    def kinds(self) -> set[int]:
        """The keys of the kinds of who stands behind it."""
        return self.of_actors("kind")

    @cached_property
    def resources(self) -> set[int]:
        """What a call seeks or offers."""
        return self.all_of("resources") if self.kind == "call" else set()

    @property
    def seeks(self) -> bool:
        """Whether it is a call that seeks."""
        return self.kind == "call" and self.has("direction", Direction.SEEKS)

    @property
    def is_small(self) -> bool:
        """Whether it is an actor that works in one municipality or neighbourhood."""
        return self.kind == "actor" and self.has("scale", Scale.LOCAL)


def kilometres(here: Iterable[Spot], there: Iterable[Spot]) -> float | None:
    """The shortest way between ``here`` and ``there`` in km as the crow flies, as ``actors.catalogues.distance_to`` counts."""
    there = tuple(there)
    ways = [hypot(a[0] - b[0], (a[1] - b[1]) * MIDDLE) * KM_PER_DEGREE for a in here for b in there]
    return min(ways, default=None)
