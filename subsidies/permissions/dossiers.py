"""Who may do what with dossiers."""

from typing import Any

from actors.models import Role
from ecru.base.at_once import is_hung

from ..models import Dossier, DossierInvitation, DossierPerson, Party, Place
from ..models.dossier_words import UNSENT
from ..models.question_words import BASIS

BEFORE_ECRU_LOOKS = frozenset(["concept", "aanvulling", "idee", "opmaak"])  # in the hands of the applicant


def is_present(user: Any) -> bool:
    """Whether somebody is signed in with an account that works."""
    return bool(getattr(user, "is_authenticated", False) and user.is_active)


def runs_dossiers(user: Any, dossier: Dossier | None = None) -> bool:
    """Who runs the network runs every dossier."""
    return bool(getattr(user, "is_regisseur", False))


def place_in(user: Any, dossier: Dossier) -> DossierPerson | None:
    """The place that ``user`` has for an actor that is not the applicant. Prefetch ``persons``."""
    places = (place for place in dossier.persons.all() if place.user_id == user.pk)
    return next((place for place in places if place.actor_id in user.own_actors), None)


def works_on(user: Any, dossier: Dossier) -> bool:
    """Who acts for the applicant, or has a place in the dossier for another actor."""
    if not is_present(user):
        return False
    return dossier.actor_id in user.own_actors or place_in(user, dossier) is not None


def may_write(user: Any, dossier: Dossier, section: str = BASIS) -> bool:
    """Who acts for the applicant; of other actors who writes along, in all parts or in those of their place."""
    if not is_present(user):
        return False
    if dossier.actor_id in user.own_actors:
        return True
    place = place_in(user, dossier)
    if place is None or place.place == Place.READS:
        return False
    return not place.sections or section in place.sections


def may_seat(user: Any, dossier: Dossier) -> bool:
    """Who acts for the applicant says who of other actors works along, and where."""
    return is_present(user) and dossier.actor_id in user.own_actors


def may_answer_invitation(user: Any, invitation: DossierInvitation) -> bool:
    """Who acts for the actor that was asked."""
    return is_present(user) and invitation.actor_id in user.own_actors


def may_send(user: Any, dossier: Dossier) -> bool:
    """Who acts for the applicant; of other actors who got that place."""
    if not is_present(user):
        return False
    if dossier.actor_id in user.own_actors:
        return True
    place = place_in(user, dossier)
    return place is not None and place.place == Place.SENDS


def may_send_or_runs(user: Any, dossier: Dossier) -> bool:
    """Who may send it, and who runs the network."""
    return runs_dossiers(user) or may_send(user, dossier)


def may_take_up_again(user: Any, dossier: Dossier) -> bool:
    """What was withdrawn before ECRU looked at it, who may send it takes up again; anything later is for who runs the network."""
    if runs_dossiers(user):
        return True
    return dossier.held_phase in BEFORE_ECRU_LOOKS and may_send(user, dossier)


def advises_on(user: Any, dossier: Dossier) -> bool:
    """An expert who declared to have no interest in it. Prefetch ``reviews__expert``."""
    if not is_present(user):
        return False
    reviews = (review for review in dossier.reviews.all() if review.is_independent and review.declared_at)
    return any(review.expert is not None and review.expert.user_id == user.pk for review in reviews)


def decides_on(user: Any, dossier: Dossier) -> bool:
    """Board members read what stands on an agenda, unless they said to have an interest in it."""
    if not sits_on_board(user) or dossier.meeting_on is None:
        return False
    if is_hung(dossier, "agenda_items"):
        return not any(item.is_closed_to(user) for item in dossier.agenda_items.all())
    return not dossier.agenda_items.closed_to(user).exists()


def sits_on_board(user: Any) -> bool:
    """Whether somebody is a member of the board."""
    return is_present(user) and Role.BOARD_MEMBER in user.roles


def may_see_meetings(user: Any) -> bool:
    """Meetings are for the board, and for who runs the network."""
    return runs_dossiers(user) or sits_on_board(user)


def is_touched(user: Any, dossier: Dossier) -> bool:
    """A municipal partner reads what touches the own municipality, once it is more than a concept; one that was withdrawn stays one. Prefetch ``municipalities``."""
    if not is_present(user) or UNSENT in {dossier.phase, dossier.held_phase}:
        return False
    return any(place.pk in user.own_municipalities for place in dossier.municipalities.all())


def may_see_dossier(user: Any, dossier: Dossier) -> bool:
    """The rule of ``DossierQuerySet.visible_to`` for one dossier at hand."""
    if not is_present(user):
        return False
    rules = (runs_dossiers, works_on, advises_on, decides_on, is_touched)
    return any(rule(user, dossier) for rule in rules)


def may_see_advice(user: Any, dossier: Dossier) -> bool:
    """Who advises on what is for who runs the network, the board, and the experts themselves."""
    return runs_dossiers(user) or decides_on(user, dossier) or advises_on(user, dossier)


def party_of(user: Any, dossier: Dossier) -> Party:
    """As what ``user`` takes part in ``dossier``; who runs the network counts as ECRU, also with an actor of their own."""
    if runs_dossiers(user):
        return Party.DESK
    if works_on(user, dossier):
        return Party.APPLICANT
    if advises_on(user, dossier):
        return Party.EXPERTS
    return Party.BOARD if decides_on(user, dossier) else Party.NOBODY
