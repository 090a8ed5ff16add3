"""Noting a contact moment with an actor, and what follows from it: the only functions that do so."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from actors.models import Actor, Membership, User
from ecru.base.tokens import hashed
from subsidies.models import ActorNote
from subsidies.permissions import runs_dossiers


@dataclass(frozen=True)
class Said:
    """What was said, when and how. ``stamp``: one click makes one note. ``spoke_with``: somebody who acts for the actor."""

    kind: str
    on: date
    words: str
    stamp: str
    spoke_with: User | None = None
    follow_up_on: date | None = None


def people_of(actor: Actor) -> Any:
    """The accounts that act for ``actor`` now."""
    acting = Membership.objects.running().of_actor(actor).values("user")
    return User.objects.filter(pk__in=acting, is_active=True).order_by("name", "pk")


@transaction.atomic
def note_contact(*, actor: Actor, by: User, said: Said) -> ActorNote:
    """Writes down a contact moment; the one that is there when the same form was sent before. Raises ``PermissionDenied``."""
    if not runs_dossiers(by):
        raise PermissionDenied
    if said.spoke_with is not None and not people_of(actor).filter(pk=said.spoke_with.pk).exists():
        raise PermissionDenied
    values = {
        "actor": actor,
        "kind": said.kind,
        "on": said.on,
        "words": said.words.strip(),
        "spoke_with": said.spoke_with,
        "follow_up_on": said.follow_up_on,
        "by": by,
        "by_name": str(by)[:254],
    }
    note, _new = ActorNote.objects.get_or_create(
        stamp=hashed(f"{by.pk} {actor.pk} {said.stamp}"), defaults=values
    )
    return note


@transaction.atomic
def follow_up(*, note: ActorNote, by: User, now: datetime | None = None) -> bool:
    """Says that what had to follow was done; False when nothing had to, or somebody said so before. Raises ``PermissionDenied``."""
    if not runs_dossiers(by):
        raise PermissionDenied
    mine = ActorNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if not mine.is_open:
        return False
    mine.followed_up_at = now or timezone.now()
    mine.save(update_fields=["followed_up_at"])
    return True


@transaction.atomic
def throw_away(*, note: ActorNote, by: User) -> bool:
    """Removes a contact moment that should not have been written; False when it was gone already. Raises ``PermissionDenied``."""
    if not runs_dossiers(by):
        raise PermissionDenied
    return bool(ActorNote.objects.filter(pk=note.pk).delete()[0])
