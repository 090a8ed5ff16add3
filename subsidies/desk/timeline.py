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
from ecru.base.at_once import rows_of

from ..coaching import REVISION, revision_day
from ..models import Agreement, DossierTask, Review, TrackName
from ..models.dossier_words import REOPENED
from ..models.standing import midnight
from ..permissions import ADVISING
from .choices import Choice
from .listing import round_name
from .sieve import sieved, timed, unsent
from .today import aimed_at, rounds_ahead, rounds_aimed_at, unready

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


Question = Callable[[Span], Any]  # asks for a list: a queryset
Finder = Callable[..., Iterator[Day]]  # takes the span, and the rows of each of its questions
finders: list[tuple[tuple[Question, ...], Finder]] = []


def days_ahead(*questions: Question) -> Callable[[Finder], Finder]:
    """Lets the time line ask a finder for days. What ``questions`` ask for comes in one query for all finders together."""

    def add(finder: Finder) -> Finder:
        if finder not in [known for _questions, known in finders]:
            finders.append((questions, finder))
        return finder

    return add


def on(moment: datetime) -> date:
    """The day of ``moment`` in Brussels."""
    return timezone.localtime(moment).date()


def writing(span: Span) -> Any:
    """How many dossiers are being made for each round, by track."""
    unready_ones = span.dossiers.order_by().filter(unsent(span.begin)).exclude(call=None)
    return unready_ones.values("call", "track").annotate(number=Count("pk"))


def aims(span: Span) -> Any:
    """The rounds at which dossiers aim that name only a measure."""
    return rounds_aimed_at(span.dossiers, span.begin)


Rows = list[dict[str, Any]]


@days_ahead(writing, aims)
def rounds(span: Span, made: Rows, aiming: Rows) -> Iterator[Day]:
    """When rounds close, and by when ECRU must have what it coaches; one query of its own."""
    narrow = span.choice.place or span.choice.track
    chosen = {(row["call"], row["track"]): row["number"] for row in made}
    aimed = aimed_at(aiming)
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


def running_out(span: Span) -> Any:
    """Dossiers that are open again, or got extra time."""
    found = span.dossiers.filter(due__gte=span.begin, due__lt=span.end)
    own = found.filter(Q(phase=REOPENED) | Q(grace_until=F("due"))).select_related("actor")
    return own.order_by("due", "pk")[:MOST_OF_A_KIND]


@days_ahead(running_out)
def last_days(_span: Span, found: list[Any]) -> Iterator[Day]:
    """Until when dossiers are open again, or got extra time."""
    for dossier in found:
        reopened = dossier.phase == REOPENED
        kind = _("Open again until") if reopened else _("Extra time until")
        yield Day(
            on(dossier.due), kind, dossier.title, dossier.get_absolute_url(), dossier.actor.name, dossier.due
        )


def agendas(span: Span) -> Any:
    """How many dossiers stand on the agenda of each day."""
    agenda = span.dossiers.filter(phase=AGENDA, meeting_on__gte=on(span.begin), meeting_on__lt=on(span.end))
    return agenda.order_by().values("meeting_on").annotate(number=Count("pk"))


@days_ahead(agendas)
def meetings(_span: Span, counted: Rows) -> Iterator[Day]:
    """When the board decides, and about how many dossiers."""
    address = Choice(track=TrackName.OWN, phase=AGENDA).address()
    for row in counted:
        day, number = row["meeting_on"], row["number"]
        words = ngettext(
            "%(count)d dossier is on the agenda.", "%(count)d dossiers are on the agenda.", number
        )
        yield Day(day, _("The board"), _("Meeting of the board"), address, words % {"count": number})


def tasks_by_hand(span: Span) -> Any:
    """The tasks that somebody wrote down."""
    written = DossierTask.objects.open().filter(phase="", due_at__gte=span.begin, due_at__lt=span.end)
    mine = written.filter(dossier__in=span.dossiers.order_by().values("pk")).select_related("dossier")
    return mine.order_by("due_at", "pk")[:MOST_OF_A_KIND]


@days_ahead(tasks_by_hand)
def tasks(_span: Span, found: list[Any]) -> Iterator[Day]:
    """What somebody wrote down to do by a day."""
    for task in found:
        title = task.what or task.dossier.title
        words = f"{task.dossier.title}, {task.get_party_display()}" if task.what else task.get_party_display()
        yield Day(on(task.due_at), _("Task"), title, task.dossier.get_absolute_url(), words, task.due_at)


def asked_advice(span: Span) -> Any:
    """What experts have to give."""
    asked = Review.objects.waiting().filter(due_at__gte=span.begin, due_at__lt=span.end)
    mine = asked.filter(dossier__in=span.dossiers.order_by().values("pk"), dossier__phase__in=ADVISING)
    related = ("dossier", "expert__actor", "expert__user")
    return mine.select_related(*related).order_by("due_at", "pk")[:MOST_OF_A_KIND]


@days_ahead(asked_advice)
def advice(_span: Span, found: list[Any]) -> Iterator[Day]:
    """By when experts have to advise."""
    for review in found:
        address = reverse("dossier-experts", args=[review.dossier_id])
        yield Day(on(review.due_at), _("Advice"), review.dossier.title, address, review.who)


def awaited_reports(span: Span) -> Any:
    """The agreements of which a final report is awaited."""
    awaited = Agreement.objects.awaiting_report().filter(
        report_due_on__gte=on(span.begin),
        report_due_on__lt=on(span.end),
        dossier__in=span.dossiers.order_by().values("pk"),
    )
    return awaited[:MOST_OF_A_KIND]


@days_ahead(awaited_reports)
def reports(_span: Span, found: list[Agreement]) -> Iterator[Day]:
    """By when final reports have to be there."""
    for agreement in found:
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
        rows = iter(
            rows_of(*(question(self.span) for questions, _finder in finders for question in questions))
        )
        mine = [(finder, [next(rows) for _each in questions]) for questions, finder in finders]
        every = [day for finder, lists in mine for day in finder(self.span, *lists)]
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
