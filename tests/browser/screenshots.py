"""Makes the pictures of the README again (``make screenshots``)."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.portal import manage, running_portal
from tests.browser.visitor import Visitor

OWNER = """
from actors.models import Actor, Membership, User
Membership.objects.create(user=User.objects.get(email="lid@demo.example"), actor=Actor.objects.get(slug="regenboogkoor"), role="eigenaar")
"""  # the member of the demonstration looks after a choir
ASKS = """
from actors.membership import Claim, claim
from actors.models import Actor, User
lid = User.objects.get(email="lid@demo.example")
for slug, tie, reason in (
    ("gigos", "secretaris", "Mijn naam staat op de website, bij het bestuur."),
    ("berenhuis", "vrijwilliger", "Vraag het aan de coördinator."),
    ("ciap", "voorzitter", "Ik stuur deze aanvraag van het adres van de vzw."),
):
    claim(actor=Actor.objects.get(slug=slug), by=lid, told=Claim(tie, reason))
"""
FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "screenshots"
PICTURES = {
    "home": ("", "/", 1280, 900),
    "actors-on-a-phone": ("", "/actoren/", 375, 760),
    "own-page-on-a-phone": ("lid", "/mijn/actoren/regenboogkoor/", 375, 1100),
    "desk": ("medewerker", "/redactie/", 1280, 760),
}  # who looks ("" is a visitor), where, and the size of the window


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
        for steps in (OWNER, ASKS):
            manage(portal.settings, "shell", "-c", steps)
        for name, (role, address, width, height) in PICTURES.items():
            page = visitor.signed_in(role, width=width) if role else visitor.page(width)
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address, wait_until="networkidle")
            page.screenshot(path=FOLDER / f"{name}.png")
            print(FOLDER / f"{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
