"""Makes the pictures of the README again (``make screenshots``)."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.portal import running_portal
from tests.browser.visitor import Visitor

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "screenshots"
PICTURES = {"home": ("/", 1280, 900), "actors-on-a-phone": ("/actoren/", 375, 760)}


def main() -> int:
    """The command line; returns the exit code."""
    path = chromium.find()
    if not path:
        print(chromium.MISSING, file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_portal() as portal, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        visitor = Visitor(browser, portal)
        for name, (address, width, height) in PICTURES.items():
            page = visitor.page(width, height)
            page.goto(address, wait_until="networkidle")
            page.screenshot(path=FOLDER / f"{name}.png")
            print(FOLDER / f"{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
