"""Where a round stands at a moment: one rule, in Python for pages and in SQL for lists. ``tests/subsidies`` holds them equal.

Moments count in whole seconds: the second of a deadline itself is still in time, the next one is too late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

BRUSSELS = ZoneInfo("Europe/Brussels")
SOON = 14  # days before the closing day that a round counts as closing soon
SECOND = timedelta(seconds=1)
LEAP_DAY = (2, 29)


class Standing(models.TextChoices):
    """Where a round or a measure stands, in the order of what somebody can still do with it."""

    CLOSING = "bijna-dicht", _("closes soon")
    OPEN = "open", _("open")
    ONGOING = "doorlopend", _("open all year")
    SPENT = "budget-op", _("budget spent")
    EXPECTED = "te-verwachten", _("to be expected")
    CLOSED = "dicht", pgettext_lazy("where a round of support stands", "closed")
    UNKNOWN = "niet-bekend", _("date not known")


RANKS = {standing: place for place, standing in enumerate(Standing)}


class Rhythm(models.TextChoices):
    """How often a round comes."""

    ONCE = "eenmalig", _("once")
    YEARLY = "jaarlijks", _("every year")
    ALWAYS = "doorlopend", _("all year long")


@dataclass(frozen=True)
class Moment:
    """A moment as rules look at it: ``now`` in whole seconds, the day in Brussels, and where "soon" ends."""

    now: datetime
    today: date
    soon: datetime

    @classmethod
    def at(cls, now: datetime | None = None) -> "Moment":
        """The moment ``now`` (aware; the server's clock when there is none)."""
        now = (now or timezone.now()).astimezone(UTC).replace(microsecond=0)
        today = now.astimezone(BRUSSELS).date()
        return cls(now, today, midnight(today + timedelta(days=SOON + 1)))


@dataclass(frozen=True)
class Times:
    """The dates of a round, and of the measure that it belongs to, without anything else."""

    rhythm: str
    opens_at: datetime | None
    closes_at: datetime | None
    spent_at: datetime | None
    month: int | None
    day: int | None
    name: str
    ended: bool
    valid_from: date | None
    valid_to: date | None

    def is_over(self, moment: Moment) -> bool:
        """Whether the measure itself is no more."""
        return self.ended or (self.valid_to is not None and self.valid_to < moment.today)

    def is_to_come(self, moment: Moment) -> bool:
        """Whether it opens later. Without an opening date it opens when the measure itself begins."""
        if self.opens_at is not None:
            return self.opens_at > moment.now
        return self.valid_from is not None and self.valid_from > moment.today

    def is_past(self, moment: Moment) -> bool:
        """Whether its last second is over."""
        return self.closes_at is not None and self.closes_at < moment.now

    def is_followed(self, others: Iterable["Times"]) -> bool:
        """Whether one of ``others`` (of the same measure) is a later round of the same name."""
        return any(other is not self and other.name == self.name and self.precedes(other) for other in others)

    def precedes(self, other: "Times") -> bool:
        """Whether ``other`` comes after this one: it closes later, never closes, or is dated where this one is not."""
        if self.closes_at is None:
            return other.closes_at is not None
        return other.rhythm == Rhythm.ALWAYS or (
            other.closes_at is not None and other.closes_at > self.closes_at
        )

    def anniversary(self, moment: Moment) -> date | None:
        """Around which day a yearly round closes next, seen from ``moment``; None when it is not yearly."""
        if self.rhythm != Rhythm.YEARLY:
            return None
        closed = self.closes_at.astimezone(BRUSSELS).date() if self.closes_at else None
        month, day = (closed.month, closed.day) if closed else (self.month, self.day)
        if month is None or day is None:
            return None
        after = closed + timedelta(days=1) if closed and self.is_past(moment) else moment.today
        return next_day(month, day, max(after, moment.today))

    def borders(self) -> list[datetime]:
        """The moments at which its standing may change, besides the midnights of Brussels."""
        late = self.closes_at + SECOND if self.closes_at else None
        return [border for border in (self.opens_at, self.spent_at, late) if border is not None]


def midnight(day: date) -> datetime:
    """The first moment of ``day`` in Brussels, in universal time: there a difference is always a real number of seconds."""
    return datetime.combine(day, time.min, tzinfo=BRUSSELS).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last second of ``day`` in Brussels: when a deadline names a day and no hour."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=BRUSSELS).astimezone(UTC)


def next_day(month: int, day: int, today: date) -> date:
    """The first ``day`` of ``month`` that is not before ``today``; 29 February becomes 28 where there is none."""
    for year in (today.year, today.year + 1):
        fits = (month, day) != LEAP_DAY or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
        found = date(year, month, day if fits else day - 1)
        if found >= today:
            return found
    raise AssertionError(f"{month}-{day} comes every year")  # pragma: no cover - the loop always returns


def standing_of(times: Times, moment: Moment, *, followed: bool) -> Standing:
    """Where a round stands at ``moment``; ``followed``: a later round of the same name exists. In SQL: ``standing_case``."""
    if times.is_over(moment):
        return Standing.CLOSED
    if times.is_past(moment) or (times.rhythm == Rhythm.YEARLY and times.closes_at is None):
        return Standing.EXPECTED if times.rhythm == Rhythm.YEARLY and not followed else Standing.CLOSED
    if times.spent_at is not None and times.spent_at <= moment.now:
        return Standing.SPENT
    if times.is_to_come(moment):
        return Standing.EXPECTED
    if times.rhythm == Rhythm.ALWAYS:
        return Standing.ONGOING
    is_soon = times.closes_at is not None and times.closes_at < moment.soon
    return Standing.CLOSING if is_soon else Standing.OPEN


def standing_case(moment: Moment) -> Case:
    """``standing_of`` in SQL, for rounds that have the annotation ``is_followed``; gives the rank of the standing."""
    gone = Q(measure__has_ended=True) | Q(measure__valid_to__lt=moment.today)
    past = Q(closes_at__lt=moment.now) | Q(rhythm=Rhythm.YEARLY, closes_at=None)
    later = Q(opens_at__gt=moment.now) | Q(opens_at=None, measure__valid_from__gt=moment.today)
    steps = [
        (gone, Standing.CLOSED),
        (past & Q(rhythm=Rhythm.YEARLY, is_followed=False), Standing.EXPECTED),
        (past, Standing.CLOSED),
        (Q(spent_at__lte=moment.now), Standing.SPENT),
        (later, Standing.EXPECTED),
        (Q(rhythm=Rhythm.ALWAYS), Standing.ONGOING),
        (Q(closes_at__lt=moment.soon), Standing.CLOSING),
    ]
    return Case(
        *[When(condition, then=Value(RANKS[standing])) for condition, standing in steps],
        default=Value(RANKS[Standing.OPEN]),
        output_field=models.IntegerField(),
    )


def standing_ranked(rank: int | None) -> Standing:
    """The standing with ``rank``, as SQL gives it; None is not known."""
    return Standing.UNKNOWN if rank is None else list(Standing)[rank]


def best(standings: Iterable[Standing]) -> Standing:
    """Of several rounds the standing that lets somebody do most; not known without any."""
    return min(standings, key=RANKS.__getitem__, default=Standing.UNKNOWN)
