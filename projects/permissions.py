"""Who may do what with what actors do together: plain predicates, asked by views, templates and verbs alike."""

from typing import Any

from actors.models import Actor, Membership, Role
from actors.permissions import may_keep_field

from .models import (
    MakerRole,
    PartnerCall,
    Practice,
    PracticeActor,
    PracticeFile,
    Project,
    ProjectPartner,
    Reuse,
    Volunteer,
    VolunteerRequest,
)

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


def may_tick_steps(user: Any, project: Project) -> bool:
    """Who acts for an actor that leads the project or takes part in it keeps its list of steps."""
    if not user.is_authenticated or not user.is_active:
        return False
    return Project.objects.of_person(user).filter(pk=project.pk).exists()


def may_record_reuse(user: Any, practice: Practice, actor: Actor) -> bool:
    """Who acts for ``actor`` records that it did what everyone can read."""
    if not user.is_authenticated or not user.is_active:
        return False
    return practice.is_public and actor.pk in user.own_actors


def may_change_reuse(user: Any, reuse: Reuse) -> bool:
    """Who acts for the actor that did it; who keeps the field may take it away, too."""
    if not user.is_authenticated or not user.is_active:
        return False
    return may_keep_field(user) or reuse.may_be_changed_by(user)


def may_prove(user: Any) -> bool:
    """Editors say what is proven."""
    return may_keep_field(user)


# --- Projects and calls -------------------------------------------------------------------------------------------


def acts_for(user: Any, actor: Actor | None) -> bool:
    """Whether ``user`` acts for ``actor`` now."""
    signed_in = user.is_authenticated and user.is_active
    return bool(signed_in and actor is not None and actor.pk in user.own_actors)


def may_edit_project(user: Any, project: Project) -> bool:
    """Who acts for the lead, and who keeps the field; partners look."""
    return may_keep_field(user) or acts_for(user, project.lead)


def may_edit_call(user: Any, call: PartnerCall) -> bool:
    """Who acts for the actor that calls, and who keeps the field."""
    return may_keep_field(user) or acts_for(user, call.actor)


def may_start_for(user: Any, actor: Actor) -> bool:
    """Who acts for an actor that is on the site and at work may begin a project or a call for it."""
    return acts_for(user, actor) and actor.is_public and not actor.closed


def may_answer_partner(user: Any, partner: ProjectPartner) -> bool:
    """Who acts for the side that was asked."""
    return acts_for(user, partner.answers)


def may_stop_partner(user: Any, partner: ProjectPartner) -> bool:
    """Either side may end it, and so may who keeps the field."""
    return may_edit_project(user, partner.project) or acts_for(user, partner.actor)


def may_see_calls_figures(user: Any) -> bool:
    """What came of the calls is for who keeps the field."""
    return may_keep_field(user)


# --- Sharing practices --------------------------------------------------------------------------------------------


def may_share(user: Any, actor: Actor) -> bool:
    """Who acts for ``actor`` tells what it did; who keeps the field may do so for every actor."""
    if not user.is_authenticated or not user.is_active:
        return False
    return may_keep_field(user) or actor.pk in user.own_actors


def may_edit_practice(user: Any, practice: Practice) -> bool:
    """Who acts for an actor that made it, or that agreed to be named with it; and who keeps the field."""
    if not user.is_authenticated or not user.is_active:
        return False
    if may_keep_field(user):
        return True
    return PracticeActor.objects.agreed().filter(practice=practice, actor__in=user.own_actors).exists()


def may_preview_practice(user: Any, practice: Practice) -> bool:
    """Who may change it, and who acts for an actor that was asked whether it may be named: they read before they answer."""
    if may_edit_practice(user, practice):
        return True
    asked = PracticeActor.objects.not_declined().filter(practice=practice)
    return bool(user.is_authenticated and asked.filter(actor__in=user.own_actors).exists())


def may_delete_practice(user: Any, practice: Practice) -> bool:
    """A draft that never showed is thrown away by its makers, not by who only worked along."""
    if practice.published_at is not None or not may_edit_practice(user, practice):
        return False
    makers = PracticeActor.objects.agreed().filter(practice=practice, role=MakerRole.MAKER)
    return may_keep_field(user) or makers.filter(actor__in=user.own_actors).exists()


def may_answer_for(user: Any, maker: PracticeActor) -> bool:
    """Who acts for the actor that was asked whether it may be named."""
    return bool(user.is_authenticated and user.is_active and maker.actor_id in user.own_actors)


def has_people(actor: Actor) -> bool:
    """Whether anybody acts for ``actor`` here, and could be asked something."""
    return Membership.objects.running().of_actor(actor).filter(user__is_active=True).exists()


def may_take_file(user: Any, file: PracticeFile) -> bool:
    """Everybody, once it shows; before, who may see the preview of the practice."""
    return file.is_public or may_preview_practice(user, file.practice)
