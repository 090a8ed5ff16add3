"""Putting away what stopped."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from actors.history import Deed, recorded
from actors.models import Actor, User
from actors.permissions import may_see_network


@transaction.atomic
def archive_stopped(*, actor: Actor, by: User) -> bool:
    """Archives an ``actor`` that has stopped; False when it did not stop, or is in the archive already.

    Raises ``PermissionDenied``.
    """
    if not may_see_network(by):
        raise PermissionDenied
    stopped = Actor.objects.filter(pk=actor.pk, closed=True)
    with recorded(Actor, [actor.pk], Deed(by, _("Stopped, so it goes to the archive."))):
        return bool(stopped.archive())
