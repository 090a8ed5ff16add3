"""Days of support as pages show them: one line for each, and a month of them as a calendar."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.dates import WEEKDAYS

from .agenda import Occasion, Turn
from .coaching import can_be_revised, revision_day
from .models import Call, Measure, Standing
from .models.calls import FAR_OFF
from .models.standing import SOON

IN_A_CELL = 5  # what is more stands in the list


@dataclass(frozen=True)
class Line:
    """One day of one round as the page shows it, with the measure itself."""

    occasion: Occasion
    measure: Measure
    today: date

    @property
    def call(self) -> Call:
        """The round itself; no query when the rounds of the measure were prefetched."""
        return next(call for call in self.measure.calls.all() if call.pk == self.occasion.call)

    @property
    def turn(self) -> Turn:
        """What comes."""
        return self.occasion.turn

    @property
    def is_spent(self) -> bool:
        """Whether the money of the round is gone."""
        return self.occasion.standing == Standing.SPENT

    @property
    def counts_back(self) -> bool:
        """Whether somebody who hands in by this day counts back to the day for revision."""
        return self.turn != Turn.OPENS and not self.is_spent

    @property
    def revision_on(self) -> date | None:
        """Before which day ECRU must have the file; None when that is over, or when there is nothing to hand in."""
        closes_on = self.occasion.on
        if not self.counts_back or not can_be_revised(closes_on, self.today):
            return None
        return revision_day(closes_on)

    @property
    def is_soon(self) -> bool:
        """Whether it comes within two weeks."""
        return self.days_left <= SOON

    @property
    def is_far_off(self) -> bool:
        """Whether it comes in more than two months."""
        return self.days_left > FAR_OFF

    @property
    def days_left(self) -> int:
        """How many days after today it is."""
        return (self.occasion.on - self.today).days


@dataclass
class Day:
    """One cell of the calendar; ``on`` is None for a day of another month."""

    on: date | None = None
    is_today: bool = False
    lines: list[Line] = field(default_factory=list)
    more: int = 0


@dataclass
class Month:
    """A month week by week, from Monday. ``occasions`` are its days; ``lines_of`` finds their measures."""

    first: date
    today: date
    occasions: Sequence[Occasion]
    lines_of: Callable[[list[Occasion]], list[Line]]

    @property
    def weekdays(self) -> list[Any]:
        """What the days are called."""
        return list(WEEKDAYS.values())

    @cached_property
    def by_day(self) -> dict[date, list[Occasion]]:
        """What comes on each day."""
        found: dict[date, list[Occasion]] = defaultdict(list)
        for one in self.occasions:
            found[one.on].append(one)
        return found

    @cached_property
    def lines(self) -> list[Line]:
        """The first of each day, day by day."""
        return self.lines_of([one for every in self.by_day.values() for one in every[:IN_A_CELL]])

    @cached_property
    def weeks(self) -> list[list[Day]]:
        """The weeks with their days."""
        weeks = Calendar().monthdatescalendar(self.first.year, self.first.month)
        return [[self.day(on) for on in week] for week in weeks]

    @property
    def left_out(self) -> int:
        """How many days of rounds the calendar has no room for."""
        return sum(max(0, len(every) - IN_A_CELL) for every in self.by_day.values())

    def day(self, on: date) -> Day:
        """The cell of one day."""
        if on.month != self.first.month:
            return Day()
        lines = [line for line in self.lines if line.occasion.on == on]
        more = max(0, len(self.by_day.get(on, [])) - IN_A_CELL)
        return Day(on, on == self.today, lines, more)
