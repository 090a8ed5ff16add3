"""The agenda of support: every day to come on which a round opens, closes, or is expected to close. Kept in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from .models import Standing
from .models.standing import BRUSSELS, Moment, Times, midnight
from .timetable import Timetable, timetable


class Turn(models.TextChoices):
    """What comes on a day."""

    OPENS = "opent", _("opens")
    CLOSES = "sluit", _("closes")
    AROUND = "rond", _("expected around this day")


ORDER = {turn: place for place, turn in enumerate(Turn)}


@dataclass(frozen=True)
class Occasion:
    """A day on which something comes for one round. ``at`` is the second, where it is known."""

    on: date
    turn: Turn
    measure: int
    call: int
    standing: Standing
    at: datetime | None = None

    @property
    def place(self) -> tuple[date, int, float, int]:
        """By what occasions are put in order."""
        return self.on, ORDER[self.turn], self.at.timestamp() if self.at else 0.0, self.call


@dataclass(frozen=True)
class Agenda:
    """All occasions as they are from ``moment`` to before ``until``, in order."""

    moment: Moment
    until: datetime
    table: Timetable
    occasions: list[Occasion]

    @classmethod
    def made(cls, table: Timetable, moment: Moment) -> "Agenda":
        """The agenda of ``table`` at ``moment``."""
        tomorrow = midnight(date.fromordinal(moment.today.toordinal() + 1))
        until = min(tomorrow, table.until(moment) or tomorrow)
        found = (
            occasion
            for measure in table.own
            for call, times, standing in table.standings(measure, moment)
            for occasion in occasions_of(measure, call, times, standing, moment)
        )
        return cls(moment, until, table, sorted(found, key=lambda occasion: occasion.place))

    def holds(self, table: Timetable, moment: Moment) -> bool:
        """Whether it tells the truth at ``moment``."""
        return self.table is table and self.moment.now <= moment.now < self.until


def occasions_of(
    measure: int, call: int, times: Times, standing: Standing, moment: Moment
) -> Iterator[Occasion]:
    """What is still to come for one round at ``moment``: never a day that is over."""
    if standing == Standing.CLOSED:
        return
    if (opens := opening(times)) and opens > moment.now:
        yield Occasion(opens.astimezone(BRUSSELS).date(), Turn.OPENS, measure, call, standing, opens)
    closes = times.closes_at
    if closes and not times.is_past(moment):
        yield Occasion(closes.astimezone(BRUSSELS).date(), Turn.CLOSES, measure, call, standing, closes)
    elif around := times.anniversary(moment):
        yield Occasion(around, Turn.AROUND, measure, call, standing)


def opening(times: Times) -> datetime | None:
    """When a round opens: at its own second, or when the measure itself begins; None when nobody knows."""
    if times.opens_at is not None:
        return times.opens_at
    return midnight(times.valid_from) if times.valid_from else None


class Kept:
    """The last agenda that was made."""

    agenda: Agenda | None = None


def agenda(moment: Moment | None = None) -> Agenda:
    """All occasions at ``moment``, or now; the same ones until something changes."""
    table, moment = timetable(), moment or Moment.at()
    kept = Kept.agenda
    if kept is None or not kept.holds(table, moment):
        kept = Kept.agenda = Agenda.made(table, moment)
    return kept
