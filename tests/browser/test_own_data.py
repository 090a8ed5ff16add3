"""Choosing one's mails, and seeing and taking along one's own data, on a phone."""

import json
import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor, fits

PHONE = 375
ROLE = "expert"


@pytest.fixture
def phone(visitor: Visitor) -> Page:
    """The phone of an expert."""
    return visitor.signed_in(ROLE, width=PHONE)


def test_choosing_mails_by_keyboard(phone: Page) -> None:
    phone.goto("/mijn/mail/")
    phone.get_by_role("radio", name="Engels").focus()
    phone.keyboard.press("Space")
    phone.get_by_role("group", name="Vragen van bezoekers").get_by_role("radio", name="niet").focus()
    phone.keyboard.press("Space")
    phone.get_by_role("button", name="Bewaar mijn keuzes").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("Je keuzes zijn bewaard.")).to_be_visible()
    expect(phone.get_by_role("radio", name="Engels")).to_be_checked()
    phone.get_by_role("radio", name="Nederlands").check()
    phone.get_by_role("radio", name="meteen").first.check()
    phone.get_by_role("button", name="Bewaar mijn keuzes").click()


def test_taking_ones_data_along(phone: Page, visitor: Visitor) -> None:
    phone.goto("/mijn/gegevens/")
    email = visitor.portal.account(ROLE).email
    expect(phone.get_by_text(email)).to_be_visible()
    with phone.expect_download() as waiting:
        phone.get_by_role("button", name="Download mijn gegevens").click()
    bundle = zipfile.ZipFile(waiting.value.path())
    assert json.loads(bundle.read("data.json"))["account"][0]["email"] == email
    assert fits(phone)


def test_an_account_is_not_deleted_by_mistake(phone: Page) -> None:
    phone.goto("/mijn/gegevens/")
    phone.get_by_role("link", name="Verwijder mijn account").click()
    phone.get_by_label("Typ je e-mailadres").fill("iemand@anders.example")
    phone.get_by_role("button", name="Verwijder mijn account voorgoed").click()
    expect(phone.get_by_role("alert")).to_contain_text("Er is niets verwijderd")
    phone.goto("/mijn/gegevens/")
    expect(phone.locator("h1")).to_have_text("Mijn gegevens")
