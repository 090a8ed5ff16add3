"""Since when an actor is in its state, and what somebody can do about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actors.completeness import completeness, missing_parts
from actors.conversations.reporting import REPORT
from actors.models import Actor, Conversation, DeskItem, Freshness, Invitation, Rhythm
from actors.models.timetable import WAIT, Standing

from .states import State

MOST = 3  # of what is missing, in one line


@dataclass(frozen=True)
class Action:
    """What to do next. ``posts``: a button that does it at once, else a link to where it is done."""

    label: str
    url: str
    posts: bool = False


@dataclass(frozen=True)
class Line:
    """One actor in the list of the cockpit."""

    actor: Actor
    state: State
    since: date | None
    detail: str = ""
    action: Action | None = None


@dataclass
class Around:
    """What stands around the actors of one page, asked at once: four queries, however many there are."""

    actors: list[Any]
    invitations: dict[int, Invitation] = field(default_factory=dict)
    items: dict[int, DeskItem] = field(default_factory=dict)
    reports: dict[int, Conversation] = field(default_factory=dict)
    told: dict[int, DeskItem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keys = [actor.pk for actor in self.actors]
        asked = Invitation.objects.unanswered().filter(actor__in=keys).order_by("pk")
        self.invitations = {invitation.actor_id or 0: invitation for invitation in asked}
        items = DeskItem.objects.open().filter(model=Actor._meta.label_lower, key__in=keys)
        self.items = {item.key or 0: item for item in items.order_by("-waiting_since", "-pk")}
        reports = (
            Conversation.objects.reports().waiting().filter(actor__in=keys).order_by("-created_at", "-pk")
        )
        self.reports = {report.actor_id or 0: report for report in reports}
        shown = [report.pk for report in self.reports.values()]
        told = DeskItem.objects.open().of_kind(REPORT.slug).filter(key__in=shown)
        self.told = {item.key or 0: item for item in told}


def lines_of(actors: Iterable[Any]) -> list[Line]:
    """``actors`` with their state and what they lack, as lines of the list."""
    found = list(actors)
    around = Around(found)
    return [line_of(actor, around) for actor in found]


def line_of(actor: Any, around: Around) -> Line:
    """One line."""
    state = State(actor.network_state)
    since, detail, action = TELLING[state](actor, around)
    return Line(actor, state, since, detail, action)


Told = tuple[date | None, str, Action | None]


def day_of(moment: datetime | None) -> date | None:
    """The day of ``moment`` in Brussels."""
    return timezone.localdate(moment) if moment else None


def in_admin(actor: Actor) -> str:
    """Where an editor changes everything of ``actor``."""
    return reverse("admin:actors_actor_change", args=[actor.pk])


def invitation_page(actor: Actor) -> str:
    """Where somebody is invited to act for ``actor``."""
    return reverse("my-actor-people", args=[actor.slug])


def desk_page(item: DeskItem) -> str:
    """Where an editor decides about ``item``."""
    return reverse("desk-item", args=[item.pk])


def no_person(actor: Any, around: Around) -> Told:
    """Nobody acts for it."""
    since = day_of(actor.published_at or actor.created_at)
    return since, "", Action(_("Invite somebody"), invitation_page(actor))


def invited(actor: Any, around: Around) -> Told:
    """Somebody has an invitation, and time to answer."""
    invitation = around.invitations[actor.pk]
    until = date_format(timezone.localtime(invitation.expires_at), "j F")
    return day_of(invitation.created_at), _("Open until %(day)s.") % {"day": until}, None


def expired(actor: Any, around: Around) -> Told:
    """Nobody answered the invitation."""
    since = day_of(around.invitations[actor.pk].expires_at)
    return since, _("Nobody answered the invitation."), Action(_("Invite again"), invitation_page(actor))


def to_check(actor: Any, around: Around) -> Told:
    """Something about it waits for the editors: the oldest of what waits."""
    item, report = around.items.get(actor.pk), around.reports.get(actor.pk)
    if item and (report is None or item.waiting_since <= report.created_at):
        return day_of(item.waiting_since), item.title, Action(_("Look at it"), desk_page(item))
    if report is None:
        return None, "", Action(_("Look at it"), in_admin(actor))
    at_desk = around.told.get(report.pk)
    page = desk_page(at_desk) if at_desk else report.get_absolute_url()
    told = _("Somebody says that this is not right: %(fact)s.") % {"fact": report.get_fact_display()}
    return day_of(report.created_at), told, Action(_("Look at it"), page)


def incomplete(actor: Any, around: Around) -> Told:
    """Its page lacks something."""
    told = {
        "score": completeness(actor),
        "what": ", ".join(str(part.label) for part in missing_parts(actor)[:MOST]),
    }
    detail = _("%(score)s of 100. Missing first: %(what)s.") % told
    return day_of(actor.updated_at), detail, Action(_("Complete it"), reverse("my-actor", args=[actor.slug]))


def stale(actor: Any, around: Around) -> Told:
    """Its people did not confirm it in time. The button asks them now, unless they have had a mail just before."""
    freshness: Freshness | None = getattr(actor, "freshness", None)
    standing = freshness.standing if freshness else Standing(actor.confirmed_on, Rhythm.YEAR)
    if not actor.is_public:
        return standing.due_on, _("A draft: nobody is asked."), Action(_("Look at it"), in_admin(actor))
    if standing.stopping:
        return standing.due_on, _("Its people say that it stopped."), Action(_("Look at it"), in_admin(actor))
    if standing.mailed_on and timezone.localdate() < standing.mailed_on + WAIT:
        day = date_format(standing.mailed_on, "j F")
        return standing.due_on, _("Its people were asked on %(day)s.") % {"day": day}, None
    detail = _("Nobody answered our mails.") if standing.not_confirmed_since else ""
    ask = Action(_("Send the question now"), reverse("network-ask", args=[actor.slug]), posts=True)
    return standing.due_on, detail, ask


def fine(actor: Any, around: Around) -> Told:
    """Nothing to do."""
    freshness: Freshness | None = getattr(actor, "freshness", None)
    if freshness and freshness.standing.is_paused(timezone.localdate()):
        until = freshness.paused_until
        told = _("Paused until %(day)s.") % {"day": date_format(until, "j F Y")} if until else _("Paused.")
        return actor.confirmed_on, told, None
    return actor.confirmed_on, "", None


def stopped(actor: Any, around: Around) -> Told:
    """Only the archive is left."""
    put_away = Action(_("Put in the archive"), reverse("network-archive", args=[actor.slug]), posts=True)
    return day_of(actor.updated_at), "", put_away


TELLING = {
    State.NO_PERSON: no_person,
    State.INVITED: invited,
    State.EXPIRED: expired,
    State.TO_CHECK: to_check,
    State.INCOMPLETE: incomplete,
    State.STALE: stale,
    State.FINE: fine,
    State.STOPPED: stopped,
}
