"""The time line: every day to come that matters for dossiers, by week. Other rooms add days with ``days_ahead``."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecru.base import charts

from ..coaching import REVISION, revision_day
from ..models import Agreement, DossierTask, Review, TrackName
from ..models.dossier_words import REOPENED
from ..models.standing import midnight
from ..permissions import ADVISING
from .choices import Choice
from .listing import round_name
from .sieve import sieved, timed, unsent
from .today import aimed_at, rounds_ahead, unready

WEEKS = (13, 26)
IN_A_WEEK = 25  # days told; what is more is counted
MOST_OF_A_KIND = 400
AGENDA = "agenda"


@dataclass(frozen=True)
class Day:
    """Something that comes on a day: at which second (if that counts), what it is, and where it leads."""

    on: date
    kind: str
    title: str
    url: str
    words: str = ""
    at: datetime | None = None

    @property
    def place(self) -> tuple[date, float, str]:
        """By what days are put in order."""
        return self.on, self.at.timestamp() if self.at else 0.0, self.title


@dataclass(frozen=True)
class Week:
    """A week from Monday, with the days that matter; ``more``: how many it leaves out."""

    first: date
    days: list[Day]
    more: int

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=6)

    @property
    def number(self) -> int:
        """As calendars count weeks."""
        return self.first.isocalendar().week


@dataclass(frozen=True)
class Span:
    """What is asked: the dossiers of ``choice`` that ``user`` may see, from ``begin`` to before ``end``."""

    choice: Choice
    user: Any
    begin: datetime
    end: datetime

    @property
    def dossiers(self) -> Any:
        """The dossiers."""
        return timed(sieved(self.choice, self.user)).standing_in(self.choice.track)


Finder = Callable[[Span], Iterator[Day]]
finders: list[Finder] = []


def days_ahead(finder: Finder) -> Finder:
    """Lets the time line ask ``finder`` for days. A constant number of queries each."""
    if finder not in finders:
        finders.append(finder)
    return finder


def on(moment: datetime) -> date:
    """The day of ``moment`` in Brussels."""
    return timezone.localtime(moment).date()


@days_ahead
def rounds(span: Span) -> Iterator[Day]:
    """When rounds close, and by when ECRU must have what it coaches; four queries."""
    narrow = span.choice.place or span.choice.track
    writing = span.dossiers.order_by().filter(unsent(span.begin)).exclude(call=None)
    chosen = {
        (call, track): number
        for call, track, number in writing.values_list("call", "track").annotate(number=Count("pk"))
    }
    aimed = aimed_at(span.dossiers, span.begin)
    for call in rounds_ahead(span.user, span.end + REVISION, span.begin, aimed):
        loose = aimed.get(call.pk, 0)
        coached = chosen.get((call.pk, TrackName.COACHED), 0) + loose
        making = coached + chosen.get((call.pk, TrackName.OWN), 0)
        if narrow and not making:
            continue
        if call.closes_at < span.end:
            yield closing_day(call, making, loose)
        ready = revision_day(call.closing_day)
        if coached and on(span.begin) <= ready < on(span.end):
            address = unready(call, loose, track=TrackName.COACHED).address()
            words = _("ECRU must have the files before this day, to read them in time.")
            yield Day(ready, _("Guidance"), round_name(call), address, words)


def closing_day(call: Any, making: int, aimed: int = 0) -> Day:
    """When a round closes, and how many are not ready; ``aimed``: how many of those name only its measure."""
    words = ngettext("%(count)d dossier is not sent yet.", "%(count)d dossiers are not sent yet.", making)
    address = unready(call, aimed).address() if making else call.measure.get_absolute_url()
    told = words % {"count": making} if making else ""
    return Day(call.closing_day, _("Closes"), round_name(call), address, told, call.closes_at)


@days_ahead
def last_days(span: Span) -> Iterator[Day]:
    """Until when dossiers are open again, or got extra time; one query."""
    found = span.dossiers.filter(due__gte=span.begin, due__lt=span.end)
    own = (
        found.filter(Q(phase=REOPENED) | Q(grace_until=F("due")))
        .select_related("actor")
        .order_by("due", "pk")
    )
    for dossier in own[:MOST_OF_A_KIND]:
        reopened = dossier.phase == REOPENED
        kind = _("Open again until") if reopened else _("Extra time until")
        yield Day(
            on(dossier.due), kind, dossier.title, dossier.get_absolute_url(), dossier.actor.name, dossier.due
        )


@days_ahead
def meetings(span: Span) -> Iterator[Day]:
    """When the board decides, and about how many dossiers; one query."""
    agenda = span.dossiers.filter(phase=AGENDA, meeting_on__gte=on(span.begin), meeting_on__lt=on(span.end))
    counted = agenda.order_by("meeting_on").values_list("meeting_on").annotate(number=Count("pk"))
    address = Choice(track=TrackName.OWN, phase=AGENDA).address()
    for day, number in counted:
        words = ngettext(
            "%(count)d dossier is on the agenda.", "%(count)d dossiers are on the agenda.", number
        )
        yield Day(day, _("The board"), _("Meeting of the board"), address, words % {"count": number})


@days_ahead
def tasks(span: Span) -> Iterator[Day]:
    """What somebody wrote down to do by a day; one query."""
    written = DossierTask.objects.open().filter(phase="", due_at__gte=span.begin, due_at__lt=span.end)
    mine = written.filter(dossier__in=span.dossiers.order_by().values("pk")).select_related("dossier")
    found: Any = mine.order_by("due_at", "pk")[:MOST_OF_A_KIND]
    for task in found:
        title = task.what or task.dossier.title
        words = f"{task.dossier.title}, {task.get_party_display()}" if task.what else task.get_party_display()
        yield Day(on(task.due_at), _("Task"), title, task.dossier.get_absolute_url(), words, task.due_at)


@days_ahead
def advice(span: Span) -> Iterator[Day]:
    """By when experts have to advise; one query."""
    asked = Review.objects.waiting().filter(due_at__gte=span.begin, due_at__lt=span.end)
    mine = asked.filter(dossier__in=span.dossiers.order_by().values("pk"), dossier__phase__in=ADVISING)
    related = ("dossier", "expert__actor", "expert__user")
    found: Any = mine.select_related(*related).order_by("due_at", "pk")[:MOST_OF_A_KIND]
    for review in found:
        address = reverse("dossier-experts", args=[review.dossier_id])
        yield Day(on(review.due_at), _("Advice"), review.dossier.title, address, review.who)


@days_ahead
def reports(span: Span) -> Iterator[Day]:
    """By when final reports have to be there; one query."""
    awaited = Agreement.objects.awaiting_report().filter(
        report_due_on__gte=on(span.begin),
        report_due_on__lt=on(span.end),
        dossier__in=span.dossiers.order_by().values("pk"),
    )
    for agreement in awaited[:MOST_OF_A_KIND]:
        dossier = agreement.dossier
        url = dossier.get_absolute_url()
        yield Day(agreement.report_due_on, _("Final report"), dossier.title, url, dossier.actor.name)


class Timeline:
    """The page: so many ``weeks`` from the Monday of this week, for the dossiers of ``choice`` that ``user`` may see."""

    def __init__(self, choice: Choice, user: Any, weeks: int, now: datetime | None = None) -> None:
        self.now = now or timezone.now()
        self.today, self.length = on(self.now), weeks
        self.first = self.today - timedelta(days=self.today.weekday())
        end = self.first + timedelta(weeks=weeks)
        self.span = Span(choice, user, self.now, midnight(end))

    @cached_property
    def by_week(self) -> dict[date, list[Day]]:
        """What comes, by the Monday of its week, in order."""
        found: dict[date, list[Day]] = defaultdict(list)
        every = [day for finder in finders for day in finder(self.span)]
        for day in sorted(every, key=lambda day: day.place):
            found[day.on - timedelta(days=day.on.weekday())].append(day)
        return found

    @property
    def mondays(self) -> list[date]:
        """The weeks."""
        return [self.first + timedelta(weeks=number) for number in range(self.length)]

    @property
    def weeks(self) -> list[Week]:
        """The weeks in which something comes."""
        full = [(monday, self.by_week[monday]) for monday in self.mondays if monday in self.by_week]
        return [Week(monday, days[:IN_A_WEEK], max(0, len(days) - IN_A_WEEK)) for monday, days in full]

    @property
    def total(self) -> int:
        """How many days it tells."""
        return sum(len(days) for days in self.by_week.values())

    @property
    def chart(self) -> dict[str, Any]:
        """How full each week is: a drawing, and the same as a table."""
        counts = [(monday, len(self.by_week.get(monday, []))) for monday in self.mondays]
        bars = [
            charts.Bar("", date_format(monday, "j F"), number or None, str(number), here=monday == self.first)
            for monday, number in counts
        ]
        rows = [
            (date_format(monday, "j F Y"), str(number), monday == self.first) for monday, number in counts
        ]
        return {
            "title": _("How full each week is"),
            "drawing": charts.bars(bars),
            "head": _("Week from"),
            "rows": rows,
        }
