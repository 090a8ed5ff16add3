"""The map in a browser: asked for first, worked by keyboard, finger and wheel, and calm when others do not answer.

Pictures of the base map come from a third party; here every such request is caught, so that none leaves this machine.
"""

import base64
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.test_access import UNMARKED_FOCUS, complaints
from tests.browser.test_walks import search
from tests.browser.visitor import Scheme, Visitor, fits

ADDRESS = "/actoren/?weergave=kaart"
TILES = "https://geo.api.vlaanderen.be/"
DESK, PHONE = 1280, 375
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ZOOM = "document.querySelector('.atlas-area').getBoundingClientRect().width"
PLACE = "document.querySelector('.atlas-area').getBoundingClientRect().x"

Go = Callable[..., Page]


class Tiles:
    """The third party: what it was asked, and with which headers."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answers = True

    def __call__(self, route: Route) -> None:
        self.asked.append(route.request.headers)
        if self.answers:
            route.fulfill(body=DOT, content_type="image/png")
        else:
            route.abort("connectionfailed")


@pytest.fixture
def tiles() -> Tiles:
    return Tiles()


@pytest.fixture
def go(visitor: Visitor, tiles: Tiles) -> Go:
    """Opens the directory as a map. Requests to the third party are no fault here; each test says when they may be."""

    def visit(
        width: int = DESK, address: str = ADDRESS, *, opened: bool = True, scheme: Scheme = "light"
    ) -> Page:
        page = visitor.page(width, scheme=scheme)
        page.route(f"{TILES}**", tiles)
        page.goto(address, wait_until="networkidle")
        if opened:
            page.locator("[data-map=open]").click()
            expect(spots(page).first).to_be_visible()
        return page

    visitor.elsewhere.append(TILES)
    return visit


def spots(page: Page) -> Locator:
    return page.locator(".atlas-spot")


def into_view(page: Page) -> None:
    page.evaluate(
        "document.querySelector('.atlas-canvas').scrollIntoView({block: 'center', behavior: 'instant'})"
    )


def over_the_map(page: Page) -> tuple[float, float]:
    """A place on the map where no spot stands: its right lower corner, above the attribution."""
    into_view(page)
    box = page.locator(".atlas-canvas").bounding_box()
    assert box
    return box["x"] + box["width"] - 20, box["y"] + box["height"] - 80


def until(page: Page, condition: str) -> None:
    """Waits for a ``condition``; Playwright's own way evaluates words in the page, which our policy forbids."""
    for _ in range(60):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {condition}")


def judge(page: Page) -> None:
    found = complaints(page)
    assert not found, found


