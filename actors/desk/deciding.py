"""Deciding about an item: accept, send back with a question, or refuse. Each in one transaction, once."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import DeskItem, DeskState, User

from .kinds import Impossible, kind_of
from .telling import tell_sender


class Taken(Impossible):
    """A colleague decided, or has the item open."""


class Stale(Impossible):
    """The sender changed the item after the editor read it."""


def accept(*, item: DeskItem, by: User, seen: int, answer: str = "") -> DeskItem:
    """Does what the item asks. ``seen``: the version that the editor read; ``answer``: words for the sender.

    Raises ``PermissionDenied``, ``Taken``, ``Stale``, or ``Impossible`` with the reason of its kind.
    """
    return decide(item, by, seen, DeskState.ACCEPTED, answer)


def send_back(*, item: DeskItem, by: User, seen: int, answer: str) -> DeskItem:
    """Asks the sender to change something. Raises as ``accept`` does, and ``Impossible`` without a message."""
    if not kind_of(item).can_be_returned or item.by_id is None:
        raise Impossible(_("This cannot be sent back. Accept or refuse it."))
    return decide(item, by, seen, DeskState.RETURNED, answer)


def refuse(*, item: DeskItem, by: User, seen: int, answer: str) -> DeskItem:
    """Says no, with a reason. Raises as ``send_back`` does."""
    if not kind_of(item).can_be_refused:
        raise Impossible(_("This cannot be refused. Do what it asks, or say that it is right."))
    return decide(item, by, seen, DeskState.REFUSED, answer)


@transaction.atomic
def decide(item: DeskItem, by: User, seen: int, state: DeskState, answer: str) -> DeskItem:
    """Checks right, state and version, carries the decision out, writes it down and tells the sender."""
    locked = DeskItem.objects.select_for_update(of=("self",)).select_related("by").get(pk=item.pk)
    kind = kind_of(locked)
    if not kind.open_to(by, locked):
        raise PermissionDenied
    check_present(locked, by, seen)
    said = answer.replace("\0", " ").strip()  # PostgreSQL keeps none of those
    if state != DeskState.ACCEPTED and not said:
        raise Impossible(_("Say why in a few words. The sender reads it."))
    if state == DeskState.ACCEPTED:
        kind.carry_out(locked, by)
    elif state == DeskState.REFUSED:
        kind.turn_down(locked, by)
    locked.state, locked.answer = state, said
    locked.handled_by, locked.handled_by_name, locked.handled_at = by, str(by)[:254], timezone.now()
    locked.held_by = locked.held_until = None
    locked.save()
    (kind.tell or tell_sender)(locked, state)
    return locked


def check_present(item: DeskItem, by: User, seen: int) -> None:
    """Raises ``Taken`` when somebody decided or has it open, ``Stale`` when the sender changed it since."""
    if not item.is_open:
        raise Taken(
            _("%(name)s decided about this already.") % {"name": item.handled_by_name or _("A colleague")}
        )
    if item.is_held_by_another(by):
        raise Taken(
            _("%(name)s has this open now. Take it over first if you want to decide.")
            % {"name": item.held_by}
        )
    if item.version != seen:
        raise Stale(_("The sender changed this while you were reading. Look at it again."))
