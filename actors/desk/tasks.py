"""Tasks: what the portal itself asks of the editors, such as an actor for which nobody acts any more."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, DeskItem

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
