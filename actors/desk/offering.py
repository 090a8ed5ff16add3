"""Sending something to the editors, sending it again after an answer, and taking it back."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from actors.models import DeskItem, DeskState, User

from .kinds import DeskKind, kind_of


@dataclass(frozen=True)
class Wish:
    """What somebody asks of the editors: the words, and the content that the kind of item understands (JSON)."""

    title: str
    reason: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    goes_first: bool = False
    editors_from: datetime | None = None
    since: datetime | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """What an item keeps of it. ``editors_from``: others are asked first, until then (None: the editors at once).

        ``since``: from when on it waits, for a new item (None: now).
        """
        return {
            "title": self.title[:200],
            "reason": self.reason,
            "content": self.content,
            "goes_first": self.goes_first,
            "editors_from": self.editors_from or timezone.now(),
        }


def wish_of(item: DeskItem, reason: str) -> Wish:
    """What ``item`` asks, with another ``reason``."""
    return Wish(item.title, reason, item.content, item.goes_first, item.editors_from)


@transaction.atomic
def offer(*, kind: DeskKind, about: models.Model | None, by: User | None, wish: Wish) -> DeskItem:
    """Puts an item in the queue. The same person about the same record changes the item that still waits.

    ``by``: None for what the portal itself asks (a task), or who has no account.
    """
    where = {
        "kind": kind.slug,
        "model": about._meta.label_lower if about else "",
        "key": about.pk if about else None,
    }
    if about is not None:
        waiting = DeskItem.objects.select_for_update().unsettled().filter(**where, by=by).first()
        if waiting is not None:
            return put_again(waiting, wish)
    since = wish.since or timezone.now()
    return DeskItem.objects.create(
        **where, **wish.fields, by=by, by_name=str(by or "")[:254], waiting_since=since
    )


@transaction.atomic
def send_again(*, item: DeskItem, wish: Wish) -> DeskItem:
    """Sends an item that waits, or that came back, once more with other words."""
    locked = DeskItem.objects.select_for_update().unsettled().get(pk=item.pk)
    return put_again(locked, wish)


def put_again(item: DeskItem, wish: Wish) -> DeskItem:
    """Gives ``item`` the new words. Who waits longest stays first, unless the editors were waiting for the sender."""
    if item.state == DeskState.RETURNED:
        item.waiting_since = timezone.now()
    item.state, item.version = DeskState.OPEN, item.version + 1
    for name, value in wish.fields.items():
        setattr(item, name, value)
    item.save()
    return item


@transaction.atomic
def withdraw(*, item: DeskItem, by: User) -> bool:
    """Takes an item back that nobody decided about; False when somebody did."""
    mine = DeskItem.objects.unsettled().filter(pk=item.pk)
    taken = mine.update(
        state=DeskState.WITHDRAWN,
        handled_by=by,
        handled_by_name=str(by)[:254],
        handled_at=timezone.now(),
        held_by=None,
        held_until=None,
    )
    if taken:
        kind_of(item).take_back(item, by)
    return bool(taken)
