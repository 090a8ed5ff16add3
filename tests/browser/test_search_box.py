"""The search box on every page: suggestions by keyboard, mouse and touch, and the same without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_access import complaints
from tests.browser.visitor import Scheme, Visitor, before_script

DESK, PHONE = 1280, 375
OPTIONS = "#zoek-suggesties [role=option]"


def typed(page: Page, words: str, box: str = "#zoek") -> None:
    """Types ``words`` in the box, and waits for the suggestions."""
    page.locator(box).press_sequentially(words)
    expect(page.locator(f"{box}-suggesties")).to_be_visible()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_by_keyboard(visitor: Visitor, width: int) -> None:
    page = visitor.page(width)
    page.goto("/gemeenten/")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    typed(page, "regenboog")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form.small [role=status]")).to_have_text(
        re.compile(r"\d+ suggesties?\. Gebruik de pijltjes")
    )
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    box.press("ArrowDown")
    first = page.locator(OPTIONS).first
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    box.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(re.compile("/actoren/regenboogkoor/$"))


def test_escape_closes_and_keeps_what_was_typed(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/gemeenten/")
    typed(page, "koor")
    page.keyboard.press("Escape")
    expect(page.locator("#zoek-suggesties")).to_be_hidden()
    expect(page.locator("#zoek")).to_have_value("koor")
    expect(page.locator("#zoek")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#zoek-suggesties")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#zoek-suggesties")).to_be_hidden()


def test_what_was_typed_before_the_script_came_is_suggested_for(visitor: Visitor) -> None:
    page = visitor.page()
    with before_script(page, "search", "/gemeenten/"):
        page.locator("#zoek").press_sequentially("regenboog")
        expect(page.locator("#zoek")).to_be_focused()
    expect(page.locator(OPTIONS).first).to_be_visible()


def test_enter_without_a_choice_searches_everything(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/gemeenten/")
    typed(page, "koor")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/zoeken/\?q=koor$"))
    expect(page.locator("#actoren")).to_be_visible()
    expect(page.locator("main mark").first).to_be_visible()


def test_the_arrows_go_round(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/gemeenten/")
    typed(page, "koor")
    number = page.locator(OPTIONS).count()
    page.keyboard.press("ArrowUp")
    expect(page.locator(OPTIONS).nth(number - 1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_by_pointer(visitor: Visitor, width: int) -> None:
    page = visitor.page(width)
    page.goto("/over/")
    typed(page, "regenboog")
    option = page.locator(OPTIONS).first
    box = option.bounding_box()
    assert box
    assert box["height"] >= 44
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    option.click()
    page.wait_for_url(re.compile("/actoren/regenboogkoor/$"))


def test_it_asks_little_and_never_shows_an_old_answer(visitor: Visitor) -> None:
    page, asked = visitor.page(), []

    def slow(route: Route) -> None:
        asked.append(route.request.url.rpartition("=")[2])
        route.continue_()

    page.route("**/zoeken/suggesties/**", slow)
    page.goto("/gemeenten/")
    page.locator("#zoek").press_sequentially("k")
    page.wait_for_timeout(400)
    assert asked == []
    page.locator("#zoek").press_sequentially("oor", delay=20)
    expect(page.locator("#zoek-suggesties")).to_be_visible()
    assert asked == ["koor"]
    page.locator("#zoek").fill("x")
    expect(page.locator("#zoek-suggesties")).to_be_hidden()
    page.locator("#zoek").fill("koor")
    expect(page.locator("#zoek-suggesties")).to_be_visible()
    assert asked == ["koor"]


def test_nothing_to_suggest_is_told(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/gemeenten/")
    page.locator("#zoek").fill("zzzzzz")
    expect(page.locator("form.small [role=status]")).to_have_text("Geen suggesties")
    expect(page.locator("#zoek-suggesties")).to_be_hidden()


def test_a_portal_that_does_not_answer_leaves_the_box_alone(visitor: Visitor) -> None:
    page = visitor.page(status=500)
    page.route("**/zoeken/suggesties/**", lambda route: route.fulfill(status=500, body="{}"))
    page.goto("/gemeenten/")
    page.locator("#zoek").fill("koor")
    expect(page.locator("form.small [role=status]")).to_have_text("Geen suggesties")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/zoeken/\?q=koor$"))


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_without_javascript(visitor: Visitor, width: int) -> None:
    page = visitor.page(width, javascript=False)
    page.goto("/gemeenten/")
    page.locator("#zoek").fill("rimo")
    page.locator("form.small button").click()
    page.wait_for_url(re.compile(r"/zoeken/\?q=rimo$"))
    first = page.locator("section[aria-labelledby=actoren] h3 a").first
    expect(first).to_have_text("SAAMO Limburg")  # by its former name
    first.click()
    page.wait_for_url(re.compile("/actoren/rimo-limburg/$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("address", "box"), [("/gemeenten/", "#zoek"), ("/zoeken/", "#q"), ("/", "#q")])
def test_axe_finds_nothing_in_an_open_list(visitor: Visitor, address: str, box: str, scheme: Scheme) -> None:
    page = visitor.page(scheme=scheme)
    page.goto(address)
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        page.locator(box).fill("")
        typed(page, "genk", box)
        page.keyboard.press("ArrowDown")
        found = complaints(page)
        assert not found, f"at {width} px\n{found}"
