"""Noor looks what fits her organisation, on a phone: why, what to mind, and what she does not want to see again."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.portal import Portal, manage
from tests.browser.test_access import COLOURS, complaints
from tests.browser.visitor import Visitor, fits

PHONE = 375
MEMBER = "lid"
HOME = "/mijn/actoren/regenboogkoor/voor-jou/"
ACTS_FOR = """
from actors.models import Actor, Membership, User
Membership.objects.get_or_create(
    user=User.objects.get(email="lid@demo.example"), actor=Actor.objects.get(slug="regenboogkoor"), until=None,
    defaults={"role": "eigenaar"},
)
"""


@pytest.fixture(scope="module")
def member(portal: Portal) -> Portal:
    """The portal in which the member of the demonstration acts for the choir."""
    manage(portal, "shell", "--command", ACTS_FOR)
    return portal


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without a script"])
def test_what_fits_with_reasons_and_what_does_not_goes_and_comes_back(
    member: Portal, visitor: Visitor, javascript: bool
) -> None:
    page = visitor.signed_in(MEMBER, width=PHONE, height=700, javascript=javascript)
    page.goto("/mijn/")
    page.locator(f"a[href='{HOME}']").first.click()
    expect(page.locator("h1")).to_have_text("Voor jou")
    first = page.locator(".match").first
    expect(first.locator(".why").first).to_contain_text("Zelfde thema:")
    name = first.locator("h3").inner_text()
    there = page.locator(f".match h3 a[href='{first.locator('h3 a').get_attribute('href')}']")
    press(page, first.get_by_role("button", name="Niet relevant"))
    expect(page.get_by_text(f"We stellen “{name}” hier niet meer voor.")).to_be_visible()
    expect(there).to_have_count(0)
    press(page, page.locator(".rows li", has_text=name).get_by_role("button", name="Toch weer tonen"))
    expect(there).to_have_count(1)


def press(page: Page, button: Locator) -> None:
    """Presses a button as one does without a mouse."""
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_nobody_has_to_scroll_sideways_and_everybody_can_use_it(member: Portal, visitor: Visitor) -> None:
    page = visitor.signed_in(MEMBER, width=320, height=700)
    page.goto(HOME)
    assert fits(page)
    assert complaints(page) == ""
    page.emulate_media(color_scheme="dark")
    assert complaints(page, *COLOURS) == ""
