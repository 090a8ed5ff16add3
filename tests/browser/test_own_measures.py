"""Gust works on culture for Genk: on his phone he moves a deadline, with and without a script, and says that the money is gone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import Portal, manage
from tests.browser.test_access import complaints
from tests.browser.visitor import Visitor, fits

PHONE = 375
PARTNER = "gemeentelijke-partner"
HOME = "/mijn/steun/proefgeld-voor-straten/"
BEGINS = """
from datetime import datetime, UTC
from actors.models import Municipality, MunicipalLink, User
from subsidies.models import Area, Call, Level, Measure, Provider
genk = Municipality.objects.get(slug="genk")
MunicipalLink.objects.get_or_create(
    user=User.objects.get(email="gemeentelijke-partner@demo.example"), municipality=genk, until=None,
)
giver, _new = Provider.objects.get_or_create(slug="proef-stad-genk", defaults={"title": "Proefloket van Genk"})
measure = Measure.objects.create(
    slug="proefgeld-voor-straten", title="Proefgeld voor straten", provider=giver, level=Level.MUNICIPALITY, area=Area.PLACES,
    status="published", certainty="zeker", description="Geld voor een plan met je buren.", max_amount=500,
)
measure.municipalities.set([genk])
Call.objects.create(measure=measure, rhythm="eenmalig", closes_at=datetime(2099, 3, 1, 11, tzinfo=UTC))
measure.reindex()
"""
ENDS = """
from actors.models import MunicipalLink
from subsidies.models import Measure, Provider
Measure.objects.filter(slug="proefgeld-voor-straten").delete()
Provider.objects.filter(slug="proef-stad-genk").delete()
MunicipalLink.objects.filter(user__email="gemeentelijke-partner@demo.example").delete()
"""

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def partner(portal: Portal) -> Iterator[Portal]:
    """The portal in which the partner of the demonstration works for Genk, which gives money for streets."""
    manage(portal, "shell", "--command", BEGINS)
    yield portal
    manage(portal, "shell", "--command", ENDS)


@pytest.fixture
def gust(partner: Portal, visitor: Visitor) -> Open:
    """Opens one of his pages on a phone."""

    def open_page(address: str, *, javascript: bool = True) -> Page:
        page = visitor.signed_in(PARTNER, width=PHONE, height=700, javascript=javascript)
        page.goto(address)
        return page

    return open_page


def save(page: Page) -> None:
    """Presses the button that stays in sight."""
    page.locator(".bar button[type=submit]").click()


@pytest.mark.both_databases
def test_a_partner_moves_a_deadline_and_everyone_sees_it_at_once(gust: Open, visitor: Visitor) -> None:
    page = gust("/mijn/")
    page.get_by_role("link", name="Hou de steun juist").click()
    page.get_by_role("link", name="Proefgeld voor straten").click()
    page.get_by_role("link", name="Wijzigen eenmalig").click()
    assert fits(page)
    page.get_by_label("Sluit op").fill("2099-02-15")
    page.get_by_label("Om hoe laat sluit het?").fill("17:30")
    expect(page.locator("[data-unsaved-note]")).not_to_be_empty()
    save(page)
    expect(page.locator(".messages")).to_contain_text("Bewaard.")
    expect(page.locator("main")).to_contain_text("15 februari 2099, 17:30")
    others = visitor.page()
    others.goto("/steun/proefgeld-voor-straten/")
    expect(others.locator("main")).to_contain_text("15 februari 2099, 17:30")
    page.get_by_role("link", name="De hele geschiedenis").click()
    page.get_by_role("link", name="Maak ongedaan").first.click()
    page.get_by_role("button", name="Maak deze wijziging ongedaan").click()
    expect(page.locator(".messages")).to_contain_text("Ongedaan gemaakt: Sluit.")
    others.reload()
    expect(others.locator("main")).to_contain_text("1 maart 2099, 12:00")


def test_a_wrong_deadline_is_told_and_stays_typed_without_a_script(gust: Open) -> None:
    page = gust(HOME, javascript=False)
    page.get_by_role("link", name="Wijzigen eenmalig").click()
    page.get_by_label("Gaat open op").fill("2099-04-01")
    save(page)
    expect(page.locator("[role=alert]")).to_contain_text("Het sluit voor het opengaat.")
    expect(page.get_by_label("Gaat open op")).to_have_value("2099-04-01")
    page.get_by_label("Gaat open op").fill("")
    save(page)
    expect(page.locator(".messages")).to_contain_text("Er was niets nieuws om te bewaren.")


def test_still_right_and_the_money_is_gone_take_one_press(gust: Open, visitor: Visitor) -> None:
    page = gust("/mijn/steun/")
    page.locator(".rows > li", has_text="Proefgeld voor straten").get_by_role(
        "button", name="Klopt nog"
    ).click()
    expect(page.locator(".messages")).to_contain_text("Dank je.")
    page.get_by_role("link", name="Proefgeld voor straten").click()
    page.get_by_role("button", name="Het budget is op").click()
    expect(page.locator(".messages")).to_contain_text("De pagina zegt nu dat het budget op is.")
    others = visitor.page()
    others.goto("/steun/proefgeld-voor-straten/")
    expect(others.locator("main")).to_contain_text("Het geld is op")


@pytest.mark.parametrize(
    "path", ["", "bewerken/bedrag/", "bewerken/voor-wie/", "rondes/nieuw/", "geschiedenis/"]
)
def test_axe_has_nothing_to_say(gust: Open, path: str) -> None:
    assert not complaints(gust(HOME + path))
