"""How much support there is for each cell, from the catalogue in memory: no query when nothing changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from actors.answers import seven
from actors.models import Municipality
from ecru.base.directory.facets import Answer

from ..catalogues import MEASURES
from ..models import Area, Level, Standing
from ..timetable import board
from .axes import NO_WORD, Asked, Axis, Reach, overview_at
from .checking import Look, looks
from .heard import needs_by_cell

DENSITIES = 4  # patterns from thin to thick; none at all is a hole


class State(models.TextChoices):
    """What we know of a cell. An old check is told apart: it has to be done again."""

    FOUND = "gevonden", _("found")
    NONE = "geen", _("none, checked")
    OLD = "oud", _("none, checked long ago")
    UNKNOWN = "niet-onderzocht", _("not researched")


class Support:
    """The support that counts this second: what everybody sees, of which somebody can ask something now or later.

    What has ended and what is closed for good does not count, nor does in a place what another measure takes the place of there.
    """

    def __init__(self) -> None:
        self.shelf = MEASURES.shelf()
        closed = BitMap()
        for key, standing in board().standings.items():
            if standing == Standing.CLOSED and key in self.shelf.place:
                closed.add(self.shelf.place[key])
        self.counted = self.shelf.alive - closed

    @cached_property
    def reaches(self) -> dict[Reach, BitMap]:
        """What counts, by from how far it may come."""
        rows = self.shelf.rows
        near = BitMap(slot for slot in self.counted if rows[slot].area <= Area.NETWORK)
        own = self.shelf.with_any("level", [Level.MUNICIPALITY]) & near
        return {Reach.OWN: own, Reach.NEAR: near, Reach.WIDE: self.counted}

    def in_place(self, place: Municipality) -> BitMap:
        """What counts in ``place``, from anywhere."""
        here = self.shelf.with_any("municipalities", [place.pk]) & self.counted
        aside = BitMap()
        for general, instead in self.shelf.answers["replaces"].items():
            slot = self.shelf.place.get(general)
            if slot is not None and instead & here:
                aside.add(slot)
        return here - aside

    def without_word(self, axis: Axis) -> BitMap:
        """What counts and names no word of ``axis``."""
        return self.counted - BitMap.union(BitMap(), *self.shelf.answers[axis.facet].values())

    def keys(self, slots: BitMap, most: int) -> list[int]:
        """The keys of the measures in ``slots``, the narrowest area first; at most so many."""
        return self.shelf.take(self.shelf.order(self.shelf.usual).walk(slots), 0, most)


@dataclass(frozen=True)
class Cell:
    """A municipality and a word (None: what names no word): how much support there is, who looked, and what people miss."""

    place: Municipality
    axis: Axis
    word: Answer | None
    found: int
    look: Look | None = None
    needs: int = 0
    density: int = 0
    reach: Reach = Reach.NEAR

    @property
    def state(self) -> State:
        """What we know of it."""
        if self.found:
            return State.FOUND
        if self.look is None:
            return State.UNKNOWN
        return State.OLD if self.look.is_old else State.NONE

    @property
    def is_gap(self) -> bool:
        """Whether nothing was found for a word."""
        return self.word is not None and not self.found

    @property
    def url(self) -> str:
        """The page with what stands behind the number."""
        value = self.word.value if self.word else NO_WORD
        address = reverse("measure-gap", args=[self.place.slug, self.axis.slug, value])
        return address if self.reach == Reach.NEAR else f"{address}?bereik={self.reach.value}"


@dataclass(frozen=True)
class Row:
    """A word with its cell for each municipality."""

    word: Answer | None
    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Group:
    """Rows under a heading; without a label they stand on their own."""

    label: str
    rows: list[Row]


@dataclass(frozen=True)
class Miss:
    """A word that people miss: how many needs there are at most, and the cells without support."""

    word: Answer
    needs: int
    cells: list[Cell]


class Matrix:
    """Every cell of one axis, for what somebody asked."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.axis = asked.axis
        self.places = [asked.place] if asked.place else seven()
        self.words = self.axis.words()

    @cached_property
    def counts(self) -> dict[tuple[int, Any], int]:
        """How much was found, by municipality and word; the word None is what names none."""
        support, axis = Support(), self.axis
        within = support.reaches[self.asked.reach]
        nameless = support.without_word(axis)
        docs = support.shelf.answers[axis.facet]
        nothing = BitMap()
        counts = {}
        for place in self.places:
            here = support.in_place(place) & within
            counts[place.pk, None] = len(here & nameless)
            for word in self.words:
                counts[place.pk, word.key] = docs.get(word.key, nothing).intersection_cardinality(here)
        return counts

    @cached_property
    def most(self) -> int:
        """The largest number behind a word."""
        return max((number for (_place, word), number in self.counts.items() if word is not None), default=0)

    @cached_property
    def groups(self) -> list[Group]:
        """The rows under their headings, in the order of the list of words."""
        seen, missed = looks(), needs_by_cell(self.axis)
        groups: list[Group] = []
        for word in self.words:
            if not groups or groups[-1].label != word.heading:
                groups.append(Group(word.heading, []))
            cells = []
            for place in self.places:
                needs = missed[place.pk, word.key] + missed[None, word.key]
                cells.append(self.cell(place, word, seen.get((self.axis.word, place.pk, word.key)), needs))
            groups[-1].rows.append(Row(word, word.label, cells))
        return groups

    @cached_property
    def nameless(self) -> Row:
        """The row of what names no word."""
        cells = [
            Cell(place, self.axis, None, self.counts[place.pk, None], reach=self.asked.reach)
            for place in self.places
        ]
        return Row(None, str(self.axis.none), cells)

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell of a word, row by row."""
        return (cell for group in self.groups for row in group.rows for cell in row.cells)

    @property
    def urgent(self) -> list[Miss]:
        """The words for which nothing is found somewhere while people miss something there, most missed first."""
        misses = []
        for group in self.groups:
            for row in group.rows:
                gaps = [cell for cell in row.cells if cell.is_gap and cell.needs]
                if gaps and row.word is not None:
                    misses.append(Miss(row.word, max(cell.needs for cell in gaps), gaps))
        return sorted(misses, key=lambda miss: (-miss.needs, -len(miss.cells)))

    @property
    def slugs(self) -> list[str]:
        """The places that show, for the cloth of the page."""
        return [place.slug for place in self.places]

    @property
    def columns(self) -> int:
        """How many columns the table has, the one of the words included."""
        return len(self.places) + 1

    @property
    def everywhere(self) -> str:
        """The overview of all municipalities."""
        return self.url(gemeente=None)

    def cell(self, place: Municipality, word: Answer, look: Look | None, needs: int) -> Cell:
        """One cell."""
        found = self.counts[place.pk, word.key]
        density = -(-found * DENSITIES // self.most) if found else 0
        return Cell(place, self.axis, word, found, look, needs, density, self.asked.reach)

    def url(self, **changes: str | None) -> str:
        """The overview with what was asked; ``changes`` win, and None takes something away."""
        return overview_at({name: value for name, value in {**self.asked.query, **changes}.items() if value})
