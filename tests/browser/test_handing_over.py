"""On a phone: somebody asks for a page, invites a colleague without an account, and hands over to them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.mailbox import link_in, newest_mail
from tests.browser.pages import EDITOR
from tests.browser.test_access import complaints
from tests.browser.visitor import Scheme, Visitor

PHONE, DESK = 375, 1280
MEMBER = "lid"


def calm(page: Page) -> None:
    """The page fits the screen, and nothing on it is in anybody's way."""
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), page.url
    found = complaints(page)
    assert not found, f"{page.url}: {found}"


def unseen(page: Page) -> None:
    """Without JavaScript nothing can look at a page from the inside."""


def becomes_owner(visitor: Visitor, address: str, *, javascript: bool) -> Page:
    """A member asks for the page at ``address``, and an editor says yes; the browser of the member."""
    look = calm if javascript else unseen
    page = visitor.signed_in(MEMBER, width=PHONE, javascript=javascript)
    page.goto(address)
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
    desk.locator("ul.queue h3 a").last.click()
    desk.get_by_role("button", name="Neem in behandeling").click()
    expect(desk.get_by_text("Jij behandelt dit tot")).to_be_visible()
    calm(desk)
    desk.get_by_role("button", name="Aannemen").click()
    expect(desk.locator(".messages")).to_contain_text("aangenomen")
    return page


@pytest.mark.parametrize(
    ("address", "javascript"), [("/actoren/regenboogkoor/", True), ("/actoren/stebo/", False)]
)
def test_invite_accept_and_hand_over(visitor: Visitor, address: str, javascript: bool) -> None:
    look = calm if javascript else unseen
    page = becomes_owner(visitor, address, javascript=javascript)
    page.goto(f"/mijn{address}mensen/")
    guest = f"sofie-{javascript}@voorbeeld.example".lower()
    page.get_by_label("E-mailadres").fill(guest)
    page.get_by_label("Naam").fill("Sofie")
    page.get_by_label("Een woordje van jou").fill("Kom erbij!")
    page.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(page.locator(".messages")).to_contain_text(guest)
    look(page)
    mail = newest_mail(visitor.portal, guest)
    assert "> Kom erbij!" in mail
    sofie = visitor.page(PHONE, javascript=javascript)
    sofie.goto(link_in(mail, "/uitnodiging/"))
    expect(sofie.get_by_text("Kom erbij!")).to_be_visible()
    look(sofie)
    sofie.get_by_role("button", name="Aannemen").click()
    expect(sofie).to_have_url(re.compile(f"/mijn{address}$"))
    sofie.get_by_role("link", name="Mensen").click()
    look(sofie)
    page.goto(f"/mijn{address}mensen/")
    page.get_by_role("link", name="Draag over aan een opvolger").click()
    look(page)
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
    sofie.get_by_role("link", name="Stoppen").click()
    expect(sofie.get_by_text("Je bent de laatste eigenaar.")).to_be_visible()
    look(sofie)


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
