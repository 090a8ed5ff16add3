"""A form that comes in after its sender was signed out: nothing typed is lost, and nobody else sees it."""

import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from actors.models import Role, User
from ecru.base import unsent
from tests.actors.accounts.mails import code_for
from tests.actors.accounts.people import CODE, PASSWORD, SIGN_IN
from tests.actors.markup import Element, read, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ACCOUNT, UNSENT = "/mijn/account/", "/mijn/niet-verstuurd/"
HERE = {"origin": "http://testserver"}


@pytest.fixture
def lea() -> User:
    return UserFactory(email="lea@voorbeeld.example", name="Lea", role=Role.MEMBER)


def browser() -> Client:
    return Client(enforce_csrf_checks=True, headers=HERE)


def token_at(client: Client, address: str) -> str:
    boxes = read(client.get(address)).one("main").every("input", name="csrfmiddlewaretoken")
    return boxes[0].attributes["value"]


def enter(client: Client, user: User, **more: str) -> Any:
    form = {
        "username": user.email,
        "password": PASSWORD,
        "csrfmiddlewaretoken": token_at(client, SIGN_IN),
        **more,
    }
    return client.post(SIGN_IN, form)


def opened(client: Client, user: User) -> dict[str, str]:
    """The form on somebody's page, with what they type in it."""
    enter(client, user)
    token = token_at(client, ACCOUNT)
    return {"csrfmiddlewaretoken": token, "name": "Lea van de lange tekst\nmet twee regels", "language": "en"}


def expire() -> None:
    Session.objects.all().delete()


def button_of(page: Element) -> tuple[str, dict[str, str]]:
    """Where the form leads, and what it brings."""
    form = next(one for one in page.one("main").every("form") if one.attributes.get("action") != UNSENT)
    boxes = {box.attributes["name"]: box.attributes.get("value", "") for box in form.every("input")}
    return form.attributes["action"], boxes


def test_nothing_is_lost_when_the_session_is_over(lea: User) -> None:
    client = browser()
    form = opened(client, lea)
    expire()
    answer = client.post(ACCOUNT, form)
    assert answer["Location"] == f"{SIGN_IN}?next={UNSENT}"
    assert enter(client, lea, next=UNSENT)["Location"] == UNSENT
    page = read(client.get(UNSENT))
    assert "Je was te lang weg. Er is niets verloren." in page.words
    where, boxes = button_of(page)
    assert (where, boxes["name"], boxes["language"]) == (ACCOUNT, form["name"], "en")
    assert client.post(where, boxes)["Location"] == ACCOUNT
    lea.refresh_from_db()
    assert lea.name == "Lea van de lange tekst met twee regels"
    assert client.get(UNSENT)["Location"] == "/mijn/"  # it went in, so nothing waits any more


def test_it_survives_signing_in_with_a_code(lea: User) -> None:
    client = browser()
    form = opened(client, lea)
    expire()
    client.post(ACCOUNT, form)
    ask = {
        "username": lea.email,
        "password": "",
        "next": UNSENT,
        "csrfmiddlewaretoken": token_at(client, SIGN_IN),
    }
    client.post(SIGN_IN, ask)
    told = {"code": code_for(lea.email), "csrfmiddlewaretoken": token_at(client, CODE)}
    assert client.post(CODE, told)["Location"] == UNSENT
    assert "Er is niets verloren" in text_of(client.get(UNSENT))


