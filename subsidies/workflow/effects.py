"""What the steps of the table do, besides moving: each writes on the locked dossier, which is saved afterwards."""

from decimal import Decimal

from subsidies.deciding.letters import KIND_BY_OUTCOME, write_letter
from subsidies.models import Agreement, DossierTask, LetterKind, Outcome, ReceiptSequence, Review
from subsidies.models.board import current_item, put_back, put_on, take_off
from subsidies.models.envelopes import book, taken_by
from subsidies.models.past_agreements import take_back
from subsidies.models.reports import report_of
from subsidies.models.standing import BRUSSELS, midnight

from .copying import copy_of
from .words import Attempt

ON_AGENDA = "agenda"


def stamp_and_number(attempt: Attempt) -> None:
    """The moment in which it came in, and once its number: the next of the year in Brussels."""
    dossier = attempt.dossier
    dossier.submitted_at = attempt.at
    if dossier.number is None:
        dossier.number = ReceiptSequence.next(attempt.at.astimezone(BRUSSELS).year)
    attempt.facts["number"] = dossier.number


def keep_copy(attempt: Attempt) -> None:
    """Keeps what was sent as it is this second, and notes its hash."""
    copy = copy_of(attempt)
    attempt.facts["copy"], attempt.facts["sha256"] = copy.version, copy.sha256


def file_letter(attempt: Attempt, kind: LetterKind) -> None:
    """Writes the letter that belongs to the step, and files it; the mail about the step leads to it."""
    letter = write_letter(attempt.dossier, kind, at=attempt.at, reason=attempt.data.get("reason", ""))
    attempt.facts["letter"] = letter.pk


def reopen(attempt: Attempt) -> None:
    """Opens the named fields until a moment."""
    dossier = attempt.dossier
    dossier.reopened, dossier.reopened_until = sorted(attempt.data["fields"]), attempt.data["until"]
    dossier.grace_until = None
    file_letter(attempt, LetterKind.COMPLETE)


def close_again(attempt: Attempt) -> None:
    """Locks what was opened, and ends extra time."""
    dossier = attempt.dossier
    dossier.reopened, dossier.reopened_until, dossier.grace_until = [], None, None


def give_grace(attempt: Attempt) -> None:
    """Gives extra time; that it was given stands in the history."""
    attempt.dossier.grace_until = attempt.data["until"]


def note_advice(attempt: Attempt) -> None:
    """Writes down the advice of an expert who declared to have no interest."""
    expert = attempt.data["expert"]
    values = {"is_independent": True, "declared_at": attempt.at, "given_at": attempt.at}
    values |= {"handed_back": "", "why_back": "", "verdict": ""}
    review, _new = Review.objects.update_or_create(
        dossier=attempt.dossier, expert=expert, defaults={**values, "words": attempt.data["advice"]}
    )
    review.scores.all().delete()  # what somebody began here is not what they wrote on paper
    attempt.facts["review"] = review.pk


def put_on_agenda(attempt: Attempt) -> None:
    """Puts it on the agenda of the meeting of that day."""
    put_on(attempt.dossier, attempt.data["meeting_on"])


def take_off_agenda(attempt: Attempt) -> None:
    """Takes it off the agenda."""
    take_off(attempt.dossier)
    attempt.dossier.meeting_on = None


def decide(attempt: Attempt) -> None:
    """Writes down what the board decided, with how many votes, and takes the money from the envelope."""
    dossier, data = attempt.dossier, attempt.data
    dossier.outcome, dossier.granted = data["outcome"], data.get("granted")
    dossier.motivation, dossier.decided_at = data["motivation"], attempt.at
    book(dossier, dossier.granted or Decimal(0))
    item = current_item(dossier)
    if item is not None:
        item.settle()
        attempt.facts["meeting"] = item.meeting_id
        if item.meeting.quorum is not None:
            attempt.facts["votes"] = item.counted
    file_letter(attempt, KIND_BY_OUTCOME[dossier.outcome])


