"""What stands behind one number: the measures, near and far, those for everybody, who looked, and what people miss."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from pyroaring import BitMap

from actors.models import Municipality, Need
from ecru.base.directory.facets import Answer

from ..models import CoverageCheck, Measure
from .axes import NO_WORD, Axis, Reach
from .checking import looks
from .counting import Cell, Support
from .heard import Missed, missed_in, needs_by_cell, needs_in, times_heard

MOST = 24  # measures of one part; the list has them all


@dataclass(frozen=True)
class Part:
    """Some of the measures behind a number; ``more`` leads to the whole list when not all of them show."""

    title: str
    total: int
    measures: list[Measure]
    more: str


class Behind:
    """The page of one cell; ``word`` is None for what names no word of ``axis``. A constant number of queries."""

    def __init__(
        self, place: Municipality, axis: Axis, word: Answer | None, reach: Reach = Reach.NEAR
    ) -> None:
        self.place, self.axis, self.word, self.reach = place, axis, word, reach
        self.support = Support()

    @cached_property
    def here(self) -> BitMap:
        """What counts in the place, from anywhere."""
        return self.support.in_place(self.place)

    @cached_property
    def slots(self) -> BitMap:
        """What counts in the cell, from anywhere."""
        if self.word is None:
            return self.nameless
        return self.here & self.support.shelf.with_any(self.axis.facet, [self.word.key])

    @property
    def nameless(self) -> BitMap:
        """What counts in the place and names no word."""
        return self.here & self.support.without_word(self.axis)

    @cached_property
    def cell(self) -> Cell:
        """The cell as the matrix has it."""
        found = len(self.slots & self.support.reaches[self.reach])
        if self.word is None:
            return Cell(self.place, self.axis, None, found, reach=self.reach)
        look = looks().get((self.axis.word, self.place.pk, self.word.key))
        missed = needs_by_cell(self.axis)
        needs = missed[self.place.pk, self.word.key] + missed[None, self.word.key]
        return Cell(self.place, self.axis, self.word, found, look, needs, reach=self.reach)

    @cached_property
    def parts(self) -> list[Part]:
        """The measures: from nearby, from further away, and (apart, for they count for no word) those that name none."""
        near = self.support.reaches[Reach.NEAR]
        chosen = [
            (_("From nearby"), self.slots & near, self.word),
            (_("From further away"), self.slots - near, self.word),
        ]
        if self.word is not None:
            chosen.append((str(self.axis.none), self.nameless, None))
        keys = [self.support.keys(slots, MOST) for _title, slots, _word in chosen]
        found = Measure.objects.published().for_cards().in_bulk([key for some in keys for key in some])
        return [
            Part(
                title=title,
                total=len(slots),
                measures=[found[key] for key in some if key in found],
                more=self.list_url(word) if len(slots) > MOST else "",
            )
            for (title, slots, word), some in zip(chosen, keys, strict=True)
        ]

    def list_url(self, word: Answer | None) -> str:
        """The list of measures, narrowed to the place and as far as it can to ``word``."""
        asked = {"gemeente": self.place.slug}
        if self.axis.filter:
            asked[self.axis.filter] = word.value if word else NO_WORD
        return f"{reverse('measure-list')}?{urlencode(asked)}"

    @cached_property
    def check(self) -> CoverageCheck | None:
        """Who looked last; None when nobody did."""
        if self.word is None or self.cell.look is None:
            return None
        return CoverageCheck.objects.about(self.place, self.axis.word, [self.word.key]).with_people().first()

    @cached_property
    def missed(self) -> list[Missed]:
        """What was searched for in vain here."""
        return [] if self.word is None else missed_in(self.place, self.axis, self.word)

    @property
    def times_missed(self) -> int:
        """How often."""
        return sum(missed.times for missed in self.missed)

    @cached_property
    def needs(self) -> list[Need]:
        """The needs behind the number; only the team reads them."""
        return needs_in(self.place, self.word) if self.word is not None and self.cell.needs else []

    @property
    def heard(self) -> list[tuple[str, int]]:
        """Where the needs were heard, and how often."""
        return times_heard(self.place, self.word) if self.word is not None and self.cell.needs else []

    def for_page(self, *, keeps_needs: bool) -> dict[str, Any]:
        """What ``subsidies/gaps/cell.html`` takes; ``keeps_needs``: for who reads the register of needs."""
        return {
            "cell": self.cell,
            "parts": self.parts,
            "check": self.check,
            "heard": self.heard,
            "times_missed": self.times_missed,
            "needs": self.needs if keeps_needs else [],
            "missed": self.missed if keeps_needs else [],
        }
