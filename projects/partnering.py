"""Working together in a project: the lead asks an actor, or an actor offers itself; it counts once both said yes."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.catalogues import ACTORS
from actors.desk import Impossible
from actors.models import Actor, Block, User
from ecru.base.tokens import hashed

from . import partner_letters as letters
from .chronicle import note
from .models import Answer, Project, ProjectPartner, What
from .permissions import may_answer_partner, may_edit_project, may_start_for, may_stop_partner
from .reaching import is_resting, readers_for

MOST_FOUND = 10
MOST_WAITING = 20  # questions of one project that wait at the same time


@dataclass(frozen=True)
class Invitation:
    """Who is asked or offers itself, and what for."""

    actor: Actor
    part: str = ""


def askable(query: str, project: Project) -> QuerySet[Actor]:
    """At most ten actors at work that answer ``query``, without who leads ``project`` or takes part; by name."""
    keys = ACTORS.find(ACTORS.read(query)).keys(0, MOST_FOUND)
    busy = [*project.partners.agreed().values_list("actor", flat=True), project.lead_id or 0]
    return Actor.objects.published().filter(pk__in=keys, closed=False).exclude(pk__in=busy).order_by("name")


def at_work_of(user: Any) -> QuerySet[Actor]:
    """The actors for which ``user`` may offer something: on the site, and not stopped; by name."""
    return Actor.objects.own(user).published().filter(closed=False).order_by("name")


@transaction.atomic
def ask_partner(*, project: Project, by: User, invitation: Invitation) -> ProjectPartner:
    """The lead asks an actor. Raises ``PermissionDenied``, and ``Impossible`` with the reason."""
    mine = project_of(project)
    if not may_edit_project(by, mine):
        raise PermissionDenied
    actor = invitation.actor
    if mine.lead is None or not mine.is_public:
        raise Impossible(_("Put the project on the site first. Then others can see what you ask them for."))
    if actor.pk == mine.lead_id:
        raise Impossible(_("You lead this project already."))
    check_reachable(actor, by)
    if mine.partners.waiting().count() >= MOST_WAITING:
        raise Impossible(_("Twenty questions of this project wait for an answer. Wait for those first."))
    return begin(mine, by, invitation, by_lead=True)


@transaction.atomic
def offer_partner(*, project: Project, by: User, invitation: Invitation) -> ProjectPartner:
    """An actor offers itself to the lead. Raises ``PermissionDenied``, and ``Impossible`` with the reason."""
    mine = project_of(project)
    if not mine.is_public or not may_start_for(by, invitation.actor):
        raise PermissionDenied
    if mine.lead is None or mine.is_finished:
        raise Impossible(_("This project takes no partners any more."))
    if invitation.actor.pk == mine.lead_id:
        raise Impossible(_("You lead this project already."))
    check_reachable(mine.lead, by)
    return begin(mine, by, invitation, by_lead=False)


def project_of(project: Project) -> Project:
    """``project`` as it is now; others wait."""
    return Project.objects.select_related("lead").select_for_update(of=("self",)).get(pk=project.pk)


def check_reachable(actor: Actor, by: User) -> None:
    """Raises ``Impossible`` for who stopped, wants quiet, blocked who asks, or cannot be reached at all."""
    name = {"name": actor.name}
    if not actor.is_public or actor.closed:
        raise Impossible(_("%(name)s is not on the site, or has stopped.") % name)
    if Block.objects.by_receivers().about(actor, None).of_person(by, by.email).exists():
        raise Impossible(_("%(name)s takes no questions from you at this moment.") % name)
    if is_resting(actor):
        raise Impossible(_("%(name)s asked for a break. Ask again later.") % name)
    if not readers_for(actor):
        raise Impossible(_("We know nobody at %(name)s to ask. Ask the team of ECRU who can help.") % name)


def begin(project: Project, by: User, invitation: Invitation, *, by_lead: bool) -> ProjectPartner:
    """Asks once: who waits or takes part already is not asked anew, and who said no is not asked by the same side."""
    known = project.partners.select_related("actor").filter(actor=invitation.actor).first()
    if known is not None and (known.is_agreed or known.is_waiting):
        if known.is_waiting and known.by_lead != by_lead:
            return settle(known, Answer.AGREED, by)  # both want it: nobody has to answer any more
        return known
    if known is not None and known.answer == Answer.DECLINED and known.by_lead == by_lead:
        raise Impossible(_("They said no. You cannot ask them again; they can still ask you."))
    partner = known or ProjectPartner(project=project, actor=invitation.actor)
    old = known.answer if known else ""
    partner.project, partner.by_lead, partner.part = project, by_lead, " ".join(invitation.part.split())[:200]
    partner.answer = Answer.ASKED if by_lead else Answer.OFFERED
    partner.asked_by, partner.asked_at = by, timezone.now()
    partner.answered_by = partner.answered_at = None
    token = partner.give_token()
    partner.save()
    note(project, by, What.PARTNER, old, partner.answer, about=partner.actor.name)
    letters.tell_asked(partner, token)
    return partner


@transaction.atomic
def answer_partner(
    *, partner: ProjectPartner, yes: bool, by: User | None = None, token: str = ""
) -> ProjectPartner:
    """Yes or no, once, by who acts for the side that was asked (``by``) or has the link of the mail (``token``).

    Raises ``PermissionDenied``, and ``Impossible`` when it was answered or taken back.
    """
    mine = locked_partner(partner)
    by_link = bool(token) and hashed(token) == mine.token_hash
    if not by_link and (by is None or not may_answer_partner(by, mine)):
        raise PermissionDenied
    if not mine.is_waiting:
        raise Impossible(_("This was answered or taken back already. Nothing changed now."))
    return settle(mine, Answer.AGREED if yes else Answer.DECLINED, by)


@transaction.atomic
def stop_partner(*, partner: ProjectPartner, by: User) -> ProjectPartner:
    """Ends working together, or takes a question back, by either side. Raises ``PermissionDenied``; twice changes nothing."""
    mine = locked_partner(partner)
    if not may_stop_partner(by, mine):
        raise PermissionDenied
    if not (mine.is_agreed or mine.is_waiting):
        return mine
    told = mine.is_agreed
    settle(mine, Answer.ENDED, by, tells=False)
    if told:
        letters.tell_stopped(mine, by_lead=may_edit_project(by, mine.project))
    return mine


def locked_partner(partner: ProjectPartner) -> ProjectPartner:
    """``partner`` as it is now; others wait."""
    rows = ProjectPartner.objects.select_related("project__lead", "actor")
    return rows.select_for_update(of=("self",)).get(pk=partner.pk)


def settle(partner: ProjectPartner, answer: Answer, by: User | None, *, tells: bool = True) -> ProjectPartner:
    """Writes the answer, lets search know who takes part, and tells who asked."""
    old, partner.answer = partner.answer, answer
    partner.answered_by, partner.answered_at = by, timezone.now()
    partner.save()
    note(partner.project, by, What.PARTNER, old, answer, about=partner.actor.name)
    partner.project.reindex()
    partner.project.save(update_fields=["updated_at"])
    if tells:
        letters.tell_answered(partner)
    return partner
