"""A letter to many: Rachida chooses dossiers, writes once, sees who gets it, and sends it once."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import User
from ecru.base.models import OutgoingMail
from ecru.base.personal import holdings
from subsidies.desk.letters import (
    MOST_DOSSIERS,
    Draft,
    applicants_of,
    keys_in,
    mailboxes,
    receivers_of,
    send_letter,
)
from subsidies.dossiers.telling import applicants
from subsidies.models import BulkLetter, Dossier, LetterCopy, SavedView
from tests.actors.markup import read, text_of
from tests.subsidies.dossier_cast import DESK, DOSSIERS, Cast
from tests.subsidies.dossier_factories import DossierFactory
from tests.subsidies.test_dossier_pages import browser_of

pytestmark = pytest.mark.django_db
WRITE = f"{DESK}schrijven/"
SAID = {"subject": "De ronde sluit  bijna", "words": "Hallo\n\nNog tien dagen. Bel ons als het niet lukt."}


def stamp_of(answer: Any) -> dict[str, str]:
    """What stands hidden on the page."""
    page = read(answer)
    return {name: page.every("input", name=name)[0].attributes.get("value", "") for name in ("keys", "stamp")}


def test_written_once_seen_and_sent_once(cast: Cast) -> None:
    first, second = cast.dossier("concept"), cast.dossier("ingediend")
    browser = browser_of(cast.rachida)
    page = browser.get(f"{WRITE}?d={first.pk}&d={second.pk}&d=x")
    assert "Over 2 dossiers" in text_of(page)
    assert "Zangkoor: Nour, Sem, Wout" in text_of(page)
    hidden = stamp_of(page)
    assert hidden["keys"] == f"{first.pk},{second.pk}"
    seen = browser.post(WRITE, {**SAID, **hidden, "do": "bekijk"})
    assert "Verstuur aan 3 mensen" in text_of(seen)
    assert "3 mensen krijgen hem" in text_of(seen)
    assert "Nog tien dagen." in text_of(seen)
    assert not OutgoingMail.objects.exists()
    back = browser.post(WRITE, {**SAID, **hidden, "do": "verander"})
    assert "Bel ons als het niet lukt." in back.content.decode()
    for _click in range(2):
        assert browser.post(WRITE, {**SAID, **hidden, "do": "verstuur"})["Location"] == f"{DESK}?alles=1"
        assert "Je brief vertrekt: 3 mails over 2 dossiers." in text_of(browser.get(DESK))
    sent = OutgoingMail.objects.filter(kind="dossier-letter")
    assert sorted(sent.values_list("to", flat=True)) == sorted(
        person.email for person in (cast.nour, cast.sem, cast.wout)
    )
    body = sent.get(to=cast.nour.email).body
    for part in ("Dit gaat over deze dossiers van jou:", first.title, second.title, "/mijn/dossiers/"):
        assert part in body
    letter = BulkLetter.objects.get()
    assert letter.receivers == 3
    assert (str(letter), letter.by, letter.copies.count()) == ("De ronde sluit bijna", cast.rachida, 2)
    assert str(letter.copies.first()).startswith("De ronde sluit bijna: ")
    told = text_of(browser_of(cast.nour).get(f"{DOSSIERS}{first.pk}/"))
    assert "Brieven van ECRU" in told
    assert "aan 3 mensen" in told
    assert "Brieven van ECRU" not in text_of(browser_of(cast.esra).get(f"{DOSSIERS}{first.pk}/"))
    assert first.events.count() == 1


@pytest.mark.mail("dossier-letter")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_letter_names_the_dossier_in_the_language_of_its_reader(cast: Cast, language: str) -> None:
    User.objects.update(language=language)
    dossier = cast.dossier()
    draft = Draft("Tot gauw", "We komen langs.", "stempel", [dossier.pk])
    send_letter(by=cast.rachida, draft=draft)
    mail = OutgoingMail.objects.get(to=cast.nour.email)
    words = {
        "nl": (f"Dit gaat over je dossier “{dossier.title}” van Zangkoor.", "ECRU schrijft je erover"),
        "en": (f"This is about your dossier “{dossier.title}” of Zangkoor.", "ECRU writes to you about it"),
    }[language]
    assert (mail.subject, mail.language, mail.kind) == ("Tot gauw", language, "dossier-letter")
    for part in ("We komen langs.", *words, f"/mijn/dossiers/{dossier.pk}/"):
        assert part in mail.body


def test_each_address_gets_one_mail_however_often_somebody_sends(cast: Cast) -> None:
    keys = [cast.dossier().pk, cast.dossier().pk, DossierFactory().pk]
    boxes = {person: len(dossiers) for person, dossiers in mailboxes(receivers_of(keys))}
    assert boxes == {cast.nour: 2, cast.sem: 2, cast.wout: 2}
    for new in (True, False):
        letter, is_new = send_letter(by=cast.rachida, draft=Draft("Tot gauw", "We komen.", "stempel", keys))
        sent = list(OutgoingMail.objects.values_list("to", flat=True))
        assert (is_new, letter.receivers, len(sent), len(set(sent))) == (new, 3, 3, 3)
    assert sorted(letter.copies.values_list("people", flat=True)) == [0, 3, 3]


def test_all_of_a_list_get_it(cast: Cast) -> None:
    mine = [cast.dossier("concept"), cast.dossier("concept")]
    cast.dossier("ingediend")
    browser = browser_of(cast.rachida)
    listed = browser.get(f"{DESK}?fase=concept&spoor=eigen-steun").content.decode()
    assert f"{WRITE}?spoor=eigen-steun&amp;fase=concept&amp;wie=alle" in listed
    page = browser.get(f"{WRITE}?spoor=eigen-steun&fase=concept&wie=alle")
    assert sorted(keys_in(stamp_of(page)["keys"])) == sorted(one.pk for one in mine)


def test_who_gets_it_is_the_rule_of_all_mails(cast: Cast) -> None:
    dossiers = [cast.dossier("concept"), cast.dossier("advies"), cast.dossier("idee", coached=True)]
    lonely = DossierFactory()
    cast.sem.memberships.update(until=cast.call.closes_at)
    User.objects.filter(pk=cast.wout.pk).update(is_active=False)
    found = applicants_of([*dossiers, lonely])
    for dossier in (*dossiers, lonely):
        fresh = Dossier.objects.get(pk=dossier.pk)
        assert found[dossier.pk] == applicants(fresh)
    assert [one.pk for one in found[dossiers[0].pk]] == [cast.nour.pk]
    assert found[lonely.pk] == []
    page = browser_of(cast.rachida).post(WRITE, {**SAID, "keys": str(lonely.pk), "do": "bekijk"})
    assert "niemand te bereiken" in text_of(page)
    assert "Verstuur aan" not in text_of(page)


def test_nothing_typed_is_lost(cast: Cast) -> None:
    dossier = cast.dossier()
    browser = browser_of(cast.rachida)
    wrong = browser.post(WRITE, {"subject": "x" * 121, "words": "", "keys": str(dossier.pk), "do": "bekijk"})
    for part in ("Er passen hoogstens 120 letters.", "Schrijf wat je wil zeggen."):
        assert part in text_of(wrong)
    assert "x" * 121 in wrong.content.decode()
    assert "Schrijf in enkele woorden waarover het gaat." in text_of(
        browser.post(WRITE, {"keys": str(dossier.pk)})
    )
    for keys in ("", "0", "abc,,-4"):
        nobody = browser.post(WRITE, {**SAID, "keys": keys, "do": "verstuur"})
        assert nobody.status_code in {200, 302}
    assert not OutgoingMail.objects.exists()


def test_there_is_an_end_to_how_many(cast: Cast) -> None:
    browser = browser_of(cast.rachida)
    many = ",".join(str(number) for number in range(1, MOST_DOSSIERS + 50))
    assert "hoogstens 200 dossiers tegelijk" in text_of(
        browser.post(WRITE, {**SAID, "keys": many, "do": "verstuur"})
    )
    assert "Vink in de lijst aan" in text_of(browser.get(WRITE))
    with pytest.raises(ValueError, match="0"):
        send_letter(by=cast.rachida, draft=Draft("a", "b", "c", []))
    with pytest.raises(PermissionDenied):
        send_letter(by=cast.nour, draft=Draft("a", "b", "c", [cast.dossier().pk]))


def test_many_receivers_ask_no_more(cast: Cast) -> None:
    def queries() -> int:
        keys = list(Dossier.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as asked:
            assert all(one.names for one in receivers_of(keys))
        return len(asked)

    for _one in range(2):
        cast.dossier()
    few = queries()
    for _one in range(12):
        cast.dossier()
    assert queries() == few == 3


def test_the_letters_of_who_leaves_stay_without_a_name(cast: Cast) -> None:
    dossier = cast.dossier()
    send_letter(by=cast.rachida, draft=Draft("Tot gauw", "We komen.", "stempel", [dossier.pk]))
    SavedView.objects.create(owner=cast.rachida, name="Laat", question="stand=laat")
    mine = holdings["dossier_desk"]
    assert [words for _name, words in mine.rows(cast.rachida)] == ["Laat", "Tot gauw"]
    assert mine.export(cast.rachida)[0]["question"] == "stand=laat"
    mine.forget(cast.rachida)
    letter = BulkLetter.objects.get()
    assert (letter.by, letter.by_name) == (None, "voormalig lid")
    assert not SavedView.objects.exists()
    assert LetterCopy.objects.count() == 1