def test_who_signed_in_again_elsewhere_loses_nothing_either(lea: User) -> None:
    client = browser()
    form = opened(client, lea)
    client.post("/afmelden/", {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"]})
    enter(client, lea)  # in another tab: the token of the open form is worth nothing any more
    assert client.post(ACCOUNT, form)["Location"] == UNSENT
    where, boxes = button_of(read(client.get(UNSENT)))
    assert client.post(where, boxes)["Location"] == ACCOUNT


def test_who_lost_the_cookies_loses_nothing_either(lea: User) -> None:
    client = browser()
    form = opened(client, lea)
    client.cookies.clear()
    assert client.post(ACCOUNT, form)["Location"].startswith(SIGN_IN)
    enter(client, lea)
    assert button_of(read(client.get(UNSENT)))[1]["name"] == form["name"]


def test_the_admin_keeps_what_was_typed_too() -> None:
    mieke, client = UserFactory(role=Role.EDITOR), browser()
    enter(client, mieke)
    token = client.get("/beheer/actors/theme/add/").context["csrf_token"]
    expire()
    typed = {"label": "Een lang bedacht thema", "csrfmiddlewaretoken": str(token)}
    assert client.post("/beheer/actors/theme/add/", typed)["Location"].startswith(SIGN_IN)
    enter(client, mieke)
    assert button_of(read(client.get(UNSENT)))[0] == "/beheer/actors/theme/add/"


def test_another_person_sees_nothing(lea: User) -> None:
    client = browser()
    form = opened(client, lea)
    expire()
    client.post(ACCOUNT, form)
    jan = UserFactory(email="jan@voorbeeld.example")
    enter(client, jan)
    assert client.get(UNSENT)["Location"] == "/mijn/"
    assert unsent.UNSENT not in client.session


def test_what_another_site_sends_is_not_kept(lea: User) -> None:
    client = browser()
    form = opened(client, lea)
    expire()
    for headers in (
        {"origin": "https://kwaad.example"},
        {"origin": "null"},
        {"origin": "", "referer": "http://[kwaad"},
    ):
        client.post(ACCOUNT, form, headers=headers)
        assert unsent.UNSENT not in client.session
    client.post(ACCOUNT, form, headers={"origin": "", "referer": "http://testserver/mijn/"})
    assert unsent.UNSENT in client.session


@pytest.mark.parametrize("token", ["", "x", "é" * 64, "a" * 32, "a" * 64, "<script>"])
def test_a_form_of_nobody_is_not_kept(lea: User, token: str) -> None:
    client = browser()
    form = opened(client, lea)
    expire()
    answer = client.post(ACCOUNT, {**form, "csrfmiddlewaretoken": token})
    assert answer.status_code == 403
    assert "te lang open" in text_of(answer)
    assert unsent.UNSENT not in client.session


def test_a_stale_form_that_everybody_may_send_gets_the_page_that_says_so(lea: User) -> None:
    client = browser()
    answer = client.post(SIGN_IN, {"username": lea.email, "password": "x", "csrfmiddlewaretoken": "a" * 64})
    assert answer.status_code == 403
    assert client.post("/bestaat-niet/", {"csrfmiddlewaretoken": "a" * 64}).status_code in {403, 404}


def test_files_and_passwords_are_not_kept(lea: User) -> None:
    client = browser()
    form = opened(client, lea)
    expire()
    secret = {
        "new_password1": "geheim-geheim",
        "wachtwoord": "geheim-geheim",
        "foto": SimpleUploadedFile("a.txt", b"x"),
    }
    client.post(ACCOUNT, {**form, **secret})
    kept = str(client.session[unsent.UNSENT])
    assert form["name"].split("\n")[0] in kept
    assert "geheim" not in kept
    assert "a.txt" not in kept


def test_more_than_we_can_keep_is_not_kept_in_part(lea: User) -> None:
    client = browser()
    form = opened(client, lea)
    expire()
    answer = client.post(ACCOUNT, {**form, "tekst": "x" * (unsent.MOST + 1)})
    assert answer["Location"] == f"{SIGN_IN}?next={ACCOUNT}"
    assert unsent.UNSENT not in client.session


def test_it_waits_for_an_hour(lea: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser()
    form = opened(client, lea)
    expire()
    client.post(ACCOUNT, form)
    enter(client, lea)
    now = time.time()
    monkeypatch.setattr(unsent.time, "time", lambda: now + unsent.KEPT + 1)
    assert client.get(UNSENT)["Location"] == "/mijn/"


def test_it_can_be_thrown_away(lea: User) -> None:
    client = browser()
    form = opened(client, lea)
    expire()
    client.post(ACCOUNT, form)
    enter(client, lea)
    client.post(UNSENT, {"csrfmiddlewaretoken": token_at(client, UNSENT)})
    assert client.get(UNSENT)["Location"] == "/mijn/"


def test_what_was_typed_is_shown_as_text(lea: User) -> None:
    client = browser()
    form = opened(client, lea)
    expire()
    client.post(ACCOUNT, {**form, "name": '"><script>alert(1)</script>'})
    enter(client, lea)
    assert "<script>alert" not in client.get(UNSENT).content.decode()


def test_htmx_goes_to_the_sign_in_page_as_a_whole() -> None:
    client = Client()
    here = {"hx-request": "true", "hx-current-url": "http://testserver/mijn/account/?a=1"}
    answer = client.get(ACCOUNT, headers=here)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"{SIGN_IN}?next=/mijn/account/%3Fa%3D1")
    assert client.post(ACCOUNT, headers={"hx-request": "true"})["HX-Redirect"] == f"{SIGN_IN}?next=/"
    hostile = {"hx-request": "true", "hx-current-url": "https://kwaad.example//kwaad.example/"}
    assert client.get(ACCOUNT, headers=hostile)["HX-Redirect"] == f"{SIGN_IN}?next=/"


def test_in_english_everything_is_english(lea: User) -> None:
    client = browser()
    form = opened(client, lea)
    expire()
    answer = client.post(f"/en{ACCOUNT}", form)
    assert answer["Location"] == f"/en{SIGN_IN}?next=/en{UNSENT}"


def test_the_base_leaves_the_owner_to_others() -> None:
    with pytest.raises(NotImplementedError):
        unsent.UnsentForms(lambda request: None).owner("x")  # type: ignore[arg-type, return-value]
