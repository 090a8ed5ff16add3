"""Candidates: what the rules may know of a record that could be suggested, from memory."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from actors.catalogues import position
from actors.models import Scale
from ecru.base.catalogue import Shelf
from projects.models import Direction

from .deeds import deeds
from .rarity import rarity
from .seeker import VOCABULARIES, Seeker, Spot, spots_of


@dataclass
class Candidate:
    """A published record beside the ``seeker``. ``kind``: "actor", "practice" or "call"; ``today``: a day in Brussels."""

    kind: str
    key: int
    seeker: Seeker
    today: date

    @cached_property
    def shelf(self) -> Shelf:
        """The catalogue that it is in."""
        return self.seeker.shelf(self.kind)

    @property
    def row(self) -> Any:
        """Its columns in the catalogue."""
        return self.shelf.rows[self.shelf.place[self.key]]

    def has(self, facet: str, answer: Any) -> bool:
        """Whether ``answer`` is its answer to ``facet``."""
        return self.shelf.place[self.key] in self.shelf.answers[facet].get(answer, ())

    def all_of(self, facet: str) -> set[Any]:
        """All its answers to ``facet``; nothing is no answer."""
        return {answer for answer in self.shelf.answers_of(facet, self.key) if answer is not None}

    @cached_property
    def shared(self) -> dict[str, set[int]]:
        """The terms that both have."""
        return {
            name: {term for term in self.seeker.terms[name] if self.has(name, term)} for name in VOCABULARIES
        }

    @cached_property
    def breadth(self) -> float:
        """The rarity of all its terms together: who does everything has much of it."""
        return sum(rarity(name, term) for name in VOCABULARIES for term in self.all_of(name))

    @cached_property
    def places(self) -> set[int]:
        """The keys of the municipalities of its seat, or where it happens."""
        if self.kind == "actor":
            return self.all_of("municipality")
        actors = self.seeker.shelf("actor")
        seats = (seat for actor in self.actors for seat in actors.answers_of("municipality", actor))
        return self.all_of("municipalities") or {seat for seat in seats if seat is not None}

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Where it is."""
        own = position(self.row) if self.kind == "actor" else None
        return (own,) if own else spots_of(self.places)

    @cached_property
    def actors(self) -> list[int]:
        """The keys of who stands behind it."""
        if self.kind == "practice":
            return deeds().makers(self.key)
        return [self.key] if self.kind == "actor" else sorted(self.all_of("actor"))

    @cached_property
    def kinds(self) -> set[int]:
        """The keys of the kinds of who stands behind it."""
        actors = self.seeker.shelf("actor")
        return {kind for actor in self.actors for kind in actors.answers_of("kind", actor)}

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
