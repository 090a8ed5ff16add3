"""The timetable: where every published measure stands now, kept in memory until the next second at which one changes.

Lists narrow and order by what this says, so that they never ask the database for a status of each measure.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from ecru.base.edition import remembered

from .models import Measure
from .models.standing import Moment, Standing, Times, best, end_of, midnight, standing_of

OWN = ("has_ended", "valid_from", "valid_to")
OF_ROUND = ("rhythm", "opens_at", "closes_at", "spent_at", "month", "day", "name")
FIELDS = (*OF_ROUND, *(f"measure__{name}" for name in OWN))
WAITING = frozenset([Standing.CLOSING, Standing.OPEN, Standing.EXPECTED])


@dataclass
class Timetable:
    """The dates of every published measure, by its key; ``None`` in ``rounds`` stands for the measure itself."""

    rounds: dict[int, list[Times]]
    own: dict[int, Times]
    calls: dict[int, list[int]] = field(
        default_factory=dict
    )  # the keys of the rounds, in the order of ``rounds``
    kept: "Board | None" = field(default=None, compare=False)

    @cached_property
    def borders(self) -> list[datetime]:
        """Every moment at which a round opens, closes or has its budget spent; in order."""
        return sorted(
            {border for rounds in self.rounds.values() for times in rounds for border in times.borders()}
        )

    def until(self, moment: Moment) -> datetime | None:
        """The first border after ``moment``; None when nothing is to come."""
        place = bisect_right(self.borders, moment.now)
        return self.borders[place] if place < len(self.borders) else None

    def standings(self, measure: int, moment: Moment) -> list[tuple[int, Times, Standing]]:
        """The rounds of one measure: key, dates, and where each stands at ``moment``."""
        rounds = self.rounds.get(measure, [])
        return [
            (call, times, standing_of(times, moment, followed=times.is_followed(rounds)))
            for call, times in zip(self.calls.get(measure, []), rounds, strict=True)
        ]

    def board(self, moment: Moment | None = None) -> "Board":
        """Where everything stands at ``moment``; the same board until something changes."""
        moment = moment or Moment.at()
        kept = self.kept
        if kept is None or not kept.is_of(moment):
            kept = self.kept = Board.made(self, moment)
        return kept


@dataclass(frozen=True)
class Board:
    """Where each measure stands, and by when one has to be ready: as it is from ``moment`` to before ``until``."""

    moment: Moment
    until: datetime | None
    standings: dict[int, Standing]
    deadlines: dict[int, datetime]

    @classmethod
    def made(cls, table: Timetable, moment: Moment) -> "Board":
        """The board of ``table`` at ``moment``."""
        standings: dict[int, Standing] = {}
        deadlines: dict[int, datetime] = {}
        for key, own in table.own.items():
            found = [(times, standing) for _call, times, standing in table.standings(key, moment)]
            standings[key] = standing_of_measure(own, [standing for _times, standing in found], moment)
            days = [
                day for times, standing in found if standing in WAITING and (day := deadline(times, moment))
            ]
            if days:
                deadlines[key] = min(days)
        return cls(moment, table.until(moment), standings, deadlines)

    def is_of(self, moment: Moment) -> bool:
        """Whether it still tells the truth at ``moment``."""
        is_before = self.until is None or moment.now < self.until
        return self.moment.now <= moment.now and self.moment.today == moment.today and is_before


def standing_of_measure(own: Times, standings: list[Standing], moment: Moment) -> Standing:
    """The rule of ``Measure.standing_at`` for dates without a record."""
    if own.is_over(moment):
        return Standing.CLOSED
    found = best(standings)
    return Standing.EXPECTED if found == Standing.UNKNOWN and own.is_to_come(moment) else found


def deadline(times: Times, moment: Moment) -> datetime | None:
    """By when one has to be ready for this round: its last second, or the end of the day around which it comes."""
    if times.closes_at is not None and not times.is_past(moment):
        return times.closes_at
    around = times.anniversary(moment)
    return end_of(around) if around else None


@remembered("subsidies.call", "subsidies.measure")
def timetable() -> Timetable:
    """The dates as the database is now; one query after a change, none before."""
    rounds: dict[int, list[Times]] = defaultdict(list)
    calls: dict[int, list[int]] = defaultdict(list)
    own: dict[int, Times] = {}
    published = Measure.objects.published().order_by("calls__pk")
    rows = published.values_list("pk", "calls__pk", *OWN, *(f"calls__{name}" for name in OF_ROUND))
    for key, call, ended, start, end, *values in rows:
        own[key] = own.get(key) or Times("", None, None, None, None, None, "", ended, start, end)
        if call is not None:
            rounds[key].append(Times(*(*values, ended, start, end)))
            calls[key].append(call)
    return Timetable(dict(rounds), own, dict(calls))


def board() -> Board:
    """Where everything stands now."""
    return timetable().board()


def changes_next() -> datetime:
    """Until when a page that tells a standing stays right: the next border, or the next midnight in Brussels."""
    now = board()
    day = midnight(now.moment.today.fromordinal(now.moment.today.toordinal() + 1))
    return min(day, now.until) if now.until else day
