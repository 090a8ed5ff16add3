"""The mails about who acts for whom. Each says why it came, in the language of who reads it."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.mail_kinds import INVITATION, MEMBERSHIP
from actors.models import (
    Actor,
    DeskItem,
    HandOver,
    Invitation,
    Membership,
    MembershipRole,
    MunicipalLink,
    User,
)
from ecru.base.outbox.posting import Letter, post


def named(person: User | None) -> str:
    """How a mail calls ``person`` to somebody else: by name, and never by address."""
    return (person.name if person else "") or _("A colleague")


def sender_of(invitation: Invitation) -> str:
    """Who invites: the editors speak with one voice."""
    sender = invitation.invited_by
    return _("The editors of ECRU") if sender and sender.keeps_the_field else named(sender)


def full(name: str, *arguments: object) -> str:
    """The whole address of a page, in the language of the mail."""
    return settings.BASE_URL + reverse(name, args=arguments)


def quoted(words: str) -> str:
    """Words of a person, marked as theirs on every line."""
    return "\n".join(f"> {line}" for line in words.splitlines())


def send(to: User, key: str, subject: str, parts: Iterable[str]) -> None:
    """Posts a mail to somebody with an account, about an actor for which they act or acted. Call it in their language."""
    letter = Letter(
        to=to.email,
        subject=subject,
        body="\n\n".join(filter(None, [_("Hello"), *parts])),
        why=_("You get this mail because it is about what you do on ECRU with your account."),
        reply_to=settings.EDITORS_EMAIL,
        kind=MEMBERSHIP.slug,
    )
    post(key, letter)


def asked_to(invitation: Invitation) -> str:
    """What an invitation asks, in one sentence."""
    who, about = sender_of(invitation), {"name": invitation.subject}
    if invitation.hand_over:
        text = _("%(who)s wants to hand over the page of %(name)s to you. From then on you are the owner.")
    elif invitation.actor and invitation.role == MembershipRole.OWNER:
        text = _("%(who)s asks you to look after the page of %(name)s, as its owner.")
    elif invitation.actor:
        text = _("%(who)s asks you to help with the page of %(name)s.")
    elif invitation.municipality:
        text = _("%(who)s asks you to be the municipal partner of %(name)s.")
    else:
        text = _("%(who)s asks you to look after the expert page of %(name)s.")
    return text % {"who": who, **about}


def post_invitation(invitation: Invitation, token: str) -> None:
    """The invitation itself, with the link. A new link is a new mail."""
    with override(invitation.language):
        until = date_format(localtime(invitation.expires_at), "j F Y")
        parts = [
            _("Hello %(name)s") % {"name": invitation.name} if invitation.name else _("Hello"),
            asked_to(invitation),
            quoted(invitation.message),
            _("Look here what it is, and say yes or no:"),
            full("invitation", token),
            _("The link is for you alone. It works once, until %(day)s. You need no password.")
            % {"day": until},
        ]
        letter = Letter(
            to=invitation.email,
            subject=_("Invitation: %(name)s") % {"name": invitation.subject},
            body="\n\n".join(filter(None, parts)),
            why=_(
                "You get this mail because somebody invites you with this address. Don’t you want to? Then do nothing: "
                "we forget your address after 60 days."
            ),
            reply_to=settings.EDITORS_EMAIL,
            kind=INVITATION.slug,
        )
        post(f"invitation-{invitation.pk}-{invitation.token_hash[:16]}", letter)


def post_answer(invitation: Invitation) -> None:
    """To who invited: they said yes, or no."""
    inviter = invitation.invited_by
    if inviter is None or not inviter.is_active or inviter == invitation.accepted_by:
        return
    with override(inviter.language):
        about = {"name": invitation.subject, "who": invitation.name or invitation.email}
        if not invitation.accepted_at:
            said = _("%(who)s does not accept your invitation for %(name)s.")
            subject = _("%(name)s: your invitation was declined")
        elif invitation.hand_over:
            said = _("%(who)s accepted: from now on they are the owner of %(name)s.")
            subject = _("%(name)s is handed over")
        else:
            said = _("%(who)s accepted your invitation for %(name)s.")
            subject = _("%(name)s: your invitation was accepted")
        stays = _("You stay as a colleague.") if invitation.hand_over == HandOver.STAY else ""
        leaves = _("You do not act for it any more. Thank you for all you did.")
        then = (stays or leaves) if invitation.hand_over and invitation.accepted_at else ""
        send(inviter, f"invitation-{invitation.pk}-answer", subject % about, [said % about, then])


def post_wants_another(invitation: Invitation) -> None:
    """To who invited: the link is too old, and they would like a new one."""
    inviter = invitation.invited_by
    if inviter is None or not inviter.is_active:
        return
    with override(inviter.language):
        about = {"name": invitation.subject, "who": invitation.name or invitation.email}
        parts = [
            _("%(who)s found your invitation for %(name)s, but the link does not work any more.") % about,
            _("Do you still want to invite them? Send the invitation again:"),
            full("my-actor-people", invitation.actor.slug) if invitation.actor else full("desk-invite"),
        ]
        subject = _("%(name)s: somebody asks for a new invitation") % about
        send(inviter, f"invitation-{invitation.pk}-again-{invitation.token_hash[:16]}", subject, parts)


def post_ended(link: Membership, by: User) -> None:
    """To who left or was removed."""
    user = link.user
    if user is None or not user.is_active:
        return
    with override(user.language):
        about = {"name": link.actor, "by": named(by)}
        if user == by:
            said = _("You do not act for %(name)s any more, as you asked.") % about
        else:
            said = (
                _("%(by)s ended your access to the page of %(name)s. You do not act for it any more.") % about
            )
        wrong = _("Is this not right? Answer this mail. Then the editors look at it.")
        subject = _("You do not act for %(name)s any more") % about
        send(user, f"membership-{link.pk}-ended", subject, [said, quoted(link.ended_because), wrong])


def post_role(link: Membership, by: User) -> None:
    """To who got another role."""
    user = link.user
    if user is None or not user.is_active or user == by:
        return
    with override(user.language):
        about = {"name": link.actor, "by": named(by), "role": link.get_role_display()}
        said = _("%(by)s changed what you are for %(name)s: %(role)s.") % about
        subject = _("%(name)s: you are %(role)s now") % about
        key = f"membership-{link.pk}-{link.role}-{localtime():%Y%m%d%H%M}"
        send(user, key, subject, [said, full("my-actor", link.actor.slug)])


def post_colleagues(actor: Actor) -> None:
    """To who still acts for ``actor``: the last owner left."""
    for link in Membership.objects.running().of_actor(actor).select_related("user"):
        if link.user and link.user.is_active:
            with override(link.user.language):
                about = {"name": actor}
                parts = [
                    _("The last owner of the page of %(name)s left. The editors of ECRU know.") % about,
                    _("Do you want to be the owner? Ask it here, and an editor looks at it:"),
                    full("actor-claim", actor.slug),
                ]
                key = f"actor-{actor.pk}-alone-{link.pk}-{localtime():%Y%m%d}"
                send(link.user, key, _("%(name)s has no owner any more") % about, parts)


def post_claim_to_owners(item: DeskItem, actor: Actor, owners: Iterable[Membership]) -> None:
    """To the owners: somebody asks to help. They answer first."""
    for link in owners:
        if link.user and link.user.is_active:
            with override(link.user.language):
                about = {"name": actor, "who": named(item.by)}
                parts = [
                    _("%(who)s asks to help with the page of %(name)s.") % about,
                    quoted(item.reason),
                    _("Do you know them? Say yes or no here. After seven days the editors look at it."),
                    full("my-actor-people", actor.slug),
                ]
                key = f"claim-{item.pk}-{item.version}-owner-{link.pk}"
                send(link.user, key, _("%(who)s wants to help with %(name)s") % about, parts)


def post_partner_ended(link: MunicipalLink, by: User) -> None:
    """To who is no municipal partner any more."""
    user = link.user
    if user is None or not user.is_active:
        return
    with override(user.language):
        about = {"name": link.municipality, "by": named(by)}
        said = (
            _("%(by)s ended your work for %(name)s on ECRU. You are not its municipal partner any more.")
            % about
        )
        wrong = _("Is this not right? Answer this mail. Then the editors look at it.")
        subject = _("You are not the municipal partner of %(name)s any more") % about
        send(user, f"partner-{link.pk}-ended", subject, [said, quoted(link.ended_because), wrong])
