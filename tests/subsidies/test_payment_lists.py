"""The page of payments with long lists: nothing on it is hidden, each list has its own pages, and a batch is made from any of them."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from subsidies.models import BankAccount, Clawback, Dossier, Instalment, Payment, PaymentBatch
from subsidies.paying import listing
from tests.actors.conftest import signed_in
from tests.actors.markup import Element, read, text_of
from tests.factories import ActorFactory
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.dossier_factories import DossierFactory
from tests.subsidies.money_cast import DESK, IBAN, fresh, with_account
from tests.subsidies.money_factories import AgreementFactory, PaymentBatchFactory, PaymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of two lines, so that a story needs no hundred of anything."""
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    monkeypatch.setattr(listing, "AT_ONCE", 2)


def granted(cast: Cast, number: int, **facts: Any) -> Dossier:
    """A dossier of the choir of which the advance can be paid once its account is known; its balance waits."""
    dossier = DossierFactory(at="uitvoering", call=cast.call, actor=cast.choir, title=f"Feest {number:02}")
    AgreementFactory(dossier=dossier, **facts)
    return dossier


def asked_back(dossier: Dossier) -> Clawback:
    """A euro of ``dossier`` that has to come back."""
    return Clawback.objects.create(
        agreement=dossier.agreement,
        amount=Decimal(1),
        reason="Het feest ging niet door.",
        asked_on=timezone.localdate(),
        stamp=f"terug {dossier.pk}",
    )


def titles(page: Element, anchor: str) -> list[str]:
    """The dossiers that the section or the list under ``anchor`` names."""
    return re.findall(r"Feest \d\d", page.one("section", **{"aria-labelledby": anchor}).words)


def follow(page: Element, of: str) -> list[str]:
    """The addresses in the steps through the list ``of``."""
    navs = [
        nav for nav in page.every("nav", class_="pager") if nav.attributes["aria-label"] == f"Pagina’s: {of}"
    ]
    return [link.attributes["href"] for nav in navs for link in nav.every("a")]


@pytest.mark.usefixtures("short")
def test_all_that_waits_can_be_reached(cast: Cast) -> None:
    for number in range(5):
        granted(cast, number, signed_on=None)
    desk = signed_in(fresh(cast.rachida))
    seen = []
    for number in range(1, 6):
        page = read(desk.get(DESK, {"schijven": number}))
        seen += titles(page, "wacht")
    assert sorted(seen) == sorted([f"Feest {number:02}" for number in range(5)] * 2)
    assert titles(read(desk.get(DESK, {"schijven": "999"})), "wacht") == seen[-2:]
    for strange in ("0", "-1", "abc", "9" * 400, "²"):
        assert titles(read(desk.get(DESK, {"schijven": strange})), "wacht") == seen[:2]


def test_the_day_says_what_can_be_paid_until_it_is_at_the_bank(cast: Cast) -> None:
    granted(cast, 2, signed_on=timezone.localdate() - timedelta(days=3))
    granted(cast, 1, signed_on=timezone.localdate() - timedelta(days=1))
    granted(cast, 0, signed_on=None)
    desk = signed_in(fresh(cast.rachida))
    assert "Klaar om te betalen" not in text_of(desk.get("/regie/"))
    with_account(cast)
    page = read(desk.get("/regie/"))
    assert titles(page, "betalen")[0] == "Feest 02"
    assert set(titles(page, "betalen")) == {"Feest 01", "Feest 02"}
    section = page.one("section", **{"aria-labelledby": "betalen"})
    assert "al 3 dagen" in section.words
    assert "Zangkoor. Voorschot: € 2.400,00" in section.words
    assert section.every("a", class_="btn")[0].attributes["href"] == f"{DESK}#klaar"
    for one in Instalment.objects.payable():
        PaymentFactory(instalment=one)
    assert "Klaar om te betalen" not in text_of(desk.get("/regie/"))


