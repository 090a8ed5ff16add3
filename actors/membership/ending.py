"""Ending it: somebody leaves or is removed, or gets another role. The last owner never goes without a word."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.desk import give_task
from actors.models import Actor, Invitation, Membership, MembershipRole, MunicipalLink, User
from actors.models.conversations import LANGUAGE
from actors.permissions import may_choose_people, may_keep_field, may_manage_roles

from .joining import Refused, lock_people, settle_partner, settle_role
from .letters import post_colleagues, post_ended, post_partner_ended, post_role


class LastOwner(Refused):
    """Nobody else would say who acts for the actor: hand over, or say that there is nobody."""


def running(link: Membership) -> Membership:
    """``link`` as it is stored, with its people locked. Raises ``Refused`` when it ended already."""
    lock_people(link.actor)
    found = Membership.objects.running().select_related("user", "actor").filter(pk=link.pk).first()
    if found is None:
        raise Refused(_("This person does not act for %(name)s any more.") % {"name": link.actor})
    return found


def is_last_owner(link: Membership) -> bool:
    """Whether ``link`` is the only owner that the actor has."""
    if link.role != MembershipRole.OWNER:
        return False
    owners = Membership.objects.running().owners().of_actor(link.actor)
    return not owners.exclude(pk=link.pk).exists()


@transaction.atomic
def leave(*, link: Membership, by: User) -> None:
    """``by`` stops acting for the actor. Raises ``LastOwner`` for who is the last owner."""
    mine = running(link)
    check_own(mine, by)
    if is_last_owner(mine):
        raise LastOwner(_("You are the last owner. Hand over first, or tell us that there is nobody."))
    end(mine, by)
    post_ended(mine, by)


@transaction.atomic
def leave_alone(*, link: Membership, by: User) -> None:
    """The last owner leaves, and there is no successor: the editors get a task, and the colleagues a mail."""
    mine = running(link)
    check_own(mine, by)
    alone = is_last_owner(mine)
    end(mine, by)
    post_ended(mine, by)
    if alone:
        tell_that_nobody_is_left(mine.actor)


@transaction.atomic
def remove(*, link: Membership, by: User, why: str = "") -> None:
    """Ends the membership of a colleague, who gets a mail.

    Owners remove each other, never themselves: so only the editors ever remove the last one, and they say why.
    """
    theirs = running(link)
    if not may_choose_people(by, theirs.actor):
        raise PermissionDenied
    if theirs.user_id == by.pk:
        raise Refused(_("This is you. Choose “Leave” if you want to stop."))
    alone = is_last_owner(theirs)
    if may_keep_field(by) and by.pk not in colleagues(theirs.actor) and not why.strip():
        raise Refused(_("Say why in a few words. The person reads it."))
    end(theirs, by, why.strip())
    withdraw_sent(theirs)
    post_ended(theirs, by)
    if alone:
        tell_that_nobody_is_left(theirs.actor)


@transaction.atomic
def change_role(*, link: Membership, by: User, role: str) -> None:
    """Makes somebody owner or colleague. The last owner stays owner until there is another."""
    theirs = running(link)
    if not may_choose_people(by, theirs.actor):
        raise PermissionDenied
    if role not in MembershipRole.values:
        raise Refused(_("Choose a role that exists."))
    if theirs.role == role:
        return
    if is_last_owner(theirs):
        raise LastOwner(_("This is the last owner. Make somebody else owner first."))
    theirs.role = role
    theirs.save(update_fields=["role"])
    if role != MembershipRole.OWNER:
        withdraw_sent(theirs)
    post_role(theirs, by)


@transaction.atomic
def owner_leaves(user: User) -> list[Actor]:
    """Ends every membership of ``user``, before the account goes. Returns the actors of which this was the last owner.

    For those the editors get a task and the colleagues a mail, as when somebody leaves. ``only_owner_of`` tells
    beforehand which they are.
    """
    alone = []
    for link in Membership.objects.running().of_person(user).select_related("actor").order_by("actor"):
        mine = running(link)
        if is_last_owner(mine):
            alone.append(mine.actor)
        end(mine, user)
    for actor in alone:
        tell_that_nobody_is_left(actor)
    Invitation.objects.unanswered().filter(invited_by=user).update(withdrawn_at=timezone.now())
    return alone


def only_owner_of(user: User) -> list[Actor]:
    """The actors of which ``user`` is the last owner: before they delete their account they read this list."""
    links = Membership.objects.running().owners().of_person(user).select_related("actor")
    return [link.actor for link in links.order_by("actor__name") if is_last_owner(link)]


def check_own(link: Membership, by: User) -> None:
    """Raises ``PermissionDenied`` when ``link`` is somebody else's."""
    if link.user_id != by.pk:
        raise PermissionDenied


def colleagues(actor: Actor) -> set[int]:
    """The keys of the accounts that act for ``actor``."""
    return set(Membership.objects.running().of_actor(actor).values_list("user", flat=True))


def end(link: Membership, by: User, why: str = "") -> None:
    """Writes the end down. Its people are locked."""
    link.until, link.ended_by, link.ended_because = timezone.now(), by, why[:300]
    link.save(update_fields=["until", "ended_by", "ended_because"])
    if link.user:
        settle_role(link.user)


def withdraw_sent(link: Membership) -> None:
    """Takes back what somebody sent who may not invite any more, so that nobody comes in behind their back."""
    sent = Invitation.objects.unanswered().of_actor(link.actor).filter(invited_by=link.user)
    sent.update(withdrawn_at=timezone.now())


def tell_that_nobody_is_left(actor: Actor) -> None:
    """A task for the editors, and a mail for who still acts for ``actor``."""
    with override(LANGUAGE):
        give_task(
            actor=actor,
            reason=_("The last owner left. Nobody says any more who acts for this actor. Find somebody."),
        )
    post_colleagues(actor)


@transaction.atomic
def end_partner(*, link: MunicipalLink, by: User, why: str) -> None:
    """Ends the work of somebody for a municipality, with a reason that they read."""
    if not may_manage_roles(by):
        raise PermissionDenied
    theirs = MunicipalLink.objects.select_for_update(of=("self",)).running().filter(pk=link.pk).first()
    if theirs is None:
        raise Refused(_("This person does not work for %(name)s any more.") % {"name": link.municipality})
    theirs.until, theirs.ended_by, theirs.ended_because = timezone.now(), by, why.strip()[:300]
    theirs.save(update_fields=["until", "ended_by", "ended_because"])
    if theirs.user:
        settle_partner(theirs.user)
    post_partner_ended(theirs, by)
