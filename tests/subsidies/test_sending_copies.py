"""What was sent: a copy with its hash, on paper and as data, that nothing and nobody changes."""

import hashlib
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone, translation
from pypdf import PdfReader

from actors.models import User
from ecru.base import printing
from ecru.base.audit import FORMER
from ecru.base.models import OutgoingMail
from ecru.base.personal import holdings
from ecru.base.printing import NotPrintable
from ecru.base.unchanging import Unchangeable
from subsidies.dossiers import Refused, perform
from subsidies.models import Dossier, LateSending, SentCopy, SentPaper
from subsidies.sending import paper
from subsidies.sending.filing import Place
from subsidies.sending.paper import drawn, paper_of
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.sending_cast import content_of, file_in, status_of

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def browser_of(user: User) -> Client:
    return signed_in(User.objects.get(pk=user.pk))


def sent_by(cast: Cast, *files: bytes) -> tuple[Dossier, SentCopy]:
    """A dossier that Nour sent, with its copy."""
    dossier = cast.dossier()
    for content in files:
        file_in(dossier, cast.nour, content, Place(label="Begroting"))
    dossier = perform(dossier, "indienen", by=User.objects.get(pk=cast.nour.pk))
    return dossier, dossier.copies.get()


def read(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def test_sending_keeps_all_that_was_said_with_its_hash(cast: Cast) -> None:
    cast.choir.kbo_number = "0440966354"
    cast.choir.save()
    with translation.override("en"):
        dossier, copy = sent_by(cast, b"%PDF-1.7 een")
    said = copy.snapshot
    assert hashlib.sha256(copy.content.encode()).hexdigest() == copy.sha256
    assert copy.is_whole
    assert (copy.number, copy.sent_at, copy.version) == (dossier.number, dossier.submitted_at, 1)
    assert (said["applicant"]["name"], said["applicant"]["company_number"]) == ("Zangkoor", "0440.966.354")
    assert said["applicant"]["seat"] == "Genk"
    assert said["files"][0]["sha256"] == hashlib.sha256(b"%PDF-1.7 een").hexdigest()
    assert [sheet["key"] for sheet in said["sheets"]] == ["verhaal", "bijlagen"]
    assert said["sheets"][0]["facts"][0] == ["Wie vraagt aan", "Zangkoor"]  # in Dutch, whoever sends
    assert "Nour" not in copy.content
    event = dossier.events.get(transition="indienen")
    assert (event.data["sha256"], event.data["copy"]) == (copy.sha256, 1)
    assert str(copy) == f"{dossier.number} (1)"


@pytest.mark.mail("dossier-receipt")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_receipt_names_number_second_and_hash(cast: Cast, language: str) -> None:
    User.objects.update(language=language)
    dossier, copy = sent_by(cast)
    mail = OutgoingMail.objects.get(kind="dossier-receipt", to=cast.nour.email)
    moment = timezone.localtime(copy.sent_at)
    for part in (
        str(dossier.number),
        copy.sha256,
        f"{moment:%H:%M:%S}",
        "PDF" if language == "en" else "pdf",
    ):
        assert part in mail.body


def test_sending_again_is_a_second_copy_with_its_own_receipt(cast: Cast) -> None:
    dossier, first = sent_by(cast)
    until = timezone.now() + timedelta(days=7)
    dossier = perform(
        dossier, "terugsturen", by=cast.rachida, fields=["summary"], until=until, reason="Meer."
    )
    Dossier.objects.filter(pk=dossier.pk).update(summary="Drie dorpen.")
    dossier = perform(dossier, "aanvullen", by=cast.nour)
    second = dossier.copies.get(version=2)
    assert (second.number, second.sha256 == first.sha256) == (first.number, False)
    assert OutgoingMail.objects.filter(kind="dossier-receipt", to=cast.nour.email).count() == 2
    words = text_of(browser_of(cast.nour).get(f"{DOSSIERS}{dossier.pk}/"))
    assert "Wat je indiende" in words
    assert "keer 2" in words
    assert first.sha256 in words
    assert "Wat ingediend werd" in text_of(browser_of(cast.rachida).get(f"{DOSSIERS}{dossier.pk}/"))


def test_later_changes_change_nothing(cast: Cast) -> None:
    dossier, copy = sent_by(cast)
    before = copy.content
    cast.choir.name = "Ander koor"
    cast.choir.save()
    Dossier.objects.filter(pk=dossier.pk).update(title="Anders")
    again = SentCopy.objects.get(pk=copy.pk)
    assert (again.content, again.snapshot["applicant"]["name"]) == (before, "Zangkoor")
    words = text_of(browser_of(cast.nour).get(f"{DOSSIERS}{dossier.pk}/ingediend/1/"))
    assert "Zangkoor" in words
    assert "Ander koor" not in words


def test_a_copy_is_never_changed_or_removed(cast: Cast) -> None:
    dossier, copy = sent_by(cast)
    for deed in (
        copy.save,
        copy.delete,
        lambda: SentCopy.objects.update(number="2026-9999"),
        lambda: SentCopy.objects.all().delete(),
    ):
        with pytest.raises(Unchangeable):
            deed()
    for statement in (
        "UPDATE subsidies_sentcopy SET content = '{}'",
        "UPDATE subsidies_sentcopy SET sha256 = 'x'",
        "UPDATE subsidies_sentcopy SET sender_name = 'Iemand anders'",
        "UPDATE subsidies_sentcopy SET sent_at = '2020-01-01'",
        "DELETE FROM subsidies_sentcopy",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert SentCopy.objects.get() == copy
    assert dossier.copies.get().is_whole


def test_who_leaves_is_forgotten_and_the_hash_still_holds(cast: Cast) -> None:
    dossier, copy = sent_by(cast, b"%PDF-1.7 een")
    first = paper_of(copy)
    old = Path(first.file.path)
    assert "Nour" in read(old.read_bytes())
    assert f"Dossiernummer {copy.number}" in read(old.read_bytes())
    holding, nour = holdings["sending"], User.objects.get(pk=cast.nour.pk)
    assert [row[1] for row in holding.rows(nour)][1] == copy
    assert {"number", "sha256"} <= holding.export(nour)[1].keys()
    assert len(list(holding.files(nour))) == 1
    holding.forget(nour)
    copy = SentCopy.objects.get()
    assert (copy.sender, copy.sender_name, copy.who, copy.is_whole) == (None, FORMER, "voormalig lid", True)
    assert not old.exists()
    again = Path(paper_of(copy).file.path).read_bytes()
    assert "Nour" not in read(again)
    assert "voormalig lid" in read(again)
    assert holding.rows(nour)[0][1].startswith(str(dossier))


def test_the_paper_is_the_same_whenever_somebody_asks(cast: Cast, monkeypatch: Any) -> None:
    dossier, copy = sent_by(cast, b"%PDF-1.7 een")
    browser = browser_of(cast.nour)
    address = f"{DOSSIERS}{dossier.pk}/ingediend/1/pdf/"
    first = content_of(browser.get(address))
    cast.choir.name = "Ander koor"
    cast.choir.save()
    with translation.override("en"):
        assert drawn(SentCopy.objects.get()) == first
    made = SentPaper.objects.get()
    assert (made.sha256, str(made)) == (hashlib.sha256(first).hexdigest(), f"{copy}.pdf")
    monkeypatch.setattr(paper, "drawn", lambda _copy: pytest.fail("made twice"))
    again = browser.get(address)
    assert content_of(again) == first
    assert again["Content-Disposition"] == f'attachment; filename="{copy.number}-1.pdf"'
    said = read(first)
    for part in (
        str(dossier.number),
        "Zangkoor",
        "Nour",
        "Twee dorpen dansen samen.",
        "Begroting",
        copy.sha256[:8],
    ):
        assert part in said
    root: Any = PdfReader(io.BytesIO(first)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]


def test_paper_that_got_lost_is_made_again(cast: Cast) -> None:
    _dossier, copy = sent_by(cast)
    first = paper_of(copy)
    first.file.storage.delete(str(first.file.name))
    second = paper_of(copy)
    assert (SentPaper.objects.get(), second.sha256) == (second, first.sha256)


def test_paper_that_somebody_made_while_ours_was_drawn_stays(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _dossier, copy = sent_by(cast)
    theirs = list[SentPaper]()

    def slow(one: SentCopy) -> bytes:
        monkeypatch.undo()
        theirs.append(paper_of(one))
        return paper.drawn(one)

    monkeypatch.setattr(paper, "drawn", slow)
    assert [paper_of(copy)] == theirs
    assert theirs[0].file.storage.exists(str(theirs[0].file.name))


def test_sending_does_not_fail_when_paper_fails(cast: Cast, monkeypatch: Any) -> None:
    def fails(*_given: Any, **_named: Any) -> bytes:
        raise NotPrintable("no ink")

    monkeypatch.setattr(paper, "printed", fails)
    dossier, _copy = sent_by(cast)
    answer = browser_of(cast.nour).get(f"{DOSSIERS}{dossier.pk}/ingediend/1/pdf/", follow=True)
    assert "De pdf kan nu niet gemaakt worden." in text_of(answer)
    assert "Ontvangstbewijs" in text_of(answer)
    assert printing.printed is not fails


def test_the_data_are_the_bytes_of_the_hash(cast: Cast) -> None:
    dossier, copy = sent_by(cast)
    browser = browser_of(cast.nour)
    answer = browser.get(f"{DOSSIERS}{dossier.pk}/ingediend/1/gegevens/")
    assert hashlib.sha256(answer.content).hexdigest() == copy.sha256
    assert json.loads(answer.content)["number"] == dossier.number
    assert "no-store" in answer["Cache-Control"]
    words = text_of(browser.get(f"{DOSSIERS}{dossier.pk}/ingediend/1/"))
    for part in ("rekenden de controlecode net opnieuw uit", "certutil", copy.sha256, "Nour"):
        assert part in words


def test_a_hash_that_does_not_fit_is_said(cast: Cast, monkeypatch: Any) -> None:
    dossier, _copy = sent_by(cast)
    monkeypatch.setattr(SentCopy, "is_whole", False)
    words = text_of(browser_of(cast.nour).get(f"{DOSSIERS}{dossier.pk}/ingediend/1/"))
    assert "niet meer dezelfde" in words


def test_what_was_sent_is_for_who_sees_the_dossier(cast: Cast) -> None:
    dossier, _copy = sent_by(cast)
    for rest in ("", "pdf/", "gegevens/"):
        for name, status in {
            "nour": 200,
            "piet": 200,
            "rachida": 200,
            "ali": 404,
            "an": 404,
            "bea": 404,
        }.items():
            address = f"{DOSSIERS}{dossier.pk}/ingediend/1/{rest}"
            assert status_of(browser_of(cast.people[name]).get(address)) == status
    assert browser_of(cast.nour).get(f"{DOSSIERS}{dossier.pk}/ingediend/2/").status_code == 404
    assert "Wat je indiende" not in text_of(browser_of(cast.nour).get(f"{DOSSIERS}{cast.dossier().pk}/"))


def test_too_late_is_refused_with_its_second_and_that_is_kept(cast: Cast) -> None:
    dossier, browser = cast.dossier(), browser_of(cast.nour)
    cast.call.closes_at = timezone.now() - timedelta(minutes=1)
    cast.call.save()
    seen = dossier.events.newest().first().pk
    answer = browser.post(f"{DOSSIERS}{dossier.pk}/stap/indienen/", {"gezien": seen})
    late = LateSending.objects.get()
    moment = timezone.localtime(late.at)
    assert f"{moment:%H:%M:%S}" in text_of(answer)
    assert "Het kwam binnen op" in text_of(answer)
    assert str(late).endswith(f"{late.at:%H:%M:%S}")
    for person in (cast.nour, cast.rachida):
        assert "Deze kwamen te laat binnen" in text_of(browser_of(person).get(f"{DOSSIERS}{dossier.pk}/"))
    assert "te laat binnen" not in text_of(browser_of(cast.esra).get(f"{DOSSIERS}{dossier.pk}/"))
    until = timezone.now() + timedelta(hours=1)
    perform(dossier, "uitstel", by=cast.rachida, until=until, reason="Het kwam een minuut te laat.")
    assert perform(dossier, "indienen", by=cast.nour, at=until).copies.count() == 1


def test_completing_too_late_is_kept_and_other_refusals_are_not(cast: Cast) -> None:
    dossier, browser = cast.dossier("aanvulling"), browser_of(cast.nour)
    Dossier.objects.filter(pk=dossier.pk).update(reopened_until=timezone.now() - SECOND)
    browser.post(f"{DOSSIERS}{dossier.pk}/stap/aanvullen/", {})
    assert LateSending.objects.get().dossier == dossier
    empty = cast.dossier(summary="")
    answer = browser.post(f"{DOSSIERS}{empty.pk}/stap/indienen/", {})
    assert "Vertel wat je wil doen" in text_of(answer)
    sent_already, _copy = sent_by(cast)
    browser.post(f"{DOSSIERS}{sent_already.pk}/stap/indienen/", {})
    assert LateSending.objects.count() == 1
    with pytest.raises(Refused):
        perform(empty, "indienen", by=cast.nour)
