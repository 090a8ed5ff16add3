"""The directory of deadlines: the measures of which a day is known, with the choices of the list of support, day by day."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from pyroaring import BitMap

from ecru.base.directory.directory import LOOK, PAGE, SORT, Sort
from ecru.base.directory.pages import Pager
from ecru.base.edition import remembered

from .agenda import Agenda, Occasion, Turn, agenda
from .days import Line, Month
from .measure_directory import MeasureDirectory
from .models import Measure, Standing

LIST, CALENDAR, MONTH = "lijst", "kalender", "maand"
FURTHEST = 24  # months


class DeadlineDirectory(MeasureDirectory):
    """The measures of which a day is to come: a list day by day, or a month as a calendar."""

    looks = (LIST, CALENDAR)
    sorts: ClassVar[tuple[Sort, ...]] = (Sort("deadline", ""),)

    class Meta:
        model = Measure
        fields: list[str] = []

    @classmethod
    def questions(cls) -> list[str]:
        """Also which month."""
        return [*super().questions(), MONTH]

    # --- What was asked ---------------------------------------------------------------------------------------

    @cached_property
    def agenda(self) -> Agenda:
        """Every day to come; one state for the whole page."""
        return agenda()

    @property
    def today(self) -> date:
        """The day in Brussels."""
        return self.agenda.moment.today

    @cached_property
    def month(self) -> date:
        """The first day of the month that was asked for: this month, or one in the next two years."""
        this = self.today.replace(day=1)
        try:
            asked = date.fromisoformat(f"{self.asked.get(MONTH, '')}-01")
        except ValueError:
            return this
        return min(max(asked, this), months_after(this, FURTHEST))

    # --- What was found ---------------------------------------------------------------------------------------

    @cached_property
    def dated(self) -> BitMap:
        """The measures of which a day is to come."""
        place = self.shelf.place
        return BitMap({place[one.measure] for one in self.agenda.occasions if one.measure in place})

    def narrowed(self, without: str = "") -> BitMap:
        """The measures under the filters, of which a day is to come."""
        return super().narrowed(without) & self.dated

    @property
    def all(self) -> int:
        """How many measures have a day to come."""
        return len(self.dated if self.shows_all else self.dated - self.replaced)

    @cached_property
    def occasions(self) -> list[Occasion]:
        """The days of what was found, the first one first."""
        keys, place = self.matches, self.shelf.place
        return [one for one in self.agenda.occasions if place.get(one.measure, -1) in keys]

    @cached_property
    def pager(self) -> Pager:
        """The page that was asked for, of the list of days."""
        number = self.asked.get(PAGE, "1")
        return Pager.at(number, len(self.occasions), lambda page: self.url(**{PAGE: str(page)}))

    @cached_property
    def lines(self) -> list[Line]:
        """The days on the page of the list."""
        return self.lines_of(self.pager.part_of(self.occasions))

    @property
    def by_month(self) -> list[tuple[date, list[Line]]]:
        """The days on the page of the list, month by month."""
        months = groupby(self.lines, key=lambda line: line.occasion.on.replace(day=1))
        return [(month, list(lines)) for month, lines in months]

    @cached_property
    def calendar(self) -> Month:
        """The month that was asked for, week by week."""
        within = [one for one in self.occasions if one.on.replace(day=1) == self.month]
        return Month(self.month, self.today, within, self.lines_of)

    def lines_of(self, occasions: list[Occasion]) -> list[Line]:
        """Those days with their measures and rounds; a constant number of queries."""
        measures = {measure.pk: measure for measure in self.cards([one.measure for one in occasions])}
        calls = {call.pk for measure in measures.values() for call in measure.calls.all()}
        return [
            Line(one, measures[one.measure], self.today)
            for one in occasions
            if one.measure in measures and one.call in calls
        ]

    def for_calendar(self) -> QuerySet[Measure]:
        """What was found, with all that a calendar file tells."""
        return Measure.objects.published().for_agenda([one.measure for one in self.occasions])

    # --- Where it leads ---------------------------------------------------------------------------------------

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The month goes along with every choice."""
        asked = [(MONTH, f"{self.month:%Y-%m}")] if self.asked.get(MONTH) else []
        return super().carried + asked

    @property
    def question(self) -> str:
        """What was asked of the measures, without the month."""
        return self.url(**{SORT: None, LOOK: None, MONTH: None}).partition("?")[2]

    def beside(self, route: str) -> str:
        """The address of another page about the same choices."""
        return f"{reverse(route)}?{self.question}" if self.question else reverse(route)

    @property
    def ics(self) -> str:
        """The calendar file of these choices."""
        return self.beside("measure-agenda")

    @property
    def webcal(self) -> str:
        """The same, to be followed by a program."""
        return f"webcal://{settings.BASE_URL.partition('://')[2]}{self.ics}"

    @property
    def feed(self) -> str:
        """The feed of these choices."""
        return self.beside("measure-deadline-feed")

    @property
    def measures(self) -> str:
        """The list of support with these choices."""
        return self.beside("measure-list")

    @property
    def month_links(self) -> Iterator[tuple[str, date, str]]:
        """The months before and after, as far as there are any: "prev" or "next", the month, the address."""
        this = self.today.replace(day=1)
        for rel, month in (("prev", months_after(self.month, -1)), ("next", months_after(self.month, 1))):
            if this <= month <= months_after(this, FURTHEST):
                yield rel, month, self.url(**{MONTH: f"{month:%Y-%m}"})

    def url(self, **changes: Any) -> str:
        """The address with ``changes``; the month stays unless that changes."""
        kept = f"{self.month:%Y-%m}" if self.asked.get(MONTH) else None
        return super().url(**{MONTH: kept, **changes})


@remembered("subsidies.measure", "subsidies.provider")
def at_hand() -> dict[int, Measure]:
    """The measures that were read for short lines since one changed, by key."""
    return {}


def next_deadlines(count: int) -> list[Line]:
    """The first closing day, sure or expected, of each of the ``count`` measures that close next; one query after a change, none before."""
    directory, found = DeadlineDirectory(QueryDict()), dict[int, Occasion]()
    for one in directory.occasions:
        if one.turn != Turn.OPENS and one.standing != Standing.SPENT:
            found.setdefault(one.measure, one)
        if len(found) == count:
            break
    measures = at_hand()
    if missing := found.keys() - measures.keys():
        measures |= Measure.objects.published().for_short_lines().in_bulk(missing)
    return [Line(one, measures[key], directory.today) for key, one in found.items() if key in measures]


def months_after(month: date, count: int) -> date:
    """The first day of the month ``count`` months after ``month``, or before it."""
    years, number = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, number + 1, 1)
