"""What waits on the desk about a record that an editor publishes elsewhere: publishing is accepting."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import models

from actors.models import DeskItem, User

from .deciding import accept
from .kinds import Impossible, all_kinds

AT_ONCE = 500


def accept_published(*, records: Iterable[models.Model], by: User) -> list[str]:
    """Accepts what asks to publish ``records``, which are public: the desk shows who and when, and the sender is told.

    Returns why an item stays open, in plain words: a colleague has it in hand, or it cannot be accepted. One query for each
    500 records, however many of them somebody sent in.
    """
    kinds = {kind.slug: kind for kind in all_kinds() if kind.publishes is not None}
    left = []
    for batch in batched(records, AT_ONCE):
        for item in DeskItem.objects.unsettled().about_any(batch).of_kinds(kinds):
            asks = kinds[item.kind].publishes
            if asks is None or not asks(item):
                continue
            try:
                accept(item=reopened(item), by=by, seen=item.version)
            except Impossible as reason:
                left.append(str(reason))
    return left


def batched(records: Iterable[models.Model], size: int) -> Iterator[list[models.Model]]:
    """``records``, ``size`` at a time."""
    rest = iter(records)
    while batch := list(islice(rest, size)):
        yield batch


def reopened(item: DeskItem) -> DeskItem:
    """``item`` as one that waits for the editors, also when its sender had a question to answer first."""
    DeskItem.objects.filter(pk=item.pk).update(state=DeskItem.State.OPEN)
    item.state = DeskItem.State.OPEN
    return item
