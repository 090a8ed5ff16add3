"""Signing in through another organisation: only who its keys vouch for, for us, now, and for this sign-in."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from actors.accounts import openid
from actors.models import OutsideAccount, Role, User
from ecru.people_settings import EID
from tests.actors.accounts.mails import code_for, mails_to
from tests.actors.accounts.people import CODE, SIGN_IN, STEP, browser, set_up_app, who, with_code
from tests.actors.accounts.provider import CLIENT, SECRET, Provider, new_key, running_provider
from tests.actors.markup import read, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

START, BACK = "/aanmelden/elders/", "/aanmelden/elders/terug/"
AN = "an@gemeente.example"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running_provider() as running:
        settings.OIDC = {
            "issuer": running.issuer,
            "client_id": CLIENT,
            "secret": SECRET,
            "name": "Aanmelden bij de overheid",
            "scopes": ["openid", "profile", "vo"],
            "strong": [EID],
        }
        yield running


@pytest.fixture
def an() -> User:
    return UserFactory(email=AN, name="An", role=Role.MEMBER)


def verified(provider: Provider) -> None:
    provider.claims.update({"email": AN, "email_verified": True})


def go(client: Client, provider: Provider, wanted: str = "", **changes: str) -> Any:
    """To the provider and back."""
    there = client.post(START, {"next": wanted})
    assert there.status_code == 302, text_of(there)
    return client.get(BACK, {**provider.agree(there["Location"]), **changes})


def test_the_button_is_there_only_with_the_settings(provider: Provider, settings: Any) -> None:
    button = "Meld je aan via Aanmelden bij de overheid"
    assert read(browser().get(SIGN_IN)).one("input", value=button)
    settings.OIDC = {}
    assert not read(browser().get(SIGN_IN)).every("input", value=button)
    assert browser().post(START).status_code == 404
    assert browser().get(BACK).status_code == 404


def test_the_provider_is_asked_for_no_more_than_we_need(provider: Provider) -> None:
    there = browser().post(START)["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    assert there.startswith(f"{provider.issuer}/auth?")
    assert asked.keys() == {
        *("response_type", "client_id", "redirect_uri", "scope", "state", "nonce"),
        *("code_challenge", "code_challenge_method"),
    }
    assert asked["scope"] == "openid profile vo"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == f"https://cultuur.example{BACK}"
    english = browser().post(f"/en{START}")["Location"]
    assert parse_qs(urlsplit(english).query)["redirect_uri"] == [f"https://cultuur.example{BACK}"]


def test_a_verified_address_makes_an_account(provider: Provider) -> None:
    verified(provider)
    client = browser()
    assert go(client, provider, "/gemeenten/")["Location"] == "/gemeenten/"
    user = User.objects.get()
    assert (who(client), user.email, user.name) == (user.pk, AN, "An Peeters")
    again = browser()
    provider.claims["email"] = "ander@gemeente.example"  # who is known stays who they are
    assert go(again, provider)["Location"] == "/mijn/"
    assert who(again) == user.pk


def test_a_verified_address_opens_the_account_that_has_it(provider: Provider, an: User) -> None:
    verified(provider)
    client = browser()
    go(client, provider)
    assert who(client) == an.pk
    assert OutsideAccount.objects.get().user == an


@pytest.mark.parametrize(
    "claims",
    [
        {"vo_email": AN},
        {"email": AN},
        {"email": AN, "email_verified": "true"},
        {"vo_email": AN, "email": "x@y.example", "email_verified": True},
    ],
)
def test_an_address_that_nobody_verified_asks_a_code_by_mail(
    provider: Provider, an: User, claims: dict[str, Any]
) -> None:
    provider.claims.update(claims)
    client = browser()
    assert go(client, provider, "/over/")["Location"] == CODE
    assert who(client) is None
    assert not OutsideAccount.objects.exists()
    assert client.post(CODE, {"code": code_for(AN)})["Location"] == "/over/"
    assert who(client) == an.pk
    again = browser()
    assert go(again, provider)["Location"] == "/mijn/"
    assert who(again) == an.pk


def test_another_address_than_that_of_the_provider_links_nothing(provider: Provider, an: User) -> None:
    provider.claims["vo_email"] = AN
    client = browser()
    go(client, provider)
    with_code(client, "bert@voorbeeld.example")
    assert who(client) != an.pk
    assert not OutsideAccount.objects.exists()


def test_an_identity_does_not_wait_for_ever(
    provider: Provider, an: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.claims["vo_email"] = AN
    client = browser()
    go(client, provider)
    client.post(CODE, {"again": "1"})
    session = client.session
    session["openid identity"] = {**session["openid identity"], "at": time.time() - 3600}
    session.save()
    client.post(CODE, {"code": code_for(AN)})
    assert who(client) == an.pk
    assert not OutsideAccount.objects.exists()


@pytest.mark.parametrize("address", ["", "geen adres", "a@b", "x" * 300 + "@voorbeeld.example"])
def test_without_a_usable_address_we_say_what_to_do(provider: Provider, address: str) -> None:
    provider.claims["email"] = address
    client = browser()
    assert "Meld je aan met een code per mail" in text_of(go(client, provider))
    assert not User.objects.exists()


def test_what_is_not_in_the_token_is_asked_for(provider: Provider) -> None:
    provider.told.update({"email": AN, "email_verified": True})
    client = browser()
    go(client, provider)
    assert who(client) == User.objects.get(email=AN).pk


def test_what_is_told_about_somebody_else_does_not_count(provider: Provider, an: User) -> None:
    provider.told.update({"sub": "vo-2", "email": AN, "email_verified": True})
    client = browser()
    assert "niet gelukt" in text_of(go(client, provider))
    assert who(client) is None


LIES: dict[str, dict[str, Any]] = {
    "wrong nonce": {"nonce": "een andere"},
    "no nonce": {"nonce": None},
    "expired": {"exp": 1_600_000_000},
    "no end": {"exp": None},
    "of tomorrow": {"iat": 4_000_000_000},
    "another issuer": {"iss": "https://kwaad.example"},
    "for another": {"aud": "een-ander"},
    "for another too": {"aud": [CLIENT, "een-ander"], "azp": "een-ander"},
    "about nobody": {"sub": None},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_with_a_lie_opens_nothing(provider: Provider, an: User, lie: str) -> None:
    verified(provider)
    provider.lies = LIES[lie]
    client = browser()
    answer = go(client, provider)
    assert answer.status_code == 200
    assert "niet gelukt" in text_of(answer)
    assert who(client) is None


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
def test_a_token_without_a_real_signature_opens_nothing(provider: Provider, an: User, algorithm: str) -> None:
    verified(provider)
    provider.algorithm = algorithm
    client = browser()
    go(client, provider)
    assert who(client) is None


def test_a_token_with_another_signature_opens_nothing(provider: Provider, an: User) -> None:
    verified(provider)
    provider.signs_with = new_key()
    client = browser()
    go(client, provider)
    assert who(client) is None
    provider.named = "twee"  # a key that the provider does not publish
    go(client, provider)
    assert who(client) is None
    provider.keys["twee"] = provider.signs_with  # the provider changed its keys
    go(client, provider)
    assert who(client) == an.pk


def test_another_state_opens_nothing(provider: Provider, an: User) -> None:
    verified(provider)
    client = browser()
    for state in ("", "een andere", "é"):
        assert "niet gelukt" in text_of(go(client, provider, state=state))
    assert who(client) is None


def test_an_answer_counts_once_and_in_the_browser_that_asked(provider: Provider, an: User) -> None:
    verified(provider)
    client, other = browser(), browser()
    answer = provider.agree(client.post(START)["Location"])
    other.get(BACK, answer)
    assert who(other) is None
    client.get(BACK, answer)
    assert who(client) == an.pk
    client.post("/afmelden/")
    client.get(BACK, answer)
    assert who(client) is None


def test_who_takes_too_long_starts_again(
    provider: Provider, an: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    answer = provider.agree(client.post(START)["Location"])
    now = time.time()
    monkeypatch.setattr(openid.time, "time", lambda: now + openid.UNDER_WAY + 1)
    assert "niet gelukt" in text_of(client.get(BACK, answer))


def test_no_consent_is_no_mistake(provider: Provider) -> None:
    client = browser()
    state = provider.agree(client.post(START)["Location"])["state"]
    page = client.get(BACK, {"error": "access_denied", "state": state})
    assert "Je stopte bij Aanmelden bij de overheid" in text_of(page)
    state = provider.agree(client.post(START)["Location"])["state"]
    assert "niet gelukt" in text_of(client.get(BACK, {"error": "server_error", "state": state}))


def test_a_provider_that_is_down_is_told_calmly(provider: Provider, settings: Any) -> None:
    client = browser()
    answer = provider.agree(client.post(START)["Location"])
    settings.OIDC = {**settings.OIDC, "issuer": "http://127.0.0.1:1"}
    for page in (client.post(START, {"next": "/over/"}), client.get(BACK, answer)):
        assert page.status_code == 200
        assert "niet gelukt" in text_of(page)
    boxes = read(client.post(START, {"next": "/over/"})).one("main").every("input", name="next")
    assert {box.attributes["value"] for box in boxes} == {"/over/"}


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, None), (302, None), (200, b"geen json"), (200, b"[]"), (200, b"x" * 600_000), (200, b"{}")],
)
def test_a_provider_that_talks_nonsense_is_told_calmly(
    provider: Provider, status: int, body: bytes | None
) -> None:
    provider.status, provider.body = status, body
    assert "niet gelukt" in text_of(browser().post(START))


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://kwaad.example"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": None},
        {"jwks_uri": "http://[x"},
    ],
)
def test_a_provider_that_points_elsewhere_is_not_followed(
    provider: Provider, described: dict[str, Any]
) -> None:
    provider.described = described
    assert "niet gelukt" in text_of(browser().post(START))


def test_a_wrong_secret_opens_nothing(provider: Provider, an: User, settings: Any) -> None:
    verified(provider)
    settings.OIDC = {**settings.OIDC, "secret": "verkeerd"}
    client = browser()
    go(client, provider)
    assert who(client) is None


def test_who_may_not_sign_in_does_not(provider: Provider, an: User) -> None:
    verified(provider)
    User.objects.update(is_active=False)
    client = browser()
    go(client, provider)
    provider.claims["email_verified"] = False
    go(client, provider)
    assert who(client) is None


def test_the_second_step_is_asked_unless_the_provider_took_it(provider: Provider, an: User) -> None:
    verified(provider)
    mine = browser()
    with_code(mine, AN)
    set_up_app(mine)
    client = browser()
    assert go(client, provider)["Location"] == STEP
    provider.claims["acr"] = "urn:be:vlaanderen:authmech:iets-zwaks"
    assert go(browser(), provider)["Location"] == STEP
    provider.claims["acr"] = EID
    strong = browser()
    assert go(strong, provider)["Location"] == "/mijn/"
    assert who(strong) == an.pk


def test_staff_needs_the_second_step_unless_the_provider_took_it(provider: Provider, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    UserFactory(email=AN, role=Role.EDITOR)
    verified(provider)
    client = browser()
    go(client, provider)
    assert client.get("/beheer/")["Location"].startswith("/mijn/beveiliging/")
    provider.claims["acr"] = EID
    strong = browser()
    assert go(strong, provider)["Location"] == "/beheer/"
    assert strong.get("/beheer/").status_code == 200


@pytest.mark.parametrize(
    "wanted", ["https://kwaad.example/", "//kwaad.example", "/\\kwaad.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(provider: Provider, an: User, wanted: str) -> None:
    verified(provider)
    assert go(browser(), provider, wanted)["Location"] == "/mijn/"


def test_it_is_not_tried_without_end(provider: Provider, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "openid": "2/m/ip"}
    assert [browser().post(START).status_code for _ in range(3)] == [302, 302, 429]
    provider.claims["vo_email"] = AN
    assert not mails_to(AN)
