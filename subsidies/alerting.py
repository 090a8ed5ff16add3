"""What there is to tell of a measure at a moment: that it is new or changed, that it opens, closes soon, or has no money left.

One table of facts for the mails (``watched``) and for the feed of deadlines. A fact has a name, "closes-14:12:2026-12-01":
what, which round, and on which day; each person hears it once. Facts that come by the day begin at seven in the morning
in Brussels, so that nobody's telephone rings at midnight.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecru.base.edition import remembered
from ecru.base.saved.watched import Fact, Facts

from .agenda import opening
from .coaching import can_be_revised, revision_day
from .models import Call, Certainty, Criterion, Measure, Standing
from .models.standing import BRUSSELS, Moment, Times, end_of
from .timetable import timetable

AHEAD = (3, 14, 42)  # days before the closing day on which people are told, the last one first
CANNOT_WAIT = 3  # so many days ahead, the mail of the week may come too late
STAYS_NEWS = timedelta(days=14)  # how long the opening of a round is told to who did not hear it
MORNING = time(7)
RUNNING = frozenset([Standing.OPEN, Standing.CLOSING, Standing.ONGOING])
SPENT = "op"
PARTS = {
    "d": gettext_lazy("the dates"),
    "a": gettext_lazy("the amounts"),
    "c": gettext_lazy("the conditions"),
}
AMOUNTS = ("min_amount", "max_amount", "max_cost", "max_share", "own_share", "amount_note")
CONDITIONS = ("max_months", "cumulation", "cumulation_note", "for_whom", "documents")
DATES = ("name", "rhythm", "opens_at", "closes_at", "month", "day")
DIGITS = 12


def facts(now: datetime) -> Facts:
    """All that there is to tell at ``now``, by the key of the measure. What is closed has nothing to tell."""
    table, moment, known = timetable(), Moment.at(now), marks()
    board = table.board(moment)
    found: dict[int, dict[str, Fact]] = {}
    for key, standing in board.standings.items():
        if standing == Standing.CLOSED:
            continue
        rounds = table.standings(key, moment)
        ends = [times.closes_at for _call, times, stands in rounds if stands in RUNNING and times.closes_at]
        found[key] = {"": Fact(known.get(key, ""), until=min(ends, default=None))}
        for call, times, stands in rounds:
            found[key].update(facts_of(call, times, stands, moment))
    return found


def facts_of(call: int, times: Times, standing: Standing, moment: Moment) -> Iterator[tuple[str, Fact]]:
    """What there is to tell of one round, each with its name."""
    closes, day = times.closes_at, closing_day(times)
    if standing == Standing.EXPECTED and not times.is_to_come(moment):
        around = times.anniversary(moment)
        if around and stage(around, moment.now):
            since = morning_before(around, AHEAD[-1])
            yield f"around:{call}:{around}", Fact(since=since, until=end_of(around))
    if standing in RUNNING | {Standing.SPENT}:
        money = SPENT if standing == Standing.SPENT else ""
        told = Fact(money, times.spent_at, closes, hurry=True, sequel=not money)
        yield f"money:{call}:{day.year if day else ''}", told
    if standing not in RUNNING:
        return
    opened = opening(times)
    if opened and moment.now - opened < STAYS_NEWS:
        yield f"opens:{call}:{opened.astimezone(BRUSSELS).date()}", Fact(since=opened, until=closes)
    elif opened is None and day:
        yield f"opens:{call}:{day.year}", Fact(until=closes)
    if day and (ahead := stage(day, moment.now)):
        since = morning_before(day, ahead)
        yield f"closes-{ahead}:{call}:{day}", Fact("", since, closes, hurry=ahead <= CANNOT_WAIT)


def closing_day(times: Times) -> date | None:
    """The day in Brussels on which a round closes."""
    return times.closes_at.astimezone(BRUSSELS).date() if times.closes_at else None


def stage(day: date, now: datetime) -> int:
    """How many days ahead of ``day`` people were told last, or are told at ``now``: 42, 14 or 3; 0 when it is too early."""
    return next((ahead for ahead in AHEAD if now >= morning_before(day, ahead)), 0)


def morning_before(day: date, ahead: int) -> datetime:
    """The morning of so many days before ``day``, in Brussels; summer time moves no day."""
    return datetime.combine(day - timedelta(days=ahead), MORNING, tzinfo=BRUSSELS)


@remembered("subsidies.call", "subsidies.measure", "subsidies.criterion")
def marks() -> dict[int, str]:
    """A short text for each measure, that becomes another one when its dates, amounts or conditions change; five queries."""
    dates: dict[int, list[Any]] = defaultdict(list)
    amounts: dict[int, list[Any]] = defaultdict(list)
    conditions: dict[int, list[Any]] = defaultdict(list)
    published = Measure.objects.published().order_by("pk")
    here = set(published.values_list("pk", flat=True))
    for key, start, end, ended, *rest in published.values_list(
        "pk", "valid_from", "valid_to", "has_ended", *AMOUNTS, *CONDITIONS
    ):
        dates[key].append((start, end, ended))
        amounts[key].append(rest[: len(AMOUNTS)])
        conditions[key].append(rest[len(AMOUNTS) :])
    for key, budget, *when in Call.objects.order_by("pk").values_list("measure", "budget", *DATES):
        dates[key].append(when)
        amounts[key] += [budget] if budget is not None else []
    asked = Criterion.objects.order_by("position", "pk").values_list(
        "measure", "kind", "number", "text", "is_strict"
    )
    for key, *what in asked:
        conditions[key].append(what)
    for key, legal in published.order_by("pk", "legal_forms").values_list("pk", "legal_forms"):
        conditions[key].append(legal)
    return {key: f"d{short(dates[key])} a{short(amounts[key])} c{short(conditions[key])}" for key in here}


def short(values: list[Any]) -> str:
    """A stand-in for ``values``."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:DIGITS]


