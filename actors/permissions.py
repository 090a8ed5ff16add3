"""Who may do what with the records of the field: plain predicates, asked by views, templates and the admin alike."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from .models import Actor, Expert, Invitation, Membership, Municipality, Role


def may_keep_field(user: Any) -> bool:
    """Editors, the regisseur and superusers keep actors, municipalities and vocabularies."""
    return bool(getattr(user, "keeps_the_field", False))


def may_manage_roles(user: Any) -> bool:
    """The regisseur and superusers give roles; editors do everything in the admin but that (domain, "People")."""
    if not may_keep_field(user):
        return False
    return user.is_superuser or Role.REGISSEUR in user.roles


def may_edit_actor(user: Any, actor: Actor) -> bool:
    """Who acts for ``actor``, the partner of the municipality where it has its seat, and who keeps the field."""
    if not user.is_authenticated or not user.is_active:
        return False
    if may_keep_field(user) or actor.pk in user.own_actors:
        return True
    return actor.municipality_id in user.own_municipalities


def may_change_all_at_once(user: Any) -> bool:
    """For who keeps the field nothing waits; for others an editor looks at name, kind, company number and municipality."""
    return may_keep_field(user)


def may_choose_people(user: Any, actor: Actor) -> bool:
    """The owners of ``actor`` say who else acts for it; so does who keeps the field."""
    if may_keep_field(user):
        return True
    if not user.is_authenticated or actor.pk not in user.own_actors:
        return False
    return Membership.objects.running().owners().of_actor(actor).of_person(user).exists()


def may_use_desk(user: Any) -> bool:
    """The editors' desk is for who keeps the field."""
    return may_keep_field(user)


def may_see_network(user: Any) -> bool:
    """The cockpit of the network, workloads and the audit log are the regisseur's."""
    return bool(getattr(user, "is_regisseur", False))


def may_see_gallery(user: Any) -> bool:
    """Who keeps the field may look at the style gallery."""
    return may_keep_field(user)


def may_export_addresses(user: Any) -> bool:
    """Who gives roles may take e-mail addresses out in a table; for editors they stay in the records."""
    return may_manage_roles(user)


# --- Experts ------------------------------------------------------------------------------------------------------


def may_edit_expert(user: Any, expert: Expert) -> bool:
    """A profile is its person's; the expertise of an actor is of who may edit that actor."""
    if expert.actor is not None:
        return may_edit_actor(user, expert.actor)
    return user.is_authenticated and user.is_active and expert.user_id == user.pk


def takes_questions(expert: Expert, now: datetime | None = None) -> bool:
    """Whether people may ask ``expert`` something at ``now`` (an aware moment): not during a pause.

    A pause ends on the morning of its last day, in Brussels, also before the daily job noticed.
    """
    if not expert.is_away:
        return True
    until = expert.own_value("available_from")
    return until is not None and until <= timezone.localdate(now)


# --- Acting for an actor -------------------------------------------------------------------------------------------


def may_see_people(user: Any, actor: Actor) -> bool:
    """Who acts for ``actor`` sees who else does; so does who keeps the field. A municipal partner does not."""
    return may_keep_field(user) or (user.is_authenticated and actor.pk in user.own_actors)


def may_invite(user: Any, about: Actor | Municipality | Expert) -> bool:
    """Owners and editors invite to an actor, editors to an expert page; a partner of a municipality is a role."""
    if isinstance(about, Actor):
        return may_choose_people(user, about)
    return may_manage_roles(user) if isinstance(about, Municipality) else may_keep_field(user)


def may_claim_actor(user: Any, actor: Actor) -> bool:
    """Who has an account asks to look after an actor that everyone sees; one that stopped or stands for many has no owner."""
    if not user.is_authenticated or not actor.is_public or actor.closed or actor.collective:
        return False
    if actor.pk not in user.own_actors:
        return True
    return not Membership.objects.running().owners().of_actor(actor).exists()


def may_answer_invitation(user: Any, invitation: Invitation) -> bool:
    """Who has the address that was invited."""
    return bool(user.is_authenticated and user.email.lower() == invitation.email.lower())
