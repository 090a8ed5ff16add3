"""The file for the bank: valid by its schema, sums that are right, names that are used once, and nothing twice."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import xmlschema
from django.utils import timezone

from actors.desk import Impossible
from actors.models import Role
from ecru.money_settings import MADE_UP
from subsidies.models import Dossier, Envelope, GivenBack, Payment, PaymentBatch
from subsidies.paying import ask_back, end_claim, let_lapse, make_batch, note_failed, note_paid
from subsidies.paying.books import budget
from subsidies.paying.ordering import bank_order
from tests.actors.markup import read, text_of
from tests.factories import UserFactory
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.money_cast import DESK, PAYER, agreed, agreement_of, fresh, part, pay, with_account
from tests.subsidies.test_dossier_pages import browser_of
from tests.subsidies.test_envelopes import at_once, grant, lively, on_agenda
from tests.subsidies.test_money_pages import XSD

__all__ = ["lively"]

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def payer_is_known(settings: Any) -> None:
    """The settings say who pays."""
    settings.PAYER = PAYER


def batch_of(cast: Cast, *dossiers: Dossier, stamp: str) -> PaymentBatch:
    """The advances of ``dossiers``, at the bank."""
    keys = [part(one, "voorschot").pk for one in dossiers]
    return make_batch(by=cast.rachida, keys=keys, execution_on=TODAY(), stamp=stamp)


def told(order: str, name: str) -> list[str]:
    """What all elements ``name`` of a file say."""
    return re.findall(f"<{name}(?: [^>]*)?>([^<]*)</{name}>", order)


def test_sums_and_counts_are_those_of_the_payments(cast: Cast) -> None:
    with_account(cast)
    dossiers = [agreed(cast, amount) for amount in ("1000.10", "0.20", "2999.99")]
    order = bank_order(batch_of(cast, *dossiers, stamp="een"))
    xmlschema.XMLSchema(str(XSD)).validate(order)
    amounts = [Decimal(amount) for amount in told(order, "InstdAmt")]
    assert sorted(amounts) == [Decimal("0.20"), Decimal("1000.10"), Decimal("2999.99")]
    assert {Decimal(one) for one in told(order, "CtrlSum")} == {sum(amounts)} == {Decimal("4000.29")}
    assert set(told(order, "NbOfTxs")) == {"3"}
    assert sum(amounts) == Payment.objects.total()


def test_a_demonstration_makes_a_file_that_no_bank_takes_and_the_schema_does(
    cast: Cast, settings: Any
) -> None:
    settings.PAYER = MADE_UP
    with_account(cast)
    order = bank_order(batch_of(cast, agreed(cast), stamp="een"))
    xmlschema.XMLSchema(str(XSD)).validate(order)
    assert "Voorbeeld: projectvereniging" in told(order, "Nm")


def test_every_message_and_payment_has_a_name_of_its_own(cast: Cast) -> None:
    with_account(cast)
    dossiers = [agreed(cast) for _number in range(4)]
    batches = [batch_of(cast, *dossiers[:2], stamp="een"), batch_of(cast, *dossiers[2:], stamp="twee")]
    orders = [bank_order(batch) for batch in batches]
    for name, number in (("MsgId", 2), ("PmtInfId", 2), ("EndToEndId", 4)):
        found = [one for order in orders for one in told(order, name)]
        assert len(found) == len(set(found)) == number, name
        assert all(0 < len(one) <= 35 for one in found)
    assert [bank_order(batch) for batch in batches] == orders  # asked again, it is the same file


def test_what_the_bank_refused_is_never_in_two_files_that_can_be_sent(cast: Cast) -> None:
    with_account(cast)
    one, other = agreed(cast), agreed(cast)
    first = batch_of(cast, one, other, stamp="een")
    bank_order(first)
    payment = first.payments.get(instalment=part(one, "voorschot"))
    note_failed(payment=payment, by=cast.rachida, why="Rekening gesloten.")
    second = bank_order(batch_of(cast, one, stamp="twee"))
    assert told(second, "InstdAmt") == ["2400.00"]
    with pytest.raises(Impossible, match="twee keer"):
        bank_order(first)
    desk = browser_of(cast.rachida)
    answer = desk.get(f"{DESK}{first.pk}/bank.xml", follow=True)
    assert "Stuur het niet opnieuw" in text_of(answer)
    assert desk.get(f"{DESK}{first.pk}/boeken.csv").status_code == 200


def test_a_double_click_and_two_tabs_pay_once(cast: Cast) -> None:
    with_account(cast)
    key = part(agreed(cast), "voorschot").pk
    desk = browser_of(cast.rachida)
    stamps = [read(desk.get(DESK)).one("input", name="stamp").attributes["value"] for _tab in range(2)]
    assert stamps[0] != stamps[1]
    for stamp in (*stamps, stamps[0]):
        desk.post(DESK, {"instalments": [key], "execution_on": TODAY().isoformat(), "stamp": stamp})
    assert (PaymentBatch.objects.count(), Payment.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_people_bring_overlapping_choices_to_the_bank_at_once(lively: Cast) -> None:
    with_account(lively)
    dossiers = [agreed(lively) for _number in range(3)]
    ruth = UserFactory(name="Ruth", role=Role.REGISSEUR)

    def bring(person: Any, *chosen: Dossier) -> Callable[[], None]:
        keys = [part(one, "voorschot").pk for one in chosen]

        def run() -> None:
            try:
                batch = make_batch(by=fresh(person), keys=keys, execution_on=TODAY(), stamp="klik")
            except Impossible:
                return
            bank_order(batch)

        return run

    at_once(
        bring(lively.rachida, *dossiers[:2]), bring(ruth, *dossiers[1:]), bring(lively.rachida, *dossiers[:2])
    )
    batch = PaymentBatch.objects.get()
    exported = [
        reference for one in PaymentBatch.objects.all() for reference in told(one.order, "EndToEndId")
    ]
    assert sorted(exported) == sorted(batch.payments.values_list("reference", flat=True))
    assert len(exported) == len(set(exported)) == 2


# --- What comes back, and years ------------------------------------------------------------------------------------


def test_what_came_back_or_lapsed_can_be_granted_again(cast: Cast) -> None:
    envelope = Envelope.objects.create(call=cast.call, amount=10_000, spent=0)
    dossier = agreed(cast)
    with_account(cast)
    pay(cast, part(dossier, "voorschot"))
    let_lapse(instalment=part(dossier, "saldo"), by=cast.rachida, amount=Decimal(200), why="Goedkoper.")
    envelope.refresh_from_db()
    assert envelope.spent == 2800
    let_lapse(instalment=part(dossier, "saldo"), by=cast.rachida, amount=Decimal(200), why="Nog goedkoper.")
    claims = [
        ask_back(
            agreement=agreement_of(dossier), by=cast.rachida, amount=Decimal(500), reason="x", stamp=stamp
        )
        for stamp in ("een", "twee")
    ]
    envelope.refresh_from_db()
    assert envelope.spent == 2600  # what is asked back is not back yet
    for _click in range(2):
        end_claim(clawback=claims[0], by=cast.rachida, day=TODAY(), came_back=True)
    end_claim(clawback=claims[1], by=cast.rachida, day=TODAY(), came_back=False)
    envelope.refresh_from_db()
    assert (envelope.spent, GivenBack.objects.count()) == (2100, 3)
    grant(cast, on_agenda(cast, cast.call)[0], "4000")
    envelope.refresh_from_db()
    assert envelope.spent == 6100


def test_a_year_begins_at_midnight_in_brussels(cast: Cast) -> None:
    """Half past eleven at night in London is the new year here, in what was granted; a payment counts by the day of the bank."""
    with_account(cast)
    moments = [
        datetime(2024, 12, 31, 22, 59, 59, tzinfo=UTC),
        datetime(2024, 12, 31, 23, 0, 0, tzinfo=UTC),
        datetime(2025, 12, 31, 22, 59, 59, tzinfo=UTC),
    ]
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31)]
    for number, (moment, day) in enumerate(zip(moments, days, strict=True)):
        dossier = agreed(cast, "1000.10", granted="1500.25")
        Dossier.objects.filter(pk=dossier.pk).update(decided_at=moment)
        pay(cast, part(dossier, "voorschot"), stamp=f"bundel {number}", day=day)
    old = Dossier.objects.get(decided_at=moments[0])
    Dossier.objects.filter(pk=old.pk).update(report_accepted_at=timezone.now())
    pay(cast, part(old, "saldo"), stamp="saldo", day=date(2025, 1, 1))
    found = budget()
    rows = {one.year: (one.dossiers, one.granted, dict(one.paid), one.left) for one in found.years}
    one_part, rest = Decimal("1000.10"), Decimal("500.15")
    assert rows == {
        2024: (1, Decimal("1500.25"), {2024: one_part, 2025: rest}, 0),
        2025: (2, Decimal("3000.50"), {2025: 2 * one_part}, 2 * rest),
    }
    assert found.paid_years == [2024, 2025]
    granted, *paid, lapsed, left, returned = found.totals()
    assert (granted, paid) == (Decimal("4500.75"), [one_part, 2 * one_part + rest])
    assert granted == sum(paid) + lapsed + left
    assert sum(paid) == Payment.objects.total()
    assert returned == 0


def test_the_bank_is_noted_once_for_all_that_it_paid(cast: Cast) -> None:
    with_account(cast)
    batch = batch_of(cast, agreed(cast), agreed(cast), stamp="een")
    note_failed(payment=batch.payments.all()[0], by=cast.rachida, why="x")
    assert note_paid(batch=batch, by=cast.rachida, day=TODAY()) == 1
    assert note_paid(batch=batch, by=cast.rachida, day=TODAY()) == 0
