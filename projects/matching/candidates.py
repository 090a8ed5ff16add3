"""Candidates: what the rules may know of a record that could be suggested, from memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import hypot
from typing import Any, Self

from pyroaring import BitMap

from actors.catalogues import KM_PER_DEGREE, MIDDLE, position
from actors.models import Scale
from ecru.base.catalogue import Shelf
from projects.models import Direction

from .deeds import VOCABULARIES
from .rarity import rarity
from .seeker import Seeker, Spot, spots_of


class Pool:
    """Published records of one kind of which the answers are read together; ``behind``: who stands behind them.

    A catalogue knows who has an answer, not which answers somebody has: that is looked up for all of them at once.
    """

    def __init__(self, shelf: Shelf, keys: Iterable[int]) -> None:
        self.shelf = shelf
        self.slots = BitMap(shelf.place[key] for key in keys if key in shelf.place)
        self.behind = self
        self.known: dict[str, dict[int, set[Any]]] = {}

    @classmethod
    def of(cls, kind: str, keys: Sequence[int], seeker: Seeker) -> Self:
        """The records of ``kind`` with ``keys``, with the actors behind them."""
        pool = cls(seeker.shelf(kind), keys)
        if kind == "practice":
            pool.behind = cls(
                seeker.shelf("actor"), {actor for key in keys for actor in seeker.done.makers(key)}
            )
        if kind == "call":
            pool.behind = cls(seeker.shelf("actor"), {pool.shelf.rows[slot].actor_id for slot in pool.slots})
        return pool

    def answers(self, facet: str, key: int) -> set[Any]:
        """All answers to ``facet`` of the record ``key``; nothing is no answer."""
        if facet not in self.known:
            self.known[facet] = self.shelf.answers_within(facet, self.slots)
        return self.known[facet].get(self.shelf.place.get(key, -1), set())


@dataclass
class Candidate:
    """A published record beside the ``seeker``. ``kind``: "actor", "practice" or "call"; ``today``: a day in Brussels; ``pool``: those of its kind."""

    kind: str
    key: int
    seeker: Seeker
    today: date
    pool: Pool

    @property
    def shelf(self) -> Shelf:
        """The catalogue that it is in."""
        return self.pool.shelf

    @property
    def row(self) -> Any:
        """Its columns in the catalogue."""
        return self.shelf.rows[self.shelf.place[self.key]]

    def has(self, facet: str, answer: Any) -> bool:
        """Whether ``answer`` is its answer to ``facet``."""
        return self.shelf.place[self.key] in self.shelf.answers[facet].get(answer, ())

    def all_of(self, facet: str) -> set[Any]:
        """All its answers to ``facet``; nothing is no answer."""
        return self.pool.answers(facet, self.key)

    @cached_property
    def shared(self) -> dict[str, set[int]]:
        """The terms that both have."""
        return {name: self.all_of(name) & self.seeker.terms[name] for name in VOCABULARIES}

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
        return self.kinds & self.seeker.kinds

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Where it is."""
        own = position(self.row) if self.kind == "actor" else None
        return (own,) if own else spots_of(self.places)

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
        return {answer for actor in self.actors for answer in self.pool.behind.answers(facet, actor)}

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
