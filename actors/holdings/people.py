"""Somebody with an account: who they are, for whom they act, and invitations."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.membership import only_owner_of, owner_leaves
from actors.models import Invitation, Membership, MunicipalLink, Role, User
from ecru.base.holdings import told
from ecru.base.personal import Export, Follow, Holding, Row, ask_before_leaving, register


def account_rows(user: User) -> list[Row]:
    """Who they are here."""
    roles = ", ".join(str(Role(name).label) for name in sorted(user.roles) if name in Role.values)
    return [
        (_("Name"), user.name),
        (_("E-mail address"), user.email),
        (_("Language of mails"), user.get_language_display()),
        (_("Roles"), roles),
        (_("Account since"), told(user.date_joined)),
        (_("Last signed in"), told(user.last_login)),
    ]


def account_export(user: User) -> Export:
    """The same for machines."""
    return [
        {
            "name": user.name,
            "email": user.email,
            "language": user.language,
            "roles": sorted(user.roles),
            "since": user.date_joined,
            "last_signed_in": user.last_login,
        }
    ]


def links_of(user: User) -> list[Any]:
    """For whom they act and for which municipality they work, now and before."""
    members = Membership.objects.of_person(user).select_related("actor").order_by("since")
    places = MunicipalLink.objects.of_person(user).select_related("municipality").order_by("since")
    return [*members, *places]


def subject_of(link: Any) -> Any:
    """What a link ties somebody to."""
    return link.actor if isinstance(link, Membership) else link.municipality


def role_of(link: Any) -> str:
    """As what."""
    return str(link.get_role_display() if isinstance(link, Membership) else Role.MUNICIPAL_PARTNER.label)


def link_rows(user: User) -> list[Row]:
    """For whom, as what, from when until when."""
    return [
        (str(subject_of(link)), " – ".join(filter(None, [role_of(link), told(link.since), told(link.until)])))
        for link in links_of(user)
    ]


def link_export(user: User) -> Export:
    """The same for machines."""
    return [
        {
            "kind": link._meta.model_name,
            "of": str(subject_of(link)),
            "role": getattr(link, "role", ""),
            "since": link.since,
            "until": link.until,
        }
        for link in links_of(user)
    ]


def end_links(user: User) -> None:
    """Ends what runs; the link itself stays, as that of a former member. Where nobody is left, the editors get a task."""
    owner_leaves(user)
    MunicipalLink.objects.of_person(user).running().update(until=timezone.now())


@ask_before_leaving
def last_owner(user: User) -> Iterable[Follow]:
    """Which organisations nobody looks after any more when ``user`` goes."""
    for actor in only_owner_of(user):
        yield Follow(
            _(
                "You are the last owner of %(name)s. You can hand over first. If you do not, the editors look for somebody."
            )
            % {"name": actor}
        )


def invitations_of(user: User) -> tuple[list[Invitation], list[Invitation]]:
    """Invitations to them, and from them."""
    known = Invitation.objects.select_related("actor", "municipality", "expert__actor")
    return list(known.for_person(user)), list(known.filter(invited_by=user))


def invitation_rows(user: User) -> list[Row]:
    """For what, and when."""
    to, by = invitations_of(user)
    invited, inviting = _("You were invited"), _("You invited somebody")
    return [
        *((invited, f"{item.subject}, {told(item.created_at)}") for item in to),
        *((inviting, f"{item.subject}, {told(item.created_at)}") for item in by),
    ]


def invitation_export(user: User) -> Export:
    """The same, without the address of whom they invited: that is another person."""
    to, by = invitations_of(user)
    return [
        *(
            {"to_me": True, "for": str(item.subject), "sent": item.created_at, "state": item.state}
            for item in to
        ),
        *(
            {"to_me": False, "for": str(item.subject), "sent": item.created_at, "words": item.message}
            for item in by
        ),
    ]


def forget_invitations(user: User) -> None:
    """Removes those to them, and their own words in those that they sent."""
    Invitation.objects.for_person(user).delete()
    Invitation.objects.filter(invited_by=user).update(message="")


register(
    Holding(
        "account",
        label=gettext_lazy("Your account"),
        leaving=gettext_lazy("It goes: your name, your address, your roles and every way to sign in."),
        rows=account_rows,
        export=account_export,
        order=10,
    )
)


register(
    Holding(
        "links",
        label=gettext_lazy("For whom you act"),
        leaving=gettext_lazy(
            "It ends. The organisation keeps that it had a “former member”, and from when until when."
        ),
        rows=link_rows,
        export=link_export,
        forget=end_links,
        covers=(
            "actors.membership.user",
            "actors.membership.given_by",
            "actors.membership.ended_by",
            "actors.municipallink.user",
            "actors.municipallink.given_by",
            "actors.municipallink.ended_by",
        ),
        order=20,
    )
)


register(
    Holding(
        "invitations",
        label=gettext_lazy("Invitations"),
        leaving=gettext_lazy("Invitations to you go. From those that you sent, your own words go."),
        rows=invitation_rows,
        export=invitation_export,
        forget=forget_invitations,
        covers=("actors.invitation.invited_by", "actors.invitation.accepted_by"),
        order=25,
    )
)
