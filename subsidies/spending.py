"""Noting that the budget of a round is spent, and taking that back: the only functions that do so by a press of a button.

Who saved or watches the measure hears of both once (``alerting``); nothing is mailed here.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actors.history import Deed, recorded

from .models import Call, Standing
from .models.standing import Moment
from .permissions import may_edit_measure

OPEN = frozenset([Standing.OPEN, Standing.CLOSING, Standing.ONGOING])


def can_be_spent(call: Call, moment: Moment | None = None) -> bool:
    """Whether one can ask in this round now, so that its money can run out."""
    return call.standing_at(moment or Moment.at()) in OPEN


def can_open_again(call: Call, moment: Moment | None = None) -> bool:
    """Whether only the money keeps this round from being open."""
    return call.standing_at(moment or Moment.at()) == Standing.SPENT


@transaction.atomic
def mark_spent(*, call: Call, by: Any, now: datetime | None = None) -> bool:
    """Closes a round because its budget is spent, from this second on; False when somebody did so before.

    Raises ``PermissionDenied`` for who may not, and ``ValidationError`` for a round in which one cannot ask now.
    """
    mine, moment = locked(call, by), Moment.at(now)
    if can_open_again(mine, moment):
        return False
    if not can_be_spent(mine, moment):
        raise ValidationError(_("This round is not open now, so its budget cannot be spent."))
    with recorded(Call, [mine.pk], Deed(by)):
        mine.spent_at = moment.now
        mine.save(update_fields=["spent_at"])
    return True


@transaction.atomic
def open_again(*, call: Call, by: Any, now: datetime | None = None) -> bool:
    """Takes back that the budget is spent; False when it is not, or not any more.

    Raises ``PermissionDenied`` for who may not, and ``ValidationError`` for a round that closed in the meantime.
    """
    mine, moment = locked(call, by), Moment.at(now)
    if mine.spent_at is None:
        return False
    if not can_open_again(mine, moment):
        raise ValidationError(_("This round is over in the meantime, so it cannot open again."))
    with recorded(Call, [mine.pk], Deed(by)):
        mine.spent_at = None
        mine.save(update_fields=["spent_at"])
    return True


def locked(call: Call, by: Any) -> Call:
    """The round as it is now, while others wait. Raises ``PermissionDenied`` for who may not change it."""
    found: Call = Call.objects.select_for_update(of=("self",)).select_related("measure").get(pk=call.pk)
    if not may_edit_measure(by, found.measure):
        raise PermissionDenied
    return found
