"""Who may do what with volunteers: plain predicates, asked by views, templates and verbs alike."""

from typing import Any

from actors.models import Actor, Role

from .models import Volunteer, VolunteerRequest

SEE_VOLUNTEERS = {Role.MEMBER, Role.EXPERT, Role.MUNICIPAL_PARTNER, Role.EDITOR, Role.REGISSEUR}


def may_see_volunteers(user: Any) -> bool:
    """Volunteers show to members, experts, municipal partners, editors and the regisseur."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser or SEE_VOLUNTEERS & user.roles)


def may_ask_volunteer(user: Any, volunteer: Volunteer, actor: Actor) -> bool:
    """Who acts for ``actor`` may ask for it, as long as the volunteer shows; nobody asks themselves."""
    if not may_see_volunteers(user) or volunteer.user_id == user.pk:
        return False
    return volunteer.is_shown and actor.pk in user.own_actors


def may_put_away(user: Any, actor: Actor) -> bool:
    """Who acts for ``actor`` says which suggestions do not fit it; who only keeps its page does not."""
    return user.is_authenticated and user.is_active and actor.pk in user.own_actors


def may_answer_request(user: Any, request: VolunteerRequest) -> bool:
    """Only the volunteer who was asked."""
    return user.is_authenticated and user.is_active and request.volunteer.user_id == user.pk
