"""An agreement that was signed and is wrong: the old one stays as it was, both sides sign the new one, and nothing is paid twice."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pypdf import PdfReader

from actors.desk import Impossible
from subsidies.dossiers import Refused, perform
from subsidies.models import Dossier, DossierTask, Instalment, PastAgreement, Payment
from subsidies.paying import draw_up, let_lapse, lines_of, make_batch, note_failed
from subsidies.paying.accounts import current_account
from subsidies.paying.agreeing import may_be_drawn_up
from subsidies.reporting import remind
from tests.actors.markup import read, text_of
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.money_cast import DESK, agreed, agreement_of, fresh, part, pay, terms, with_account
from tests.subsidies.test_dossier_pages import browser_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
WHY = "De einddag klopt niet."


def take_back(cast: Cast, dossier: Dossier) -> Dossier:
    """ECRU takes the signed agreement back, to correct it."""
    return perform(dossier, "overeenkomst-verbeteren", by=cast.rachida, reason=WHY)


def sign_again(cast: Cast, dossier: Dossier) -> Dossier:
    """ECRU sends the new version, and both sides sign it."""
    dossier = perform(dossier, "overeenkomst-sturen", by=cast.rachida)
    return perform(dossier, "tekenen", by=cast.rachida, agreed_on=TODAY())


def states(dossier: Dossier) -> list[tuple[str, Decimal, str]]:
    """Each instalment: which, how much, and where it stands."""
    lines = lines_of(agreement_of(dossier), current_account(dossier.actor))
    return [(line.instalment.what, line.amount, line.state) for line in lines]


def words_in(answer: Any) -> str:
    """The words of a PDF."""
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_the_old_one_stays_and_both_sides_sign_the_new_one(cast: Cast) -> None:
    dossier = agreed(cast, "2400")
    with_account(cast)
    first = agreement_of(dossier)
    assert states(dossier)[0][2] == "klaar"
    assert not may_be_drawn_up(dossier)
    dossier = take_back(cast, dossier)
    assert (dossier.phase, dossier.agreed_on) == ("beslist", None)
    assert states(dossier)[0][2] == "wacht"  # nothing is paid until both signed
    assert not Instalment.objects.payable().exists()
    later = TODAY() + timedelta(days=500)
    draw_up(dossier=dossier, by=cast.rachida, terms=terms("2000", ends_on=later, report_due_on=later))
    kept = PastAgreement.objects.get()
    told = (kept.number, kept.advance, kept.ends_on, kept.signed_on, kept.made_at, kept.why)
    assert told == (1, first.advance, first.ends_on, TODAY(), first.made_at, WHY)
    assert str(kept).endswith(", 1")
    dossier = sign_again(cast, dossier)
    now = agreement_of(dossier)
    assert (now.pk, now.advance, now.ends_on, now.signed_on) == (first.pk, Decimal(2000), later, TODAY())
    assert dossier.phase == "uitvoering"
    assert states(dossier) == [("voorschot", Decimal(2000), "klaar"), ("saldo", Decimal(1000), "wacht")]
    take_back(cast, dossier)
    assert [one.number for one in PastAgreement.objects.all()] == [1, 2]


def test_what_was_signed_is_never_changed(cast: Cast) -> None:
    take_back(cast, agreed(cast))
    with pytest.raises(DatabaseError), transaction.atomic():
        PastAgreement.objects.update(advance=1)


def test_what_was_paid_or_lapsed_stays_in_the_new_one(cast: Cast) -> None:
    dossier = agreed(cast, "2400")
    with_account(cast)
    pay(cast, part(dossier, "voorschot"))
    let_lapse(instalment=part(dossier, "saldo"), by=cast.rachida, amount=Decimal(100), why="Goedkoper.")
    dossier = take_back(cast, dossier)
    with pytest.raises(Impossible, match=r"“voorschot” werd betaald, of is bij de bank.*2\.400,00"):
        draw_up(dossier=dossier, by=cast.rachida, terms=terms("2300"))
    draw_up(dossier=dossier, by=cast.rachida, terms=terms("2400", ends_on=TODAY() + timedelta(days=30)))
    assert Payment.objects.done().get().amount == 2400
    dossier = sign_again(cast, dossier)
    assert states(dossier) == [("voorschot", Decimal(2400), "betaald"), ("saldo", Decimal(500), "wacht")]
    other = agreed(cast, "2400")
    let_lapse(instalment=part(other, "saldo"), by=cast.rachida, amount=Decimal(600), why="Goedkoper.")
    other = take_back(cast, other)
    with pytest.raises(Impossible, match=r"600,00 vervallen"):
        draw_up(dossier=other, by=cast.rachida, terms=terms("2500"))


def test_what_the_bank_refused_stays_in_the_books_of_the_new_one(cast: Cast) -> None:
    dossier = agreed(cast, "2400")
    with_account(cast)
    key = part(dossier, "voorschot").pk
    batch = make_batch(by=cast.rachida, keys=[key], execution_on=TODAY(), stamp="een")
    note_failed(payment=batch.payments.get(), by=cast.rachida, why="Gesloten.")
    dossier = take_back(cast, dossier)
    draw_up(dossier=dossier, by=cast.rachida, terms=terms("0"))
    assert batch.payments.count() == 1
    sign_again(cast, dossier)
    assert not Instalment.objects.payable().exists()


def test_without_an_agreement_one_can_still_be_made(cast: Cast) -> None:
    dossier = take_back(cast, cast.dossier("uitvoering", granted="3000"))
    assert may_be_drawn_up(dossier)
    draw_up(dossier=dossier, by=cast.rachida, terms=terms())
    assert sign_again(cast, dossier).phase == "uitvoering"
    assert not PastAgreement.objects.exists()
    unsigned = agreed(cast, signed=False)
    with pytest.raises(Refused):
        take_back(cast, unsigned)
    for person in (cast.nour, cast.bea, cast.an):
        with pytest.raises(Refused):
            perform(dossier, "overeenkomst-verbeteren", by=fresh(person), reason=WHY)


def test_another_day_for_the_report_ends_that_it_is_late(cast: Cast) -> None:
    dossier = agreed(cast)
    agreement = agreement_of(dossier)
    agreement.starts_on = agreement.ends_on = agreement.report_due_on = TODAY() - timedelta(days=1)
    agreement.save()
    remind(timezone.now())
    assert DossierTask.objects.open().filter(late_agreement=agreement).exists()
    dossier = take_back(cast, dossier)
    draw_up(dossier=dossier, by=cast.rachida, terms=terms())
    assert agreement_of(dossier).late_task is None
    assert not DossierTask.objects.open().filter(dossier=dossier, phase="").exists()


def test_everybody_finds_both_versions(cast: Cast) -> None:
    dossier = agreed(cast)
    nour, desk = browser_of(cast.nour), browser_of(cast.rachida)
    page, paper = f"{DOSSIERS}{dossier.pk}/", f"{DOSSIERS}{dossier.pk}/overeenkomst.pdf"
    before = nour.get(paper).content
    assert "Verbeter de overeenkomst" in text_of(desk.get(f"{DESK}dossier/{dossier.pk}/"))
    seen = dossier.events.newest().first().pk
    step = f"{page}stap/overeenkomst-verbeteren/"
    empty = desk.post(step, {"gezien": seen, "overeenkomst-verbeteren-reason": ""})
    assert "Zeg in enkele woorden waarom" in text_of(empty) or empty.status_code == 200
    for _click in range(2):
        assert desk.post(step, {"gezien": seen, "overeenkomst-verbeteren-reason": WHY}).status_code == 302
    assert PastAgreement.objects.count() == 1
    form = read(desk.get(f"{DESK}dossier/{dossier.pk}/"))
    assert form.one("input", name="advance")
    draw_up(dossier=dossier, by=cast.rachida, terms=terms("1000"))
    for browser, address in ((nour, page), (desk, page), (desk, f"{DESK}dossier/{dossier.pk}/")):
        words = text_of(browser.get(address))
        assert "De overeenkomst wordt verbeterd." in words
        assert "Versie 1, getekend op" in words
        assert WHY in words
    assert nour.get(f"{paper}?versie=1").content == before
    now = words_in(nour.get(paper))
    assert "2. Ze vervangt versie 1, getekend op" in now
    assert "1.000,00" in now
    for wrong in ("2", "0", "x", "²"):
        assert nour.get(f"{paper}?versie={wrong}").status_code == 404
    assert browser_of(cast.ali).get(f"{paper}?versie=1").status_code == 404
    dossier.refresh_from_db()
    sign_again(cast, dossier)
    words = text_of(nour.get(page))
    assert "De overeenkomst wordt verbeterd." not in words
    assert "Versie 1, getekend op" in words
