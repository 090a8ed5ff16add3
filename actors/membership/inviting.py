"""Inviting somebody by mail: to act for an actor, to be the partner of a municipality, to keep an expert page."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import (
    Actor,
    DeskItem,
    Expert,
    HandOver,
    Invitation,
    Membership,
    MembershipRole,
    Municipality,
    User,
)
from actors.models.invitations import end_of_invitation
from actors.permissions import may_invite, may_keep_field
from ecru.base.models import Publication

from .joining import Refused, lock_people
from .letters import post_invitation

MOST_OPEN = 20  # invitations that wait for an answer, for each actor
MOST_A_DAY = 30  # that one person sends
PAUSE = timedelta(minutes=5)  # between sending and sending again

Subject = Actor | Municipality | Expert


@dataclass(frozen=True)
class Asked:
    """Who is invited, and how. ``role`` is for an actor only; ``message`` is a word of their own."""

    email: str
    name: str = ""
    role: str = MembershipRole.EDITOR
    language: str = "nl"
    message: str = ""
    hand_over: str = ""


@transaction.atomic
def invite(*, about: Subject, by: User, asked: Asked) -> Invitation:
    """Invites somebody, and mails them the link. The same invitation twice (a double click) is one.

    Raises ``PermissionDenied``, or ``Refused`` with what to do.
    """
    if not may_invite(by, about):
        raise PermissionDenied
    if isinstance(about, Actor):
        lock_people(about)
    sent = Invitation.objects.filter(**subject_of(about))
    open_ = sent.open().to(asked.email).first()
    if open_ is not None:
        return known(open_, asked)
    check_person(about, by, asked)
    check_number(about, by)
    invitation = Invitation(**subject_of(about), email=asked.email, invited_by=by, language=asked.language)
    invitation.name, invitation.message = " ".join(asked.name.split()), asked.message.strip()
    if isinstance(about, Actor):
        invitation.role, invitation.hand_over = asked.role, asked.hand_over
    token = invitation.give_token()
    invitation.save()
    post_invitation(invitation, token)
    return invitation


def hand_over(*, actor: Actor, by: User, asked: Asked) -> Invitation:
    """Asks somebody to be the owner instead of ``by``, who stays owner until they accept. Raises as ``invite`` does."""
    if actor.pk not in by.own_actors or not Membership.objects.running().owners().of_actor(actor).of_person(
        by
    ):
        raise PermissionDenied
    if asked.hand_over not in HandOver.values:
        raise Refused(_("Choose what happens to you afterwards."))
    waiting = Invitation.objects.open().of_actor(actor).hand_overs().filter(invited_by=by).first()
    if waiting is not None and waiting.email.lower() != asked.email.lower():
        text = _("You asked %(email)s already. Withdraw that invitation first.")
        raise Refused(text % {"email": waiting.email})
    return invite(about=actor, by=by, asked=asked)


def subject_of(about: Subject) -> dict[str, Subject]:
    """The field of an invitation that holds ``about``."""
    return {str(about._meta.model_name): about}


def known(invitation: Invitation, asked: Asked) -> Invitation:
    """The invitation that is open already, if it asks the same. Raises ``Refused`` when it asks something else."""
    is_same = (invitation.role, invitation.hand_over) == (asked.role, asked.hand_over)
    if not invitation.actor or (is_same and invitation.message == asked.message.strip()):
        return invitation
    text = _("%(email)s has an open invitation already. Send that one again, or withdraw it first.")
    raise Refused(text % {"email": invitation.email})


def check_person(about: Subject, by: User, asked: Asked) -> None:
    """Raises ``Refused`` for oneself, for who is in already, and while the editors have not accepted the actor."""
    if asked.email.lower() == by.email.lower():
        raise Refused(_("This is your own address. Fill in that of somebody else."))
    if not isinstance(about, Actor):
        return
    if asked.role not in MembershipRole.values or asked.hand_over not in {"", *HandOver.values}:
        raise Refused(_("Choose a role that exists."))
    if about.status == Publication.ARCHIVED:
        raise Refused(_("This page is archived. Ask the editors first."))
    if awaits_editors(about) and not may_keep_field(by):
        raise Refused(_("You can invite people as soon as the editors accepted this page."))
    there = Membership.objects.running().of_actor(about).filter(user__email__iexact=asked.email)
    if there and not (asked.hand_over and there[0].role != MembershipRole.OWNER):
        text = _("%(email)s acts for %(name)s already.")
        raise Refused(text % {"email": asked.email, "name": about})


def awaits_editors(actor: Actor) -> bool:
    """Whether somebody added ``actor`` and no editor accepted it yet."""
    return bool(actor.pk in set(DeskItem.objects.new_actors().values_list("key", flat=True)))


def check_number(about: Subject, by: User) -> None:
    """Raises ``Refused`` when too many invitations are open for one actor, or one person sent too many in a day."""
    if isinstance(about, Actor) and Invitation.objects.open().of_actor(about).count() >= MOST_OPEN:
        raise Refused(
            _("There are %(number)d open invitations. Wait for an answer, or withdraw some.")
            % {"number": MOST_OPEN}
        )
    check_day(by)


def check_day(by: User) -> None:
    """Raises ``Refused`` when ``by`` sent too many in a day."""
    if Invitation.objects.sent_lately_by(by).count() >= MOST_A_DAY:
        raise Refused(
            _("You sent %(number)d invitations in a day. Try again tomorrow.") % {"number": MOST_A_DAY}
        )


def own_to_change(invitation: Invitation, by: User) -> Invitation:
    """The invitation, locked, for who may change it. Raises ``PermissionDenied``, or ``Refused`` when it has an answer."""
    if not may_invite(by, invitation.subject):
        raise PermissionDenied
    locked = Invitation.objects.select_for_update(of=("self",)).unanswered().filter(pk=invitation.pk).first()
    if locked is None:
        raise Refused(_("This invitation has an answer already, or was withdrawn."))
    return locked


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    """Takes an invitation back: the link works no more."""
    locked = own_to_change(invitation, by)
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])


@transaction.atomic
def send_again(*, invitation: Invitation, by: User) -> Invitation:
    """Mails a new link, for another thirty days; the one before works no more."""
    locked = own_to_change(invitation, by)
    if timezone.now() - locked.sent_at < PAUSE:
        raise Refused(_("We sent it a moment ago. Ask them to look in their mail, also under unwanted mail."))
    check_day(by)
    token = locked.give_token()
    locked.expires_at, locked.sent_at, locked.asked_again_at = end_of_invitation(), timezone.now(), None
    locked.invited_by = locked.invited_by if locked.hand_over else by
    locked.save()
    post_invitation(locked, token)
    return locked
