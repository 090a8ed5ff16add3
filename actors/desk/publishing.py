"""What waits on the desk about a record that an editor publishes elsewhere: publishing is accepting."""

from django.db import models

from actors.models import DeskItem, User

from .deciding import accept
from .kinds import Impossible, all_kinds


def accept_published(*, record: models.Model, by: User) -> list[str]:
    """Accepts what asks to publish ``record``, as the desk would: who and when stand there, and the sender is told.

    Returns why an item stays open, in plain words: a colleague has it in hand, or it cannot be accepted.
    """
    asking = [kind.slug for kind in all_kinds() if kind.publishes is not None]
    left = []
    for item in DeskItem.objects.unsettled().about(record).of_kinds(asking):
        kind = next(kind for kind in all_kinds() if kind.slug == item.kind)
        if kind.publishes is None or not kind.publishes(item):
            continue
        try:
            accept(item=reopened(item), by=by, seen=item.version)
        except Impossible as reason:
            left.append(str(reason))
    return left


def reopened(item: DeskItem) -> DeskItem:
    """``item`` as one that waits for the editors, also when its sender had a question to answer first."""
    DeskItem.objects.filter(pk=item.pk).update(state=DeskItem.State.OPEN)
    item.state = DeskItem.State.OPEN
    return item
