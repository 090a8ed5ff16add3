"""Who of other actors works along on a dossier: they are asked, and it counts once they said yes."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.catalogues import ACTORS
from actors.desk import Impossible
from actors.models import Actor, Membership, User
from projects.partnering import check_reachable
from subsidies.dossiers.performing import locked
from subsidies.models import Dossier, DossierInvitation, DossierPerson, Place, Reply
from subsidies.models.dossier_words import CLOSED, WITHDRAWN
from subsidies.models.question_words import BASIS
from subsidies.permissions import may_answer_invitation, may_seat

from . import letters

MOST_FOUND = 10
MOST_WAITING = 20  # invitations of one dossier that wait at the same time


@dataclass(frozen=True)
class Wish:
    """What somebody may do: their place, and in which sections (none: in all)."""

    place: str = Place.WRITES
    sections: list[str] = field(default_factory=list)


def findable(query: str, dossier: Dossier) -> QuerySet[Actor]:
    """At most ten actors at work that answer ``query``, without the applicant; by name."""
    keys = ACTORS.find(ACTORS.read(query)).keys(0, MOST_FOUND)
    found = Actor.objects.published().filter(pk__in=keys, closed=False)
    return found.exclude(pk=dossier.actor_id).order_by("name")


def checked(dossier: Dossier, wish: Wish) -> Wish:
    """``wish`` with known words only. Who sends or reads does so with the whole dossier. Raises ``Impossible``."""
    known = {BASIS, *(section.key for section in dossier.sections)}
    if wish.place not in Place.values or set(wish.sections) - known:
        raise Impossible(_("This part does not exist in this dossier. Choose again."))
    return Wish(wish.place, sorted(set(wish.sections)) if wish.place == Place.WRITES else [])


def of_applicant(dossier: Dossier, by: User) -> Dossier:
    """``dossier``, locked, in the hands of who acts for the applicant. Raises ``PermissionDenied``."""
    mine = locked(dossier)
    if not may_seat(by, mine):
        raise PermissionDenied
    return mine


@transaction.atomic
def invite(*, dossier: Dossier, by: User, actor: Actor, wish: Wish) -> DossierInvitation:
    """Asks the people of ``actor`` whether one of them works along. A second click asks once.

    Raises ``PermissionDenied``, and ``Impossible`` with what to do.
    """
    mine = of_applicant(dossier, by)
    if mine.phase in {CLOSED, WITHDRAWN}:
        raise Impossible(_("Nobody works on this dossier any more."))
    if actor.pk == mine.actor_id:
        raise Impossible(_("Who acts for %(name)s works on this dossier already.") % {"name": actor})
    wanted = checked(mine, wish)
    waiting = mine.invitations.waiting()
    if known := waiting.filter(actor=actor).first():
        return known
    if waiting.count() >= MOST_WAITING:
        raise Impossible(_("Twenty organisations did not answer yet. Wait for those first."))
    check_reachable(actor, by)
    if not Membership.objects.running().of_actor(actor).exists():
        raise Impossible(
            _("Nobody of %(name)s has an account here yet. Ask the team of ECRU to help.") % {"name": actor}
        )
    made = mine.invitations.create(actor=actor, place=wanted.place, sections=wanted.sections, asked_by=by)
    letters.tell_asked(made)
    return made


@transaction.atomic
def answer_invitation(*, invitation: DossierInvitation, by: User, yes: bool) -> DossierInvitation:
    """Yes gives ``by`` a place in the dossier; no gives nobody one. The same answer twice changes nothing.

    Raises ``PermissionDenied``, and ``Impossible`` when it was answered or taken back.
    """
    mine = locked_invitation(invitation)
    if not may_answer_invitation(by, mine):
        raise PermissionDenied
    reply = Reply.YES if yes else Reply.NO
    if (mine.reply, mine.answered_by_id) == (reply, by.pk):
        return mine
    if not mine.is_waiting:
        raise Impossible(_("This was answered or taken back already. Nothing changed now."))
    if yes:
        seat = {"actor": mine.actor, "place": mine.place, "sections": mine.sections}
        DossierPerson.objects.update_or_create(dossier=mine.dossier, user=by, defaults=seat)
    mine.settle(reply, by)
    letters.tell_answered(mine)
    return mine


@transaction.atomic
def take_back(*, invitation: DossierInvitation, by: User) -> DossierInvitation:
    """The applicant asks it no longer; once it was answered, nothing changes. Raises ``PermissionDenied``."""
    mine = locked_invitation(invitation)
    if not may_seat(by, mine.dossier):
        raise PermissionDenied
    if mine.is_waiting:
        mine.settle(Reply.TAKEN_BACK, by)
    return mine


def locked_invitation(invitation: DossierInvitation) -> DossierInvitation:
    """``invitation`` as it is now; others wait."""
    rows = DossierInvitation.objects.select_related("dossier__actor", "actor", "asked_by")
    return rows.select_for_update(of=("self",)).get(pk=invitation.pk)


@transaction.atomic
def change_place(*, person: DossierPerson, by: User, wish: Wish) -> DossierPerson:
    """Somebody may do something else from now on, and is told. Raises ``PermissionDenied`` and ``Impossible``."""
    mine = of_applicant(person.dossier, by)
    wanted = checked(mine, wish)
    seat: Any = mine.persons.select_related("user", "actor").get(pk=person.pk)
    if (seat.place, seat.sections) == (wanted.place, wanted.sections):
        return seat
    seat.place, seat.sections = wanted.place, wanted.sections
    seat.save()
    letters.tell_changed(seat, f"{timezone.now():%Y%m%d%H%M%S%f}")
    return seat


@transaction.atomic
def take_away(*, person: DossierPerson, by: User) -> None:
    """Somebody works along no longer, and is told; who works along may also stop by themselves. Raises ``PermissionDenied``."""
    mine = locked(person.dossier)
    seat = mine.persons.select_related("user", "actor").filter(pk=person.pk).first()
    if seat is None:
        return
    if not (may_seat(by, mine) or seat.user_id == by.pk):
        raise PermissionDenied
    if seat.user_id != by.pk:
        letters.tell_taken_away(seat)
    seat.delete()
