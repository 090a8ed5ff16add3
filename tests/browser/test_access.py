"""Everyone can use every page: axe, keyboard, small screens."""

import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.pages import EDITOR, MEMBER, MEMBER_PAGES, MISSING, PAGES, STAFF_PAGES
from tests.browser.visitor import Scheme, Visitor

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OLDEST_AXE = (4, 8)  # the first with all of WCAG 2.2
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """([type, values]) => axe.run(document, {
    runOnly: {type, values}, rules: type === "tag" ? {"target-size": {enabled: true}} : {}, resultTypes: ["violations"],
}).then(result => result.violations)"""
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
NARROWEST, PHONE, DESK = 320, 375, 1280
STOPS = 40  # how many times we press Tab
LOOKS: tuple[tuple[Scheme, list[str]], ...] = (
    ("light", []),
    ("dark", COLOURS),
)  # and by which rules; none means all

Open = Callable[..., Page]


@pytest.fixture
def open_page(visitor: Visitor) -> Open:
    """Opens a kind of page, signed in where it takes that."""

    def go(kind: str, width: int = DESK, scheme: Scheme = "light") -> Page:
        if kind in STAFF_PAGES:
            page = visitor.signed_in(EDITOR, width=width, scheme=scheme)
        elif kind in MEMBER_PAGES:
            page = visitor.signed_in(MEMBER, width=width, scheme=scheme)
        else:
            page = visitor.page(width, scheme=scheme, status=404 if kind == MISSING else 200)
        page.goto({**PAGES, **STAFF_PAGES, **MEMBER_PAGES}[kind])
        return page

    return go


def complaint(violation: dict[str, Any]) -> str:
    """One violation in a line per place."""
    places = [
        f"    {node['html'][:160]}  ({' '.join(map(str, node['target']))})" for node in violation["nodes"][:5]
    ]
    return "\n".join([f"{violation['id']}: {violation['help']} ({len(violation['nodes'])} x)", *places])


def complaints(page: Page, *rules: str) -> str:
    """What axe finds on ``page`` as it stands now, by ``rules`` or else by all of them; empty when there is nothing."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {AXE} }}")
    asked = ["rule", rules] if rules else ["tag", TAGS]
    return "\n".join(map(complaint, page.evaluate(RUN_AXE, asked)))


def test_axe_is_recent_enough() -> None:
    version = re.search(r"axe v(\d+)\.(\d+)", AXE[:200])
    assert version
    assert tuple(map(int, version.groups())) >= OLDEST_AXE


@pytest.mark.parametrize("kind", [*PAGES, *STAFF_PAGES, *MEMBER_PAGES])
def test_axe_finds_nothing(open_page: Open, kind: str) -> None:
    page = open_page(kind)
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function("() => document.getAnimations().length === 0")  # the admin fades
            found = complaints(page, *rules)
            assert not found, f"at {width} px, {scheme}\n{found}"


@pytest.mark.parametrize("kind", [*PAGES, *STAFF_PAGES, *MEMBER_PAGES])
def test_nothing_scrolls_sideways_on_the_narrowest_screen(open_page: Open, kind: str) -> None:
    page = open_page(kind, NARROWEST)
    wide = page.evaluate(
        """limit => [...document.querySelectorAll("body *")]
            .filter(part => part.getBoundingClientRect().right > limit + 1).slice(0, 5).map(part => part.outerHTML.slice(0, 120))""",
        NARROWEST,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST, "\n".join(wide)


@pytest.mark.parametrize("kind", PAGES)
def test_the_keyboard_skips_to_the_content(open_page: Open, kind: str) -> None:
    page = open_page(kind)
    page.evaluate(
        "getSelection().setPosition(document.body, 0)"
    )  # the top, also where a field has the focus already
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert (skip.get_attribute("href") or "").startswith("#"), (
        "the first stop must be the link that skips to the content"
    )
    box = skip.bounding_box()
    assert box
    assert box["x"] >= 0, "the skip link must be seen while it has the focus"
    assert box["y"] >= 0, "the skip link must be seen while it has the focus"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = (
        "document.activeElement === document.body || Boolean(document.activeElement.closest('main, footer'))"
    )
    assert page.evaluate(inside), "after the skip link, the next stop must be in the content"


@pytest.mark.parametrize(
    ("kind", "scheme"), [*((kind, "light") for kind in PAGES), ("home", "dark"), ("directory", "dark")]
)
def test_the_focus_is_visible_everywhere(open_page: Open, kind: str, scheme: Scheme) -> None:
    page = open_page(kind, scheme=scheme)
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        unmarked = page.evaluate(UNMARKED_FOCUS)
        if unmarked is None:
            return
        assert not unmarked, f"no visible focus on {unmarked}"
