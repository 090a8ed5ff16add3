"""Makes the pictures of the README and of the guide for the regisseur again (``make screenshots``)."""

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import FloatRect, Page, sync_playwright

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
KNOWS = """
from actors.models import Expert, Topic, User
expert = Expert.objects.published().get(slug="stebo")
expert.user = User.objects.get(email="medewerker@demo.example")
expert.save()
"""  # somebody of the pool who can be asked
ASKED = """
from subsidies.models import Call, CallDocument
call = Call.objects.get(name="Voorbeeldronde van nu")
for position, name in enumerate(("Statuten", "Verslag van de vergadering die dit goedkeurt")):
    CallDocument.objects.create(call=call, name=name, position=position)
"""
DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


@dataclass(frozen=True)
class Picture:
    """Where it is kept under docs/, who looks ("" is a visitor), where, and the size of the window.

    ``press``: the links that lead from there to the page, as selectors. ``part``: only this part of the page, as a selector, at
    most as tall as the window.
    """

    file: str
    role: str
    address: str
    width: int = 1280
    height: int = 760
    press: tuple[str, ...] = ()
    part: str = ""


def of_the_guide(name: str, address: str, height: int = 760, *press: str, part: str = "main") -> Picture:
    """What the regisseur sees."""
    return Picture(f"handleiding/beeld/{name}.png", "regisseur", address, 1280, height, press, part)


def of_a_dossier(name: str, title: str, height: int = 760, *press: str, part: str = "main") -> Picture:
    """The page of a made-up dossier, or one that links of it lead to."""
    found = f"/regie/dossiers/?q={title.replace(' ', '+')}"
    return of_the_guide(name, found, height, f'a:has-text("Voorbeeld: {title}")', *press, part=part)


README = (
    Picture("screenshots/home.png", "", "/", height=900),
    Picture("screenshots/actors-on-a-phone.png", "", "/actoren/", 375, 760),
    Picture("screenshots/own-page-on-a-phone.png", "lid", "/mijn/actoren/regenboogkoor/", 375, 1100),
    Picture("screenshots/desk.png", "medewerker", "/redactie/"),
)
GUIDE = (
    of_the_guide("vandaag", "/regie/", 900),
    of_the_guide("bord", "/regie/bord/"),
    of_a_dossier("dossier", "Het geheugen van het bos", 900),
    of_a_dossier("aanvulling", "Fanfare ontmoet rap", part="section:has(#nu)"),
    of_the_guide("rondes", "/regie/rondes/", 620),
    of_the_guide("verlengen", "/regie/rondes/", 800, 'a[href$="/verlengen/"]'),
    of_a_dossier(
        "experten", "Toneel in de wachtzaal", 800, 'a[href$="/experten/"]', part="section:has(#voorstel)"
    ),
    of_a_dossier("advies", "Toneel in de wachtzaal", part="section:has(#advies)"),
    of_a_dossier(
        "vergadering", "Voorlezen in twaalf talen", 900, 'a[href^="/bestuur/"]', part="section:has(#agenda)"
    ),
    of_the_guide("potten", "/regie/potten/", 640),
    of_the_guide("betalingen", "/regie/betalingen/", 900),
    of_a_dossier("overeenkomst", "Een lied per straat", part="section:has(#geld)"),
    of_a_dossier("eindverslag", "Stemmen van de mijn", part="section:has(#nu)"),
    of_the_guide("cijfers", "/regie/cijfers/", 900),
    of_the_guide("nooit-gevraagd", "/regie/cijfers/nooit-gevraagd/?gemeente=as", part="section:has(#lijst)"),
)


def taken(page: Page, picture: Picture) -> Path:
    """Opens the page of ``picture`` and keeps what it shows; the file."""
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.goto(picture.address, wait_until="networkidle")
    for link in picture.press:
        page.locator("main").locator(link).first.click()
        page.wait_for_load_state("networkidle")
    path = DOCS / picture.file
    if picture.part:
        page.screenshot(path=path, full_page=True, clip=clip(page, picture))
    else:
        page.screenshot(path=path)
    return path


def clip(page: Page, picture: Picture) -> FloatRect:
    """The part of the page that ``picture`` shows."""
    box = page.locator(picture.part).first.bounding_box()
    if box is None:
        raise AssertionError(f"{page.url} has no {picture.part}")
    return {**box, "height": min(box["height"], picture.height)}


def main() -> int:
    """The command line; returns the exit code."""
    path = chromium.find()
    if not path:
        print(chromium.MISSING, file=sys.stderr)
        return 1
    with running_portal() as portal, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        visitor = Visitor(browser, portal)
        for steps, pictures in (((OWNER, ASKS), README), ((KNOWS, ASKED), GUIDE)):
            if pictures is GUIDE:  # after the README, which shows no made-up organisations
                manage(portal, "demo_dossiers")
            for step in steps:
                manage(portal, "shell", "-c", step)
            for picture in pictures:
                (DOCS / picture.file).parent.mkdir(parents=True, exist_ok=True)
                page = (
                    visitor.still_signed_in(picture.role, "/", width=picture.width)
                    if picture.role
                    else visitor.page(picture.width)
                )
                print(taken(page, picture))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