# --- In words ------------------------------------------------------------------------------------------------------


def say(measure: Measure, name: str, mark: str) -> str:
    """One fact about ``measure`` (with its rounds at hand) as a sentence, in the active language."""
    what, key, day = name.split(":")
    call = next((one for one in measure.calls.all() if str(one.pk) == key), None)
    sentence = sentence_of(what, call, day, mark)
    return f"{call.name}: {sentence}" if call and call.name else sentence


def sentence_of(what: str, call: Call | None, day: str, mark: str) -> str:
    """The sentence without the name of the round."""
    if what == "money":
        spent = _("The budget is spent: you cannot ask any more in this round.")
        return spent if mark == SPENT else _("Still open after all: you can ask again.")
    if what == "opens":
        return _("Open again.") if call is not None and came_before(call) else _("Open now.")
    if what == "around":
        told = _("Expected again around %(day)s. The exact day is not known yet.")
        return told % {"day": date_format(date.fromisoformat(day), "j F Y")}
    hour = call.closing_hour if call is not None else None
    told = _("Closes on %(day)s at %(hour)s.") if hour else _("Closes on %(day)s.")
    return told % {
        "day": date_format(date.fromisoformat(day), "l j F Y"),
        "hour": date_format(hour, "H:i") if hour else "",
    }


def came_before(call: Call) -> bool:
    """Whether an earlier round of the same measure closed."""
    return any(other.pk != call.pk and other.is_past for other in call.siblings)


def measure_line(measure: Measure) -> str:
    """Who gives it, until when one can ask, and until when ECRU can read along."""
    told, call = [f"{measure.provider.name}."], measure.next_call
    day = call.closing_day if call else None
    if call and day and not call.is_past and measure.standing != Standing.SPENT:
        told.append(_("Hand in by %(day)s.") % {"day": closing_in_words(call)})
        if can_be_revised(day, Moment.at().today):
            before = date_format(revision_day(day), "j F Y")
            told.append(_("Have ECRU read your file before %(day)s.") % {"day": before})
    if any(part.certainty == Certainty.UNSURE for part in (measure, *measure.calls.all())):
        told.append(_("Still to be checked: ask the giver."))
    return " ".join(told)


def closing_in_words(call: Call) -> str:
    """The closing day, with the hour when one is known."""
    day = date_format(timezone.localtime(call.closes_at), "j F Y")
    return f"{day}, {date_format(call.closing_hour, 'H:i')}" if call.closing_hour else day
