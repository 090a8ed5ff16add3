"""From a first try to *beproefd*: an editor says so, once others in different municipalities did it too."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import User
from projects.models import Practice, Reuse
from projects.permissions import may_prove

PLACES = 2  # in how many municipalities others did it


class NotYet(Impossible):
    """Too few others did it, or it does not show."""


def places_of(practice: Practice) -> int:
    """In how many municipalities others did it and it went well, at least in part. What failed proves nothing."""
    return len(Reuse.objects.of(practice).shown().that_worked().places())


@transaction.atomic
def prove(*, practice: Practice, by: User) -> bool:
    """Marks it as proven from today; False when it was already. The history of the record says who did it.

    Raises ``PermissionDenied``, and ``NotYet`` for what does not show and what worked in fewer than two municipalities.
    """
    locked = lock_for(practice, by)
    if locked.is_proven:
        return False
    if not locked.is_public:
        raise NotYet(_("“%(title)s” does not show to everyone yet. Publish it first.") % {"title": locked})
    if places_of(locked) < PLACES:
        raise NotYet(
            _("“%(title)s” is not proven yet: it has to work for others in at least two municipalities.")
            % {"title": locked}
        )
    locked.proven_on = timezone.localdate()
    keep(locked, by, _("Marked as proven."))
    return True


@transaction.atomic
def unprove(*, practice: Practice, by: User) -> bool:
    """Takes the mark away; False when there was none. Raises ``PermissionDenied``."""
    locked = lock_for(practice, by)
    if not locked.is_proven:
        return False
    locked.proven_on = None
    keep(locked, by, _("No longer marked as proven."))
    return True


@transaction.atomic
def keep_true(*, practice: Practice, by: User) -> bool:
    """Takes the mark away when too little is left on which it stands, as after a reuse was taken back; False when nothing changed."""
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    if not locked.is_proven or places_of(locked) >= PLACES:
        return False
    locked.proven_on = None
    keep(locked, by, _("No longer proven: it worked for others in fewer than two municipalities."))
    return True


def lock_for(practice: Practice, by: User) -> Practice:
    """``practice`` as it is now, for who may judge it."""
    if not may_prove(by):
        raise PermissionDenied
    return Practice.objects.select_for_update().get(pk=practice.pk)


def keep(practice: Practice, by: User, said: str) -> None:
    """Stores the mark, and writes down who set it."""
    practice.save(update_fields=["proven_on", "updated_at"])
    LogEntry.objects.log_actions(by.pk, [practice], CHANGE, said)
