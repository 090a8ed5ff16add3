"""Who may do what with the records of the field: plain predicates, asked by views, templates and the admin alike."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from ecru.base.models import SavedSearch

from .models import (
    Actor,
    Conversation,
    ConversationKind,
    Expert,
    Invitation,
    Membership,
    Municipality,
    Passing,
    Role,
    Side,
)


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


def may_keep_needs(user: Any) -> bool:
    """The register of needs is for who keeps the field."""
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


def may_see_address(user: Any, invitation: Invitation) -> bool:
    """Where an invitation went knows who typed the address, and who keeps the field; other owners do not."""
    return may_keep_field(user) or (user.is_authenticated and invitation.invited_by_id == user.pk)


def may_answer_invitation(user: Any, invitation: Invitation) -> bool:
    """Who has the address that was invited."""
    return bool(user.is_authenticated and user.email.lower() == invitation.email.lower())


# --- Conversations ------------------------------------------------------------------------------------------------


def side_in(user: Any, conversation: Conversation) -> str:
    """As what ``user`` takes part in ``conversation`` (a ``Side``); empty for who has no part in it.

    Who asked comes first, then who was asked, then the expert to whom it was passed on, then the team.
    """
    if not getattr(user, "is_active", False) or conversation.forgotten_at is not None:
        return ""
    if conversation.asker_id == user.pk:
        return Side.ASKER
    if not conversation.is_confirmed:
        return ""
    if may_receive(user, conversation):
        return Side.RECEIVER
    if Passing.objects.in_hands_of(user).filter(conversation=conversation).exists():
        return Side.EXPERT
    return Side.TEAM if may_keep_field(user) and conversation.team_may_read else ""


def may_receive(user: Any, conversation: Conversation) -> bool:
    """Whether ``user`` acts for the actor that was asked, or is the expert who was."""
    if conversation.actor_id is not None and conversation.actor_id in user.own_actors:
        return True
    return conversation.expert is not None and conversation.expert.user_id == user.pk


def may_read_conversation(user: Any, conversation: Conversation) -> bool:
    """Who takes part. The team takes part when it was asked, asked along, or called because of abuse."""
    return bool(side_in(user, conversation))


def may_pass_on(user: Any, conversation: Conversation) -> bool:
    """The team may ask an expert to answer what the team was asked."""
    return may_keep_field(user) and conversation.with_team and conversation.kind != ConversationKind.REPORT


def may_edit_public_answers(user: Any) -> bool:
    """The team makes public answers ready, without the name of who asked."""
    return may_keep_field(user)


# --- What people save ----------------------------------------------------------------------------------------------


def may_save(user: Any) -> bool:
    """Who has an account saves searches and records."""
    return bool(user.is_authenticated and user.is_active)


def may_change_search(user: Any, search: SavedSearch) -> bool:
    """A saved search is its owner's alone: editors too see only what people look for."""
    return may_save(user) and search.reader.user_id == user.pk and search.confirmed_at is not None