def find_inadmissible(attempt: Attempt) -> None:
    """Writes down that it cannot be taken, and why; what was opened for the applicant closes."""
    close_again(attempt)
    dossier = attempt.dossier
    dossier.outcome, dossier.decided_at = Outcome.INADMISSIBLE, attempt.at
    dossier.motivation = attempt.data["motivation"]
    file_letter(attempt, LetterKind.INADMISSIBLE)


def hear_amount(attempt: Attempt) -> None:
    """Writes down what another giver grants."""
    dossier = attempt.dossier
    dossier.outcome, dossier.granted = Outcome.GRANTED, attempt.data["granted"]
    dossier.decided_at = attempt.at


def hear_refusal(attempt: Attempt) -> None:
    """Writes down that another giver refuses."""
    dossier = attempt.dossier
    dossier.outcome, dossier.motivation = Outcome.REFUSED, attempt.data["reason"]
    dossier.decided_at = attempt.at


def hear_inadmissible(attempt: Attempt) -> None:
    """Writes down that another giver does not take it."""
    hear_refusal(attempt)
    attempt.dossier.outcome = Outcome.INADMISSIBLE


def note_sent(attempt: Attempt) -> None:
    """Notes the day on which it went to another giver."""
    attempt.dossier.submitted_at = midnight(attempt.data["submitted_on"])


def note_agreement(attempt: Attempt) -> None:
    """Notes the day on which the agreement was signed."""
    attempt.dossier.agreed_on = attempt.data["agreed_on"]
    Agreement.objects.filter(dossier=attempt.dossier).update(signed_on=attempt.data["agreed_on"])


def take_agreement_back(attempt: Attempt) -> None:
    """Keeps the agreement as it was signed, to correct it; both sides sign the new version, and nothing is paid until then."""
    agreement = Agreement.objects.select_for_update(of=("self",)).filter(dossier=attempt.dossier).first()
    attempt.dossier.agreed_on = None
    if agreement is None:
        return
    list(
        agreement.instalments.select_for_update().order_by("pk")
    )  # a payment of this very second comes before or after
    kept = take_back(agreement, attempt.at, attempt.data["reason"])
    if kept is not None:
        attempt.facts["version"] = kept.number


def take_report(attempt: Attempt) -> None:
    """Keeps the final report: the text, or the parts together. That it was late is over."""
    dossier, parts = attempt.dossier, report_of(attempt.dossier)
    dossier.report = attempt.data.get("report") or (parts.in_short() if parts else "")
    dossier.reported_at, dossier.report_accepted_at = attempt.at, None
    DossierTask.objects.open().filter(late_agreement__dossier=dossier).settle(attempt.at)


def note_report(attempt: Attempt) -> None:
    """Notes the day on which somebody reported to another giver."""
    attempt.dossier.reported_at = midnight(attempt.data["reported_on"])


def give_report_back(attempt: Attempt) -> None:
    """The report has to be better; it stays as it was written until then."""
    attempt.dossier.report_accepted_at = None


def accept_report(attempt: Attempt) -> None:
    """Accepts the final report."""
    attempt.dossier.report_accepted_at = attempt.at


def hold_phase(attempt: Attempt) -> None:
    """Remembers where it was, to take it up again there; a place on the agenda and money become free."""
    dossier = attempt.dossier
    dossier.held_phase = dossier.phase
    if dossier.phase == ON_AGENDA:
        take_off(dossier)
    if dossier.granted:
        book(dossier, Decimal(0))


def let_go_of_phase(attempt: Attempt) -> None:
    """Notes where it goes on, which nobody has to remember any more; it takes its place and its money again."""
    dossier = attempt.dossier
    attempt.facts["again"] = dossier.held_phase
    if dossier.held_phase == ON_AGENDA:
        put_back(dossier)
    if dossier.granted:
        book(dossier, taken_by(dossier))
    dossier.held_phase = ""
