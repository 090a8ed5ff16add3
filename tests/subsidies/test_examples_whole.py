"""What made-up dossiers hold: each phase implies its records, sums are right, and what waits for somebody shows on the desk."""

from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone
from stdnum import iban

from actors.models import User
from subsidies.budgets import Budget
from subsidies.examples.money import NO_BANK
from subsidies.examples.plans import MARK
from subsidies.models import (
    ActorNote,
    Agreement,
    BankAccount,
    BoardMeeting,
    Call,
    Clawback,
    Dossier,
    DossierMessage,
    DossierTask,
    Envelope,
    FinalReport,
    Instalment,
    Outcome,
    Party,
    Payment,
    PaymentBatch,
    Review,
    TrackName,
)
from subsidies.models.envelopes import granted_in
from subsidies.models.money import Part, is_settled
from subsidies.models.reports import gaps_of
from subsidies.paying.listing import BATCHES, PaymentLists
from subsidies.paying.standing import AT_BANK, PAID, READY, WAITS, lines_of
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.subsidies.examples_cast import examples, walk

__all__ = ["examples"]
pytestmark = pytest.mark.django_db
UNSIGNED, UNDER_WAY = {"beslist", "overeenkomst"}, "uitvoering"
REPORTED = {"eindverslag", "afgesloten"}
STATES = {  # of the advance and of the balance, in each phase
    "beslist": {(WAITS, WAITS)},  # an agreement that is corrected
    "overeenkomst": {(WAITS, WAITS)},
    UNDER_WAY: {(PAID, WAITS), (AT_BANK, WAITS)},
    "eindverslag": {(PAID, WAITS), (PAID, READY)},
    "afgesloten": {(PAID, PAID)},
}
CONCERNS = {
    "berichten": "Kom je kijken?",
    "eerst": "Zet de nieuwe einddatum in de overeenkomst",
    "taken": "Stuur de affiche",
    "experten": "Kelderconcerten",
    "opvolgen": "Jeugdhuis Zenit",
}


def granted() -> list[Any]:
    """What ECRU itself grants."""
    return list(Dossier.objects.filter(track=TrackName.OWN, outcome=Outcome.GRANTED).select_related("actor"))


def states(agreement: Agreement) -> tuple[str, ...]:
    """Where its instalments stand."""
    account = BankAccount.objects.current().filter(actor=agreement.dossier.actor_id).first()
    return tuple(line.state for line in lines_of(agreement, account))


def check_agreements() -> None:
    """Each phase after the decision implies its agreement, a confirmed account and payments."""
    seen: dict[str, set[tuple[str, ...]]] = {}
    for dossier in granted():
        agreement: Any = Agreement.objects.of_dossier(dossier)
        if dossier.phase == "beslist" and agreement is None:
            continue
        assert agreement.amount == dossier.granted
        assert agreement.signed_on == dossier.agreed_on
        assert (agreement.signed_on is None) == (dossier.phase in UNSIGNED)
        if dossier.phase not in UNSIGNED:
            account: Any = BankAccount.objects.confirmed().get(actor=dossier.actor)
            assert account.given_at.date() <= account.confirmed_at.date() <= agreement.signed_on
        seen.setdefault(dossier.phase, set()).add(states(agreement))
        assert is_settled(dossier) == (dossier.phase == "afgesloten")
    assert seen == STATES
    assert not Clawback.objects.exists()
    assert Agreement.objects.exclude(past=None).get().dossier.phase == "beslist"


def check_accounts() -> None:
    """Account numbers are sound, of no bank, and confirmed by another person; one waits for the member."""
    accounts = BankAccount.objects.all()
    assert accounts
    for account in accounts:
        assert iban.is_valid(account.iban)
        assert account.iban[4:7] == NO_BANK
        assert account.holder.startswith(MARK)
        assert account.given_by_id != account.confirmed_by_id
    waiting = BankAccount.objects.unconfirmed().get()
    assert waiting.actor_id in User.objects.get(email="lid@demo.example").own_actors
    assert [one.confirmed_by.is_regisseur for one in accounts if one.confirmed_note] == [True]


def check_reports() -> None:
    """A report that was handed in is whole, its actuals add up; one is begun."""
    for dossier in granted():
        report: Any = FinalReport.objects.filter(dossier=dossier).first()
        if dossier.phase in REPORTED:
            assert not gaps_of(dossier, report)
            assert dossier.report == report.in_short()
            assert all(reach.number <= report.reached for reach in report.reaches.all())
            budget = Budget.of(dossier)
            assert not budget.untold
            lapsed = Instalment.objects.filter(agreement__dossier=dossier).aggregate(sum=Sum("lapsed"))["sum"]
            assert budget.actual.gap == -lapsed
        elif report is not None:
            assert dossier.phase == UNDER_WAY
            assert gaps_of(dossier, report)
    begun = FinalReport.objects.exclude(dossier__phase__in=REPORTED).get().dossier
    assert begun.actor_id in User.objects.get(email="lid@demo.example").own_actors
    accepted = {dossier.phase for dossier in granted() if dossier.report_accepted_at}
    assert accepted == REPORTED


