"""One's own pages: name and address, password, proof before something important, and where one is signed in."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import actors.accounts.own_panels  # noqa: F401 - before a test adds panels of its own
from actors.accounts import factors, panels
from actors.accounts.panels import Panel, Way, panel
from actors.models import Role, SignedIn, User
from tests.actors.accounts.device import Device
from tests.actors.accounts.mails import code_for, last_mail, mails_to
from tests.actors.accounts.people import (
    PASSWORD,
    PROVE,
    SIGN_IN,
    add_passkey,
    app_code,
    browser,
    options_in,
    set_up_app,
    who,
    with_code,
    with_password,
)
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

MY, ACCOUNT, ADDRESS = "/mijn/", "/mijn/account/", "/mijn/account/adres/"
SECURITY, WORD, SESSIONS = "/mijn/beveiliging/", "/mijn/beveiliging/wachtwoord/", "/mijn/sessies/"
NEW = "lea.nieuw@voorbeeld.example"
OTHER = "nog-een-goed-wachtwoord"


@pytest.fixture
def lea() -> User:
    return UserFactory(email="lea@voorbeeld.example", name="Lea", role=Role.MEMBER)


def in_(user: User) -> Client:
    client = browser()
    with_password(client, user)
    return client


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.time()
    monkeypatch.setattr(factors.time, "time", lambda: now + seconds)


# --- What one can do here ------------------------------------------------------------------------------------


def test_the_start_page_greets_and_shows_the_panels_of_every_part(
    lea: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "makers", [*panels.makers])
    panel(lambda user: Panel("Eerst", ways=[Way("Kijk", "/over/", 3)], order=1))
    panel(lambda user: None)
    page = read(in_(lea).get(MY)).one("main")
    assert page.one("h1").words == "Dag Lea"
    titles = [title.words for title in page.every("h2")]
    assert (titles[0], titles[-1]) == ("Eerst", "Je account")
    assert {"/over/", ACCOUNT, SECURITY, SESSIONS} <= set(page.links)
    assert "/mijn/" in read(in_(lea).get("/over/")).one("header").links


def test_the_start_page_asks_a_constant_number_of_questions(lea: User) -> None:
    signed_in(lea).get(MY)  # what is kept in memory is there from now on
    counts = []
    for _ in range(2):
        client = signed_in(lea)
        with CaptureQueriesContext(connection) as queries:
            client.get(MY)
        counts.append(len(queries))
        for _more in range(5):
            in_session = signed_in(lea)
            SignedIn.objects.create(user=lea, key=in_session.session.session_key or "")
    assert counts[0] == counts[1]


def test_staff_reads_that_it_needs_a_second_step(settings: Any) -> None:
    settings.SECOND_FACTOR = True
    client = in_(UserFactory(email="red@voorbeeld.example", role=Role.EDITOR))
    add_passkey(client, Device())
    assert "aan met een tweede stap" in text_of(client.get(MY))
    assert "Voeg dan eerst een andere toe" in text_of(client.get(SECURITY))


# --- Name and language ---------------------------------------------------------------------------------------


def test_name_and_language_are_kept(lea: User) -> None:
    client = in_(lea)
    assert client.post(ACCOUNT, {"name": "  Lea \n Maes ", "language": "en"})["Location"] == ACCOUNT
    lea.refresh_from_db()
    assert (lea.name, lea.language) == ("Lea Maes", "en")
    assert "Bewaard" in text_of(client.get(ACCOUNT))


@pytest.mark.parametrize(("name", "language"), [("x" * 200, "nl"), ("Lea", "fr"), ("Lea\x00", "nl")])
def test_a_mistake_keeps_what_was_typed(lea: User, name: str, language: str) -> None:
    page = read(in_(lea).post(ACCOUNT, {"name": name, "language": language}))
    assert page.one("main").every(role="alert")
    assert page.one("input", name="name").attributes["value"] == name
    lea.refresh_from_db()
    assert lea.name == "Lea"


# --- Another address -----------------------------------------------------------------------------------------


def test_another_address_counts_once_it_is_proven(lea: User) -> None:
    client = in_(lea)
    assert client.post(ADDRESS, {"email": NEW})["Location"] == ADDRESS
    assert NEW in text_of(client.get(ADDRESS))
    lea.refresh_from_db()
    assert lea.email == "lea@voorbeeld.example"
    assert "Kijk nog eens" in text_of(client.post(ADDRESS, {"code": wrong(NEW)}))
    assert client.post(ADDRESS, {"code": code_for(NEW)})["Location"] == ACCOUNT
    lea.refresh_from_db()
    assert lea.email == NEW
    told = last_mail("lea@voorbeeld.example")
    assert "een nieuw adres" in told.subject
    assert NEW not in told.body
    assert "l…@voorbeeld.example" in told.body
    with_code(browser(), NEW)
    assert User.objects.count() == 1


def wrong(email: str) -> str:
    return "111111" if code_for(email) != "111111" else "222222"


def test_an_address_of_another_is_told_only_to_who_reads_its_mail(lea: User) -> None:
    UserFactory(email=NEW)
    client = in_(lea)
    assert client.post(ADDRESS, {"email": NEW.upper()})["Location"] == ADDRESS
    assert "eigen account" not in text_of(client.get(ADDRESS))
    page = client.post(ADDRESS, {"code": code_for(NEW)}, follow=True)
    assert "eigen account" in text_of(page)
    lea.refresh_from_db()
    assert lea.email == "lea@voorbeeld.example"


@pytest.mark.parametrize(
    "email",
    ["", "geen adres", "LEA@voorbeeld.example", "x" * 300 + "@y.example", "a@b.example\nBcc: c@d.example"],
)
def test_a_wrong_address_is_told_calmly(lea: User, email: str) -> None:
    page = read(in_(lea).post(ADDRESS, {"email": email}))
    assert page.one("main").every(role="alert")
    assert not mails_to(email)


def test_tries_with_a_new_address_are_limited(lea: User) -> None:
    client = in_(lea)
    client.post(ADDRESS, {"email": NEW})
    said = [text_of(client.post(ADDRESS, {"code": wrong(NEW)})) for _ in range(5)]
    assert "Je probeerde te vaak" in said[-1]
    assert "Je nieuwe e-mailadres" in text_of(client.post(ADDRESS, {"code": code_for(NEW)}))
    assert client.post(ADDRESS, {"email": NEW}).status_code == 302
    assert client.post(ADDRESS, {"again": "1"}).status_code == 302
    assert client.post(ADDRESS, {"again": "1"}).status_code == 429
    assert read(client.post(ADDRESS, {"code": ""})).one("main").every(role="alert")


# --- Password ------------------------------------------------------------------------------------------------


def test_a_new_password_ends_all_other_sessions(lea: User) -> None:
    client, other = in_(lea), in_(lea)
    assert client.post(WORD, {"new_password1": OTHER, "new_password2": OTHER})["Location"] == SECURITY
    assert client.get(MY).status_code == 200
    assert other.get(MY)["Location"].startswith(SIGN_IN)
    page = read(client.get(SESSIONS)).one("main")
    assert "Firefox, Android" in page.words
    assert "Nergens" in page.words
    assert "wachtwoord werd veranderd" in last_mail(lea.email).body
    fresh = browser()
    fresh.post(SIGN_IN, {"username": lea.email, "password": OTHER})
    assert who(fresh) == lea.pk


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("kort", "kort"),
        (OTHER, PASSWORD),
        ("1234567890123", "1234567890123"),
        ("", ""),
        ("x" * 5000, "x" * 5000),
    ],
)
def test_a_bad_password_is_told_calmly(lea: User, first: str, second: str) -> None:
    page = read(in_(lea).post(WORD, {"new_password1": first, "new_password2": second}))
    assert page.one("main").every(role="alert")
    lea.refresh_from_db()
    assert lea.check_password(PASSWORD)


def test_a_password_can_go(lea: User) -> None:
    client = in_(lea)
    assert "Je hebt een wachtwoord" in text_of(client.get(SECURITY))
    assert "Haal mijn wachtwoord weg" in text_of(client.get(WORD))
    client.post(WORD, {"remove": "1"})
    assert with_password(browser(), lea).status_code == 200
    assert client.get(MY).status_code == 200
    assert "Je hebt geen wachtwoord" in text_of(client.get(SECURITY))
    assert "Haal mijn wachtwoord weg" not in text_of(client.get(WORD))


# --- Proving once more ---------------------------------------------------------------------------------------

IMPORTANT = [
    ADDRESS,
    WORD,
    "/mijn/beveiliging/app/",
    "/mijn/beveiliging/sleutel/",
    "/mijn/beveiliging/herstelcodes/",
]


@pytest.mark.parametrize("address", IMPORTANT)
def test_ten_minutes_after_the_last_proof_we_ask_again(
    lea: User, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = in_(lea)
    later(monkeypatch, factors.LATELY + 1)
    for answer in (client.get(address), client.post(address, {"email": NEW})):
        assert answer["Location"].startswith(f"{PROVE}?next=")
    assert not mails_to(NEW)


def test_who_never_proved_anything_in_this_session_is_asked_too(lea: User) -> None:
    assert signed_in(lea).get(WORD)["Location"].startswith(PROVE)


def test_a_proof_by_mail_leads_on(lea: User) -> None:
    client = signed_in(lea)
    assert client.post(f"{PROVE}?next={WORD}", {"mail": "1"})["Location"] == f"{PROVE}?next={WORD}"
    assert "iets belangrijks" in last_mail(lea.email).body
    page = read(client.get(f"{PROVE}?next={WORD}"))
    assert {box.attributes["value"] for box in page.one("main").every("input", name="next")} == {WORD}
    assert "Kijk nog eens" in text_of(client.post(PROVE, {"code": wrong(lea.email), "next": WORD}))
    assert client.post(PROVE, {"code": code_for(lea.email), "next": WORD})["Location"] == WORD
    assert client.get(WORD).status_code == 200


def test_a_proof_by_password_leads_on(lea: User) -> None:
    client = signed_in(lea)
    assert "Dit is je wachtwoord niet" in text_of(client.post(PROVE, {"password": "verkeerd"}))
    assert read(client.post(PROVE, {"password": ""})).one("main").every(role="alert")
    assert client.post(PROVE, {"password": PASSWORD})["Location"] == SECURITY
    assert client.get(WORD).status_code == 200


def test_proofs_are_not_tried_without_end(lea: User) -> None:
    client = signed_in(lea)
    client.post(PROVE, {"mail": "1"})
    said = [text_of(client.post(PROVE, {"code": wrong(lea.email)})) for _ in range(6)]
    assert "Je probeerde te vaak" in said[4]
    assert "ouder dan een kwartier" in said[5]
    said = [text_of(client.post(PROVE, {"password": "verkeerd"})) for _ in range(6)]
    assert "Wacht vijf minuten" in said[-1]
    assert [client.post(PROVE, {"mail": "1"}).status_code for _ in range(3)] == [302, 302, 429]
    assert read(client.post(PROVE, {})).one("main")


def test_who_has_a_second_step_proves_with_that(lea: User) -> None:
    first, device = in_(lea), Device()
    add_passkey(first, device)
    secret = set_up_app(first)
    client = signed_in(lea)
    page = client.get(PROVE, {"next": WORD}, secure=True)
    assert "Zet je tweede stap" in text_of(page)
    assert not read(page).one("main").every("input", name="password")
    assert client.post(PROVE, {"password": PASSWORD}).status_code == 200
    assert client.get(WORD)["Location"].startswith(PROVE)
    answer = {"credential": device.get(options_in(page)), "next": WORD}
    assert client.post(PROVE, answer, secure=True).status_code == 200  # the riddle was another by then
    page = client.get(PROVE, {"next": WORD}, secure=True)
    answer = {"credential": device.get(options_in(page)), "next": WORD}
    assert client.post(PROVE, answer, secure=True)["Location"] == WORD
    other = signed_in(lea)
    assert "klopt niet" in text_of(other.post(PROVE, {"code": "1234567"}))
    assert other.post(PROVE, {"code": app_code(secret, 1)})["Location"] == SECURITY


@pytest.mark.parametrize(
    "wanted",
    ["https://kwaad.example/", "//kwaad.example", "/\\kwaad.example", "javascript:alert(1)", "\t//kwaad"],
)
def test_a_proof_sends_nobody_elsewhere(lea: User, wanted: str) -> None:
    client = signed_in(lea)
    assert client.post(PROVE, {"password": PASSWORD, "next": wanted})["Location"] == SECURITY
    for address in (SECURITY, "/mijn/beveiliging/app/", "/mijn/beveiliging/sleutel/"):
        page = read(client.get(address, {"next": wanted})).one("main")
        assert not any("kwaad" in link for link in page.links)
        assert not any("kwaad" in box.attributes.get("value", "") for box in page.every("input"))
