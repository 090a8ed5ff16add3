"""How a call ends: on its day, or before; what came of it; a month longer; and opening it again."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import Actor, User
from actors.models.timetable import months_after
from projects.chronicle import note
from projects.models import CallQuestion, Outcome, PartnerCall, What
from projects.models.call_parts import QuestionAnswer, QuestionKind
from projects.models.steps import CLOSED, OPEN
from projects.publishing import wrong_day
from projects.writing import locked


class Answered(Exception):  # noqa: N818 - it is an answer, not a crash
    """The link does nothing any more: somebody answered, or the call moved on."""


@dataclass(frozen=True)
class Result:
    """What came of a call. ``outcome`` "" tells nothing yet; ``found``: whom, of those who answered."""

    outcome: str = ""
    found: Actor | None = None


@transaction.atomic
def close_call(*, call: PartnerCall, by: User, result: Result) -> PartnerCall:
    """Closes a call, or tells of a closed one what came of it. Raises ``PermissionDenied``, ``Impossible`` for a draft."""
    mine = locked(call, by)
    if mine.published_at is None:
        raise Impossible(_("This call was never on the site."))
    return end(mine, by, result)


def end(call: PartnerCall, by: User | None, result: Result, *, by_itself: bool = False) -> PartnerCall:
    """Writes the end of ``call`` and what came of it; what is known already is not written twice."""
    if call.closed_at is None:
        call.closed_at = timezone.now()
        note(call, by, What.OPEN, OPEN, CLOSED, by_itself=by_itself)
    if result.outcome and (result.outcome != call.outcome or result.found != call.found):
        old, call.outcome = call.outcome, result.outcome
        call.found = result.found if result.outcome != Outcome.NOT else None
        note(call, by, What.OUTCOME, old, call.outcome, about=call.found.name if call.found else "")
    call.save()
    return call


@transaction.atomic
def reopen_call(*, call: PartnerCall, by: User, until: date) -> PartnerCall:
    """Takes answers again until ``until``. Raises ``PermissionDenied``, and ``Impossible`` for a day that cannot be."""
    mine = locked(call, by)
    before, mine.closes_on = mine.closes_on, until
    if wrong := wrong_day(mine):
        raise Impossible(wrong["closes_on"])
    if mine.closed_at is not None:
        mine.closed_at, mine.outcome, mine.found = None, "", None
        note(mine, by, What.OPEN, CLOSED, OPEN)
    if before != until:
        note(mine, by, What.UNTIL, str(before), str(until))
    mine.save()
    return mine


# --- By the link in a mail ----------------------------------------------------------------------------------------


def is_live(question: CallQuestion) -> bool:
    """Whether the link of ``question`` can still do something."""
    call = question.call
    if question.answer or not call.is_public:
        return False
    if question.kind == QuestionKind.OPEN:
        return call.is_open and question.until == call.closes_on
    return call.is_over and not call.outcome


def taken(question: CallQuestion, answer: QuestionAnswer) -> PartnerCall:
    """The call to change, once nobody else can answer. Raises ``Answered``."""
    rows = CallQuestion.objects.select_related("call__actor")
    mine = rows.select_for_update(of=("self",)).get(pk=question.pk)
    mine.call = locked(mine.call, None)
    if not is_live(mine):
        raise Answered
    mine.answer, mine.answered_at = answer, timezone.now()
    mine.save()
    return mine.call


@transaction.atomic
def keep_by_link(*, question: CallQuestion) -> PartnerCall:
    """It stays open until its day. Raises ``Answered``."""
    return taken(question, QuestionAnswer.STILL)


@transaction.atomic
def extend_by_link(*, question: CallQuestion) -> PartnerCall:
    """It stays open a month longer. Raises ``Answered``."""
    call = taken(question, QuestionAnswer.LONGER)
    before, call.closes_on = call.closes_on, months_after(call.closes_on, 1)
    note(call, None, What.UNTIL, str(before), str(call.closes_on))
    call.save()
    return call


@transaction.atomic
def close_by_link(*, question: CallQuestion, result: Result) -> PartnerCall:
    """It is found, so it closes; with how. Raises ``Answered``."""
    return end(taken(question, QuestionAnswer.FOUND), None, result)


@transaction.atomic
def tell_by_link(*, question: CallQuestion, result: Result) -> PartnerCall:
    """What came of a call that closed. Raises ``Answered``."""
    return end(taken(question, QuestionAnswer.TOLD), None, result)
