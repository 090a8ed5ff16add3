"""Everyone can use every page: axe, keyboard, small screens."""

import re
from collections.abc import Callable
from importlib.resources import files
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.pages import MISSING, PAGES, SIGNED_IN
from tests.browser.visitor import Scheme, Visitor, Windows, fits, settle

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OLDEST_AXE = (4, 8)  # the first with all of WCAG 2.2
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# Begins once, and answers when axe has spoken: so the wait ends, also in a page that fell silent.
RUN_AXE = """([turn, type, values]) => {
    if (window.axeTurn !== turn) {
        Object.assign(window, {axeTurn: turn, axeFound: null});
        axe.run(document, {
            runOnly: {type, values}, rules: type === "tag" ? {"target-size": {enabled: true}} : {}, resultTypes: ["violations"],
            preload: false,  // it would copy imported style sheets into the page, which our policy forbids
        }).then(
            result => { window.axeFound = {violations: result.violations}; },
            error => { window.axeFound = {broken: String(error)}; },
        );
    }
    return window.axeFound;
}"""
COLOURS = [
    "color-contrast",
    "link-in-text-block",
]  # what differs in the dark: the page is the same, its colours are not
# Nothing when the focus left the page, "" when it is seen, and otherwise what has it.
UNMARKED_FOCUS = """() => {
    const marked = part => {
        const style = part && getComputedStyle(part);
        return style && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
    };
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const around = [element, element.labels && element.labels[0], element.parentElement, element.nextElementSibling];
    return around.some(marked) ? "" : element.outerHTML.slice(0, 200);
}"""
LIE_DOWN = """() => {
    const bars = [...document.querySelectorAll("body *")].filter(part => {
        const style = getComputedStyle(part);
        return style.position === "sticky" && style.bottom === "0px";
    });
    bars.forEach(bar => { bar.style.position = "static"; bar.dataset.laidDown = ""; });
}"""
STAND_UP = """() => document.querySelectorAll("[data-laid-down]").forEach(bar => {
    bar.style.removeProperty("position");
    delete bar.dataset.laidDown;
})"""
TURNS = count(1)
POLLING, LONGEST_AXE = 20, 120_000  # milliseconds
NARROWEST, PHONE, DESK = 320, 375, 1280
STOPS = 40  # how many times we press Tab
LOOKS: tuple[tuple[Scheme, list[str]], ...] = (
    ("light", []),
    ("dark", COLOURS),
)  # and by which rules; none means all

Open = Callable[..., Page]


@pytest.fixture
def open_page(visitor: Visitor, windows: Windows) -> Open:
    """Opens a kind of page, signed in where it takes that."""

    def go(kind: str, width: int = DESK, scheme: Scheme = "light") -> Page:
        if kind in SIGNED_IN:
            role, address = SIGNED_IN[kind]
            return windows.signed_in(role, address.format(**visitor.portal.places))
        missing = kind == MISSING
        page = visitor.page(width, scheme=scheme, status=404) if missing else windows.empty(width, scheme)
        page.goto(PAGES[kind])
        return page

    return go


def complaint(violation: dict[str, Any]) -> str:
    """One violation in a line per place."""
    places = [
        f"    {node['html'][:160]}  ({' '.join(map(str, node['target']))})" for node in violation["nodes"][:5]
    ]
    return "\n".join([f"{violation['id']}: {violation['help']} ({len(violation['nodes'])} x)", *places])


def complaints(page: Page, *rules: str) -> str:
    """What axe finds on ``page`` as it stands now, by ``rules`` or else by all of them; empty when there is nothing.

    Bars that stay at the bottom of the screen stand behind the form meanwhile: axe looks at what they hide, too.
    """
    settle(page)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {AXE} }}")
    asked = [next(TURNS), *(["rule", rules] if rules else ["tag", TAGS])]
    page.evaluate(LIE_DOWN)
    found = page.wait_for_function(RUN_AXE, arg=asked, polling=POLLING, timeout=LONGEST_AXE).json_value()
    page.evaluate(STAND_UP)
    assert "broken" not in found, found
    return "\n".join(map(complaint, found["violations"]))


def test_axe_is_recent_enough() -> None:
    version = re.search(r"axe v(\d+)\.(\d+)", AXE[:200])
    assert version
    assert tuple(map(int, version.groups())) >= OLDEST_AXE


def nothing_found(page: Page) -> None:
    """Axe finds nothing, on a wide screen and on a phone, by day and at night."""
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.evaluate("() => document.getAnimations().forEach(one => one.finish())")  # the admin fades
            found = complaints(page, *rules)
            assert not found, f"at {width} px, {scheme}\n{found}"


def nothing_sideways(page: Page) -> None:
    """Nothing is wider than the narrowest screen."""
    wide = page.evaluate(
        """limit => [...document.querySelectorAll("body *")]
            .filter(part => part.getBoundingClientRect().right > limit + 1).slice(0, 5).map(part => part.outerHTML.slice(0, 120))""",
        NARROWEST,
    )
    assert fits(page), "\n".join(wide)


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(open_page: Open, kind: str) -> None:
    nothing_found(open_page(kind))


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_scrolls_sideways_on_the_narrowest_screen(open_page: Open, kind: str) -> None:
    nothing_sideways(open_page(kind, NARROWEST))


@pytest.mark.parametrize("kind", SIGNED_IN)
def test_pages_behind_the_door_are_for_everyone(open_page: Open, kind: str) -> None:
    page = open_page(kind)  # once for both: it takes an account, and there are many
    nothing_found(page)
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    nothing_sideways(page)


@pytest.mark.parametrize("kind", PAGES)
def test_the_keyboard_shows_where_it_is_and_skips_to_the_content(open_page: Open, kind: str) -> None:
    page = open_page(kind)
    page.evaluate(
        "getSelection().setPosition(document.body, 0)"
    )  # the top, also where a field has the focus already
    page.keyboard.press("Tab")
    skip = page.locator(":focus").element_handle()
    assert (skip.get_attribute("href") or "").startswith("#"), (
        "the first stop must be the link that skips to the content"
    )
    box = skip.bounding_box()
    assert box
    assert box["x"] >= 0, "the skip link must be seen while it has the focus"
    assert box["y"] >= 0, "the skip link must be seen while it has the focus"
    every_stop_is_marked(page)
    skip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = (
        "document.activeElement === document.body || Boolean(document.activeElement.closest('main, footer'))"
    )
    assert page.evaluate(inside), "after the skip link, the next stop must be in the content"


@pytest.mark.parametrize("kind", ["home", "directory"])
def test_the_focus_is_visible_in_the_dark(open_page: Open, kind: str) -> None:
    page = open_page(kind, scheme="dark")
    page.keyboard.press("Tab")
    every_stop_is_marked(page)


def every_stop_is_marked(page: Page) -> None:
    """Whatever has the focus shows it, stop after stop."""
    for _ in range(STOPS):
        unmarked = page.evaluate(UNMARKED_FOCUS)
        if unmarked is None:
            return
        assert not unmarked, f"no visible focus on {unmarked}"
        page.keyboard.press("Tab")
