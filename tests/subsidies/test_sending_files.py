"""Files with a dossier: what a round asks, versions, who gets them, and what the phase locks."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import User
from subsidies.dossiers import Refused, perform
from subsidies.models import CallDocument, Dossier, DossierFile
from subsidies.models.sending import MOST_FILES
from subsidies.sending.asking import ask_documents
from subsidies.sending.filing import Place, add_file, remove_file
from subsidies.workflow.conditions import HAS_DOCUMENTS, missing_documents
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.base.file_cast import PDF, nobody_there, sent
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.sending_cast import checked, content_of, file_in, status_of

pytestmark = pytest.mark.django_db


def browser_of(user: User) -> Client:
    return signed_in(User.objects.get(pk=user.pk))


def page(browser: Client, dossier: Dossier, rest: str = "") -> Any:
    return browser.get(f"{DOSSIERS}{dossier.pk}/{rest}")


def upload(browser: Client, dossier: Dossier, content: bytes = PDF, **typed: Any) -> Any:
    typed = {"place": "anders", "label": "", **typed}
    return browser.post(f"{DOSSIERS}{dossier.pk}/bijlagen/", {**typed, "file": sent(content, "statuten.pdf")})


def test_what_a_round_asks_has_to_be_there_before_it_is_sent(cast: Cast) -> None:
    ask_documents(call=cast.call, by=cast.rachida, names=["Statuten", "Jaarrekening"])
    dossier, browser = cast.dossier(), browser_of(cast.nour)
    words = text_of(page(browser, dossier))
    assert "Voeg deze bijlagen toe: Statuten, Jaarrekening." in words
    with pytest.raises(Refused):
        perform(dossier, "indienen", by=cast.nour)
    for document in cast.call.documents.all():
        assert upload(browser, dossier, place=f"stuk-{document.pk}").status_code == 302
    assert missing_documents(dossier) == []
    sent_one = perform(dossier, "indienen", by=cast.nour)
    assert sent_one.files.filter(sent_at=sent_one.submitted_at).count() == 2
    assert HAS_DOCUMENTS.part == "bijlagen"


def test_a_round_that_asks_nothing_asks_nothing(cast: Cast) -> None:
    assert perform(cast.dossier(), "indienen", by=cast.nour).number


def test_who_may_not_add_is_not_asked(cast: Cast) -> None:
    dossier = perform(cast.dossier(), "indienen", by=cast.nour)
    ask_documents(call=cast.call, by=cast.rachida, names=["Statuten"])
    until = timezone.now() + timedelta(days=7)
    back = perform(dossier, "terugsturen", by=cast.rachida, fields=["summary"], until=until, reason="Meer.")
    assert perform(back, "aanvullen", by=cast.nour).phase == "ingediend"
    back = perform(dossier, "terugsturen", by=cast.rachida, fields=["bijlagen"], until=until, reason="Meer.")
    words = text_of(page(browser_of(cast.nour), back))
    assert "Deze delen zijn opnieuw open: Bijlagen" in words
    assert "Titel" not in words, "the rest stays locked"
    with pytest.raises(Refused):
        perform(back, "aanvullen", by=cast.nour)
    file_in(back, cast.nour, place=Place(cast.call.documents.get()))
    assert perform(back, "aanvullen", by=cast.nour).copies.count() == 3


def test_a_newer_version_keeps_the_older_one(cast: Cast) -> None:
    dossier, browser = cast.dossier(), browser_of(cast.nour)
    upload(browser, dossier, label="Affiche")
    old = dossier.files.get()
    assert "bestand" in page(browser, dossier, f"bijlagen/?voor=bestand-{old.pk}").content.decode()
    assert upload(browser, dossier, PDF + b"2", place=f"bestand-{old.pk}").status_code == 302
    new = dossier.files.current().get()
    assert (new.replaces, new.what, dossier.files.count()) == (old, "Affiche", 2)
    words = text_of(page(browser, dossier))
    assert "1 eerdere versie" in words
    late = upload(browser, dossier, PDF + b"3", place=f"bestand-{old.pk}")
    assert "niet meer in de lijst" in text_of(late)
    with pytest.raises(Refused, match="intussen"):
        file_in(dossier, cast.nour, PDF + b"3", Place(replaces=old))
    third = file_in(dossier, cast.nour, PDF + b"3", Place(replaces=new))
    assert [third.replaces, new.replaces] == [new, old]


def test_a_double_click_keeps_one_file(cast: Cast) -> None:
    dossier, browser = cast.dossier(), browser_of(cast.nour)
    for _click in range(2):
        assert upload(browser, dossier).status_code == 302
    assert dossier.files.count() == 1


def test_what_is_no_good_says_why(cast: Cast) -> None:
    dossier, browser = cast.dossier(), browser_of(cast.nour)
    answer = upload(browser, dossier, b"<html><script>alert(1)</script>", label="<b>x</b>")
    assert "Dit soort bestand nemen we niet aan" in text_of(answer)
    assert "&lt;b&gt;x&lt;/b&gt;" in answer.content.decode()
    assert "Kies een bestand." in text_of(
        browser.post(f"{DOSSIERS}{dossier.pk}/bijlagen/", {"place": "anders"})
    )
    assert "Kies wat het is." in text_of(browser.post(f"{DOSSIERS}{dossier.pk}/bijlagen/", {}))
    long = upload(browser, dossier, label="x" * 121)
    assert "hoogstens 120 letters" in text_of(long)
    assert not dossier.files.exists()


def test_thirty_files_are_enough(cast: Cast) -> None:
    dossier = cast.dossier()
    for number in range(MOST_FILES):
        file_in(dossier, cast.nour, PDF + bytes([number]))
    answer = upload(browser_of(cast.nour), dossier, PDF + b"more")
    assert "Er zijn al 30 bestanden" in text_of(answer)


def test_the_page_opens_without_a_complaint_at_what_one_came_for(cast: Cast) -> None:
    dossier, browser = cast.dossier(), browser_of(cast.nour)
    file = file_in(dossier, cast.nour)
    address = f"{DOSSIERS}{dossier.pk}/bijlagen/"
    assert "Kijk dit nog even na" not in text_of(browser.get(address))
    assert (
        f'value="bestand-{file.pk}" selected'
        in browser.get(f"{address}?voor=bestand-{file.pk}").content.decode()
    )
    assert "Kies een bestand" in text_of(browser.post(address, {"place": "anders"}))


def test_a_document_of_another_round_is_refused(cast: Cast) -> None:
    from tests.subsidies.factories import CallFactory  # noqa: PLC0415 - of this story only

    other = CallDocument.objects.create(call=CallFactory(), name="Van elders")
    with pytest.raises(Refused):
        file_in(cast.dossier(), cast.nour, place=Place(other))


def test_the_phase_locks_files(cast: Cast) -> None:
    dossier, browser = cast.dossier(), browser_of(cast.nour)
    file = file_in(dossier, cast.nour)
    dossier = perform(dossier, "indienen", by=cast.nour)
    assert upload(browser, dossier, PDF + b"2")["Location"].endswith("#bijlagen")
    browser.post(f"{DOSSIERS}{dossier.pk}/bijlagen/{file.pk}/weg/")
    assert "zitten op slot" in text_of(page(browser, dossier))
    assert "Voeg een bijlage toe" not in text_of(page(browser, dossier))
    for deed in (
        lambda: file_in(dossier, cast.nour, PDF + b"2"),
        lambda: remove_file(dossier=dossier, by=cast.nour, pk=file.pk),
    ):
        with pytest.raises(Refused):
            deed()
    assert DossierFile.objects.get() == file


def test_only_who_writes_there_changes_files(cast: Cast) -> None:
    dossier = cast.dossier()
    file = file_in(dossier, cast.nour)
    place = dossier.persons.get(user=cast.wout)
    place.sections = ["begroting"]
    place.save()
    for name in ("wout", "rik", "rachida"):
        browser = browser_of(cast.people[name])
        assert upload(browser, dossier).status_code == 403
        assert browser.post(f"{DOSSIERS}{dossier.pk}/bijlagen/{file.pk}/weg/").status_code == 403
        with pytest.raises(PermissionDenied):
            add_file(dossier=dossier, by=cast.people[name], upload=checked(), place=Place())
    assert upload(browser_of(cast.ali), dossier).status_code == 404


def test_a_file_goes_to_who_may_see_the_dossier_and_exists_for_nobody_else(cast: Cast) -> None:
    dossier = cast.dossier("concept")
    file = file_in(dossier, cast.nour)
    gets = {
        name: status_of(page(browser_of(user), dossier, f"bijlagen/{file.pk}/"))
        for name, user in cast.people.items()
    }
    assert gets == {
        "nour": 200, "sem": 200, "wout": 200, "rik": 200, "ali": 404, "esra": 200, "piet": 404, "bea": 404, "an": 404,
        "rachida": 200,
    }  # fmt: skip
    answer = page(browser_of(cast.nour), dossier, f"bijlagen/{file.pk}/")
    assert content_of(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    other = cast.dossier()
    assert status_of(page(browser_of(cast.nour), other, f"bijlagen/{file.pk}/")) == 404
    on_agenda = cast.dossier("agenda")
    made = DossierFile.objects.get(pk=file.pk)
    DossierFile.objects.filter(pk=made.pk).update(dossier=on_agenda)
    for name, status in {"bea": 200, "piet": 200, "ali": 404, "an": 404}.items():
        assert status_of(page(browser_of(cast.people[name]), on_agenda, f"bijlagen/{file.pk}/")) == status


def test_older_versions_that_never_went_along_are_for_who_wrote_them(cast: Cast) -> None:
    dossier = cast.dossier()
    old = file_in(dossier, cast.nour)
    file_in(dossier, cast.nour, PDF + b"2", Place(replaces=old))
    assert status_of(page(browser_of(cast.rik), dossier, f"bijlagen/{old.pk}/")) == 200
    assert status_of(page(browser_of(cast.rachida), dossier, f"bijlagen/{old.pk}/")) == 200
    assert status_of(page(browser_of(cast.esra), dossier, f"bijlagen/{old.pk}/")) == 404
    assert "eerdere versie" not in text_of(page(browser_of(cast.esra), dossier))


def test_removing_throws_away_what_was_never_sent_and_keeps_what_was(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    dossier, browser = cast.dossier(), browser_of(cast.nour)
    never, went = file_in(dossier, cast.nour), file_in(dossier, cast.nour, PDF + b"2")
    with django_capture_on_commit_callbacks(execute=True):
        for _click in range(2):
            assert browser.post(f"{DOSSIERS}{dossier.pk}/bijlagen/{never.pk}/weg/").status_code == 302
    assert not Path(never.file.path).exists()
    dossier = perform(dossier, "indienen", by=cast.nour)
    until = timezone.now() + timedelta(days=7)
    perform(dossier, "terugsturen", by=cast.rachida, fields=["bijlagen"], until=until, reason="Te groot.")
    browser.post(f"{DOSSIERS}{dossier.pk}/bijlagen/{went.pk}/weg/")
    assert not dossier.files.current().exists()
    assert Path(went.file.path).exists()
    assert status_of(page(browser_of(cast.esra), dossier, f"bijlagen/{went.pk}/")) == 200
    again = file_in(dossier, cast.nour, PDF + b"2")
    assert again.pk != went.pk


def test_a_file_that_waits_for_its_scan_is_not_served(cast: Cast, settings: Any) -> None:
    settings.CLAMD_URL = nobody_there()
    dossier, browser = cast.dossier(), browser_of(cast.nour)
    upload(browser, dossier)
    file = dossier.files.get()
    assert status_of(page(browser, dossier, f"bijlagen/{file.pk}/")) == 404
    assert "Nog niet nagekeken op virussen" in text_of(page(browser, dossier))
    newer = file_in(dossier, cast.nour, PDF + b"2", Place(replaces=file))
    assert "1 eerdere versie" in text_of(page(browser, dossier))
    document = CallDocument.objects.create(call=cast.call, name="Statuten")
    newer.document = document
    newer.judge("Test.Virus")
    assert missing_documents(dossier) == ["Statuten"]
    assert "Er zat een virus in" in text_of(page(browser, dossier)) or "virus" in text_of(
        page(browser, dossier)
    )


def test_the_page_asks_as_much_of_one_file_as_of_many(cast: Cast) -> None:
    dossier, browser = cast.dossier(), browser_of(cast.nour)
    file_in(dossier, cast.nour)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(browser, dossier)
        return len(queries)

    asked()
    few = asked()
    for number in range(20):
        file_in(dossier, cast.nour, PDF + bytes([number]))
    assert asked() == few


def test_the_regisseur_says_what_a_round_asks(cast: Cast) -> None:
    browser, address = browser_of(cast.rachida), f"/regie/rondes/{cast.call.pk}/bijlagen/"
    cast.call.measure.documents = "Je statuten"
    cast.call.measure.save()
    assert "Je statuten" in text_of(browser.get(address))
    assert browser.post(address, {"names": " Statuten \n\nOfferte\nStatuten"}).status_code == 302
    assert [document.name for document in cast.call.documents.asked()] == ["Statuten", "Offerte"]
    words = text_of(browser.get("/regie/rondes/"))
    assert "Statuten. Offerte." in words
    dossier = cast.dossier()
    file_in(dossier, cast.nour, place=Place(cast.call.documents.get(name="Statuten")))
    browser.post(address, {"names": ""})
    assert [(one.name, one.is_asked) for one in cast.call.documents.all()] == [("Statuten", False)]
    assert "te lang" in text_of(browser.post(address, {"names": "x" * 121}))
    assert "Hoogstens 20" in text_of(browser.post(address, {"names": "\n".join(map(str, range(21)))}))
    assert browser_of(cast.nour).get(address).status_code == 403
    with pytest.raises(PermissionDenied):
        ask_documents(call=cast.call, by=cast.nour, names=["Alles"])


def test_a_dossier_for_another_giver_has_files_too(cast: Cast) -> None:
    dossier = cast.dossier("opmaak", coached=True)
    assert upload(browser_of(cast.nour), dossier, label="Plan").status_code == 302
    assert missing_documents(dossier) == []
    assert "Plan" in text_of(page(browser_of(cast.rachida), dossier))


def test_the_rows_say_what_they_are(cast: Cast) -> None:
    file = file_in(cast.dossier(), cast.nour)
    assert str(file) == "bestand.pdf"
    assert str(CallDocument(name="Statuten")) == "Statuten"
