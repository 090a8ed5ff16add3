"""The concerns of dossiers: what ECRU has to do, who keeps others waiting, questions, rounds that close, and what is stuck."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Actor, Conversation, Membership
from ecru.base.at_once import rows_of
from ecru.base.models import Publication

from ..coaching import REVISION, revision_day
from ..models import (
    Call,
    Dossier,
    DossierTask,
    Level,
    Party,
    Review,
    TrackName,
)
from ..models.due import IN_THE_MAKING
from ..phases import TRACKS
from ..workflow.words import Phase
from .choices import Choice, Order, Stand
from .concerns import SHOWN, Action, Concern, Glance, Line, concern
from .listing import SOON, round_name
from .sieve import waiting

TWO_WEEKS = timedelta(days=SOON)
REVISION_AHEAD = TWO_WEEKS + REVISION  # a round of which the day for revision comes within two weeks
NAMES_TOLD = 3
Names = dict[int, list[str]]
OF_TASK = (
    *("phase", "what", "due_at", "made_at", "dossier__track", "dossier__phase", "dossier__title"),
    *("dossier__reopened_until", "dossier__grace_until", "dossier__actor__name", "dossier__call__closes_at"),
    *("owner__name", "owner__email"),
)
OF_QUESTION = (
    *("kind", "name", "subject", "last_at", "asker"),
    *("actor__name", "expert__person_name", "expert__actor__name"),
)
OF_ROUND = ("name", "closes_at", "measure__title", "measure__title_en", "measure__slug")


# --- Words about time ----------------------------------------------------------------------------------------------


def days_of(length: timedelta) -> int:
    """Whole days."""
    return max(0, length.days)


def due_label(due: datetime | None, since: datetime, now: datetime) -> tuple[str, bool]:
    """How urgent something is, in a few words, and whether that needs the lamp."""
    if due is None:
        days = days_of(now - since)
        if days == 0:
            return _("today"), False
        return (ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days}, False)
    if due < now:
        return _("too late"), True
    left = (timezone.localtime(due).date() - timezone.localtime(now).date()).days
    if left == 0:
        return _("today"), True
    return ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}, left <= SOON


# --- What a line tells of a dossier --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Brief:
    """What a line tells of a dossier. ``due`` and ``since`` as ``with_due`` and ``with_since`` have them."""

    pk: int
    track: str
    phase: str
    title: str
    actor_id: int
    actor: str
    due: datetime | None
    since: datetime

    @property
    def stands(self) -> Phase:
        """The phase in which it stands."""
        return TRACKS[self.track].phase_by_key[self.phase]

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("my-dossier", args=[self.pk])

    @property
    def opened(self) -> str:
        """The part of its page where one does something."""
        return f"{self.url}#nu"

    def told(self, words: Any) -> str:
        """Who asks, and ``words``."""
        return f"{self.actor}. {words}"


def briefs(dossiers: Any, most: int) -> list[Brief]:
    """The first ``most`` of ``dossiers``; one query. It sorts thousands to show a few, so the names come after the sorting."""
    name = Subquery(Actor.objects.filter(pk=OuterRef("actor")).values("name"))
    named = dossiers.annotate(actor_name=name)
    rows = named.values_list("pk", "track", "phase", "title", "actor_id", "actor_name", "due", "since")
    return [Brief(*row) for row in rows[:most]]


# --- ECRU has to do something --------------------------------------------------------------------------------------


def for_us(glance: Glance) -> Any:
    """What ECRU has to do."""
    seen = Dossier.objects.visible_to(glance.user)
    return DossierTask.objects.open().for_desk().filter(dossier__in=seen)


def first_for_us(glance: Glance) -> Any:
    """The first of it."""
    first = for_us(glance).order_by(F("due_at").asc(nulls_last=True), "made_at", "pk")[:SHOWN]
    return first.select_related("dossier__actor", "dossier__call", "owner").only(*OF_TASK)


def number_for_us(glance: Glance) -> Any:
    """How much it is."""
    return for_us(glance).order_by().values("party").annotate(number=Count("*"))


@concern(10, first_for_us, number_for_us)
def ours(glance: Glance, tasks: list[DossierTask], numbers: list[dict[str, int]]) -> Concern:
    """What ECRU has to do: its turns, and what it wrote down to do; what is due first on top."""
    lines = []
    for task in tasks:
        dossier = task.dossier
        due = dossier.due_at if task.phase else task.due_at
        brief = Brief(dossier.pk, dossier.track, dossier.phase, dossier.title, dossier.actor_id, dossier.actor.name, due, task.made_at)  # fmt: skip
        label, urgent = due_label(due, task.made_at, glance.now)
        words = brief.told(named(task) if task.what else brief.stands.waits)
        lines.append(Line(label, brief.title, brief.url, words, Action(_("Do this"), brief.opened), urgent))
    glance.show(task.dossier_id for task in tasks)
    url = f"{reverse('dossier-tasks')}?wie={Party.DESK}"
    total = sum(row["number"] for row in numbers)
    return Concern("eerst", _("First this"), lines, total, url)


def named(task: DossierTask) -> str:
    """What has to be done, and by whom when it has a name."""
    return f"{task.what} ({task.owner})" if task.owner else task.what


# --- Others are waited for -----------------------------------------------------------------------------------------


@concern(20)
def others(glance: Glance) -> Concern:
    """Dossiers that wait for somebody else who is late, or silent for two weeks; with who that is."""
    waits = glance.dossiers.filter(waiting(glance.now)).exclude(pk__in=glance.shown)
    several = briefs(waits.order_by(F("due").asc(nulls_last=True), "turn_since", "pk"), SHOWN + 1)
    dossiers = several[:SHOWN]
    glance.show(dossier.pk for dossier in dossiers)
    people, experts = people_and_experts(dossiers)
    lines = []
    for dossier in dossiers:
        acts = dossier.stands.acts
        who = experts[dossier.pk] if acts == Party.EXPERTS else people[dossier.actor_id]
        label, urgent = due_label(dossier.due, dossier.since, glance.now)
        words = dossier.told(waits_for(acts, who))
        lines.append(Line(label, dossier.title, dossier.url, words, next_for(dossier, acts), urgent))
    url = Choice(stand=Stand.WAITING).address()
    return Concern("wacht", _("Waits for others"), lines, len(several), url, is_ours=False)


def waits_for(acts: Party, who: list[str]) -> str:
    """For whom something waits, with the names of who to call."""
    if not who:
        return _("Waits for %(party)s.") % {"party": acts.label}
    names = ", ".join(who[:NAMES_TOLD])
    if acts == Party.FUNDER:
        return _("Waits for the giver. Ask %(names)s whether there is an answer.") % {"names": names}
    if acts == Party.BOARD:
        return _("Waits for the board.")
    return _("Waits for %(party)s: %(names)s.") % {"party": acts.label, "names": names}


def next_for(dossier: Brief, acts: Party) -> Action:
    """What to do about somebody who keeps others waiting."""
    if acts in {Party.APPLICANT, Party.FUNDER}:
        return Action(_("Send a reminder"), f"{reverse('dossier-letter')}?d={dossier.pk}")
    return Action(_("Look at it"), dossier.opened)


def people_and_experts(dossiers: list[Brief]) -> tuple[Names, Names]:
    """By actor the names of who acts for it, and by dossier those of the experts who did not give advice yet; one query."""
    people: Names = defaultdict(list)
    experts: Names = defaultdict(list)
    links = Membership.objects.running().filter(actor__in={one.actor_id for one in dossiers})
    acting = links.filter(user__is_active=True).select_related("user").order_by("pk")
    asked = Review.objects.filter(
        dossier__in=[one.pk for one in dossiers], given_at=None, expert__isnull=False
    )
    known = asked.exclude(is_independent=False).select_related("expert__actor")
    found = rows_of(
        acting.only("actor", "user__name", "user__email"),
        known.only("dossier", "expert__person_name", "expert__actor__name"),
    )
    for link in found[0]:
        people[link.actor_id].append(str(link.user))
    for review in found[1]:
        experts[review.dossier_id].append(str(review.expert))
    return people, experts


# --- Questions to the team -----------------------------------------------------------------------------------------


def first_questions(_glance: Glance) -> Any:
    """The first questions that the team has to answer."""
    asked: Any = Conversation.objects.waiting_for_team().questions().select_related("actor", "expert__actor")
    return asked.order_by("last_at", "pk").only(*OF_QUESTION)[: SHOWN + 1]


@concern(30, first_questions)
def questions(glance: Glance, found: list[Conversation]) -> Concern:
    """Questions that the team has to answer, the oldest on top."""
    lines = []
    for talk in found[:SHOWN]:
        label, _urgent = due_label(None, talk.last_at, glance.now)
        about = talk.subject or talk.record_name or talk.get_kind_display()
        title = _("Question of %(name)s") % {"name": talk.asker_name}
        action = Action(_("Answer"), talk.get_absolute_url())
        lines.append(Line(label, title, talk.get_absolute_url(), str(about), action))
    return Concern("vragen", _("Not answered yet"), lines, len(found), reverse("desk"))


# --- Rounds --------------------------------------------------------------------------------------------------------


def rounds_aimed_at(dossiers: Any, now: datetime) -> Any:
    """The rounds to come of measures for which ``dossiers`` are coached without naming a round; each with how many (``number``)."""
    loose = dossiers.order_by().filter(
        track=TrackName.COACHED, phase__in=IN_THE_MAKING, call=None, measure__isnull=False
    )
    mine = loose.filter(measure=OuterRef("measure")).values("measure").annotate(number=Count("pk"))
    coming = Call.objects.filter(measure__in=loose.values("measure"), closes_at__gte=now).order_by()
    return coming.annotate(number=Subquery(mine.values("number"))).values(
        "pk", "measure", "closes_at", "number"
    )


def aimed_at(rounds: list[dict[str, Any]]) -> dict[int, int]:
    """How many dossiers are on their way to a round without naming it, by the round of each measure that closes next."""
    latest_first = sorted(rounds, key=lambda row: (row["closes_at"], row["pk"]), reverse=True)
    first = {row["measure"]: row for row in latest_first}
    return {row["pk"]: row["number"] for row in first.values()}


def unready(call: Call, aimed: int, **more: str) -> Choice:
    """The dossiers that are not sent yet, for ``call``; with those that name only its measure when some do (``aimed``)."""
    round_or_measure = {"measure": call.measure.slug} if aimed else {"call": str(call.pk)}
    return Choice(stand=Stand.UNSENT, **round_or_measure, **more)


def rounds_ahead(user: Any, until: datetime, now: datetime, aimed: Any = ()) -> Any:
    """Rounds that close from ``now`` until ``until``: of ECRU, with dossiers, or ``aimed`` at. Each with ``making`` and ``coached``; one query."""
    mine = Dossier.objects.visible_to(user).filter(call=OuterRef("pk")).order_by()
    shown = Q(measure__level=Level.ECRU, measure__status=Publication.PUBLISHED) | Q(pk__in=list(aimed))
    rounds = Call.objects.filter(Exists(mine) | shown, closes_at__gte=now, closes_at__lte=until)
    writing = mine.filter(phase__in=IN_THE_MAKING)
    counted = rounds.annotate(
        making=number_of(writing), coached=number_of(writing.filter(track=TrackName.COACHED))
    )
    return counted.select_related("measure").only(*OF_ROUND).order_by("closes_at", "pk")


def number_of(dossiers: Any) -> Any:
    """How many ``dossiers`` a round has, for each round: counted apart, as joined they make every round wide."""
    counted = dossiers.values("call").annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(counted), 0)


def aimed(glance: Glance) -> Any:
    """The rounds at which dossiers aim that name only a measure."""
    return rounds_aimed_at(Dossier.objects.visible_to(glance.user), glance.now)


@concern(40, aimed)
def closing(glance: Glance, rounds: list[dict[str, Any]]) -> Concern:
    """Rounds that close within two weeks, and those of which the day comes by when ECRU must have the file to read it."""
    lines = []
    now, today = glance.now, timezone.localtime(glance.now).date()
    without_round = aimed_at(rounds)
    for call in rounds_ahead(glance.user, now + REVISION_AHEAD, now, without_round):
        ready, loose = revision_day(call.closing_day), without_round.get(call.pk, 0)
        if call.closes_at <= now + TWO_WEEKS:
            lines.append(closing_line(call, loose, now))
        elif (call.coached or loose) and today <= ready <= today + TWO_WEEKS:
            lines.append(revision_line(call, loose, ready, today))
    url = reverse("dossier-timeline")
    return Concern("rondes", _("Rounds that close"), lines[:SHOWN], len(lines), url)


def closing_line(call: Call, aimed: int, now: datetime) -> Line:
    """A round that closes soon, and who is not ready yet; ``aimed``: how many name only its measure."""
    label, urgent = due_label(call.closes_at, now, now)
    making: int = call.making + aimed  # type: ignore[attr-defined]
    at = date_format(timezone.localtime(call.closes_at), "j F, H:i")
    words = _("Closes on %(at)s.") % {"at": at}
    chosen = unready(call, aimed)
    action = Action(_("Look at them"), chosen.address())
    if making:
        left = ngettext("%(count)d dossier is not sent yet.", "%(count)d dossiers are not sent yet.", making)
        words = f"{words} {left % {'count': making}}"
        action = Action(_("Write to them"), chosen.address("dossier-letter", wie="alle"))
    return Line(label, round_name(call), Choice(call=str(call.pk)).address(), words, action, urgent)


def revision_line(call: Call, aimed: int, ready: Any, today: Any) -> Line:
    """A round for which ECRU coaches: by when the file has to be there to be read; ``aimed``: how many name only its measure."""
    left, coached = (ready - today).days, call.coached + aimed  # type: ignore[attr-defined]
    label = (
        _("today")
        if left == 0
        else ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}
    )
    words = ngettext(
        "%(count)d dossier has to be with ECRU before %(day)s, so that there is time to read it.",
        "%(count)d dossiers have to be with ECRU before %(day)s, so that there is time to read them.",
        coached,
    ) % {"count": coached, "day": date_format(ready, "j F")}
    chosen = unready(call, aimed, track=TrackName.COACHED)
    action = Action(_("Write to them"), chosen.address("dossier-letter", wie="alle"))
    return Line(label, round_name(call), chosen.address(), words, action, is_urgent=True)


# --- Stuck ---------------------------------------------------------------------------------------------------------


@concern(50)
def stood_too_long(glance: Glance) -> Concern:
    """Dossiers that stand longer in their phase than usual, but for those on the page already."""
    found = glance.dossiers.filter(glance.is_stuck).exclude(pk__in=glance.shown).order_by("turn_since", "pk")
    several = briefs(found, SHOWN + 1)
    dossiers = several[:SHOWN]
    glance.show(dossier.pk for dossier in dossiers)
    lines = []
    for dossier in dossiers:
        label, _urgent = due_label(None, dossier.since, glance.now)
        stands = _("Stands at “%(phase)s” longer than usual.") % {"phase": dossier.stands.name}
        action = Action(_("Look at it"), dossier.opened)
        lines.append(Line(label, dossier.title, dossier.url, dossier.told(stands), action))
    chosen = Choice(stand=Stand.STUCK, order=Order.SINCE)
    return Concern("vast", _("Stuck"), lines, len(several), chosen.address(), is_ours=False)