# --- Who is asked what ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_nobody_else_is_asked_before_the_click(go: Go, tiles: Tiles, visitor: Visitor, width: int) -> None:
    page = go(width, opened=False)
    page.locator("[data-map=open]").hover()
    page.mouse.wheel(0, 3000)
    search(page, "koor")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".atlas-ask")).to_contain_text("Digitaal Vlaanderen")
    assert tiles.asked == []
    assert visitor.faults == []
    page.locator("[data-map=open]").click()
    expect(spots(page).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert tiles.asked
    assert not any("referer" in headers or "cookie" in headers for headers in tiles.asked)
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()


def test_without_the_pictures_the_map_stands_and_says_so(go: Go, tiles: Tiles) -> None:
    tiles.answers = False
    page = go(PHONE)
    expect(page.locator("[data-map=status]")).to_contain_text("kaartbeelden komen niet door")
    expect(page.locator("[data-map=status]")).to_be_visible()
    expect(spots(page).nth(1)).to_be_attached()
    expect(page.locator(".atlas-area")).to_have_count(7)


def test_when_the_points_do_not_come_the_drawing_stays(go: Go, visitor: Visitor) -> None:
    page = go(opened=False)
    page.route("**/kaart.geojson*", lambda route: route.fulfill(status=503, body="druk"))
    page.locator("[data-map=open]").click()
    expect(page.locator("[data-map=status]")).to_contain_text("In de lijst staat alles")
    expect(page.locator(".atlas-drawn svg.map")).to_be_visible()
    expect(page.locator("#resultaten .samples li").first).to_be_visible()
    visitor.faults[:] = [fault for fault in visitor.faults if "kaart.geojson" not in fault]


def test_without_javascript_there_is_the_drawing_and_the_list(visitor: Visitor) -> None:
    page = visitor.page(PHONE, javascript=False)
    page.goto(ADDRESS)
    expect(page.locator("#kaart svg.map")).to_be_visible()
    expect(page.locator("[data-map=open]")).to_be_hidden()
    expect(page.locator("#resultaten .samples li").first).to_be_visible()
    page.locator("#kaart svg.map a[aria-label^=Genk]").click()
    page.wait_for_url(re.compile("gemeente=genk.*weergave=kaart"))


# --- Keyboard ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_every_spot_is_reached_and_worked_by_keyboard(go: Go, width: int) -> None:
    page = go(width, opened=False)
    page.locator("[data-map=open]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".atlas-canvas")).to_be_focused()
    names = [spot.get_attribute("aria-label") for spot in spots(page).all()]
    assert len(names) > 1
    assert all(re.search(r"\d+ actoren|, ", name or "") for name in names)
    reached = []
    for _ in range(len(names)):
        page.keyboard.press("Tab")
        assert page.evaluate(UNMARKED_FOCUS) == "", "the focus on a spot is seen"
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert reached == names
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup")).to_be_visible()
    expect(page.locator(".leaflet-popup li a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == names[-1], "back to the spot"


def test_a_group_of_several_places_comes_nearer_and_the_focus_stays_on_the_map(go: Go) -> None:
    page = go(PHONE)
    before = spots(page).count()
    group = page.locator(".atlas-spot[aria-label*='samen: '][aria-label*=', ']").first
    group.focus()
    page.keyboard.press("Space")
    expect(page.locator(".atlas-canvas")).to_be_focused()
    until(page, f"document.querySelectorAll('.atlas-spot').length !== {before}")


def test_the_window_of_a_spot_leads_to_an_actor_and_closes_by_its_button(go: Go) -> None:
    page = go()
    spot = page.locator(".atlas-spot[aria-label*='samen: Genk']").first
    spot.press("Enter")
    page.locator(".leaflet-popup-close-button").press("Enter")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(spot).to_be_focused()
    spot.press("Enter")
    expect(page.locator(".leaflet-popup li")).to_have_count(12)
    expect(page.locator(".leaflet-popup")).to_contain_text("we kennen alleen de gemeente")
    more = page.locator(".leaflet-popup p a")
    assert "gemeente=genk" in (more.get_attribute("href") or "")
    first = page.locator(".leaflet-popup li a").first
    name = first.inner_text()
    first.press("Enter")
    expect(page.locator("h1")).to_contain_text(name)


def test_arrows_and_plus_work_the_map(go: Go) -> None:
    page = go()
    page.locator(".atlas-canvas").focus()
    place = page.evaluate(PLACE)
    page.keyboard.press("ArrowRight")
    until(page, f"{PLACE} < {place}")
    zoom = page.evaluate(ZOOM)
    page.keyboard.press("+")
    until(page, f"{ZOOM} > {zoom}")
    page.get_by_role("button", name="Verder weg").press("Enter")
    until(page, f"Math.abs({ZOOM} - {zoom}) < 1")


# --- Scrolling --------------------------------------------------------------------------------------------------


def test_the_wheel_scrolls_the_page_and_ctrl_zooms(go: Go) -> None:
    page = go()
    page.mouse.move(*over_the_map(page))
    before, scrolled = page.evaluate(ZOOM), page.evaluate("scrollY")
    page.mouse.wheel(0, 200)
    until(page, f"scrollY > {scrolled}")
    assert page.evaluate(ZOOM) == before
    page.mouse.move(*over_the_map(page))
    scrolled = page.evaluate("scrollY")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    until(page, f"{ZOOM} > {before}")
    page.keyboard.up("Control")
    assert page.evaluate("scrollY") == scrolled


def test_who_works_the_map_lets_the_wheel_zoom_until_escape(go: Go) -> None:
    page = go()
    button = page.locator("[data-map=handle]")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.mouse.move(*over_the_map(page))
    before = page.evaluate(ZOOM)
    page.mouse.wheel(0, -200)
    until(page, f"{ZOOM} > {before}")
    page.locator(".atlas-canvas").press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_be_focused()
    page.mouse.move(*over_the_map(page))
    scrolled = page.evaluate("scrollY")
    page.mouse.wheel(0, 200)
    until(page, f"scrollY > {scrolled}")


def test_one_finger_scrolls_the_page_and_two_zoom(visitor: Visitor, go: Go, tiles: Tiles) -> None:
    context = visitor.browser.new_context(
        viewport={"width": PHONE, "height": 667}, has_touch=True, is_mobile=True, base_url=visitor.portal.url
    )
    visitor.contexts.append(context)
    page = context.new_page()
    page.route(f"{TILES}**", tiles)
    page.goto(ADDRESS, wait_until="networkidle")
    page.locator("[data-map=open]").tap()
    expect(spots(page).first).to_be_visible()
    hand = context.new_cdp_session(page)

    def move(*steps: list[tuple[float, float]]) -> None:
        """Fingers go down at the first step, along the others, and up."""
        for number, places in enumerate(steps):
            touches = [{"x": x, "y": y} for x, y in places]
            kind = "touchMove" if number else "touchStart"
            hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    x, y = over_the_map(page)
    zoom, scrolled = page.evaluate(ZOOM), page.evaluate("scrollY")
    move(*([(x - 60, y - up)] for up in range(0, 150, 15)))
    until(page, f"scrollY > {scrolled}")
    assert page.evaluate(ZOOM) == zoom
    x, y = over_the_map(page)
    move(*([(x - 160 - apart, y - 60), (x - 160 + apart, y - 60)] for apart in range(20, 100, 10)))
    until(page, f"{ZOOM} > {zoom}")


# --- Together with the list -------------------------------------------------------------------------------------


def test_a_choice_narrows_the_open_map_too(go: Go) -> None:
    page = go()
    page.locator("#filters input[name=gemeente][value=genk]").check()
    page.wait_for_url(re.compile("gemeente=genk"))
    expect(page.locator(".atlas-canvas")).to_be_visible()
    expect(page.locator("[data-map=status]")).to_contain_text("actoren")
    expect(page.locator("h2#lijst")).not_to_contain_text("234 van")
    expect(spots(page).first).to_be_visible()
    expect(page.locator(".atlas-ask")).to_be_hidden()
    expect(page.locator(".leaflet-container")).to_have_count(1)


def test_who_has_the_focus_in_the_list_lights_up_on_the_map(go: Go) -> None:
    page = go(address=f"{ADDRESS}&q=regenboogkoor")
    page.locator(".sample h3 a").first.focus()
    expect(page.locator(".atlas-spot.lit")).to_have_count(1)
    page.locator("[data-map=handle]").focus()
    expect(page.locator(".atlas-spot.lit")).to_have_count(0)


def test_a_map_without_results_shows_the_seven(go: Go) -> None:
    page = go(address=f"{ADDRESS}&q=zzzzzz", opened=False)
    page.locator("[data-map=open]").click()
    expect(page.locator(".atlas-area")).to_have_count(7)
    expect(spots(page)).to_have_count(0)


# --- For everyone -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_axe_finds_nothing_on_the_open_map(go: Go, width: int, scheme: Scheme) -> None:
    page = go(width, scheme=scheme)
    judge(page)
    spots(page).last.press("Enter")
    expect(page.locator(".leaflet-popup")).to_be_visible()
    judge(page)
    box = page.locator(".leaflet-popup").bounding_box()
    frame = page.locator(".atlas-canvas").bounding_box()
    assert box
    assert frame
    assert box["x"] >= frame["x"], "the window of a spot stays on the map"
    assert box["x"] + box["width"] <= frame["x"] + frame["width"]
    assert fits(page)
