"""Tasks: what the portal itself asks of the editors, such as an actor for which nobody acts any more."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, DeskItem, DeskState

from .kinds import DeskKind, desk_kind
from .offering import Wish, offer


def page_of(item: DeskItem) -> str:
    """Where the editors keep what ``item`` is about."""
    return reverse("admin:actors_actor_change", args=[item.key]) if item.model == "actors.actor" else ""


TASK = desk_kind(DeskKind("taak", _("task"), address=page_of, can_be_returned=False))


@transaction.atomic
def give_task(*, actor: Actor, reason: str) -> DeskItem:
    """Asks the editors to do something about ``actor``. One task for each actor: a second reason comes under the first."""
    waiting = DeskItem.objects.select_for_update().open().of_kind(TASK.slug).about(actor).first()
    told = waiting.reason if waiting else ""
    if waiting and reason in told:
        return waiting
    return offer(kind=TASK, about=actor, by=None, wish=Wish(actor.name, f"{told}\n\n{reason}".strip()))


@transaction.atomic
def ask_once(kind: DeskKind, wishes: Mapping[Any, Wish]) -> int:
    """Puts each wish in the queue, about the record that is its key, unless one of this ``kind`` waits already; returns how many are new.

    What waits is not touched: an editor may have it open.
    """
    waiting = set(DeskItem.objects.unsettled().of_kind(kind.slug).values_list("model", "key"))
    fresh = [record for record in wishes if (record._meta.label_lower, record.pk) not in waiting]
    for record in fresh:
        offer(kind=kind, about=record, by=None, wish=wishes[record])
    return len(fresh)


def close_done(kind: DeskKind) -> int:
    """Closes what the queue leaves out because it asks for nothing any more (``DeskKind.still``); returns how many."""
    still: Any = kind.still
    waiting = DeskItem.objects.unsettled().of_kind(kind.slug)
    return waiting.exclude(key__in=still()).update(
        state=DeskState.WITHDRAWN, handled_at=timezone.now(), held_by=None, held_until=None
    )
