"""The page of a dossier asks the database twelve times at most: in every phase, for everybody, however much belongs to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import User
from subsidies.models import (
    BankAccount,
    BulkLetter,
    CallDocument,
    Clawback,
    Dossier,
    DossierLetter,
    DossierMessage,
    DossierTask,
    DossierTick,
    LateSending,
    LetterCopy,
    PastAgreement,
    ReportReach,
    Review,
    ReviewReaction,
    ReviewScore,
    SentCopy,
)
from subsidies.models.past_agreements import TERMS
from subsidies.phases import TRACKS
from tests.actors.markup import text_of
from tests.factories import MembershipFactory, TargetGroupFactory, UserFactory
from tests.subsidies.board_cast import make_board
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.factories import CriterionFactory
from tests.subsidies.money_cast import IBAN, fresh
from tests.subsidies.money_factories import (
    AgreementFactory,
    FinalReportFactory,
    PaymentFactory,
    ReportPictureFactory,
)
from tests.subsidies.sending_cast import file_in
from tests.subsidies.test_dossier_pages import browser_of

MOST = 12
PLACES = [(track.key, phase.key) for track in TRACKS.values() for phase in track.phases]


def asked_of(user: User, dossier: Dossier) -> int:
    """How often the database is asked for the page of ``dossier``, not counting what is looked up once for all."""
    browser, address = browser_of(user), f"{DOSSIERS}{dossier.pk}/"
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("track", "phase"), PLACES)
def test_in_every_phase(cast: Cast, track: str, phase: str) -> None:
    facts: dict[str, Any] = {"meeting_on": timezone.localdate()} if phase == "agenda" else {}
    if (track, phase) == ("begeleiding", "ingetrokken"):
        facts["held_phase"] = "idee"
    dossier = cast.dossier(phase, coached=track == "begeleiding", **facts)
    for person in (cast.rachida, cast.nour, cast.sem, cast.rik, cast.esra):
        assert asked_of(person, dossier) <= MOST, person


def test_on_the_agenda_with_votes(cast: Cast) -> None:
    board = make_board(cast)
    board.there()
    item = board.item()
    board.votes(item, "voor", "", "onthouding")
    for person in (cast.rachida, cast.bea, cast.nour):
        assert asked_of(person, item.dossier) <= MOST, person
    assert "Nog niet iedereen stemde: Bo." in text_of(
        browser_of(cast.rachida).get(f"{DOSSIERS}{item.dossier_id}/")
    )


# --- A full dossier ------------------------------------------------------------------------------------------------


def fill(cast: Cast, dossier: Dossier, begin: int, end: int) -> None:
    """So much more of all that can be in a dossier."""
    for number in range(begin, end):
        say_more(cast, dossier, number)
        pay_more(dossier, number)
        MembershipFactory(actor=cast.choir)
        CallDocument.objects.create(call=cast.call, name=f"Statuten {number}")
        DossierTick.objects.create(dossier=dossier, criterion=CriterionFactory(measure=cast.call.measure))
        file = file_in(cast.dossier(), cast.nour, b"%PDF-1.4\n" + bytes([number + 1]))
        file.dossier = dossier
        file.save()
        for review in Review.objects.filter(dossier=dossier):
            ReviewScore.objects.create(review=review, position=number, label=f"Plan {number}", score=4)
    one, other = Review.objects.filter(dossier=dossier).order_by("pk")[begin and 1 :][:2]
    ReviewReaction.objects.create(review=one, about=other, agrees=True, words="Ja.")


def say_more(cast: Cast, dossier: Dossier, number: int) -> None:
    """Messages, a task, letters, and what was sent."""
    now = timezone.now()
    talk: dict[str, Any] = {"dossier": dossier, "words": "Dag.", "at": now}
    DossierMessage.objects.create(by=cast.nour, role="aanvrager", stamp=f"a{number}", **talk)
    DossierMessage.objects.create(by=cast.rachida, role="ecru", stamp=f"b{number}", is_internal=True, **talk)
    DossierTask.objects.create(dossier=dossier, what=f"Bel {number}", party="aanvrager", owner=UserFactory())
    letter = BulkLetter.objects.create(subject=f"Brief {number}", words="Dag.", stamp=f"c{number}")
    LetterCopy.objects.create(letter=letter, dossier=dossier, people=2)
    DossierLetter.objects.create(dossier=dossier, kind="toekenning", title="T", facts={}, sent_at=now)
    sent: dict[str, Any] = {"number": "2026-0001", "content": "{}", "sha256": "x"}
    SentCopy.objects.create(dossier=dossier, version=number + 1, sent_at=now, **sent)
    LateSending.objects.create(dossier=dossier, at=now - timedelta(hours=number))


def pay_more(dossier: Dossier, number: int) -> None:
    """What was asked back, agreements of before, and more in the report."""
    agreement, report, now = dossier.agreement, dossier.final_report, timezone.now()
    asked: dict[str, Any] = {"amount": 1, "reason": "Te veel.", "asked_on": now.date()}
    Clawback.objects.create(agreement=agreement, stamp=f"d{number}", **asked)
    terms = {name: getattr(agreement, name) for name in TERMS}
    PastAgreement.objects.create(
        agreement=agreement, number=number + 1, replaced_at=now, why="Fout.", **terms
    )
    ReportReach.objects.create(report=report, target_group=TargetGroupFactory(), number=5)
    ReportPictureFactory(report=report, checksum=f"{number}")


@pytest.mark.unmeasured
def test_however_much_belongs_to_it(cast: Cast) -> None:
    dossier = cast.dossier("uitvoering", granted="3000")
    agreement = AgreementFactory(dossier=dossier)
    PaymentFactory(instalment=agreement.instalments.first())
    FinalReportFactory(dossier=dossier)
    BankAccount.objects.create(actor=cast.choir, iban=IBAN, holder="Zangkoor", given_by=cast.nour)
    fill(cast, dossier, 0, 1)
    people = (cast.rachida, cast.nour, cast.esra, cast.piet)
    few = [asked_of(fresh(person), dossier) for person in people]
    fill(cast, dossier, 1, 5)
    assert [asked_of(fresh(person), dossier) for person in people] == few
    assert max(few) <= MOST
    told = text_of(browser_of(cast.rachida).get(f"{DOSSIERS}{dossier.pk}/"))
    for part in ("Bel 4", "Brief 4", "ECRU vraagt", "Plan 4", "Te veel."):
        assert part in told
