"""Putting a practice away, throwing a draft away, and drafts that nobody touches any more."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from actors.desk import withdraw
from actors.models import User
from ecru.base.models import Publication
from projects.models import Practice
from projects.permissions import may_delete_practice, may_edit_practice

from .letters import warn
from .material import follow_publication
from .saving import lock_for
from .standing import waiting_item

KEPT = timedelta(days=2 * 365)  # a draft that nobody touches
NOTICE = timedelta(days=30)


@transaction.atomic
def archive_practice(*, practice: Practice, by: User) -> Practice:
    """Takes it off the site and keeps it for its makers; what waits at the desk is taken back. Twice is once.

    Changes that no editor accepted stay with it, for who goes on with it. Raises ``PermissionDenied``.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    if not may_edit_practice(by, locked):
        raise PermissionDenied
    item = waiting_item(locked)
    if item is not None:
        withdraw(item=item, by=by)
    locked.status = Publication.ARCHIVED
    locked.save()
    follow_publication(locked)
    return locked


@transaction.atomic
def discard_changes(*, practice: Practice, by: User) -> Practice:
    """Throws the changes away that no editor accepted; files and pictures stay. Raises as ``lock_for`` does."""
    locked = lock_for(practice, by)
    item = waiting_item(locked)
    if item is not None:
        withdraw(item=item, by=by)
    locked.ahead = {}
    locked.save()
    return locked


@transaction.atomic
def delete_practice(*, practice: Practice, by: User) -> None:
    """Throws a draft away with all that belongs to it. Raises ``PermissionDenied`` when it ever showed."""
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    if not may_delete_practice(by, locked):
        raise PermissionDenied
    item = waiting_item(locked)
    if item is not None:
        withdraw(item=item, by=by)
    locked.delete()  # its files are found, and removed, by the daily work


def warn_about_drafts(now: datetime) -> int:
    """Tells the makers of drafts that lie still for two years that they go in a month; how many drafts."""
    today = timezone.localdate(now)
    still = Practice.objects.untouched_since(now - KEPT).filter(warned_on=None)
    for practice in still:
        warn(practice, today + NOTICE)
    keys = [practice.pk for practice in still]
    return Practice.objects.filter(pk__in=keys).update(warned_on=today) if keys else 0


def forget_drafts(now: datetime) -> int:
    """Throws away drafts whose makers were told a month ago and did nothing; how many."""
    told = Practice.objects.untouched_since(now - KEPT).filter(
        warned_on__lte=timezone.localdate(now) - NOTICE
    )
    count = 0
    for practice in told:
        practice.delete()
        count += 1
    return count
