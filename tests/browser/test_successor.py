"""One organisation from hand to hand: invited without an account, kept from a phone, and handed over to a successor.

Everything happens on pages and by mail that really was sent. Axe looks at every page on the way, by day and by night.
"""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.mailbox import Post, code_in, link_in
from tests.browser.test_access import COLOURS, complaints
from tests.browser.test_questions import at_home, take_time
from tests.browser.visitor import Visitor, fits

PHONE, DESK = 375, 1280
ACTOR, OWN = "/actoren/gigos/", "/mijn/actoren/gigos/"
YASMINA, SOFIE, NOUR = "yasmina@voorbeeld.example", "sofie@voorbeeld.example", "nour-vraagt@voorbeeld.example"
STORY = "Wij geven kinderen in Genk **elke dag** een plek om te spelen."
QUESTION, ANSWER = "Kan mijn zoon van acht meedoen?", "Ja, kom woensdag eens kijken."


def sound(page: Page) -> None:
    """The page fits the screen, and nothing on it is in anybody's way, by day and by night."""
    assert fits(page), page.url
    for scheme, rules in (("light", ()), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = complaints(page, *rules)
        assert not found, f"{page.url}, {scheme}\n{found}"
    page.emulate_media(color_scheme="light")


def photo() -> FilePayload:
    """A picture as a phone takes it."""
    out = io.BytesIO()
    Image.new("RGB", (900, 1200), "#7a5230").save(out, "JPEG")
    return {"name": "IMG_2026.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def invites(visitor: Visitor) -> None:
    """The regisseur sees in the cockpit that nobody acts for the organisation, and invites Yasmina as its owner."""
    page = visitor.signed_in("regisseur", width=DESK)
    page.goto("/regie/netwerk/?staat=niemand&q=gigos")
    sound(page)
    page.get_by_role("link", name=re.compile("Nodig iemand uit.*GIGOS")).click()
    page.get_by_label("E-mailadres").fill(YASMINA)
    page.get_by_label("Naam").fill("Yasmina")
    page.get_by_role("radio", name=re.compile("eigenaar")).check()
    page.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(page.locator(".messages")).to_contain_text(YASMINA)
    sound(page)


def accepts(page: Page, post: Post, address: str) -> None:
    """Opens the invitation in the mail on a phone, and says yes."""
    page.goto(link_in(post.next_to(address), "/uitnodiging/"))
    sound(page)
    page.get_by_role("button", name="Aannemen").click()
    page.wait_for_url(re.compile(f"{OWN}$"))
    sound(page)


def signs_in(page: Page, post: Post) -> None:
    """Comes back another day, with a code by mail, to the page that was asked for."""
    page.context.clear_cookies()
    page.goto(OWN)
    sound(page)
    page.get_by_label("E-mailadres").fill(YASMINA)
    page.get_by_role("button", name="Mail me een code").click()
    sound(page)
    page.get_by_label("Code", exact=True).fill(code_in(post.next_to(YASMINA)))
    page.get_by_role("button", name="Ga verder").click()
    page.wait_for_url(re.compile(f"{OWN}$"))


def mends_the_page(page: Page) -> None:
    """Rewrites the description and adds a picture; both show at once to everybody."""
    page.get_by_role("link", name="Wijzigen", exact=True).click()
    sound(page)
    page.goto(f"{OWN}bewerken/verhaal/")
    page.locator("#id_description").fill(STORY)
    expect(page.locator("#voorbeeld strong")).to_have_text("elke dag")
    sound(page)
    page.locator(".bar button[type=submit]").click()
    expect(page.locator(".messages")).to_contain_text("Bewaard")
    page.goto(f"{OWN}bewerken/foto/")
    page.locator("input[name=picture]").set_input_files(photo())
    page.locator("#id_picture_alt").fill("Een bruine muur in de speelzaal.")
    sound(page)
    page.locator(".bar button[type=submit]").click()
    expect(page.locator(".messages")).to_contain_text("Bewaard")
    sound(page)
    page.goto(ACTOR)
    expect(page.locator("main .prose strong").first).to_have_text("elke dag")
    expect(page.locator(".cloth img")).to_have_attribute("alt", "Een bruine muur in de speelzaal.")
    sound(page)


def asks(visitor: Visitor, post: Post) -> Page:
    """Nour, who has no account, asks the organisation something and sends it from the link in her mail."""
    page = at_home(visitor.page(PHONE), 77)
    page.goto(f"{ACTOR}vraag/")
    page.get_by_label("Je naam").fill("Nour")
    page.get_by_label("Je e-mailadres").fill(NOUR)
    page.get_by_label("Je vraag").fill(QUESTION)
    sound(page)
    take_time(page)
    page.get_by_role("button", name="Verstuur je vraag").click()
    expect(page.locator("h1")).to_have_text("Bedankt voor je vraag")
    sound(page)
    page.goto(link_in(post.next_to(NOUR), "/gesprek/"))
    page.get_by_role("button", name="Verstuur mijn vraag").click()
    expect(page.get_by_text("Je vraag is onderweg.")).to_be_visible()
    sound(page)
    return page


def answers(page: Page, post: Post) -> None:
    """Yasmina reads the question in her mail and answers it among the questions of her organisation."""
    mail = post.next_to(YASMINA)
    assert QUESTION in mail
    assert NOUR not in mail
    page.goto(OWN)
    page.get_by_role("link", name="Vragen", exact=True).click()
    sound(page)
    page.get_by_role("link", name=re.compile("Nour")).click()
    expect(page.get_by_text(QUESTION)).to_be_visible()
    page.get_by_label("Je bericht").fill(ANSWER)
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_text("Je bericht is verstuurd.")).to_be_visible()
    expect(page.get_by_text(NOUR)).to_have_count(0)
    sound(page)


def hands_over(page: Page) -> None:
    """Asks Sofie, who has no account either, to take over; until she says yes nothing changes."""
    page.goto(OWN)
    page.get_by_role("link", name="Mensen").click()
    sound(page)
    page.get_by_role("link", name="Draag over aan een opvolger").click()
    sound(page)
    page.get_by_label("E-mailadres").fill(SOFIE)
    page.get_by_label("Naam").fill("Sofie")
    page.get_by_label("Ik stop").check()
    page.get_by_role("button", name="Vraag het").click()
    expect(page.locator(".messages")).to_contain_text("Je blijft eigenaar tot die persoon ja zegt.")
    sound(page)


@pytest.mark.both_databases
def test_an_organisation_goes_from_hand_to_hand(visitor: Visitor, post: Post) -> None:
    invites(visitor)
    yasmina = visitor.page(PHONE)
    accepts(yasmina, post, YASMINA)
    signs_in(yasmina, post)
    mends_the_page(yasmina)
    nour = asks(visitor, post)
    answers(yasmina, post)
    mail = post.next_to(NOUR)
    assert ANSWER in mail
    assert YASMINA not in mail
    nour.goto(link_in(mail, "/gesprek/"))
    expect(nour.get_by_text(ANSWER)).to_be_visible()
    sound(nour)
    hands_over(yasmina)
    sofie = visitor.page(PHONE)
    accepts(sofie, post, SOFIE)
    sofie.get_by_role("link", name="Mensen").click()
    expect(sofie.locator("ul.rows > li")).to_have_count(1)
    expect(sofie.locator("ul.rows > li")).to_contain_text("eigenaar")
    sound(sofie)
    yasmina.goto("/mijn/")
    expect(yasmina.locator("main")).not_to_contain_text("GIGOS")
    sound(yasmina)
    yasmina.goto(ACTOR)
    expect(yasmina.locator("main .prose strong").first).to_have_text("elke dag")
