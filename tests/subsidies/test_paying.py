"""From the agreement to the last euro: accounts, instalments, batches, what lapses and what comes back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from actors.desk import Impossible
from actors.models import User
from subsidies.dossiers import Refused, perform
from subsidies.models import Agreement, BankAccount, Clawback, Dossier, Instalment, Payment
from subsidies.paying import (
    ask_back,
    confirm_account,
    confirm_by_phone,
    draw_up,
    end_claim,
    give_account,
    let_lapse,
    lines_of,
    make_batch,
    move_report_day,
    note_failed,
    note_paid,
)
from subsidies.paying.accounts import current_account
from subsidies.paying.books import budget
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.money_cast import (
    IBAN,
    OTHER_IBAN,
    agreed,
    agreement_of,
    fresh,
    olga_of,
    part,
    pay,
    reported,
    terms,
    with_account,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def states(dossier: Dossier) -> list[tuple[str, str, str]]:
    """Each instalment: which, where it stands, and what it waits for."""
    lines = lines_of(agreement_of(dossier), current_account(dossier.actor))
    return [(line.instalment.what, line.state, line.waits) for line in lines]


# --- The agreement -------------------------------------------------------------------------------------------------


def test_instalments_are_together_what_was_granted(cast: Cast) -> None:
    dossier = agreed(cast, "2400.10", signed=False)
    agreement = agreement_of(dossier)
    parts = [(one.what, one.to_pay) for one in Instalment.objects.order_by("position")]
    assert parts == [("voorschot", Decimal("2400.10")), ("saldo", Decimal("599.90"))]
    assert sum(amount for _what, amount in parts) == agreement.amount == dossier.granted
    again = draw_up(dossier=dossier, by=cast.rachida, terms=terms("3000"))
    assert again.pk == agreement.pk
    assert [one.what for one in Instalment.objects.all()] == ["voorschot"]
    draw_up(dossier=dossier, by=cast.rachida, terms=terms("0"))
    assert [one.what for one in Instalment.objects.all()] == ["saldo"]


@pytest.mark.parametrize(
    "values", [{"balance": "1"}, {"advance": "-1", "balance": "3001"}, {"amount": "2999", "balance": "599"}]
)
def test_the_database_refuses_other_sums(cast: Cast, values: dict[str, str]) -> None:
    dossier = agreed(cast, signed=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Agreement.objects.filter(dossier=dossier).update(**values)
    other = cast.dossier("overeenkomst", granted="3000")
    today = TODAY()
    said = {"starts_on": today, "ends_on": today, "report_due_on": today, "dossier": other}
    with pytest.raises(DatabaseError), transaction.atomic():
        Agreement.objects.create(amount="2000", advance="2000", balance="0", **said)


def test_who_may_draw_it_up_and_when(cast: Cast) -> None:
    dossier = cast.dossier("overeenkomst", granted="3000")
    for person in (cast.nour, cast.bea, cast.an):
        with pytest.raises(PermissionDenied):
            draw_up(dossier=dossier, by=fresh(person), terms=terms())
    with pytest.raises(Impossible, match="meer dan wat werd toegekend"):
        draw_up(dossier=dossier, by=cast.rachida, terms=terms("3000.01"))
    signed = agreed(cast)
    with pytest.raises(Impossible, match="voor ze getekend is"):
        draw_up(dossier=signed, by=cast.rachida, terms=terms())
    refused = cast.dossier("beslist", outcome="geweigerd", granted=None)
    with pytest.raises(Impossible):
        draw_up(dossier=refused, by=cast.rachida, terms=terms())


def test_signing_is_noted_in_the_agreement(cast: Cast) -> None:
    dossier = agreed(cast, signed=False)
    assert agreement_of(dossier).signed_on is None
    perform(dossier, "tekenen", by=cast.rachida, agreed_on=TODAY())
    assert agreement_of(dossier).signed_on == TODAY()


# --- The account ---------------------------------------------------------------------------------------------------


def test_a_second_person_confirms_the_number(cast: Cast) -> None:
    olga, nour = olga_of(cast), fresh(cast.nour)
    account = give_account(actor=cast.choir, by=nour, iban=IBAN, holder=" Zangkoor  vzw ")
    assert (account.holder, account.masked) == ("Zangkoor vzw", "BE71 •••• •••• 6769")
    for person in (nour, fresh(cast.sem), fresh(cast.ali), fresh(cast.rachida)):
        with pytest.raises(PermissionDenied):
            confirm_account(account=account, by=person)
    with pytest.raises(Impossible, match="Vraag het eerst"):
        confirm_by_phone(account=account, by=cast.rachida, note="Gebeld.")
    assert confirm_account(account=account, by=olga).is_confirmed
    first = BankAccount.objects.get().confirmed_at
    confirm_account(account=account, by=olga)
    assert BankAccount.objects.get().confirmed_at == first


def test_a_changed_number_has_to_be_confirmed_again_and_the_old_one_stays(cast: Cast) -> None:
    account = with_account(cast)
    nour = fresh(cast.nour)
    assert give_account(actor=cast.choir, by=nour, iban=IBAN, holder="Zangkoor vzw") == account
    changed = give_account(actor=cast.choir, by=nour, iban=OTHER_IBAN, holder="Zangkoor vzw")
    assert not changed.is_confirmed
    assert list(BankAccount.objects.of_actor(cast.choir)) == [changed, account]
    account.refresh_from_db()
    assert account.replaced_at is not None
    assert not account.is_confirmed
    with pytest.raises(Impossible, match="ander rekeningnummer"):
        confirm_account(account=account, by=User.objects.get(email="olga@voorbeeld.example"))


def test_without_a_second_person_ecru_calls(cast: Cast) -> None:
    account = give_account(actor=cast.choir, by=fresh(cast.nour), iban=IBAN, holder="Zangkoor")
    with pytest.raises(PermissionDenied):
        confirm_by_phone(account=account, by=fresh(cast.an), note="Gebeld.")
    done = confirm_by_phone(account=account, by=cast.rachida, note=" Penningmeester gebeld op 3 mei. ")
    assert (done.confirmed_by, done.confirmed_note) == (cast.rachida, "Penningmeester gebeld op 3 mei.")


def test_only_who_acts_for_it_gives_a_number(cast: Cast) -> None:
    for person in (cast.sem, cast.ali, cast.rachida, cast.esra):
        with pytest.raises(PermissionDenied):
            give_account(actor=cast.choir, by=fresh(person), iban=IBAN, holder="Ik")


def test_the_database_knows_that_nobody_confirms_alone(cast: Cast) -> None:
    account = give_account(actor=cast.choir, by=fresh(cast.nour), iban=IBAN, holder="Zangkoor")
    with pytest.raises(IntegrityError), transaction.atomic():
        BankAccount.objects.filter(pk=account.pk).update(confirmed_by=cast.nour)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankAccount.objects.create(actor=cast.choir, iban=OTHER_IBAN, holder="Zangkoor")


# --- Instalments ---------------------------------------------------------------------------------------------------


def test_what_each_instalment_waits_for(cast: Cast) -> None:
    dossier = agreed(cast, signed=False)
    assert states(dossier)[0] == ("voorschot", "wacht", "Dit wacht tot de overeenkomst getekend is.")
    perform(dossier, "tekenen", by=cast.rachida, agreed_on=TODAY())
    assert states(dossier) == [
        ("voorschot", "wacht", "Dit wacht op het rekeningnummer van de organisatie."),
        ("saldo", "wacht", "Dit wacht tot ECRU het eindverslag aanvaardt."),
    ]
    give_account(actor=cast.choir, by=fresh(cast.nour), iban=IBAN, holder="Zangkoor")
    assert states(dossier)[0][2] == "Dit wacht tot een tweede persoon het rekeningnummer bevestigt."
    assert not Instalment.objects.payable().exists()
    confirm_account(account=BankAccount.objects.get(), by=olga_of(cast))
    assert [state for _what, state, _waits in states(dossier)] == ["klaar", "wacht"]
    assert list(Instalment.objects.payable()) == [part(dossier, "voorschot")]
    assert list(Instalment.objects.waiting()) == [part(dossier, "saldo")]
    pay(cast, part(dossier, "voorschot"))
    assert [state for _what, state, _waits in states(dossier)] == ["betaald", "wacht"]
    Dossier.objects.filter(pk=dossier.pk).update(report_accepted_at=timezone.now())
    assert [state for _what, state, _waits in states(dossier)] == ["betaald", "klaar"]


def test_budget_years(cast: Cast) -> None:
    dossier = agreed(cast)
    lines = lines_of(agreement_of(dossier), None)
    assert [line.year for line in lines] == [TODAY().year, (TODAY() + timedelta(days=425)).year]
    with_account(cast)
    pay(cast, part(dossier, "voorschot"), day=TODAY() - timedelta(days=1))
    assert lines_of(agreement_of(dossier), None)[0].year == (TODAY() - timedelta(days=1)).year
    assert Payment.objects.get().budget_year == (TODAY() - timedelta(days=1)).year


# --- Batches -------------------------------------------------------------------------------------------------------


def test_a_batch_takes_what_is_ready_and_only_once(cast: Cast) -> None:
    dossier = agreed(cast)
    with_account(cast)
    key = part(dossier, "voorschot").pk
    batches = {
        make_batch(by=cast.rachida, keys=[key], execution_on=TODAY(), stamp="klik") for _click in range(2)
    }
    payment = Payment.objects.get()
    assert batches == {payment.batch}
    assert (payment.amount, payment.iban, payment.holder) == (Decimal(2400), IBAN, "Zangkoor vzw")
    assert payment.budget_year is None
    with pytest.raises(Impossible, match="kan niet meer betaald worden"):
        make_batch(by=cast.rachida, keys=[key], execution_on=TODAY(), stamp="andere klik")
    with pytest.raises(Impossible):
        make_batch(by=cast.rachida, keys=[], execution_on=TODAY(), stamp="niets")
    with pytest.raises(Impossible):
        make_batch(by=cast.rachida, keys=[part(dossier, "saldo").pk], execution_on=TODAY(), stamp="te vroeg")
    with pytest.raises(PermissionDenied):
        make_batch(by=fresh(cast.an), keys=[key], execution_on=TODAY(), stamp="klik")
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(
            batch=payment.batch, instalment=payment.instalment, amount=1, iban=IBAN, holder="x", reference="x"
        )


def test_what_the_bank_did_is_noted_once(cast: Cast) -> None:
    dossier = agreed(cast)
    with_account(cast)
    batch = pay(cast, part(dossier, "voorschot"))
    assert note_paid(batch=batch, by=cast.rachida, day=TODAY()) == 0
    with pytest.raises(Impossible, match="nog komen"):
        note_paid(batch=batch, by=cast.rachida, day=TODAY() + timedelta(days=1))
    with pytest.raises(Impossible, match="Vraag het geld terug"):
        note_failed(payment=Payment.objects.get(), by=cast.rachida, why="Geweigerd")
    for deed in (
        lambda: note_paid(batch=batch, by=fresh(cast.an), day=TODAY()),
        lambda: note_failed(payment=Payment.objects.get(), by=fresh(cast.an), why="x"),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_what_the_bank_refused_can_be_paid_again(cast: Cast) -> None:
    dossier = agreed(cast)
    with_account(cast)
    advance = part(dossier, "voorschot")
    batch = make_batch(by=cast.rachida, keys=[advance.pk], execution_on=TODAY(), stamp="een")
    assert states(dossier)[0][1] == "bank"
    for _click in range(2):
        note_failed(payment=batch.payments.get(), by=cast.rachida, why=" Rekening afgesloten ")
    payment = batch.payments.get()
    assert (payment.failed_on, payment.failed_why) == (TODAY(), "Rekening afgesloten")
    with_account(cast, OTHER_IBAN)
    pay(cast, advance, stamp="twee")
    assert Payment.objects.done().get().iban == OTHER_IBAN


# --- What lapses and what comes back ---------------------------------------------------------------------------------


def test_a_part_lapses_and_the_rest_is_paid(cast: Cast) -> None:
    dossier = agreed(cast)
    with_account(cast)
    advance = part(dossier, "voorschot")
    let_lapse(instalment=advance, by=cast.rachida, amount=Decimal("400.50"), why="Een deel ging niet door.")
    with pytest.raises(Impossible, match=r"1\.999,50"):
        let_lapse(instalment=advance, by=cast.rachida, amount=Decimal("1999.51"), why="Te veel")
    with pytest.raises(PermissionDenied):
        let_lapse(instalment=advance, by=fresh(cast.nour), amount=Decimal(1), why="x")
    pay(cast, advance)
    assert Payment.objects.get().amount == Decimal("1999.50")
    with pytest.raises(Impossible, match="werd betaald, of is bij de bank"):
        let_lapse(instalment=advance, by=cast.rachida, amount=Decimal(1), why="Te laat")
    let_lapse(instalment=part(dossier, "saldo"), by=cast.rachida, amount=Decimal(600), why="Geen verslag.")
    assert states(dossier)[1][1] == "vervallen"
    assert not Instalment.objects.unpaid().exists()


def test_never_more_comes_back_than_was_paid(cast: Cast) -> None:
    dossier = agreed(cast)
    with_account(cast)
    agreement = agreement_of(dossier)
    asked: dict[str, Any] = {"agreement": agreement, "by": cast.rachida, "reason": " Niet gebruikt. "}
    with pytest.raises(Impossible):
        ask_back(amount=Decimal("0.01"), stamp="te vroeg", **asked)
    pay(cast, part(dossier, "voorschot"))
    made = {ask_back(amount=Decimal(2000), stamp="klik", **asked) for _click in range(2)}
    assert made == {Clawback.objects.get()}
    with pytest.raises(Impossible, match="400,00"):
        ask_back(amount=Decimal("400.01"), stamp="meer", **asked)
    with pytest.raises(PermissionDenied):
        ask_back(agreement=agreement, by=fresh(cast.an), amount=Decimal(1), reason="x", stamp="x")
    claim = Clawback.objects.get()
    with pytest.raises(Impossible):
        end_claim(clawback=claim, by=cast.rachida, day=TODAY() + timedelta(days=1), came_back=True)
    assert claim.is_open
    end_claim(clawback=claim, by=cast.rachida, day=TODAY(), came_back=False)
    end_claim(clawback=claim, by=cast.rachida, day=TODAY(), came_back=True)
    assert (Clawback.objects.get().dropped_on, Clawback.objects.get().received_on) == (TODAY(), None)
    ask_back(amount=Decimal(2400), stamp="opnieuw", **asked)


# --- The table of phases ---------------------------------------------------------------------------------------------


def test_closing_waits_for_the_money(cast: Cast) -> None:
    dossier = agreed(cast)
    with_account(cast)
    pay(cast, part(dossier, "voorschot"))
    claim = ask_back(
        agreement=agreement_of(dossier), by=cast.rachida, amount=Decimal(100), reason="x", stamp="x"
    )
    dossier = reported(dossier)

    def check_refused() -> None:
        with pytest.raises(Refused, match="Betaal eerst wat werd toegekend, of laat het vervallen"):
            perform(dossier, "afsluiten", by=cast.rachida)

    check_refused()
    pay(cast, part(dossier, "saldo"), stamp="saldo")
    check_refused()
    end_claim(clawback=claim, by=cast.rachida, day=TODAY(), came_back=True)
    assert perform(dossier, "afsluiten", by=cast.rachida).phase == "afgesloten"


# --- Budget by year ----------------------------------------------------------------------------------------------------


def test_granted_against_paid_by_year(cast: Cast) -> None:
    year = TODAY().year
    first, second = agreed(cast, "2400.10"), agreed(cast, "100", granted="500.20")
    long_ago = timezone.now() - timedelta(days=366)
    Dossier.objects.filter(pk=second.pk).update(decided_at=long_ago)
    with_account(cast)
    pay(cast, part(first, "voorschot"), stamp="een")
    pay(cast, part(second, "voorschot"), stamp="twee", day=TODAY() - timedelta(days=366))
    let_lapse(instalment=part(second, "saldo"), by=cast.rachida, amount=Decimal("0.20"), why="Afgerond.")
    claim = ask_back(agreement=agreement_of(first), by=cast.rachida, amount=Decimal(5), reason="x", stamp="x")
    end_claim(clawback=claim, by=cast.rachida, day=TODAY(), came_back=True)
    found = budget()
    before = (TODAY() - timedelta(days=366)).year
    assert found.paid_years == sorted({before, year})
    rows = {
        one.year: (one.granted, one.paid_in_all, one.lapsed, one.left, one.returned) for one in found.years
    }
    assert rows[year] == (Decimal(3000), Decimal("2400.10"), 0, Decimal("599.90"), Decimal(5))
    assert rows[before] == (Decimal("500.20"), Decimal(100), Decimal("0.20"), Decimal(400), 0)
    assert found.totals()[0] == Decimal("3500.20")
    assert f"{year};1;3000,00;" in found.table()


def test_another_day_for_the_report(cast: Cast) -> None:
    agreement = agreement_of(agreed(cast))
    day = TODAY() + timedelta(days=500)
    assert move_report_day(agreement=agreement, by=cast.rachida, day=day).report_due_on == day
    with pytest.raises(PermissionDenied):
        move_report_day(agreement=agreement, by=fresh(cast.nour), day=day)
    with pytest.raises(Impossible):
        move_report_day(agreement=agreement, by=cast.rachida, day=agreement.starts_on - timedelta(days=1))
