"""What stands too close, or falls apart, only where a line is as short as on a phone."""

import pytest

from tests.browser.visitor import Visitor, fits

CALL = "/oproepen/voorbeeld-repetitieruimte/"
APART = """
() => [...document.querySelectorAll(".do .btn")].map((way) => way.getBoundingClientRect())
    .every((box, place, all) => !place || box.top >= all[place - 1].bottom + 8 || box.left >= all[place - 1].right + 8)
"""
STROKE = """() => getComputedStyle(document.querySelector(".crumbs li + li"), "::before").content"""
BEFORE = """() => {
    const paragraph = document.querySelector("p.kind:has(> .town)");
    const words = document.createRange();
    words.selectNodeContents(paragraph.firstChild);
    const text = words.getBoundingClientRect(), cloth = paragraph.querySelector(".swatch").getBoundingClientRect();
    return cloth.top > text.bottom || cloth.left - text.right >= 4;
}"""


@pytest.mark.parametrize("width", [375, 320])
def test_buttons_below_each_other_do_not_touch(visitor: Visitor, width: int) -> None:
    page = visitor.page(width=width, height=667)
    page.goto(CALL)
    assert page.locator(".do .btn").count() >= 3
    assert page.evaluate(APART)
    assert fits(page)


def test_no_line_of_the_way_back_begins_with_its_stroke(visitor: Visitor) -> None:
    page = visitor.page(width=375, height=667)
    page.goto(f"{CALL}antwoord/")
    assert page.evaluate(STROKE) == "none"


@pytest.mark.parametrize("address", ["/aanmelden/", CALL])
def test_large_letters_stay_on_the_phone(visitor: Visitor, address: str) -> None:
    page = visitor.page(width=375, height=667)
    page.goto(address)
    page.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')")
    assert fits(page)


def test_a_word_and_the_cloth_of_a_town_stand_apart(visitor: Visitor) -> None:
    page = visitor.page(width=375, height=667)
    page.goto("/actoren/")
    assert page.evaluate(BEFORE)
