"""Having an item open: colleagues see who is at it, so that two never handle the same one unknowingly."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from actors.models import DeskItem, User
from actors.models.desk import HELD_FOR


def hold(*, item: DeskItem, by: User, from_colleague: bool = False, now: datetime | None = None) -> bool:
    """Puts an open ``item`` in the hands of ``by`` for twenty minutes; False when a colleague has it.

    ``from_colleague``: takes it over knowingly.
    """
    moment = now or timezone.now()
    free = Q(held_by=None) | Q(held_by=by) | Q(held_until__lte=moment) | Q(held_until=None)
    waiting = DeskItem.objects.open().filter(pk=item.pk)
    if not from_colleague:
        waiting = waiting.filter(free)
    return bool(waiting.update(held_by=by, held_until=moment + HELD_FOR))


def release(*, item: DeskItem, by: User) -> None:
    """Puts an item back in the queue."""
    DeskItem.objects.filter(pk=item.pk, held_by=by).update(held_by=None, held_until=None)
