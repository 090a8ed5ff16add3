"""Signing in as people do it: on a phone with a code by mail, with an app, with a passkey; and after being away too long."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.actors.accounts.people import app_code
from tests.browser.mailbox import code_in, newest_mail
from tests.browser.portal import Portal
from tests.browser.test_access import complaints
from tests.browser.visitor import Visitor, fits

PHONE = 375
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_localhost(browser: Browser, portal: Portal) -> Iterator[Visitor]:
    """Somebody who calls this machine by its name: a passkey belongs to a name, never to a number."""
    visitor = Visitor(browser, replace(portal, url=portal.url.replace("127.0.0.1", "localhost")))
    yield visitor
    visitor.leave()
    assert not visitor.faults, "the browser complained:\n" + "\n".join(visitor.faults)


def with_code(page: Page, portal: Portal, email: str, wanted: str = "") -> None:
    """Signs in with a code by mail."""
    page.goto(f"/aanmelden/?next={wanted}")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_role("button", name="Mail me een code").click()
    expect(page.locator("h1")).to_have_text("Kijk in je mail")
    expect(page.locator("main")).to_contain_text(email)
    page.get_by_label("Code", exact=True).fill(code_in(newest_mail(portal, email)))
    page.get_by_role("button", name="Ga verder").click()
    page.wait_for_url(lambda url: "/aanmelden/code/" not in url)


def sound(page: Page) -> None:
    """The page can be used by everyone, and fits."""
    found = complaints(page)
    assert not found, f"{page.url}\n{found}"
    assert fits(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_new_signs_in_on_a_phone(visitor: Visitor, portal: Portal, javascript: bool) -> None:
    email = f"nour-{javascript}@voorbeeld.example".lower()
    page = visitor.page(PHONE, javascript=javascript)
    page.goto("/aanmelden/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_role("button", name="Mail me een code").click()
    page.get_by_label("Code", exact=True).fill("12345")
    page.get_by_role("button", name="Ga verder").click()
    expect(page.locator("main [role=alert]")).to_contain_text("Kijk nog eens")
    if javascript:
        sound(page)
    with_code(page, portal, email, "/mijn/")
    expect(page.get_by_role("heading", name="Hoe heet je?")).to_be_visible()
    page.get_by_role("link", name="Zeg hoe je heet").click()
    page.get_by_label("Je naam").fill("Nour")
    page.get_by_role("button", name="Bewaar").click()
    page.goto("/mijn/")
    expect(page.locator("h1")).to_have_text("Dag Nour")


def test_an_app_and_recovery_codes_on_a_phone(visitor: Visitor, portal: Portal) -> None:
    email, page = "lies@voorbeeld.example", visitor.page(PHONE)
    with_code(page, portal, email)
    page.goto("/mijn/beveiliging/")
    page.get_by_role("link", name="Stel een app in").click()
    expect(page.locator(".qr svg")).to_be_visible()
    page.get_by_text("Ik kan niet scannen").click()
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code", exact=True).fill(app_code(secret))
    page.get_by_role("button", name="Stel in").click()
    expect(page.locator("h1")).to_have_text("Herstelcodes")
    expect(page.locator(".codes code")).to_have_count(10)
    codes = page.locator(".codes code").all_inner_texts()
    sound(page)
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    sound(page)
    other = visitor.page(PHONE)
    with_code(other, portal, email, "/gemeenten/")
    expect(other.locator("h1")).to_have_text("Nog één stap")
    sound(other)
    other.get_by_label("Code", exact=True).fill(codes[3])
    other.get_by_role("button", name="Ga verder").click()
    other.wait_for_url(re.compile("/gemeenten/$"))
    page.goto("/mijn/sessies/")
    page.get_by_role("button", name="Meld je daar af").click()
    expect(page.locator("main")).to_contain_text("Je bent daar afgemeld")
    other.goto("/mijn/")
    other.wait_for_url(re.compile("/aanmelden/"))


def test_a_passkey_on_a_phone(at_localhost: Visitor, portal: Portal) -> None:
    page = at_localhost.page(PHONE)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    with_code(page, portal, "sam@voorbeeld.example")
    page.goto("/mijn/beveiliging/sleutel/")
    page.get_by_label("Naam van deze toegangssleutel").fill("Mijn gsm")
    page.get_by_role("button", name="Maak de toegangssleutel").click()
    expect(page.locator("h1")).to_have_text("Herstelcodes")
    page.goto("/mijn/beveiliging/")
    expect(page.locator("main")).to_contain_text("Mijn gsm")
    page.get_by_role("button", name="Afmelden").click()
    page.goto("/aanmelden/?next=/gemeenten/")
    page.get_by_role("button", name="Meld je aan met een toegangssleutel").click()
    page.wait_for_url(lambda url: url.endswith("/gemeenten/") and "/aanmelden/" not in url)
    page.get_by_role("button", name="Afmelden").click()
    with_code(page, portal, "sam@voorbeeld.example")
    page.get_by_role("button", name="Gebruik je toegangssleutel").click()
    expect(page.locator("h1")).to_have_text("Mijn ECRU")


def test_a_device_that_says_no_leaves_the_other_ways(at_localhost: Visitor) -> None:
    page = at_localhost.page(PHONE)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, "isUserVerified": False}})
    page.goto("/aanmelden/")
    page.get_by_role("button", name="Meld je aan met een toegangssleutel").click()
    expect(page.get_by_text("Dit lukt niet op dit toestel")).to_be_visible()
    expect(page.get_by_role("button", name="Mail me een code")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_who_was_away_too_long_loses_nothing(visitor: Visitor, portal: Portal, javascript: bool) -> None:
    email = f"away-{javascript}@voorbeeld.example".lower()
    page = visitor.page(PHONE, javascript=javascript)
    with_code(page, portal, email)
    page.goto("/mijn/account/")
    page.get_by_label("Je naam").fill("Iemand die lang nadacht")
    page.context.clear_cookies(name="ecru_session")
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_role("button", name="Mail me een code").click()
    page.get_by_label("Code", exact=True).fill(code_in(newest_mail(portal, email)))
    page.get_by_role("button", name="Ga verder").click()
    expect(page.locator("main")).to_contain_text("Je was te lang weg. Er is niets verloren.")
    if javascript:
        sound(page)
    page.get_by_role("button", name="Verstuur wat ik typte").click()
    expect(page.get_by_label("Je naam")).to_have_value("Iemand die lang nadacht")


def test_the_first_stop_of_the_keyboard_is_the_address(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/aanmelden/")
    page.get_by_label("E-mailadres").focus()
    page.keyboard.type("toets@voorbeeld.example")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Kijk in je mail")
