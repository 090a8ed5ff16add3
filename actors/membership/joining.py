"""Beginning to act for an actor."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Membership, MembershipRole, MunicipalLink, Role, User


class Refused(Exception):  # noqa: N818 - it is an answer, not a crash
    """What somebody wants cannot be done now; says why, and what to do, in plain words."""


def lock_people(actor: Actor) -> None:
    """Lets nobody else change who acts for ``actor`` until this transaction ends. Raises ``Refused`` when it is gone."""
    if not Actor._base_manager.select_for_update().filter(pk=actor.pk).values_list("pk").first():
        raise Refused(_("“%(name)s” is not here any more.") % {"name": actor})


@transaction.atomic
def join(
    *, actor: Actor, user: User, role: str = MembershipRole.EDITOR, by: User | None = None
) -> Membership:
    """Lets ``user`` act for ``actor`` from now on. Who does so already keeps the stronger role. ``by``: who gave it."""
    lock_people(actor)
    link = Membership.objects.running().of_actor(actor).of_person(user).first()
    if link is None:
        link = Membership.objects.create(actor=actor, user=user, role=role, given_by=by)
    elif role == MembershipRole.OWNER and link.role != role:
        link.role = role
        link.save(update_fields=["role"])
    settle_role(user)
    return link


def settle_role(user: User) -> None:
    """Makes ``user`` a member with the first actor that they act for, and no member after the last."""
    acts = Membership.objects.running().of_person(user).accepted().exists()
    give_group(user, Role.MEMBER, given=acts)


def settle_partner(user: User) -> None:
    """Makes ``user`` a municipal partner with the first municipality, and none after the last."""
    works = MunicipalLink.objects.running().of_person(user).exists()
    give_group(user, Role.MUNICIPAL_PARTNER, given=works)


def give_group(user: User, role: Role, *, given: bool) -> None:
    """Gives the group ``role``, or takes it; what this request knew about ``user`` is asked again."""
    group = Group.objects.get(name=role)
    if given:
        user.groups.add(group)
    else:
        user.groups.remove(group)
    for known in ("roles", "own_actors", "own_municipalities"):
        user.__dict__.pop(known, None)
