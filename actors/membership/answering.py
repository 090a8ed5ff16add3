"""Answering an invitation: yes, no, or asking for a new link."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.history import Deed, recorded
from actors.models import (
    Actor,
    Expert,
    HandOver,
    Invitation,
    Membership,
    MembershipRole,
    Municipality,
    MunicipalLink,
    Role,
    User,
)
from ecru.base.models import Publication

from .ending import end
from .joining import Refused, give_group, join, lock_people, settle_partner
from .letters import post_answer, post_wants_another


class Answered(Refused):
    """The invitation has an answer, was withdrawn, or is too old; look at its ``state``."""


@transaction.atomic
def accept(*, invitation: Invitation, by: User) -> Actor | Municipality | Expert:
    """Gives ``by`` what the invitation asks, once, and tells who invited. Returns what it is about.

    The caller proved that ``by`` holds the link, or the address. Raises ``Answered``, or ``Refused`` with the reason.
    """
    subject = invitation.subject
    if isinstance(subject, Actor):
        lock_people(subject)
    now = timezone.now()
    mine = Invitation.objects.open().filter(pk=invitation.pk)
    if not by.is_active or not mine.update(accepted_at=now, accepted_by=by):
        raise Answered(_("This invitation does not work any more."))
    taken = Invitation.objects.with_subjects().get(pk=invitation.pk)
    if isinstance(subject, Actor):
        act_for(taken, subject, by)
    elif isinstance(subject, Municipality):
        work_for(subject, by, taken.invited_by)
    else:
        keep_expert(subject, by)
    post_answer(taken)
    return subject


def act_for(invitation: Invitation, actor: Actor, by: User) -> None:
    """``by`` acts for ``actor`` from now on; who hands over stays as a colleague, or leaves."""
    if actor.status == Publication.ARCHIVED:
        raise Refused(_("This page is archived. Ask the editors what happened."))
    before = invitation.invited_by
    join(actor=actor, user=by, role=invitation.role, by=before)
    if not invitation.hand_over or before is None or before == by:
        return
    link = Membership.objects.running().owners().of_actor(actor).of_person(before).first()
    if link is None:
        return
    if invitation.hand_over == HandOver.LEAVE:
        link.user = before
        end(link, before)
    else:
        link.role = MembershipRole.EDITOR
        link.save(update_fields=["role"])


def work_for(municipality: Municipality, by: User, given_by: User | None) -> None:
    """``by`` is the partner of ``municipality`` from now on."""
    if not MunicipalLink.objects.running().of_person(by).filter(municipality=municipality).exists():
        MunicipalLink.objects.create(user=by, municipality=municipality, given_by=given_by)
    settle_partner(by)


def keep_expert(expert: Expert, by: User) -> None:
    """``by`` keeps the page of ``expert`` from now on."""
    locked = Expert.objects.select_for_update(of=("self",)).get(pk=expert.pk)
    if locked.user_id not in {None, by.pk}:
        raise Refused(_("Somebody else looks after this page already."))
    if Expert.objects.filter(user=by).exclude(pk=expert.pk).exists():
        raise Refused(_("You have an expert page already. Ask the editors to put both together."))
    with recorded(Expert, [expert.pk], Deed(by)):
        Expert.objects.filter(pk=expert.pk).update(user=by)
    give_group(by, Role.EXPERT, given=True)


@transaction.atomic
def decline(*, invitation: Invitation) -> None:
    """Says no, once, and tells who invited. Raises ``Answered``."""
    if not Invitation.objects.open().filter(pk=invitation.pk).update(declined_at=timezone.now()):
        raise Answered(_("This invitation does not work any more."))
    post_answer(Invitation.objects.with_subjects().get(pk=invitation.pk))


@transaction.atomic
def ask_for_another(*, invitation: Invitation) -> bool:
    """Tells who invited that the link is too old; once for each link. False when that was done, or cannot be."""
    old = Invitation.objects.expired().filter(pk=invitation.pk, asked_again_at=None)
    if invitation.invited_by is None or not old.update(asked_again_at=timezone.now()):
        return False
    post_wants_another(invitation)
    return True
