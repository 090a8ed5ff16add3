"""Asking a question and telling that something is not right, as people do it: on a phone, at a desk, without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import EDITOR
from tests.browser.test_access import complaints
from tests.browser.visitor import Scheme, Visitor, fits, settle

DESK, PHONE = 1280, 375
A_WHILE = 3300  # milliseconds: nobody fills in a form faster
RECORDS = {"actor": "/actoren/regenboogkoor/", "expert": "/experten/stebo/"}


def at_home(page: Page, house: int) -> Page:
    """Gives ``page`` an address of its own, as the proxy would tell it: from one address five an hour may be sent."""
    page.set_extra_http_headers({"X-Forwarded-For": f"9.8.7.{house}"})
    return page


def take_time(page: Page) -> None:
    """Waits until the form is so old that a person can have filled it in."""
    settle(page)
    age = page.evaluate("performance.now() - performance.getEntriesByType('navigation')[0].responseEnd")
    page.wait_for_timeout(max(0, A_WHILE - age))


def fill_in(page: Page, question: str) -> None:
    """Types a question, as calmly as a person."""
    page.get_by_label("Je naam").fill("Nour")
    page.get_by_label("Je e-mailadres").fill("nour@voorbeeld.example")
    page.get_by_label("Je vraag").fill(question)
    take_time(page)


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("kind", RECORDS)
def test_from_the_page_to_the_thanks(visitor: Visitor, kind: str, width: int) -> None:
    page = at_home(visitor.page(width), width % 250)
    page.goto(RECORDS[kind])
    name = page.locator("h1").inner_text().strip()
    button = page.get_by_role("link", name="Stel een vraag")
    box = button.bounding_box()
    assert box
    assert box["height"] >= 44
    button.click()
    expect(page.locator("h1")).to_contain_text(name)
    fill_in(page, f"Mogen we langskomen? ({kind} {width})")
    page.get_by_role("button", name="Verstuur je vraag").click()
    page.wait_for_url(re.compile("/vraag/bedankt/$"))
    expect(page.locator("h1")).to_have_text("Bedankt voor je vraag")
    page.get_by_role("link", name=f"Terug naar {name}").click()
    page.wait_for_url(re.compile(f"{RECORDS[kind]}$"))
    assert fits(page)


def test_by_keyboard_and_without_javascript_and_too_fast(visitor: Visitor) -> None:
    page = at_home(visitor.page(PHONE, javascript=False), 1)
    page.goto(f"{RECORDS['actor']}klopt-niet/")
    page.get_by_label("Wat klopt er niet?").focus()
    page.keyboard.type("Zij oefenen nu in Waterschei.")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Je e-mailadres")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Dat ging heel snel")
    expect(page.get_by_label("Wat klopt er niet?")).to_have_value("Zij oefenen nu in Waterschei.")
    page.get_by_label("de plaats").check()
    take_time(page)
    page.get_by_role("button", name="Verstuur").click()
    page.wait_for_url(re.compile("/klopt-niet/bedankt/$"))


def test_mistakes_are_told_beside_the_field_and_nothing_is_lost(visitor: Visitor) -> None:
    page = visitor.page(PHONE)
    page.goto(f"{RECORDS['actor']}vraag/")
    long = "Een heel lange vraag. " * 300
    fill_in(page, long)
    page.get_by_label("Je e-mailadres").fill("nour")
    page.get_by_role("button", name="Verstuur je vraag").click()
    expect(page.get_by_role("alert")).to_contain_text("Je vraag: Dit is te lang")
    expect(page.get_by_role("alert")).to_contain_text("Dit is geen e-mailadres")
    expect(page.get_by_label("Je vraag")).to_have_value(long)
    page.get_by_role("alert").get_by_role("link").last.click()
    expect(page.get_by_label("Je vraag")).to_be_focused()


def test_the_trap_is_out_of_everybodys_way(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto(f"{RECORDS['actor']}vraag/")
    trap = page.locator("input[name=homepage]")
    expect(trap).to_be_hidden()
    expect(trap).to_have_attribute("tabindex", "-1")
    expect(trap).to_have_attribute("autocomplete", "off")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("form", ["vraag", "klopt-niet"])
def test_a_form_with_mistakes_is_accessible(visitor: Visitor, form: str, scheme: Scheme) -> None:
    page = visitor.page(PHONE, scheme=scheme)
    page.goto(f"{RECORDS['actor']}{form}/")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found = complaints(page)
    assert not found, found


def test_an_editor_sees_it_and_answers(visitor: Visitor) -> None:
    told = "De naam van de dirigent is fout."
    page = at_home(visitor.page(), 2)
    page.goto(f"{RECORDS['expert']}klopt-niet/")
    page.get_by_label("Wat klopt er niet?").fill(told)
    page.get_by_label("Je e-mailadres").fill("nour@voorbeeld.example")
    take_time(page)
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("h1")).to_have_text("Bedankt, we kijken het na")
    desk = visitor.signed_in(EDITOR)
    desk.goto("/beheer/")
    desk.get_by_role("link", name=re.compile("Meldingen: er klopt iets niet")).click()
    desk.wait_for_url(re.compile("/redactie/[?]soort=melding$"))
    desk.locator("main .rows h3 a", has_text="Stebo").first.click()
    expect(desk.locator("main")).to_contain_text(told)
    item = desk.url
    desk.get_by_label("Je woorden voor de afzender").fill("Dank je, het is aangepast.")
    desk.get_by_role("button", name="Aannemen").click()
    expect(desk.locator(".messages")).to_contain_text("aangenomen")
    desk.goto(item)
    expect(desk.locator("main")).to_contain_text("Dank je, het is aangepast.")
    desk.goto("/beheer/base/outgoingmail/?q=nour")  # the answer goes there once the address is confirmed
    expect(desk.locator("#result_list")).to_contain_text("Liet je ons iets weten over Stebo vzw?")
