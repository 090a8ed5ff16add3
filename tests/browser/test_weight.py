"""What a first visit costs: bytes, movement, and nothing from elsewhere (every visitor checks that last one)."""

import http.client
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request

from tests.browser.portal import Portal
from tests.browser.visitor import Visitor

LIMIT = 120_000  # bytes, headers included
MOVEMENT = """() => new Promise(done => {
    let total = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { total += entry.value; }))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(total), 500);
})"""


def weight(portal: Portal, path: str) -> int:
    """The bytes of one answer, as a browser on HTTPS gets it: compressed with brotli where the portal does that.

    Chromium asks for brotli over HTTPS only, so its own count on this machine would be too high.
    """
    connection = http.client.HTTPConnection(urlsplit(portal.url).netloc, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "br, gzip", "Accept-Language": "nl-BE"})
        answer = connection.getresponse()
        headers = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
        return headers + len(answer.read())
    finally:
        connection.close()


def asked_for(page: Page, path: str) -> list[str]:
    """The paths that a browser asks for when it opens ``path`` for the first time, down to the foot of the page."""
    paths: list[str] = []

    def note(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme == "http":
            paths.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)

    page.on("request", note)
    page.goto(path, wait_until="networkidle")
    page.mouse.wheel(0, 100_000)
    page.wait_for_load_state("networkidle")
    return list(dict.fromkeys(paths))


def test_a_first_visit_to_home_is_light(visitor: Visitor, portal: Portal) -> None:
    weights = {path: weight(portal, path) for path in asked_for(visitor.page(375, 667), "/")}
    rows = "\n".join(f"{size:>8} {path}" for path, size in sorted(weights.items(), key=lambda item: -item[1]))
    print(f"A first visit to home: {sum(weights.values())} bytes in {len(weights)} requests\n{rows}")
    assert sum(weights.values()) <= LIMIT, f"{sum(weights.values())} bytes:\n{rows}"


def test_nothing_moves_while_home_loads(visitor: Visitor) -> None:
    for width in (375, 1280):
        page = visitor.page(width)
        page.goto("/", wait_until="networkidle")
        moved = page.evaluate(MOVEMENT)
        assert moved < 0.01, f"at {width} px things move while the page loads: {moved:.3f}"
