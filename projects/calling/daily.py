"""What happens to calls by the passing of time: a week before their end we ask, on their end they close."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from projects.models import CallQuestion, PartnerCall
from projects.models.call_parts import QuestionKind
from projects.reaching import is_resting
from projects.writing import locked

from .closing import Result, end
from .letters import tell_question

MOST = 500  # calls in one run; the rest comes tomorrow
KEPT = timedelta(days=365)  # how long we keep which links we mailed


def look_after_calls(now: datetime) -> dict[str, int]:
    """Closes what is over on the day of ``now`` in Brussels, and asks about what closes in a week; how many of each.

    Safe to repeat: each call closes once, and is asked once for each of its closing days.
    """
    today = timezone.localdate(now)
    over = PartnerCall.objects.published().over(today).select_related("actor").order_by("pk")[:MOST]
    soon = PartnerCall.objects.to_ask(today).select_related("actor").order_by("pk")[:MOST]
    asked = sum(ask(call, QuestionKind.OPEN) for call in list(soon))
    return {"closed": close_all(over), "asked": asked}


def close_all(calls: Iterable[PartnerCall]) -> int:
    """Closes each in a transaction of its own, and asks what came of it; how many."""
    closed = 0
    for call in list(calls):
        with transaction.atomic():
            mine = locked(call, None)
            if mine.closed_at is None and not mine.is_open:
                end(mine, None, Result(), by_itself=True)
                ask(mine, QuestionKind.OUTCOME)
                closed += 1
    return closed


@transaction.atomic
def ask(call: PartnerCall, kind: QuestionKind) -> bool:
    """Mails the people of ``call`` a question with a link that answers it; False when they had it, or want quiet."""
    if is_resting(call.actor):
        return False
    question = CallQuestion(call=call, kind=kind, until=call.closes_on)
    if CallQuestion.objects.of_call(call).filter(kind=kind, until=call.closes_on).exists():
        return False
    token = question.give_token()
    question.save()
    tell_question(question, token)
    return True


def forget_questions(now: datetime) -> int:
    """Removes which links we mailed more than a year before ``now``; how many."""
    return CallQuestion.objects.old(now - KEPT).delete()[0]
