"""*Wij deden dit ook*: a member records that their actor did a practice too, and the first makers hear of it."""

from dataclasses import dataclass, fields
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import Actor, Municipality, User
from projects.models import HowItWent, Practice, Reuse
from projects.models.practices import FIRST_YEAR
from projects.permissions import may_change_reuse, may_record_reuse

from .letters import tell_makers
from .proving import keep_true

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Done:
    """What somebody tells of it: who did it, where, in which year, how it went, what they changed, what others can learn."""

    actor: Actor
    municipality: Municipality
    year: int
    went: HowItWent | str
    changed: str = ""
    note: str = ""


@transaction.atomic
def record_reuse(*, practice: Practice, done: Done, by: User) -> Reuse:
    """Records once: the same sent twice gives the same. The people of the first makers get a mail, unless the actor only puts
    back what it took back in the last day.

    Raises ``PermissionDenied``; ``Impossible`` for a year that cannot be, for the makers themselves, and when the actor
    recorded this place and year already.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    if not may_record_reuse(by, locked, done.actor):
        raise PermissionDenied
    check(locked, done)
    known = same_occasion(locked, done)
    if known is not None:
        if told(known) == done:
            return known
        raise Impossible(twice())
    made = Reuse.objects.create(practice=locked, recorded_by=by, **fields_of(done))
    if not Reuse.objects.of(locked).by(done.actor).taken_back_since(timezone.now() - A_DAY).exists():
        tell_makers(made, besides=by)
    return made


@transaction.atomic
def change_reuse(*, reuse: Reuse, done: Done, by: User) -> Reuse:
    """Changes what was told of it. Raises ``PermissionDenied``, and ``Impossible`` as ``record_reuse`` does and when it was taken back."""
    locked = lock_for(reuse, by)
    if locked.withdrawn_at is not None:
        raise Impossible(_("This was taken back. Record it anew if you did it after all."))
    if not may_record_reuse(by, locked.practice, done.actor) and done.actor != locked.actor:
        raise PermissionDenied
    check(locked.practice, done)
    other = same_occasion(locked.practice, done)
    if other is not None and other.pk != locked.pk:
        raise Impossible(twice())
    for name, value in fields_of(done).items():
        setattr(locked, name, value)
    locked.save()
    keep_true(practice=locked.practice, by=by)
    return locked


@transaction.atomic
def withdraw_reuse(*, reuse: Reuse, by: User) -> bool:
    """Takes it back: it shows nowhere any more. False when it was taken back before. Raises ``PermissionDenied``."""
    locked = lock_for(reuse, by)
    if locked.withdrawn_at is not None:
        return False
    locked.withdrawn_at = timezone.now()
    locked.save()
    keep_true(practice=locked.practice, by=by)
    return True


def lock_for(reuse: Reuse, by: User) -> Reuse:
    """``reuse`` as it is now, for who may change it."""
    locked = (
        Reuse.objects.select_related("practice", "actor", "municipality")
        .select_for_update(of=("self",))
        .get(pk=reuse.pk)
    )
    if not may_change_reuse(by, locked):
        raise PermissionDenied
    return locked


def check(practice: Practice, done: Done) -> None:
    """Raises ``Impossible`` for a year that cannot be, and for who made the practice."""
    now = timezone.localdate().year
    if not FIRST_YEAR <= done.year <= now:
        raise Impossible(
            _("Fill in a year between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": now}
        )
    if practice.makers.agreed().filter(actor=done.actor, role="maker").exists():
        raise Impossible(
            _("%(name)s made this practice. What you did again belongs in the practice itself.")
            % {"name": done.actor}
        )


def same_occasion(practice: Practice, done: Done) -> Reuse | None:
    """What the same actor recorded of the same place and year."""
    running = Reuse.objects.of(practice).by(done.actor).filter(withdrawn_at=None)
    return running.filter(year=done.year, municipality=done.municipality).first()


def told(reuse: Reuse) -> Done:
    """A stored reuse as it was told."""
    return Done(reuse.actor, reuse.municipality, reuse.year, reuse.went, reuse.changed, reuse.note)


def twice() -> str:
    """What to do about a place and year that stand there already."""
    return _("This place and year stand here already. Change what you told about it, below.")


def fields_of(done: Done) -> dict[str, object]:
    """The fields of a reuse, records as they are."""
    return {field.name: getattr(done, field.name) for field in fields(done)}
