"""Signing in and out: mistakes keep what was typed, and nobody is sent elsewhere."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actors.models import Role, User
from tests.actors.accounts.people import with_code
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN, PASSWORD = "/aanmelden/", "een-goed-wachtwoord"


@pytest.fixture
def member() -> User:
    return UserFactory(role=Role.MEMBER, email="lid@voorbeeld.example")


def sign_in(
    client: Client, email: str = "lid@voorbeeld.example", password: str = PASSWORD, **more: str
) -> Any:
    return client.post(SIGN_IN, {"username": email, "password": password, **more})


def test_a_member_starts_at_the_own_page(client: Client, member: User) -> None:
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, reverse("my"))
    assert client.session["_auth_user_id"] == str(member.pk)


@pytest.mark.parametrize(
    ("about", "place"),
    [
        ({"role": Role.EDITOR}, "/beheer/"),
        ({"role": Role.REGISSEUR}, "/regie/"),
        ({"is_superuser": True}, "/beheer/"),
    ],
    ids=["editor", "regisseur", "superuser"],
)
def test_who_works_here_starts_at_the_work(client: Client, about: dict[str, Any], place: str) -> None:
    UserFactory(email="redactie@voorbeeld.example", **about)
    assert sign_in(client, "redactie@voorbeeld.example")["Location"] == place


def test_whoever_has_a_password_is_not_told_to_leave_it_out(client: Client) -> None:
    words = read(client.get("/aanmelden/")).words
    assert "Ik heb een wachtwoord" in words
    assert "(mag leeg blijven)" not in words


def test_the_case_of_an_address_does_not_matter(client: Client, member: User) -> None:
    assert sign_in(client, "LID@Voorbeeld.Example").status_code == 302


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("lid@voorbeeld.example", "fout"),
        ("niemand@voorbeeld.example", PASSWORD),
        ("geen adres", PASSWORD),
        ('"><script>alert(1)</script>', PASSWORD),
        ("", ""),
        ("x" * 10_000 + "@voorbeeld.example", "y" * 10_000),
        ("lid\x00@voorbeeld.example", "\x00"),
        ("😀@voorbeeld.example", "😀"),
    ],
)
def test_a_mistake_keeps_the_address_and_not_the_password(
    client: Client, member: User, email: str, password: str
) -> None:
    response = sign_in(client, email, password)
    page = read(response)
    assert response.status_code == 200
    boxes = {box.attributes["name"]: box.attributes for box in page.one("main").every("input")}
    assert boxes["username"].get("value", "") == email.strip()
    assert not boxes["password"].get("value")
    assert page.one("main").every(role="alert") or page.one("main").every(class_="errors")
    assert "_auth_user_id" not in client.session


def test_who_may_not_sign_in_does_not(client: Client) -> None:
    UserFactory(role=Role.EDITOR, email="weg@voorbeeld.example", is_active=False)
    assert sign_in(client, "weg@voorbeeld.example").status_code == 200
    assert "_auth_user_id" not in client.session


def test_next_is_honoured_within_the_portal(client: Client, member: User) -> None:
    page = read(client.get(f"{SIGN_IN}?next=/gemeenten/genk/?a=1"))
    assert page.one("input", name="next").attributes["value"] == "/gemeenten/genk/?a=1"
    assert sign_in(client, next="/gemeenten/genk/?a=1")["Location"] == "/gemeenten/genk/?a=1"
    client.logout()
    response = client.post(f"{SIGN_IN}?next=/over/", {"username": member.email, "password": PASSWORD})
    assert response["Location"] == "/over/"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://kwaad.example/",
        "//kwaad.example/",
        "///kwaad.example",
        "/\\kwaad.example",
        "\\\\kwaad.example",
        "http:kwaad.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " //kwaad.example",
        "\t//kwaad.example",
        "//[kwaad",
        "https://cultuur.example@kwaad.example/",
        "kwaad",
        "actor-detail",
        "/" + "x" * 10_000,
        "",
    ],
)
def test_nobody_is_sent_elsewhere(client: Client, member: User, wanted: str) -> None:
    assert sign_in(client, next=wanted)["Location"] == reverse("my")
    client.logout()
    with_code(client, member.email, next=wanted)
    assert client.session["_auth_user_id"] == str(member.pk)
    assert client.get(SIGN_IN, {"next": wanted}).status_code == 200


def test_a_hostile_next_is_shown_as_text(client: Client) -> None:
    hostile = '"><script>alert(1)</script>'
    response = client.get(SIGN_IN, {"next": hostile})
    assert all(box.attributes["value"] == "" for box in read(response).every("input", name="next"))
    assert "<script>alert" not in response.content.decode()


def test_signing_in_twice_at_once_makes_one_account_one_session(member: User) -> None:
    client = Client(enforce_csrf_checks=True)
    token = (
        read(client.get(SIGN_IN))
        .one("main")
        .every("input", name="csrfmiddlewaretoken")[0]
        .attributes["value"]
    )
    cookie = client.cookies["ecru_csrf"].value
    form = {"username": member.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post(SIGN_IN, form).status_code == 302
    client.cookies["ecru_csrf"] = cookie  # the second click left before the first answer came
    assert client.post(SIGN_IN, form).status_code == 302
    assert client.session["_auth_user_id"] == str(member.pk)


def test_without_a_token_nothing_happens(member: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    assert signed_in_somebody(client) is False


def signed_in_somebody(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_signing_out_is_a_button_not_a_link(member: User) -> None:
    client = signed_in(member)
    assert client.get("/afmelden/").status_code == 405
    assert signed_in_somebody(client)
    assert client.post("/afmelden/")["Location"] == reverse("home")
    assert not signed_in_somebody(client)
    assert client.post("/afmelden/").status_code == 302


def test_the_top_of_the_page_knows_who_is_there(member: User) -> None:
    assert "/aanmelden/" in read(Client().get("/over/")).links
    page = read(signed_in(member).get("/over/"))
    assert page.one("header").one("form", action="/afmelden/")
    assert "/beheer/" not in page.links
    assert "/beheer/" in read(signed_in(UserFactory(role=Role.EDITOR)).get("/over/")).links


def test_english_signs_in_in_english(client: Client, member: User) -> None:
    page = read(client.get("/en/aanmelden/"))
    assert page.one("html").attributes["lang"] == "en"
    response = client.post("/en/aanmelden/", {"username": member.email, "password": PASSWORD})
    assert response["Location"] == "/en/mijn/"


def test_staff_changes_its_password_where_everybody_does() -> None:
    client = signed_in(UserFactory(role=Role.EDITOR))
    assert client.get("/beheer/password_change/")["Location"] == "/mijn/beveiliging/wachtwoord/"


def test_the_admin_shows_people_and_not_their_secrets() -> None:
    chief = signed_in(User.objects.create_superuser("baas@voorbeeld.example", "een-goed-wachtwoord"))
    assert not [link for link in read(chief.get("/beheer/")).links if "/mfa/" in link or "/account/" in link]
    assert chief.get("/beheer/mfa/authenticator/").status_code == 404
