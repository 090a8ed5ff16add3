"""A conversation as people have it: by a link in a mail on a phone, signed in at a desk, with the keyboard, without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import EDITOR
from tests.browser.portal import Portal, manage
from tests.browser.test_access import COLOURS, complaints
from tests.browser.test_questions import PHONE, at_home, take_time
from tests.browser.visitor import Visitor, fits

DESK = 1280
LINK = """
from actors.conversations.keys import link_of
from actors.models import Participant
print(link_of(Participant.objects.filter(side="asker", conversation__messages__text={text!r}).latest("pk")))
"""


def link_in_mail(portal: Portal, text: str) -> str:
    """The link that who asked ``text`` gets by mail."""
    told = manage(portal, "shell", "-c", LINK.format(text=text))
    found = re.search(r"http\S+/gesprek/[0-9a-f]+/", told)
    assert found, told
    return found[0]


def asks(visitor: Visitor, text: str, house: int, *, javascript: bool = True) -> Page:
    """Nour asks the team on a phone, and opens the link in her mail."""
    page = at_home(visitor.page(PHONE, javascript=javascript), house)
    page.goto("/vraag/")
    page.get_by_label("Je vraag").fill(text)
    page.get_by_label("Je naam").fill(f"Nour {house}")
    page.get_by_label("Je e-mailadres").fill(f"nour{house}@voorbeeld.example")
    page.get_by_label("Je gemeente").select_option(label="Genk")
    take_time(page)
    page.get_by_role("button", name="Verstuur je vraag").click()
    expect(page.get_by_text("Kijk in je mail")).to_be_visible()
    page.goto(link_in_mail(visitor.portal, text))
    return page


def seemly(page: Page) -> None:
    """Nothing wrong for axe by day and by night, and nothing that scrolls sideways."""
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        assert fits(page)
        for scheme, rules in (("light", ()), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = complaints(page, *rules)
            assert not found, f"{page.url} at {width} px, {scheme}\n{found}"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": PHONE, "height": 800})


def test_from_a_question_to_an_answer_that_may_become_public(visitor: Visitor) -> None:
    text = "Waar vinden we een zaal voor ons feest?"
    nour = asks(visitor, text, 31)
    expect(nour.get_by_text("Je vraag is nog niet verstuurd.")).to_be_visible()
    seemly(nour)
    nour.get_by_role("button", name="Verstuur mijn vraag").click()
    expect(nour.get_by_text("Je vraag is onderweg.")).to_be_visible()
    team = visitor.signed_in(EDITOR)
    team.goto("/mijn/vragen/")
    team.get_by_role("link", name=re.compile("Nour 31")).click()
    expect(team.get_by_text(text)).to_be_visible()
    seemly(team)
    team.get_by_label("Je bericht").fill("In de bibliotheek.\n\nBel eerst.")
    team.get_by_role("button", name="Verstuur").click()
    expect(team.get_by_text("Je bericht is verstuurd.")).to_be_visible()
    nour.reload()
    expect(nour.get_by_text("Bel eerst.")).to_be_visible()
    nour.get_by_label("Je bericht").fill("Dank je!")
    nour.get_by_role("button", name="Verstuur").click()
    expect(nour.get_by_text("Dank je!")).to_be_visible()
    nour.get_by_role("button", name="Ik ga akkoord").click()
    expect(nour.get_by_text("We wachten op de andere kant.")).to_be_visible()
    nour.get_by_text("Loopt het niet goed?").click()
    seemly(nour)
    team.reload()
    team.get_by_role("button", name="Ik ga akkoord").click()
    team.goto("/beheer/actors/publicanswer/")
    team.get_by_role("link", name=text).click()
    team.get_by_label("Status").select_option("published")
    team.locator("input[name=_save]").click()
    nour.goto("/zoeken/?q=feest")
    nour.get_by_role("link", name=text).click()
    expect(nour.locator("h1")).to_have_text(text)
    expect(nour.get_by_text("Nour")).to_have_count(0)
    seemly(nour)


@pytest.mark.parametrize("javascript", [True, False])
def test_by_keyboard_only(visitor: Visitor, javascript: bool) -> None:
    text = f"Wie leert ons dansen? ({javascript})"
    nour = asks(visitor, text, 40 + javascript, javascript=javascript)
    nour.get_by_role("button", name="Verstuur mijn vraag").focus()
    nour.keyboard.press("Enter")
    field = nour.get_by_label("Je bericht")
    field.focus()
    nour.keyboard.type("Nog iets: we zijn met acht.")
    nour.keyboard.press("Tab")
    nour.keyboard.press("Enter")
    expect(nour.get_by_text("Nog iets: we zijn met acht.")).to_be_visible()
    help_ = nour.locator("summary", has_text="Loopt het niet goed?")
    help_.focus()
    nour.keyboard.press("Enter")
    nour.get_by_label("Wat is er mis?").focus()
    nour.keyboard.press("Tab")
    nour.keyboard.press("Enter")
    expect(nour.get_by_role("alert")).to_contain_text("Zeg in een paar woorden wat er mis is.")
