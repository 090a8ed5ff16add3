"""A member tells that they did a practice too: on a phone, without JavaScript, and it stands on the map at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import MEMBER
from tests.browser.portal import Portal, manage
from tests.browser.test_access import complaints
from tests.browser.visitor import Visitor, fits

PAGE = "/praktijken/lokale-helden/"
PHONE = 375
ACTS_FOR = """
from actors.models import Actor, Membership, User
Membership.objects.get_or_create(
    user=User.objects.get(email="lid@demo.example"), actor=Actor.objects.get(slug="regenboogkoor"), until=None,
    defaults={"role": "eigenaar"},
)
"""


@pytest.fixture(scope="module")
def singing(portal: Portal) -> None:
    """The member of the demonstration acts for a choir in Genk."""
    manage(portal, "shell", "--command", ACTS_FOR)


def begun(page: Page) -> Page:
    """``page`` where the form was sent empty, and said what is missing."""
    page.goto(PAGE)
    page.get_by_role("link", name="Wij deden dit ook").first.click()
    page.get_by_role("button", name="Vertel het").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies hoe het ging.")
    return page


@pytest.mark.usefixtures("singing")
def test_the_form_and_what_it_misses_are_accessible(visitor: Visitor) -> None:
    page = begun(visitor.signed_in(MEMBER, width=PHONE))  # axe waits for ever without JavaScript
    assert not complaints(page)


@pytest.mark.usefixtures("singing")
def test_a_reuse_is_told_changed_and_taken_back_on_a_phone(visitor: Visitor) -> None:
    page = begun(visitor.signed_in(MEMBER, width=PHONE, javascript=False))
    page.get_by_label("Waar?").select_option(label="Genk")
    page.get_by_label("In welk jaar?").fill("2021")
    page.get_by_label("het werkte niet voor ons").check()
    page.get_by_label("Wat deden jullie anders?").fill("Eén avond, zes groepen.")
    page.get_by_role("button", name="Vertel het").click()
    page.wait_for_url(re.compile(rf"{PAGE}#ook-\d+$"))
    line = page.locator("ol.cord")
    expect(line).to_contain_text("2021")
    expect(line).to_contain_text("Eén avond, zes groepen.")
    expect(page.get_by_role("link", name="Genk, resultaten: 1")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="Verander dit").click()
    page.get_by_label("In welk jaar?").fill("2022")
    page.get_by_role("button", name="Bewaar").click()
    expect(line).to_contain_text("2022")
    page.get_by_role("link", name="Verander dit").click()
    page.get_by_role("button", name="Trek het in").click()
    expect(page.get_by_text("Nog niemand vertelde het ons.")).to_be_visible()


def test_a_practice_reads_well_on_paper(visitor: Visitor) -> None:
    page = visitor.page(1280)
    page.goto(PAGE)
    page.emulate_media(media="print")
    expect(page.get_by_text("Je leest dit op")).to_be_visible()
    expect(page.get_by_role("link", name="Vraag het aan hen")).to_be_hidden()
    verdict = page.locator(".verdict > section")
    looks = [
        part.evaluate("part => [getComputedStyle(part).backgroundColor, getComputedStyle(part).color]")
        for part in verdict.all()
    ]
    assert looks[0] == looks[1], "on paper both weigh the same, and no ink is wasted"
