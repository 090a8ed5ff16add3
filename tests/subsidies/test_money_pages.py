"""The pages about money: the account of who asked support, the payments of who runs the network, and the files."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sepaxml
import xmlschema
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from ecru.money_settings import NAMES, payer
from subsidies.forms.payments import AccountForm
from subsidies.models import BankAccount, Clawback, Instalment, Payment, PaymentBatch
from subsidies.paying import ask_back, give_account, make_batch
from subsidies.paying.ordering import in_sepa
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.money_cast import (
    DESK,
    IBAN,
    OTHER_IBAN,
    PAYER,
    agreed,
    agreement_of,
    fresh,
    olga_of,
    part,
    pay,
    with_account,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
XSD = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"


def browser_of(user: Any) -> Any:
    """Somebody who is signed in."""
    return signed_in(fresh(user))


@pytest.fixture
def payer_is_known(settings: Any) -> None:
    """The settings say who pays."""
    settings.PAYER = PAYER


# --- The account ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "BE", "BE00", "BE71 0961 2345 6768", "BE69 5390 0754 7134", "<script>", "ë" * 20, "1" * 5000]
)
def test_unsound_numbers(text: str) -> None:
    assert not AccountForm({"iban": text, "holder": "Koor"}).is_valid()


@pytest.mark.parametrize(
    "text", ["NL91 ABNA 0417 1643 00", "be68539007547034", "DE89-3704-0044-0532-0130-00"]
)
def test_sound_numbers(text: str) -> None:
    assert AccountForm({"iban": text, "holder": "Koor"}).is_valid()


def test_from_a_number_to_a_confirmation(cast: Cast) -> None:
    dossier, olga = agreed(cast), olga_of(cast)
    nour, page = browser_of(cast.nour), f"{DOSSIERS}{dossier.pk}/rekening/"
    assert "Geef het rekeningnummer" in text_of(nour.get(f"{DOSSIERS}{dossier.pk}/"))
    wrong = nour.post(page, {"do": "geef", "iban": "BE71 0961 2345 6760", "holder": ""})
    assert "Dit rekeningnummer klopt niet" in text_of(wrong)
    assert "Vul in op wiens naam" in text_of(wrong)
    assert read(wrong).one("input", name="iban").attributes["value"] == "BE71 0961 2345 6760"
    far = nour.post(page, {"do": "geef", "iban": "BR15 0000 0000 0000 1093 2840 814 P2", "holder": "Koor"})
    assert "niet betalen op een rekening in dit land" in text_of(far)
    sent = {"do": "geef", "iban": " be71 0961 2345 6769 ", "holder": "Zangkoor vzw"}
    assert [nour.post(page, sent).status_code for _click in range(2)] == [302, 302]
    account = BankAccount.objects.get()
    assert account.iban == IBAN
    words = text_of(nour.get(page))
    assert "Een van hen bevestigt het" in words
    assert IBAN not in words.replace(" ", "")
    assert "BE71 •••• •••• 6769" in words
    assert "Bevestig het rekeningnummer" in text_of(nour.get(f"{DOSSIERS}{dossier.pk}/"))
    second = browser_of(olga)
    words = text_of(second.get(page))
    assert "BE71 0961 2345 6769" in words
    assert "Dit nummer klopt" in words
    confirm = {"do": "bevestig", "rekening": account.pk}
    assert second.post(page, confirm | {"rekening": account.pk + 1}, follow=True).status_code == 200
    assert not BankAccount.objects.get().is_confirmed
    assert nour.post(page, confirm).status_code == 403
    assert second.post(page, confirm).status_code == 302
    assert BankAccount.objects.get().is_confirmed
    assert "ECRU betaalt op dit nummer" in text_of(nour.get(page))
    nour.post(page, {**sent, "iban": OTHER_IBAN})
    words = text_of(nour.get(page))
    assert "Vroeger" in words
    assert "BE71 •••• •••• 6769" in words
    nour.post(page, {**sent, "iban": IBAN})
    assert "nooit bevestigd" in text_of(nour.get(page))


def test_ecru_calls_where_nobody_else_acts(cast: Cast) -> None:
    dossier = agreed(cast)
    page = f"{DOSSIERS}{dossier.pk}/rekening/"
    desk = browser_of(cast.rachida)
    assert "Er is nog geen rekeningnummer" in text_of(desk.get(page))
    account = give_account(actor=cast.choir, by=fresh(cast.nour), iban=IBAN, holder="Zangkoor")
    assert "ECRU belt je" in text_of(browser_of(cast.nour).get(page))
    words = text_of(desk.get(page))
    assert "Bevestig het aan de telefoon" in words
    assert "BE71 0961 2345 6769" in words
    call = {"do": "bel", "rekening": account.pk, "note": ""}
    assert "Schrijf op wie je belde" in text_of(desk.post(page, call))
    assert desk.post(page, call | {"note": "Lien gebeld, 089 12, 3 mei."}).status_code == 302
    assert BankAccount.objects.get().is_confirmed
    olga = olga_of(cast)
    changed = give_account(actor=cast.choir, by=fresh(cast.nour), iban=OTHER_IBAN, holder="Zangkoor")
    refused = desk.post(page, {"do": "bel", "rekening": changed.pk, "note": "x"}, follow=True)
    assert "kan het nummer bevestigen" in text_of(refused)
    assert not BankAccount.objects.current().get().is_confirmed
    assert olga.own_actors


def test_account_numbers_are_for_few(cast: Cast) -> None:
    dossier = agreed(cast)
    with_account(cast)
    for name in ("sem", "wout", "rik", "ali", "esra", "piet", "bea", "an"):
        browser = browser_of(cast.people[name])
        assert browser.get(f"{DOSSIERS}{dossier.pk}/rekening/").status_code == 404, name
        page = browser.get(f"{DOSSIERS}{dossier.pk}/")
        if page.status_code == 200:
            assert "6769" not in page.content.decode(), name
            assert ("Overeenkomst en betalingen" in text_of(page)) == (name in {"sem", "wout", "rik"})
        for address in (DESK, f"{DESK}dossier/{dossier.pk}/", f"{DESK}vastgelegd.csv"):
            assert browser.get(address).status_code == 403, (name, address)
    coached = cast.dossier("uitvoering", coached=True)
    assert browser_of(cast.nour).get(f"{DOSSIERS}{coached.pk}/rekening/").status_code == 404


def test_the_agreement_on_paper(cast: Cast, tmp_path: Path) -> None:
    dossier = agreed(cast)
    address = f"{DOSSIERS}{dossier.pk}/overeenkomst.pdf"
    first = browser_of(cast.nour).get(address)
    assert first.content == browser_of(cast.rachida).get(address).content
    file = tmp_path / "overeenkomst.pdf"
    file.write_bytes(first.content)
    words = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(file).pages)
    for expected in (
        "Zangkoor",
        "3.000,00",
        "voorschot van",
        "saldo van",
        "Eindverslag",
        "Naam, datum en handtekening",
    ):
        assert expected in words
    for name in ("bea", "piet", "esra", "ali"):
        assert browser_of(cast.people[name]).get(address).status_code == 404
    whole = agreed(cast, "3000")
    assert browser_of(cast.nour).get(f"{DOSSIERS}{whole.pk}/overeenkomst.pdf").status_code == 200
    later = agreed(cast, "0")
    assert browser_of(cast.nour).get(f"{DOSSIERS}{later.pk}/overeenkomst.pdf").status_code == 200
    none = cast.dossier("overeenkomst")
    assert browser_of(cast.nour).get(f"{DOSSIERS}{none.pk}/overeenkomst.pdf").status_code == 404


# --- The money of one dossier ----------------------------------------------------------------------------------------


def test_drawing_up_the_agreement(cast: Cast) -> None:
    dossier = cast.dossier("overeenkomst", granted="3000")
    desk, page = browser_of(cast.rachida), f"{DESK}dossier/{dossier.pk}/"
    assert "Maak de overeenkomst" in text_of(desk.get(f"{DOSSIERS}{dossier.pk}/"))
    assert "Overeenkomst en betalingen" not in text_of(browser_of(cast.nour).get(f"{DOSSIERS}{dossier.pk}/"))
    assert read(desk.get(page)).one("input", name="advance").attributes["value"] == "2400,00"
    today = TODAY().isoformat()
    bad = {
        "do": "overeenkomst",
        "advance": "3001",
        "starts_on": today,
        "ends_on": "2001-01-01",
        "report_due_on": "ooit",
    }
    words = text_of(desk.post(page, bad))
    for part_of in ("meer dan wat werd toegekend", "Deze dag ligt voor het begin", "Dit is geen dag"):
        assert part_of in words
    good = bad | {"advance": "2.000,50", "ends_on": today, "report_due_on": today}
    assert [desk.post(page, good).status_code for _click in range(2)] == [302, 302]
    assert [str(one.to_pay) for one in Instalment.objects.order_by("position")] == ["2000.50", "999.50"]
    words = text_of(desk.get(page))
    assert "Maak ze opnieuw" in words
    assert "Dit wacht tot de overeenkomst getekend is." in words
    assert "Overeenkomst en betalingen" in text_of(browser_of(cast.nour).get(f"{DOSSIERS}{dossier.pk}/"))
    assert "nadat steun is toegekend" in text_of(desk.get(f"{DESK}dossier/{cast.dossier().pk}/"))
    assert desk.get(f"{DESK}dossier/{cast.dossier('idee', coached=True).pk}/").status_code == 404


def test_lapsing_asking_back_and_another_day(cast: Cast) -> None:
    dossier = agreed(cast)
    with_account(cast)
    pay(cast, part(dossier, "voorschot"))
    desk, page = browser_of(cast.rachida), f"{DESK}dossier/{dossier.pk}/"
    day = (TODAY() + timedelta(days=600)).isoformat()
    assert desk.post(page, {"do": "dag", "verslag-day": day}).status_code == 302
    assert agreement_of(dossier).report_due_on.isoformat() == day
    do = f"verval-{part(dossier, 'saldo').pk}"
    wrong = desk.post(page, {"do": do, f"{do}-amount": "700", f"{do}-why": "Geen verslag."})
    assert "te betalen. Vul hoogstens dat in" in text_of(wrong)
    assert desk.post(page, {"do": do, f"{do}-amount": "600", f"{do}-why": "Geen verslag."}).status_code == 302
    words = text_of(browser_of(cast.nour).get(f"{DOSSIERS}{dossier.pk}/"))
    assert "Vervallen: € 600,00. Geen verslag." in words.replace("\xa0", " ")
    back = {"do": "terug", "terug-amount": "100", "terug-reason": "Niet gebruikt.", "terug-stamp": "klik"}
    assert [desk.post(page, back).status_code for _click in range(2)] == [302, 302]
    claim = Clawback.objects.get()
    assert "ECRU vraagt € 100,00 terug" in text_of(
        browser_of(cast.nour).get(f"{DOSSIERS}{dossier.pk}/")
    ).replace("\xa0", " ")
    assert "Geld dat terug moet komen" in text_of(desk.get(DESK))
    end = {"do": f"einde-{claim.pk}", f"einde-{claim.pk}-day": TODAY().isoformat()}
    assert "Kies wat er gebeurde" in text_of(desk.post(page, end))
    assert desk.post(page, {**end, f"einde-{claim.pk}-came_back": "terug"}).status_code == 302
    assert Clawback.objects.get().received_on == TODAY()
    assert "Het kwam terug op" in text_of(desk.get(page))
    assert "Het kwam terug op" in text_of(browser_of(cast.nour).get(f"{DOSSIERS}{dossier.pk}/"))
    second = ask_back(
        agreement=agreement_of(dossier), by=cast.rachida, amount=Decimal(5), reason="Rest.", stamp="x"
    )
    dropped = {f"einde-{second.pk}-day": TODAY().isoformat(), f"einde-{second.pk}-came_back": "af"}
    assert desk.post(page, {"do": f"einde-{second.pk}", **dropped}).status_code == 302
    assert "Van afgezien op" in text_of(desk.get(page))


# --- Batches -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("payer_is_known")
def test_from_what_is_ready_to_the_bank_and_back(cast: Cast) -> None:
    dossier = agreed(cast)
    desk = browser_of(cast.rachida)
    assert "Nu kan er niets betaald worden" in text_of(desk.get(DESK))
    with_account(cast)
    form = read(desk.get(DESK))
    stamp = form.one("input", name="stamp").attributes["value"]
    sent = {
        "instalments": [part(dossier, "voorschot").pk],
        "execution_on": TODAY().isoformat(),
        "stamp": stamp,
    }
    past = desk.post(DESK, {**sent, "execution_on": "2020-01-01"})
    assert "Deze dag is voorbij" in text_of(past)
    assert "Kies minstens één schijf" in text_of(desk.post(DESK, {**sent, "instalments": []}))
    assert "kan niet meer betaald worden" in text_of(desk.post(DESK, {**sent, "instalments": ["abc"]}))
    made = desk.post(DESK, sent)
    batch = PaymentBatch.objects.get()
    assert made["Location"] == f"{DESK}{batch.pk}/"
    assert "kan niet meer betaald worden" in text_of(desk.post(DESK, sent))
    assert PaymentBatch.objects.count() == 1
    words = text_of(desk.get(f"{DESK}{batch.pk}/"))
    for expected in (IBAN, "Zangkoor vzw", batch.name, "Noteer alles als betaald"):
        assert expected in words
    assert "1 niet genoteerd als betaald" in text_of(desk.get(DESK))
    order = desk.get(f"{DESK}{batch.pk}/bank.xml")
    xmlschema.XMLSchema(str(XSD)).validate(order.content.decode())
    told = order.content.decode()
    for expected in (
        batch.name,
        IBAN,
        PAYER["IBAN"],
        "KREDBEBB",
        ">2400.00<",
        "Zangkoor vzw",
        TODAY().isoformat(),
    ):
        assert expected in told
    settings_later = desk.get(f"{DESK}{batch.pk}/bank.xml").content
    assert settings_later == order.content
    table = desk.get(f"{DESK}{batch.pk}/boeken.csv").content
    assert table == desk.get(f"{DESK}{batch.pk}/boeken.csv").content
    assert ";2400,00;" in table.decode()


@pytest.mark.usefixtures("payer_is_known")
def test_noting_what_the_bank_paid(cast: Cast) -> None:
    dossier = agreed(cast)
    with_account(cast)
    batch = make_batch(by=cast.rachida, keys=[part(dossier, "voorschot").pk], execution_on=TODAY(), stamp="x")
    desk = browser_of(cast.rachida)
    wrong = {"do": "betaald", "betaald-day": "gisteren"}
    assert "Dit is geen dag" in text_of(desk.post(f"{DESK}{batch.pk}/", wrong))
    late = {"do": "betaald", "betaald-day": (TODAY() + timedelta(days=2)).isoformat()}
    assert "nog komen" in text_of(desk.post(f"{DESK}{batch.pk}/", late, follow=True))
    paid = {"do": "betaald", "betaald-day": TODAY().isoformat()}
    assert desk.post(f"{DESK}{batch.pk}/", paid).status_code == 302
    assert Payment.objects.get().paid_on == TODAY()
    assert "Betaald op" in text_of(desk.get(f"{DESK}{batch.pk}/"))
    assert f"{TODAY().year}" in text_of(desk.get(DESK))
    lines = desk.get(f"{DESK}vastgelegd.csv").content.decode()
    assert f"{TODAY().year};1;3000,00;2400,00;0,00;600,00;0,00" in lines


def test_without_settings_it_says_what_is_missing(cast: Cast, settings: Any) -> None:
    settings.PAYER = {"name": "ECRU", "IBAN": "", "BIC": ""}
    dossier = agreed(cast)
    with_account(cast)
    batch = make_batch(by=cast.rachida, keys=[part(dossier, "voorschot").pk], execution_on=TODAY(), stamp="x")
    desk = browser_of(cast.rachida)
    for answer in (
        desk.get(DESK),
        desk.get(f"{DESK}{batch.pk}/"),
        desk.get(f"{DESK}{batch.pk}/bank.xml", follow=True),
    ):
        assert "PAYER_IBAN, PAYER_BIC" in text_of(answer)
    assert desk.get(f"{DESK}{batch.pk}/boeken.csv").status_code == 200


@pytest.mark.usefixtures("payer_is_known")
def test_what_the_bank_did_not_do(cast: Cast) -> None:
    dossier = agreed(cast)
    with_account(cast)
    batch = make_batch(by=cast.rachida, keys=[part(dossier, "voorschot").pk], execution_on=TODAY(), stamp="x")
    desk, do = browser_of(cast.rachida), f"mislukt-{batch.payments.get().pk}"
    assert "Schrijf op wat de bank zei" in text_of(
        desk.post(f"{DESK}{batch.pk}/", {"do": do, f"{do}-why": ""})
    )
    assert desk.post(f"{DESK}{batch.pk}/", {"do": do, f"{do}-why": "Rekening dicht"}).status_code == 302
    words = text_of(desk.get(f"{DESK}{batch.pk}/"))
    assert "Rekening dicht" in words
    assert "Noteer alles als betaald" not in words
    assert "niets meer te betalen" in text_of(desk.get(f"{DESK}{batch.pk}/bank.xml", follow=True))
    assert "Maak een bundel" in text_of(desk.get(DESK))
    assert desk.get(f"{DESK}{batch.pk + 9}/").status_code == 404


@pytest.mark.usefixtures("payer_is_known")
def test_strange_names_make_a_sound_file(cast: Cast) -> None:
    dossier = agreed(cast)
    dossier.title = '=HYPERLINK("x") Žofie & <b>Zoë</b> ' + "x" * 80
    dossier.save()
    account = with_account(cast)
    BankAccount.objects.filter(pk=account.pk).update(holder="Café «Zoë» & Žofie <vzw>")
    batch = make_batch(by=cast.rachida, keys=[part(dossier, "voorschot").pk], execution_on=TODAY(), stamp="x")
    desk = browser_of(cast.rachida)
    told = desk.get(f"{DESK}{batch.pk}/bank.xml").content.decode()
    xmlschema.XMLSchema(str(XSD)).validate(told)
    assert "Cafe Zoe Zofie vzw" in told
    assert ";'=HYPERLINK" in desk.get(f"{DESK}{batch.pk}/boeken.csv").content.decode().replace('"', "")
    assert in_sepa("Ünïcode & co; €5", 70) == "Unicode co EUR5"


def test_the_settings_of_who_pays() -> None:
    class Env(dict[str, str]):
        def str(self, name: str, default: str = "") -> str:
            return self.get(name, default)

    whole = {"PAYER_NAME": "ECRU", "PAYER_IBAN": "BE68 5390 0754 7034", "PAYER_BIC": "kredbebb"}
    problems: list[str] = []
    assert payer(Env(), problems) == {}
    made_up = payer(Env(), problems, demo=True)
    assert payer(Env({name: made_up[key] for key, name in NAMES.items()}), problems) == made_up
    assert made_up["IBAN"][4:7] == "999", "no bank has it"
    assert payer(Env(whole), problems, demo=True)["name"] == "ECRU"
    assert payer(Env(whole), problems) == {"name": "ECRU", "IBAN": "BE68539007547034", "BIC": "KREDBEBB"}
    assert not problems
    payer(Env({**whole, "PAYER_IBAN": "BE68 5390 0754 7035", "PAYER_BIC": "x"}), problems)
    payer(Env({"PAYER_NAME": "ECRU"}), problems)
    assert [problem.split()[0] for problem in problems] == [
        "PAYER_IBAN",
        "PAYER_BIC",
        "PAYER_IBAN",
        "PAYER_BIC",
    ]


def test_as_many_questions_for_many_dossiers(cast: Cast) -> None:
    desk = browser_of(cast.rachida)
    with_account(cast)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(DESK).status_code == 200
        return len(asked)

    first = agreed(cast)
    pay(cast, part(first, "voorschot"))
    agreed(cast)
    count()  # the first time something is looked up once for all
    few = count()
    for number in range(4):
        more = agreed(cast)
        pay(cast, part(more, "voorschot"), stamp=f"meer {number}")
        agreed(cast)
    assert count() == few <= 12