def check_sums() -> None:
    """Rounds, envelopes, budgets and payments agree with each other."""
    calls: list[Any] = list(Call.objects.filter(dossiers__title__startswith=MARK).distinct())
    assert len(calls) == 2
    for call in calls:
        assert 0 < granted_in([call]) <= call.budget
    for envelope in Envelope.objects.prefetch_related("rounds"):
        assert envelope.spent == granted_in(envelope.calls)
    assert Envelope.objects.shared().get().spent == granted_in(calls)
    for dossier in Dossier.objects.exclude(submitted_at=None):
        budget = Budget.of(dossier)
        assert budget.is_filled
        assert budget.planned.is_balanced
    for payment in Payment.objects.all():
        line: Any = payment.instalment
        assert payment.amount == line.agreement.part(line.what) - line.lapsed
        assert payment.paid_on is None or payment.paid_on >= line.agreement.signed_on
        if line.what == Part.BALANCE:
            assert payment.batch.made_at >= line.agreement.dossier.report_accepted_at
    batches = list(PaymentBatch.objects.with_sums().order_by("pk"))
    assert [batch.made_at for batch in batches] == sorted(batch.made_at for batch in batches)
    assert list(PaymentLists({}).parts[BATCHES].rows) == batches[::-1]
    assert [bool(batch.open) for batch in batches] == [False] * (len(batches) - 1) + [True]


def check_numbers() -> None:
    """Numbers follow the order in which dossiers came in."""
    sent = Dossier.objects.exclude(number=None).order_by("submitted_at", "pk")
    numbers: list[Any] = list(sent.values_list("number", flat=True))
    assert numbers == sorted(numbers)


def check_moments() -> None:
    """Nothing happened before its dossier began, and nothing is still to come."""
    now, spoken = timezone.now(), [*DossierMessage.objects.all(), *DossierTask.objects.by_hand()]
    for one in spoken:
        at = getattr(one, "at", None) or one.made_at
        assert one.dossier.created_at < at < now
    moments = [
        moment for row in BankAccount.objects.values_list("given_at", "confirmed_at") for moment in row
    ]
    moments += Agreement.objects.values_list("made_at", flat=True)
    moments += FinalReport.objects.values_list("saved_at", flat=True)
    assert all(moment is None or moment < now for moment in moments)
    assert max(Agreement.objects.values_list("made_at", flat=True)).date() < timezone.localdate()


def check_experts() -> None:
    """An expert has advice to declare, to write and to look back on."""
    adviser = User.objects.get(email="expert@demo.example")
    asked = Review.objects.asked_of(adviser)
    stands = {(review.is_declared, bool(review.given_at)) for review in asked}
    assert stands == {(False, False), (True, False), (True, True)}
    assert {review.dossier.phase for review in asked} == {"advies", "revisie"}
    given = asked.get(given_at__isnull=False)
    assert all(score.score and score.reason for score in given.scores.all())
    page = text_of(signed_in(adviser).get("/mijn/adviezen/"))
    assert page.count(MARK) >= 3


def check_talk() -> None:
    """There is talk to and fro, something internal, something late and something done."""
    assert DossierMessage.objects.filter(is_internal=True).get().role == Party.DESK
    assert {message.role for message in DossierMessage.objects.all()} == {Party.DESK, Party.APPLICANT}
    late = DossierTask.objects.open().by_hand().filter(due_at__lt=timezone.now())
    assert {task.party for task in late} == {Party.DESK, Party.APPLICANT}
    assert DossierTask.objects.by_hand().exclude(done_at=None).count() == 1
    notes = ActorNote.objects.all()
    assert {note.is_open for note in notes} == {True, False}
    assert ActorNote.objects.due(timezone.localdate()).exists()


def check_meetings() -> None:
    """Each meeting has a place, the next one a quorum, the past ones minutes."""
    today = timezone.localdate()
    for meeting in BoardMeeting.objects.all():
        assert meeting.place
        assert bool(meeting.quorum) == (meeting.day > today)
        assert bool(meeting.minutes) == (meeting.day < today)


def check_desk() -> None:
    """The desk says what has to be done, for each of its concerns."""
    page = signed_in(User.objects.get(email="regisseur@demo.example")).get("/regie/").content.decode()
    for anchor, words in CONCERNS.items():
        assert f'id="{anchor}"' in page
        assert words in page


@pytest.mark.unmeasured
def test_each_phase_implies_its_records(examples: None) -> None:
    check_agreements()
    check_accounts()
    check_reports()
    check_sums()
    check_numbers()


def test_people_talk_and_have_something_to_do(examples: None) -> None:
    check_moments()
    check_experts()
    check_talk()
    check_meetings()
    check_desk()


def test_a_second_time_nothing_comes_or_goes(examples: None) -> None:
    models: tuple[Any, ...] = (Agreement, Payment, DossierMessage, DossierTask, Review, ActorNote, User)
    before = [model.objects.count() for model in models]
    walk()
    assert [model.objects.count() for model in models] == before
