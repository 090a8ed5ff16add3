"""The conditions of the table: each asks the records and no one's promise, and says what to do when it is not met."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from ecru.base.files.attachments import Scan
from ecru.base.templatetags.ecru import euro
from subsidies.completeness import unanswered
from subsidies.models import Dossier, Outcome, Standing
from subsidies.models.board import current_item
from subsidies.models.dossier_words import REOPENED
from subsidies.models.envelopes import left_for
from subsidies.models.money import has_agreement, is_settled
from subsidies.models.reports import gaps_of, report_of
from subsidies.models.standing import BRUSSELS, Moment

from . import budgets
from .words import Condition, Gap

FILES = "bijlagen"  # the part of a dossier with its files
TAKES = frozenset([Standing.CLOSING, Standing.OPEN, Standing.ONGOING])


def in_words(moment: datetime | None) -> str:
    """A moment as people read it, in Brussels; empty for none."""
    return date_format(timezone.localtime(moment), "j F Y, H:i:s") if moment else ""


def has_grace(dossier: Dossier, at: datetime) -> bool:
    """Whether extra time, which is in the history, runs at ``at``: its last second is in time."""
    return dossier.grace_until is not None and at <= dossier.grace_until


def round_takes(dossier: Dossier, at: datetime) -> bool:
    """Whether the round takes dossiers at ``at``, to the second, or extra time was given."""
    call = dossier.call
    return has_grace(dossier, at) or (call is not None and call.standing_at(Moment.at(at)) in TAKES)


def still_reopened(dossier: Dossier, at: datetime) -> bool:
    """Whether the applicant may still complete it at ``at``, to the second."""
    until = dossier.reopened_until
    return has_grace(dossier, at) or (until is not None and at <= until)


def within_most(dossier: Dossier, _at: datetime) -> bool:
    """Whether it asks at most what the measure gives. What no source states does not limit."""
    measure = dossier.asked_measure
    most = measure.max_amount if measure else None
    return most is None or dossier.requested is None or dossier.requested <= most


def above_least(dossier: Dossier, _at: datetime) -> bool:
    """Whether it asks at least what the measure gives."""
    measure = dossier.asked_measure
    least = measure.min_amount if measure else None
    return least is None or dossier.requested is None or dossier.requested >= least


def amounts(dossier: Dossier) -> Mapping[str, Any]:
    """The amounts that sentences name."""
    measure = dossier.asked_measure
    found = {
        "asked": dossier.requested,
        "most": measure.max_amount if measure else None,
        "least": measure.min_amount if measure else None,
    }
    left = lazy(lambda: euro(left_of(dossier)), str)()  # asked for by the sentence that names it
    return {**{name: euro(value) for name, value in found.items()}, "left": left}


def left_of(dossier: Dossier) -> Decimal | None:
    """What is left for this dossier, in euro: of the budget of its round, and of what that shares with other rounds. None: no budget is known."""
    return left_for(dossier)


def budget_holds(dossier: Dossier, _at: datetime) -> bool:
    """Whether what was granted to it still fits in the budget of its round."""
    left = left_of(dossier)
    return left is None or (dossier.granted or Decimal(0)) <= left


def advices_needed(dossier: Dossier) -> int:
    """How many independent experts have to advise: three for small supralocal projects (decree of 8 March 2024)."""
    measure = dossier.asked_measure
    return measure.independent_advices if measure else 0


def advices_given(dossier: Dossier) -> int:
    """How many experts without an interest advised."""
    return sum(review.counts for review in dossier.reviews.all())


def enough_advice(dossier: Dossier, _at: datetime) -> bool:
    """Whether so many independent experts advised as the measure asks."""
    return advices_given(dossier) >= advices_needed(dossier)


def meeting_has_come(dossier: Dossier, at: datetime) -> bool:
    """Whether the day of the meeting is there, in Brussels."""
    return dossier.meeting_on is not None and dossier.meeting_on <= at.astimezone(BRUSSELS).date()


def meeting(dossier: Dossier) -> Mapping[str, Any]:
    """The day of the meeting."""
    return {"day": date_format(dossier.meeting_on, "j F Y") if dossier.meeting_on else "?"}


def on_agenda(dossier: Dossier, _at: datetime) -> bool:
    """Whether it stands on the agenda of a meeting that is not over; one that never stood on an agenda has only a day."""
    item = current_item(dossier)
    if item is None:
        return not dossier.agenda_items.exists()
    return not item.meeting.is_closed


def quorum_is_there(dossier: Dossier, _at: datetime) -> bool:
    """Whether enough members are in the room, where the meeting has a quorum."""
    item = current_item(dossier)
    return item is None or item.tally.has_quorum


def votes_are_noted(dossier: Dossier, _at: datetime) -> bool:
    """Whether everybody in the room voted or abstained, where the meeting has a quorum."""
    item = current_item(dossier)
    return item is None or item.meeting.quorum is None or not item.tally.missing


def votes_grant(dossier: Dossier) -> bool | None:
    """Whether the votes grant support; None where votes are not noted."""
    item = current_item(dossier)
    return None if item is None or item.meeting.quorum is None else item.tally.grants


def votes(dossier: Dossier) -> Mapping[str, Any]:
    """The numbers of the vote, and who did not vote yet."""
    item = current_item(dossier)
    if item is None:
        return {}
    names = ", ".join(seat.who for seat in item.tally.missing)
    return {**item.tally.told, "missing": names}


def closing(dossier: Dossier) -> Mapping[str, Any]:
    """When the round closes."""
    return {"moment": in_words(dossier.call.closes_at if dossier.call else None)}


def missing_documents(dossier: Dossier) -> list[str]:
    """The documents that the round asks and that are not there. Who may not add any now is asked none."""
    if dossier.call is None or (dossier.phase == REOPENED and FILES not in dossier.reopened):
        return []
    there = {file.document_id for file in dossier.files.all() if file.counts and file.scan != Scan.INFECTED}
    asked = [document for document in dossier.call.documents.all() if document.is_asked]
    return [document.name for document in asked if document.pk not in there]


def report_is_written(dossier: Dossier, _at: datetime) -> bool:
    """Whether the report in parts is whole, where there is an agreement; without one a text is enough."""
    return not has_agreement(dossier) or not gaps_of(dossier, report_of(dossier))


def report_gaps(dossier: Dossier) -> Mapping[str, Any]:
    """What the report lacks."""
    return {"gaps": " ".join(str(said) for _part, said in gaps_of(dossier, report_of(dossier)))}


ROUND_TAKES = Condition(
    "round",
    _("The round does not take dossiers now (closing moment: %(moment)s). Ask ECRU for extra time if something went wrong."),
    round_takes,
    closing,
)  # fmt: skip
STILL_REOPENED = Condition(
    "reopened",
    _("The time to complete it is over since %(moment)s. Ask ECRU for extra time."),
    still_reopened,
    lambda dossier: {"moment": in_words(dossier.reopened_until)},
)
REOPENING_IS_OVER = Condition(
    "reopening-over",
    _("The applicant has time until %(moment)s to complete it."),
    lambda dossier, at: not still_reopened(dossier, at),
    lambda dossier: {"moment": in_words(dossier.due_at)},
)
HAS_STORY = Condition(
    "story",
    _("Tell what you want to do, and why."),
    lambda dossier, _at: bool(dossier.summary.strip()),
    part="id_summary",
)
HAS_AMOUNT = Condition(
    "amount",
    _("Fill in how much you ask."),
    lambda dossier, _at: bool(dossier.requested and dossier.requested > 0),
    part="id_requested",
)
WITHIN_MOST = Condition(
    "most",
    _("You ask %(asked)s. This support goes up to %(most)s. Lower the amount, or look for a second giver."),
    within_most,
    amounts,
    part="id_requested",
)
ABOVE_LEAST = Condition(
    "least",
    _("You ask %(asked)s. This support begins at %(least)s."),
    above_least,
    amounts,
    part="id_requested",
)
HAS_PLACES = Condition(
    "places",
    _("Choose in which municipalities it happens."),
    lambda dossier, _at: dossier.municipalities.exists(),
    part="id_municipalities_0",
)
HAS_DOCUMENTS = Condition(
    "documents",
    _("Add these attachments: %(names)s."),
    lambda dossier, _at: not missing_documents(dossier),
    lambda dossier: {"names": ", ".join(missing_documents(dossier))},
    part=FILES,
)
HAS_GIVER = Condition(
    "giver",
    _("Choose the measure, or write down who the giver is."),
    lambda dossier, _at: bool(dossier.giver),
)
ENOUGH_ADVICE = Condition(
    "advice",
    _("Advice of %(needed)s independent experts is needed. There is advice of %(given)s now."),
    enough_advice,
    lambda dossier: {"needed": advices_needed(dossier), "given": advices_given(dossier)},
)
MEETING_HAS_COME = Condition("meeting", _("The board meets on %(day)s."), meeting_has_come, meeting)
ON_AGENDA = Condition(
    "agenda",
    _(
        "The meeting of this dossier is over. Take it off the agenda, and put it on the one of another meeting."
    ),
    on_agenda,
)
QUORUM_IS_THERE = Condition(
    "quorum",
    _(
        "%(needed)s board members have to be in the room for this dossier. Now that is %(there)s. Write down who is there."
    ),
    quorum_is_there,
    votes,
)
VOTES_ARE_NOTED = Condition(
    "votes", _("Not everybody voted yet: %(missing)s. Write down their vote first."), votes_are_noted, votes
)
WAS_GRANTED = Condition(
    "granted",
    _("The board did not grant support."),
    lambda dossier, _at: dossier.outcome == Outcome.GRANTED,
)
AGREEMENT_IS_THERE = Condition(
    "agreement",
    _("First make the agreement: the advance, from when until when, and by when the report comes."),
    lambda dossier, _at: dossier.outcome != Outcome.GRANTED or has_agreement(dossier),
    part="geld",
)
WAS_NOT_GRANTED = Condition(
    "not-granted",
    _("The board granted support: first comes the agreement."),
    lambda dossier, _at: dossier.outcome in {Outcome.REFUSED, Outcome.INADMISSIBLE},
)
REPORT_ACCEPTED = Condition(
    "report",
    _("First accept the final report."),
    lambda dossier, _at: dossier.report_accepted_at is not None,
)
REPORT_NOT_ACCEPTED = Condition(
    "report-open",
    _("The final report is accepted already."),
    lambda dossier, _at: dossier.report_accepted_at is None,
)
REPORT_IS_WRITTEN = Condition(
    "report-written",
    _("The final report is not whole yet. %(gaps)s"),
    report_is_written,
    report_gaps,
    part="eindverslag",
)
MONEY_IS_SETTLED = Condition(
    "money",
    _("First pay what was granted, or let it lapse, and settle what was asked back."),
    lambda dossier, _at: is_settled(dossier),
    part="geld",
)
BUDGET_HOLDS = Condition(
    "budget",
    _("In the meantime the budget of the round went to others: %(left)s is left."),
    budget_holds,
    amounts,
)

ANSWERED = Condition(
    "answered",
    _("Questions that still need an answer, or a shorter one: %(count)s."),
    lambda dossier, _at: not unanswered(dossier),
    lambda dossier: {"count": len(unanswered(dossier))},
    part="vragen",
    finds=lambda dossier: [
        Gap(one.fault, one.question.address_in(dossier), one.question.told) for one in unanswered(dossier)
    ],
)

# What has to be whole before somebody sends it, first or again.
COMPLETE = (
    HAS_STORY,
    HAS_AMOUNT,
    ABOVE_LEAST,
    WITHIN_MOST,
    HAS_PLACES,
    ANSWERED,
    HAS_DOCUMENTS,
    *budgets.CONDITIONS,
)

# What a final report needs before somebody hands it in.
REPORT_COMPLETE = (REPORT_IS_WRITTEN, *budgets.REPORTED)
