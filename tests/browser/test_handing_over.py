"""On a phone: asking for a page, and all of handing over without JavaScript; with it, see test_successor."""

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.browser.mailbox import link_in, newest_mail
from tests.browser.pages import EDITOR
from tests.browser.test_access import complaints
from tests.browser.visitor import Scheme, Visitor, fits

PHONE, DESK = 375, 1280
MEMBER = "lid"


class Record(NamedTuple):
    """An actor that nobody acts for, and that no other test asks for."""

    name: str
    address: str


CHOSEN = {  # with and without JavaScript
    True: Record("CIAP", "/actoren/ciap/"),
    False: Record("Berenhuis", "/actoren/berenhuis/"),
}


def calm(page: Page) -> None:
    """The page fits the screen, and nothing on it is in anybody's way."""
    assert fits(page), page.url
    found = complaints(page)
    assert not found, f"{page.url}: {found}"


def unseen(page: Page) -> None:
    """Without JavaScript nothing can look at a page from the inside."""


def becomes_owner(visitor: Visitor, record: Record, *, javascript: bool) -> Page:
    """A member asks for the page of ``record``, and an editor says yes; the browser of the member."""
    look = calm if javascript else unseen
    page = visitor.signed_in(MEMBER, width=PHONE, javascript=javascript)
    page.goto(record.address)
    page.get_by_role("link", name="Werk je hier? Beheer deze pagina").click()
    look(page)
    page.get_by_label("Wat doe je daar?").fill("secretaris")
    page.get_by_label("Hoe kunnen we dat nagaan?").fill("Mijn naam staat op de website.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator(".messages")).to_contain_text("We kregen je aanvraag.")
    look(page)
    desk = visitor.signed_in(EDITOR, width=DESK)
    desk.goto("/redactie/?soort=claim")
    calm(desk)
    desk.locator("ul.queue").get_by_role("link", name=record.name).click()
    desk.get_by_role("button", name="Neem in behandeling").click()
    expect(desk.get_by_text("Jij behandelt dit tot")).to_be_visible()
    calm(desk)
    desk.get_by_role("button", name="Aannemen").click()
    expect(desk.locator(".messages")).to_contain_text("aangenomen")
    return page


def test_who_asks_for_a_page_gets_it_from_an_editor(visitor: Visitor) -> None:
    page = becomes_owner(visitor, CHOSEN[True], javascript=True)
    page.goto(f"/mijn{CHOSEN[True].address}mensen/")
    expect(page.locator("ul.rows > li")).to_contain_text("eigenaar")
    page.get_by_role("link", name="Stoppen").click()
    expect(page.get_by_text("Je bent de laatste eigenaar.")).to_be_visible()
    calm(page)


def test_inviting_accepting_and_handing_over_without_javascript(visitor: Visitor) -> None:
    own, guest = f"/mijn{CHOSEN[False].address}", "sofie-zonder@voorbeeld.example"
    page = becomes_owner(visitor, CHOSEN[False], javascript=False)
    page.goto(f"{own}mensen/")
    page.get_by_label("E-mailadres").fill(guest)
    page.get_by_label("Naam").fill("Sofie")
    page.get_by_label("Een woordje van jou").fill("Kom erbij!")
    page.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(page.locator(".messages")).to_contain_text(guest)
    mail = newest_mail(visitor.portal, guest)
    assert "> Kom erbij!" in mail
    sofie = visitor.page(PHONE, javascript=False)
    sofie.goto(link_in(mail, "/uitnodiging/"))
    expect(sofie.get_by_text("Kom erbij!")).to_be_visible()
    sofie.get_by_role("button", name="Aannemen").click()
    sofie.wait_for_url(re.compile(f"{own}$"))
    page.goto(f"{own}mensen/overdragen/")
    page.get_by_label("Sofie").check()
    page.get_by_label("Ik stop").check()
    page.get_by_role("button", name="Vraag het").click()
    expect(page.locator(".messages")).to_contain_text("Je blijft eigenaar tot die persoon ja zegt.")
    sofie.goto(link_in(newest_mail(visitor.portal, guest), "/uitnodiging/"))
    expect(sofie.get_by_text("aan jou overdragen")).to_be_visible()
    sofie.get_by_role("button", name="Aannemen").click()
    sofie.get_by_role("link", name="Mensen").click()
    expect(sofie.locator("ul.rows > li")).to_have_count(1)
    expect(sofie.locator("ul.rows > li")).to_contain_text("eigenaar")


def test_the_twins_come_while_typing_by_keyboard(visitor: Visitor) -> None:
    page = visitor.signed_in(MEMBER, width=PHONE)
    page.goto("/actoren/nieuw/")
    page.get_by_label("Hoe heet het?").focus()
    page.keyboard.type("Regenboog koor")
    expect(page.get_by_text("Is het een van deze?")).to_be_visible()
    calm(page)
    page.get_by_label("Hoe heet het?").press("Enter")
    expect(page.get_by_label("Wat is het?")).to_be_visible()
    calm(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_link_that_does_not_work_says_how_to_go_on(visitor: Visitor, scheme: Scheme) -> None:
    page = visitor.page(PHONE, scheme=scheme, status=404)
    page.goto("/uitnodiging/bestaatniet/")
    expect(page.locator("h1")).to_have_text("Deze link werkt niet")
    calm(page)
