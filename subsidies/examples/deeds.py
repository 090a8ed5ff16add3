"""What happened in the examples, each thing at its moment: one line of time over all dossiers, so that numbers and batches follow it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from actors.models import User
from subsidies.models.standing import BRUSSELS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AFTERNOON = 16  # the hour from which everything is counted back


@dataclass(frozen=True)
class Deed:
    """Something that somebody did. ``do`` is told the moment."""

    at: datetime
    do: Callable[[datetime], object]


@dataclass(frozen=True)
class People:
    """Who plays along: ``desk`` runs the network, ``member`` acts for some of the groups, ``adviser`` (if anybody) gives advice."""

    desk: User
    member: User
    adviser: User | None = None


def carry_out(deeds: Iterable[Deed]) -> None:
    """Does all of it, the longest ago first; of one moment in the order in which it came."""
    for deed in sorted(deeds, key=lambda deed: deed.at):
        deed.do(deed.at)


def day_of(moment: datetime) -> date:
    """The day in Brussels."""
    return moment.astimezone(BRUSSELS).date()


def afternoon_before(moment: datetime) -> datetime:
    """The last afternoon that is not after ``moment``: counted back from there, things happen while people are awake."""
    last = datetime.combine(day_of(moment), time(AFTERNOON), BRUSSELS)
    return last if last <= moment else last - DAY
