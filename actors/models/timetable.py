"""When an actor is asked whether its page is still right, and what follows when nobody answers.

Pure: from how things stand and a day (in Brussels) to what happens next. The rule is of the issue "People": a question
after six or twelve months, two reminders, "not confirmed" on the page, after eighteen months the archive. Never a mail
while paused.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

WAIT = timedelta(days=14)  # between two mails, and between the last reminder and "not confirmed"
LAST_WAIT = timedelta(days=30)  # at least so long "not confirmed" before the archive
REMINDERS = 2
ARCHIVED_AFTER = 18  # months since the last confirmation


class Step(StrEnum):
    """What the portal does by itself."""

    ASK = "ask"
    REMIND = "remind"
    UNCONFIRM = "unconfirm"
    ARCHIVE = "archive"


@dataclass(frozen=True)
class Move:
    """The next ``step``, and the first day on which it may happen."""

    on: date
    step: Step


def months_after(day: date, months: int) -> date:
    """The same day so many ``months`` later; the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest_start(today: date, months: int) -> date:
    """The last day of which ``months_after`` is ``today`` or before: who was confirmed then, or earlier, is due."""
    day = months_after(today, -months)
    while months_after(day + timedelta(days=1), months) <= today:
        day += timedelta(days=1)
    return day


@dataclass(frozen=True)
class Standing:
    """How things stand with one actor.

    ``confirmed_on``: when somebody last found the facts right, else when they were published. A round is what follows
    one question: ``asked_on``, ``mailed_on`` (the last mail of it), ``reminders``, ``unconfirmed_since``,
    ``archived_on``. A confirmation ends the round by itself, because the next one is due later. ``paused_until`` is the
    first day after a pause; without it a pause has no end. ``resumed_on`` and ``days_paused`` remember pauses of this
    round. ``stopping``: the people said that they stopped, and the editors did not decide yet.
    """

    confirmed_on: date
    rhythm: int
    asked_on: date | None = None
    mailed_on: date | None = None
    reminders: int = 0
    unconfirmed_since: date | None = None
    archived_on: date | None = None
    paused_on: date | None = None
    paused_until: date | None = None
    resumed_on: date | None = None
    days_paused: int = 0
    stopping: bool = False

    @property
    def due_on(self) -> date:
        """When the facts have to be looked at again."""
        return months_after(self.confirmed_on, self.rhythm)

    @property
    def is_asked(self) -> bool:
        """Whether a round runs: a question of before the last confirmation, or of a shorter rhythm, is over."""
        return self.asked_on is not None and self.asked_on >= self.due_on

    @property
    def not_confirmed_since(self) -> date | None:
        """Since when nobody answers, for the label on the page; None when all is well or still open."""
        return self.unconfirmed_since if self.is_asked else None

    def is_paused(self, today: date) -> bool:
        """Whether nothing may happen now."""
        return self.paused_on is not None and (self.paused_until is None or today < self.paused_until)

    def settled(self, today: date) -> "Standing":
        """The same, with a pause that is over put away: what ran before waits anew, and no day of it counts."""
        if self.paused_on is None or self.is_paused(today):
            return self
        return self.resumed(min(self.paused_until or today, today))

    def resumed(self, today: date) -> "Standing":
        """The same, with the pause ended on ``today``."""
        if self.paused_on is None:
            return self
        days = self.days_paused + max((today - self.paused_on).days, 0)
        return replace(self, paused_on=None, paused_until=None, resumed_on=today, days_paused=days)

    def confirmed(self, today: date) -> "Standing":
        """The same, confirmed ``today``: the round is over, a pause goes on."""
        here = self.settled(today)
        return Standing(
            today,
            here.rhythm,
            mailed_on=here.mailed_on,
            paused_on=here.paused_on,
            paused_until=here.paused_until,
        )

    def after(self, move: Move) -> "Standing":
        """How things stand once ``move`` happened, on its day."""
        here = self.settled(move.on)
        if move.step == Step.ASK:
            kept = (here.confirmed_on, here.rhythm)
            return Standing(*kept, asked_on=move.on, mailed_on=move.on)
        if move.step == Step.REMIND:
            return replace(here, mailed_on=move.on, reminders=here.reminders + 1)
        if move.step == Step.UNCONFIRM:
            return replace(here, unconfirmed_since=move.on)
        return replace(here, archived_on=move.on)


def next_move(standing: Standing, today: date) -> Move | None:
    """What happens next, ``today`` or later, if nobody answers; None when nothing will."""
    if standing.stopping or (standing.is_paused(today) and standing.paused_until is None):
        return None
    moment = standing.paused_until if standing.is_paused(today) and standing.paused_until else today
    here = standing.settled(moment)
    if not here.is_asked:
        day = latest(here.due_on, here.mailed_on and here.mailed_on + WAIT)
        return Move(max(day, moment), Step.ASK)
    if here.archived_on is not None:
        return None
    quiet_since = latest(here.asked_on or moment, here.mailed_on, here.resumed_on)
    if here.unconfirmed_since is None:
        step = Step.REMIND if here.reminders < REMINDERS else Step.UNCONFIRM
        return Move(max(quiet_since + WAIT, moment), step)
    long_ago = months_after(here.confirmed_on, ARCHIVED_AFTER) + timedelta(days=here.days_paused)
    day = latest(long_ago, latest(quiet_since, here.unconfirmed_since) + LAST_WAIT)
    return Move(max(day, moment), Step.ARCHIVE)


def step_today(standing: Standing, today: date) -> Step | None:
    """What has to happen ``today``: the timetable, as the daily job asks it."""
    move = next_move(standing, today)
    return move.step if move and move.on <= today else None


def outlook(standing: Standing, today: date) -> Iterator[Move]:
    """Everything that will happen if nobody answers, in order."""
    move = next_move(standing, today)
    while move is not None:
        yield move
        standing = standing.after(move)
        move = next_move(standing, move.on)


def latest(first: date, *others: date | None) -> date:
    """The last of these days; those that are None do not count."""
    return max([first, *(day for day in others if day is not None)])
