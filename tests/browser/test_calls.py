"""A call on a phone, from posting to an answer from another municipality and what came of it, with the mails in between."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.mailbox import link_in, newest_mail
from tests.browser.portal import Portal, manage
from tests.browser.test_access import COLOURS, complaints
from tests.browser.test_questions import PHONE, at_home, take_time
from tests.browser.visitor import Visitor, fits

MEMBER = "lid"
LINKS = """
from actors.models import Actor, Membership, User
Membership.objects.get_or_create(
    user=User.objects.get(email="lid@demo.example"), actor=Actor.objects.get(slug="regenboogkoor"), until=None,
    defaults={"role": "eigenaar"},
)
"""
ENDS = """
from datetime import timedelta
from django.utils import timezone
from projects.calling import look_after_calls
from projects.models import PartnerCall
PartnerCall.objects.filter(slug="wie-leent-ons-een-piano").update(closes_on=timezone.localdate() - timedelta(days=1))
print(look_after_calls(timezone.now()))
"""


@pytest.fixture(scope="module")
def member(portal: Portal) -> Portal:
    """The portal in which the member of the demonstration acts for a choir in Genk."""
    manage(portal, "shell", "-c", LINKS)
    return portal


def calm(page: Page) -> None:
    """The page fits the phone, and axe finds nothing, by day and by night."""
    assert fits(page), page.url
    for scheme, rules in (("light", ()), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = complaints(page, *rules)
        assert not found, f"{page.url}, {scheme}: {found}"
    page.emulate_media(color_scheme="light")


def post_a_call(visitor: Visitor) -> Page:
    """A member posts a call on a phone."""
    page = visitor.signed_in(MEMBER, width=PHONE)
    page.goto("/oproepen/")
    page.get_by_role("link", name="Plaats een oproep").click()
    page.get_by_label("Wat moet iedereen eerst lezen?").fill("Wie leent ons een piano?")
    calm(page)
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_label("Vertel wat meer").fill("Een gewone piano is goed. Wij halen hem zelf.")
    page.get_by_role("button", name="Zet het op de site").click()
    expect(page.get_by_role("alert")).to_contain_text("Er ontbreekt nog iets")
    calm(page)
    expect(page.get_by_label("Vertel wat meer")).to_have_value(re.compile("Een gewone piano"))
    page.get_by_label("Materiaal").check()
    page.get_by_role("button", name="Zet het op de site").click()
    expect(page.locator(".messages")).to_contain_text("Het staat nu op de site")
    calm(page)
    return page


def test_a_call_gets_an_answer_from_another_municipality(visitor: Visitor, member: Portal) -> None:
    own = post_a_call(visitor)
    nour = at_home(visitor.page(PHONE), 77)
    nour.goto("/")
    nour.get_by_role("link", name=re.compile("open oproepen")).click()
    nour.get_by_role("link", name="Wie leent ons een piano?").click()
    calm(nour)
    nour.get_by_role("link", name="Antwoord op deze oproep").first.click()
    nour.get_by_label("Je antwoord").fill("In Beringen staat er een die niemand bespeelt.")
    nour.get_by_label("Je naam").fill("Nour")
    nour.get_by_label("Je e-mailadres").fill("nour77@voorbeeld.example")
    nour.get_by_label("Je organisatie").fill("Toneelhuis Beringen")
    calm(nour)
    take_time(nour)
    nour.get_by_role("button", name="Verstuur je antwoord").click()
    expect(nour.locator("h1")).to_have_text("Bedankt voor je antwoord")
    calm(nour)
    nour.goto(link_in(newest_mail(member, "nour77@voorbeeld.example"), "/gesprek/"))
    nour.get_by_role("button", name="Verstuur mijn antwoord").click()
    mail = newest_mail(member, "lid@demo.example")
    assert "In Beringen staat er een" in mail
    assert "nour77@" not in mail
    own.reload()
    own.get_by_role("link", name=re.compile("^Nour")).click()
    calm(own)
    own.get_by_label("Je bericht").fill("Wij komen hem zaterdag halen.")
    take_time(own)
    own.get_by_role("button", name=re.compile("Verstuur")).first.click()
    expect(own.get_by_text("Wij komen hem zaterdag halen.")).to_be_visible()
    back = newest_mail(member, "nour77@voorbeeld.example")
    assert "zaterdag halen" in back
    assert "lid@demo.example" not in back


def test_it_ends_by_itself_and_one_press_tells_what_came_of_it(visitor: Visitor, member: Portal) -> None:
    manage(member, "shell", "-c", ENDS)
    page = visitor.page(PHONE, javascript=False)
    page.goto("/oproepen/wie-leent-ons-een-piano/")
    expect(page.get_by_role("heading", name="Deze oproep is gesloten")).to_be_visible()
    page.goto("/oproepen/")
    expect(page.get_by_role("link", name="Wie leent ons een piano?")).to_have_count(0)
    page.get_by_role("link", name=re.compile(r"^Gesloten \(")).click()
    expect(page.get_by_role("link", name="Wie leent ons een piano?")).to_be_visible()
    page.goto(link_in(newest_mail(member, "lid@demo.example"), "/oproepen/vraag/"))
    page.get_by_label("gevonden, via dit platform").check()
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("h1")).to_have_text("Bedankt")
    page.goto("/oproepen/wie-leent-ons-een-piano/")
    expect(page.get_by_text("Gevonden, via dit platform")).to_be_visible()


def test_a_project_by_keyboard_and_without_javascript(visitor: Visitor, member: Portal) -> None:
    page = visitor.signed_in(MEMBER, width=PHONE)
    page.goto("/projecten/nieuw/")
    page.get_by_label("Hoe heet het?").focus()
    page.keyboard.type("Zingen over de grens")
    page.keyboard.press("Enter")
    page.get_by_label("Wat wil je doen, en waarom?").fill("Twee koren zingen samen.")
    page.get_by_role("button", name="Zet het op de site").click()
    expect(page.locator(".messages")).to_contain_text("Het staat nu op de site")
    page.get_by_role("button", name="We beginnen").click()
    expect(page.locator("li.now")).to_contain_text("Bezig")
    calm(page)
    page.get_by_role("link", name=re.compile("^Partners")).click()
    calm(page)
    page.goto("/projecten/zingen-over-de-grens/")
    calm(page)
