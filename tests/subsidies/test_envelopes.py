"""The envelope never goes below zero: of one round, shared by several, and with two decisions at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from actors.models import Role, User
from subsidies.deciding import NotNow
from subsidies.deciding.envelopes import keep_envelope, rounds_of_ecru
from subsidies.deciding.pack import before_and_after
from subsidies.dossiers import Refused, Why, perform
from subsidies.models import (
    BoardMeeting,
    Call,
    Dossier,
    DossierLetter,
    Envelope,
    EnvelopeRound,
    GivenBack,
    Outcome,
)
from subsidies.models.envelopes import book, give_back, granted_in, left_for, taken_by
from tests.actors.markup import text_of
from tests.subsidies.board_cast import make_board
from tests.subsidies.dossier_cast import Cast, make_cast
from tests.subsidies.dossier_factories import DossierFactory
from tests.subsidies.factories import CallFactory
from tests.subsidies.test_dossier_pages import browser_of

pytestmark = pytest.mark.django_db


def grant(cast: Cast, dossier: Dossier, amount: str) -> Dossier:
    """The board grants ``amount`` euro."""
    by = User.objects.get(pk=cast.rachida.pk)
    return perform(
        dossier, "beslissen", by=by, outcome="toegekend", granted=Decimal(amount), motivation="Mooi."
    )


def on_agenda(cast: Cast, call: Call, number: int = 1) -> list[Dossier]:
    """Dossiers of ``call`` on which the board decides today."""
    return [DossierFactory(actor=cast.choir, call=call, at="agenda") for _dossier in range(number)]


def make_shared(cast: Cast, amount: str, *calls: Call) -> Envelope:
    """An envelope that these rounds share."""
    return keep_envelope(by=cast.rachida, name="Eigen steun", amount=Decimal(amount), calls=calls)


def test_a_decision_takes_and_the_budget_of_the_round_is_the_truth(cast: Cast) -> None:
    first, second = on_agenda(cast, cast.call, 2)
    grant(cast, first, "3000")
    envelope = Envelope.objects.get(call=cast.call)
    assert (envelope.amount, envelope.spent, envelope.left) == (10_000, 3000, 7000)
    Call.objects.filter(pk=cast.call.pk).update(budget=Decimal(4200))
    with pytest.raises(Refused) as refusal:
        grant(cast, second, "2000")
    said = refusal.value.by_name["granted"].replace("\xa0", " ")
    assert (
        said == "Er is nog € 1.200,00 in de pot; je wil € 2.000,00 toekennen. Vul hoogstens in wat over is."
    )
    grant(cast, second, "1200")
    envelope.refresh_from_db()
    assert (envelope.amount, envelope.left) == (4200, 0)


def test_the_paper_of_an_earlier_meeting_tells_what_was_left_then(cast: Cast) -> None:
    today = timezone.localdate()
    earlier = make_board(cast, day=today - timedelta(days=30), quorum=None)
    then = earlier.item(requested="3000")
    first = grant(cast, then.dossier, "3000")
    now = on_agenda(cast, cast.call)[0]
    Dossier.objects.filter(pk=now.pk).update(meeting_on=today)
    grant(cast, Dossier.objects.get(pk=now.pk), "2000")
    with transaction.atomic():
        give_back(first, Decimal(500), timezone.now(), "terug-later")
    assert granted_in([cast.call]) == 4500
    rows = before_and_after(BoardMeeting.objects.for_page().get(pk=earlier.meeting.pk))[then.pk]
    assert [cell.replace("\xa0", " ") for cell in rows[0][1:]] == ["€ 10.000,00", "€ 3.000,00", "€ 7.000,00"]


def test_the_database_refuses_what_does_not_fit(cast: Cast) -> None:
    grant(cast, on_agenda(cast, cast.call)[0], "3000")
    for wrong in (Decimal("10000.01"), Decimal("-0.01")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Envelope.objects.update(spent=wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Envelope.objects.update(amount=Decimal(2999))
    dossier = on_agenda(cast, cast.call)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        book(dossier, Decimal("7000.01"))  # also past the rules of the step


def test_rounds_share_an_envelope_besides_their_own_budget(cast: Cast) -> None:
    other = CallFactory(measure=cast.call.measure, budget=None, name="Najaar")
    envelope = make_shared(cast, "4000", cast.call, other)
    one, two = on_agenda(cast, cast.call)[0], on_agenda(cast, other)[0]
    grant(cast, one, "2500")
    assert left_for(Dossier.objects.get(pk=two.pk)) == 1500
    with pytest.raises(Refused) as refusal:
        grant(cast, two, "1600")
    assert refusal.value.why is Why.DATA
    grant(cast, two, "1500")
    envelope.refresh_from_db()
    assert (envelope.spent, str(envelope), Envelope.objects.get(call=cast.call).spent) == (
        4000,
        "Eigen steun",
        2500,
    )
    assert granted_in([cast.call, other]) == 4000


def test_no_budget_is_no_limit(cast: Cast) -> None:
    call = CallFactory(measure=cast.call.measure, budget=None, name="Vrij")
    dossier = grant(cast, on_agenda(cast, call)[0], "4000")
    assert left_for(dossier) is None
    assert not Envelope.objects.exists()
    assert left_for(DossierFactory(coached=True)) is None


def test_what_came_back_can_be_granted_again(cast: Cast) -> None:
    dossier = grant(cast, on_agenda(cast, cast.call)[0], "3000")
    with transaction.atomic():
        assert give_back(dossier, Decimal(500), timezone.now(), "terug-1")
        assert not give_back(dossier, Decimal(500), timezone.now(), "terug-1")
    assert (taken_by(dossier), Envelope.objects.get().spent) == (2500, 2500)
    assert str(GivenBack.objects.get()).endswith("500.00")
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=cast.call.pk).update(budget=Decimal("2499.99"))
    Call.objects.filter(pk=cast.call.pk).update(budget=Decimal(2500))
    dossier = Dossier.objects.get(pk=dossier.pk)
    with transaction.atomic():
        give_back(dossier, Decimal(100), timezone.now(), "terug-2")
    assert (Envelope.objects.get().spent, Envelope.objects.get().amount) == (2400, 2500)


def test_a_budget_that_grants_of_before_passed_never_stops_money_from_coming_back(cast: Cast) -> None:
    dossier = cast.dossier("uitvoering", granted="3000")  # granted before there was an envelope
    Call.objects.filter(pk=cast.call.pk).update(budget=Decimal(1000))
    dossier = Dossier.objects.get(pk=dossier.pk)
    with transaction.atomic():
        give_back(dossier, Decimal(100), timezone.now(), "terug-3")
    envelope = Envelope.objects.get(call=cast.call)
    assert envelope.spent == 2900 <= envelope.amount


def test_withdrawn_gives_back_and_taken_up_again_takes(cast: Cast) -> None:
    dossier = on_agenda(cast, cast.call)[0]
    dossier.outcome, dossier.granted = Outcome.GRANTED, Decimal(3000)
    dossier.save()
    book(dossier, Decimal(3000))
    dossier = perform(dossier, "intrekken", by=cast.rachida)
    assert Envelope.objects.get().spent == 0
    perform(dossier, "hernemen", by=cast.rachida)
    assert Envelope.objects.get().spent == 3000


def test_the_regisseur_keeps_envelopes(cast: Cast) -> None:
    desk = browser_of(cast.rachida)
    grant(cast, on_agenda(cast, cast.call)[0], "3000")
    page = text_of(desk.get("/regie/potten/")).replace("\xa0", " ")
    assert "Klein gebaar € 10.000,00 € 3.000,00 € 7.000,00" in page
    sent: dict[str, Any] = {"name": "Eigen steun", "amount": "2000", "calls": [cast.call.pk]}
    assert "Er is al € 3.000,00 toegekend" in text_of(desk.post("/regie/potten/nieuw/", sent)).replace(
        "\xa0", " "
    )
    assert desk.post("/regie/potten/nieuw/", {**sent, "amount": "5.000"})["Location"] == "/regie/potten/"
    envelope = Envelope.objects.shared().get()
    assert (envelope.amount, envelope.spent, str(EnvelopeRound.objects.get())) == (
        5000, 3000, "Eigen steun: Klein gebaar: eenmalig",
    )  # fmt: skip
    again = text_of(desk.post("/regie/potten/nieuw/", {**sent, "amount": "5000", "name": "Twee"}))
    assert "put al uit een andere pot" in again
    assert "Eigen steun" in text_of(desk.get(f"/regie/potten/{envelope.pk}/"))
    desk.post(f"/regie/potten/{envelope.pk}/", {**sent, "amount": "6000"})
    envelope.refresh_from_db()
    assert (envelope.amount, Envelope.objects.shared().count()) == (6000, 1)
    assert "Eigen steun" in text_of(desk.get("/regie/potten/"))
    assert rounds_of_ecru()[0].left == 7000
    with pytest.raises(PermissionDenied):
        keep_envelope(by=cast.bea, name="x", amount=Decimal(1), calls=[cast.call])
    with pytest.raises(NotNow):
        make_shared(cast, "100", cast.call)


def test_without_budgets_the_page_says_so(cast: Cast) -> None:
    Call.objects.update(budget=None)
    assert "Nog geen ronde van ECRU heeft een budget." in text_of(
        browser_of(cast.rachida).get("/regie/potten/")
    )


# --- At once -------------------------------------------------------------------------------------------------------


@pytest.fixture
def lively() -> Cast:
    """The cast, in real transactions, with the roles that these empty along with everything else."""
    for role in Role.values:
        Group.objects.get_or_create(name=role)
    return make_cast()


def at_once(*deeds: Any) -> list[Any]:
    """What comes of deeds that begin at the very same moment, each over a connection of its own: "" or why not."""
    start = Barrier(len(deeds))

    def run(deed: Any) -> Any:
        try:
            start.wait(timeout=20)
            deed()
        except Refused as refusal:
            return refusal.why
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(run, deeds))


@pytest.mark.django_db(transaction=True)
def test_two_decide_at_once_about_one_dossier(lively: Cast) -> None:
    board = make_board(lively)
    item = board.item()
    board.there()
    board.votes(item, "voor", "voor", "voor")
    went = at_once(*(lambda: grant(lively, item.dossier, "2000"),) * 2)
    assert sorted(map(str, went)) == ["", "Why.STATE"]
    assert Envelope.objects.get().spent == 2000
    assert DossierLetter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_rounds_take_from_one_envelope_at_once(lively: Cast) -> None:
    closes = timezone.now() + timedelta(days=30)
    other = CallFactory(measure=lively.call.measure, budget=None, name="Najaar", closes_at=closes)
    envelope = make_shared(lively, "4000", lively.call, other)
    dossiers = [*on_agenda(lively, lively.call, 2), *on_agenda(lively, other, 2)]
    went = at_once(*(lambda one=one: grant(lively, one, "1500") for one in dossiers))
    assert sorted(map(str, went)) == ["", "", "Why.DATA", "Why.DATA"]
    envelope.refresh_from_db()
    assert envelope.spent == granted_in([lively.call, other]) == 3000


@pytest.mark.django_db(transaction=True)
def test_two_decisions_take_the_last_of_one_round_once(lively: Cast) -> None:
    Call.objects.filter(pk=lively.call.pk).update(budget=Decimal(2000))
    dossiers = on_agenda(lively, lively.call, 2)
    went = at_once(*(lambda one=one: grant(lively, one, "1500") for one in dossiers))
    assert sorted(map(str, went)) == ["", "Why.DATA"]
    assert Envelope.objects.get().spent == 1500


@pytest.mark.django_db(transaction=True)
def test_past_the_locks_the_database_itself_holds(lively: Cast) -> None:
    grant(lively, on_agenda(lively, lively.call)[0], "3000")

    def raise_it() -> None:
        with transaction.atomic():
            Envelope.objects.filter(call=lively.call).update(spent=10_000)

    def lower_it() -> None:
        try:
            with transaction.atomic():
                Envelope.objects.filter(call=lively.call).update(amount=5000)
        except IntegrityError as error:
            raise Refused(Why.CONDITIONS, []) from error

    def raise_calmly() -> None:
        try:
            raise_it()
        except IntegrityError as error:
            raise Refused(Why.CONDITIONS, []) from error

    went = at_once(raise_calmly, lower_it)
    assert sorted(map(str, went)) == ["", "Why.CONDITIONS"]
    envelope = Envelope.objects.get()
    assert 0 <= envelope.spent <= envelope.amount