@pytest.mark.usefixtures("short")
def test_a_batch_from_the_second_page(cast: Cast) -> None:
    for number in range(5):
        granted(cast, number)
    with_account(cast)
    desk = signed_in(fresh(cast.rachida))
    words = text_of(desk.get(DESK))
    assert "5 schijven kunnen betaald worden. Maak per pagina een bundel." in words
    second = f"{DESK}?klaar=2"
    form = read(desk.get(second)).one("form", method="post", class_="flow")
    boxes = [box.attributes["value"] for box in form.every("input", name="instalments")]
    paid_by_page = Instalment.objects.filter(what="voorschot").order_by("agreement")[2:4]
    assert boxes == [str(one.pk) for one in paid_by_page]
    sent = {
        "instalments": boxes,
        "execution_on": timezone.localdate().isoformat(),
        "stamp": form.one("input", name="stamp").attributes["value"],
    }
    somebody_else_paid = Instalment.objects.filter(what="voorschot").order_by("agreement")[:2]
    batch = PaymentBatchFactory()
    for one in somebody_else_paid:
        PaymentFactory(batch=batch, instalment=one)
    wrong = desk.post(second, {**sent, "execution_on": "2020-01-01"})
    assert "Deze dag is voorbij" in text_of(wrong)
    back = read(wrong).one("form", method="post", class_="flow").every("input", name="instalments")
    assert [box.attributes["value"] for box in back if "checked" in box.attributes] == boxes
    made = desk.post(second, sent)
    assert made.status_code == 302
    newest = PaymentBatch.objects.latest("pk")
    assert sorted(str(one.instalment_id) for one in Payment.objects.filter(batch=newest)) == sorted(boxes)
    for strange in ("abc", "9" * 5000, "-1", str(10**9 - 1)):
        assert "kan niet meer betaald worden" in text_of(
            desk.post(second, {**sent, "instalments": [strange]})
        )


@pytest.mark.usefixtures("short")
def test_each_list_has_pages_of_its_own(cast: Cast) -> None:
    for number in range(3):
        asked_back(granted(cast, number))
        PaymentBatchFactory()
        BankAccount.objects.create(
            actor=ActorFactory(name=f"Fanfare {number}"), iban=IBAN, holder="x", given_by=cast.nour
        )
    desk = signed_in(fresh(cast.rachida))
    page = read(desk.get(DESK, {"bundels": "2", "rekeningen": "2", "ander": "x"}))
    for of, name in (
        ("Rekeningnummers om te bevestigen", "rekeningen"),
        ("Geld dat terug moet komen", "terug"),
        ("Bij de bank", "bundels"),
    ):
        steps = follow(page, of)
        assert steps, of
        parts = urlsplit(steps[-1])
        assert parts.fragment == name
        assert page.one(id=name)
        asked = parse_qs(parts.query)
        assert set(asked) == {"bundels", "rekeningen", name}
    assert "Fanfare 2" in page.words
    assert "Fanfare 0" not in page.words


def many_more(cast: Cast, number: int) -> None:
    """One more of everything that the page lists."""
    dossier = granted(cast, number)
    asked_back(dossier)
    PaymentFactory(instalment=granted(cast, number).agreement.instalments.first())
    BankAccount.objects.create(actor=ActorFactory(), iban=IBAN, holder="x", given_by=cast.nour)


def test_as_many_queries_for_two_hundred_rows(cast: Cast) -> None:
    desk, counts = signed_in(fresh(cast.rachida)), []
    with_account(cast)
    for rows in (range(2), range(2, 52)):  # four rows each: two hundred
        for number in rows:
            many_more(cast, number)
        desk.get(DESK)
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(DESK).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


# --- Dossiers to read along ----------------------------------------------------------------------------------------


def test_who_reads_along_turns_pages(cast: Cast, django_assert_max_num_queries: Any) -> None:
    begin = timezone.now() - timedelta(days=90)
    for number in range(30):
        dossier = cast.dossier("advies", title=f"Feest {number:02}")
        Dossier.objects.filter(pk=dossier.pk).update(created_at=begin + timedelta(days=number))
    piet = signed_in(fresh(cast.piet))
    first, second = text_of(piet.get(DOSSIERS)), text_of(piet.get(DOSSIERS, {"pagina": "2"}))
    told = [set(re.findall(r"Feest \d\d", words)) for words in (first, second)]
    assert (len(told[0]), len(told[1])) == (24, 6)
    assert not told[0] & told[1]
    assert f'href="{DOSSIERS}?pagina=2#meelezen"' in piet.get(DOSSIERS).content.decode()
    with django_assert_max_num_queries(12):
        piet.get(DOSSIERS)
    alone = text_of(signed_in(fresh(cast.ali)).get(DOSSIERS))
    assert "Feest" not in alone
