"""How often people look at the page of their actor, and when we leave them alone."""

from contextlib import AbstractContextManager
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.history import Deed, recorded_beside
from actors.models import Actor, Freshness, Rhythm, User
from actors.models.timetable import months_after
from actors.permissions import may_edit_actor, may_keep_field

LONGEST_PAUSE = 12  # months
NOTED = ("rhythm", "paused_on", "paused_until")


class Refused(Exception):  # noqa: N818 - it is an answer, not a crash
    """What somebody wants is not possible; says why, and what to do, in plain words."""


def known_freshness(actor: Actor) -> Freshness:
    """The freshness of ``actor``; one that is not stored yet when nobody needed it so far."""
    return Freshness.objects.filter(actor=actor).first() or Freshness(actor=actor)


def locked_freshness(actor: Actor) -> Freshness:
    """The freshness of ``actor`` to change, made when this is the first need for it. Needs a transaction around it."""
    Freshness.objects.get_or_create(actor=actor)
    freshness = Freshness.objects.locked().get(actor=actor)
    freshness.actor = actor
    return freshness


def noted(freshness: Freshness, by: User) -> AbstractContextManager[None]:
    """Writes what changes in rhythm and pause in the past of the actor; not why somebody pauses."""
    return recorded_beside(freshness.actor, freshness, NOTED, Deed(by))


def check_may_edit(by: User, actor: Actor) -> None:
    """Raises ``PermissionDenied`` unless ``by`` may change ``actor``."""
    if not may_edit_actor(by, actor):
        raise PermissionDenied


@transaction.atomic
def choose_rhythm(*, actor: Actor, by: User, rhythm: Rhythm) -> None:
    """From now on the people of ``actor`` are asked so often. Raises ``PermissionDenied``."""
    check_may_edit(by, actor)
    freshness = locked_freshness(actor)
    with noted(freshness, by):
        freshness.rhythm = Rhythm(rhythm)
        freshness.save()


@transaction.atomic
def pause(*, actor: Actor, by: User, until: date | None, reason: str = "", today: date | None = None) -> None:
    """No mail and no step before ``until``, the first day on which it goes on; at most twelve months ahead.

    None: until somebody ends the pause, which only who keeps the field may ask. A second time changes the end. Raises
    ``Refused`` and ``PermissionDenied``.
    """
    check_may_edit(by, actor)
    day = today or timezone.localdate()
    if until is None and not may_keep_field(by):
        raise Refused(_("Choose until when we leave you alone."))
    if until is not None and until <= day:
        raise Refused(_("Choose a day that is still to come."))
    if until is not None and until > months_after(day, LONGEST_PAUSE):
        raise Refused(_("A pause lasts twelve months at most. Choose an earlier day."))
    freshness = locked_freshness(actor)
    with noted(freshness, by):
        freshness.take(freshness.standing.settled(day))
        freshness.paused_on, freshness.paused_until = freshness.paused_on or day, until
        freshness.pause_reason = " ".join(reason.split())[:200]
        freshness.save()


@transaction.atomic
def resume(*, actor: Actor, by: User, today: date | None = None) -> None:
    """Ends the pause; what ran goes on where it was, after a full wait. Raises ``PermissionDenied``."""
    check_may_edit(by, actor)
    freshness = locked_freshness(actor)
    day = today or timezone.localdate()
    with noted(freshness, by):
        freshness.take(freshness.standing.settled(day).resumed(day))
        freshness.save()
