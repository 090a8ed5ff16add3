"""Noor keeps the record of her group right, on a phone: the story, a picture, the pin; with and without a script."""

import io
import re
from collections.abc import Callable, Iterator

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Dialog, FilePayload, Page, Route, expect

from tests.browser.portal import Portal, manage
from tests.browser.test_access import COLOURS, complaints
from tests.browser.visitor import Visitor, before_script, fits

PHONE = 375
MEMBER = "lid"
HOME = "/mijn/actoren/ecru/"
TILES = "https://geo.api.vlaanderen.be/"
PARTS = ["wie", "verhaal", "foto", "waar", "voor-wie", "contact", "gestopt"]
ACTS_FOR = """
from actors.models import Actor, Membership, User
Membership.objects.get_or_create(
    user=User.objects.get(email="lid@demo.example"), actor=Actor.objects.get(slug="ecru"), until=None,
    defaults={"role": "eigenaar"},
)
"""

WITHOUT_PIN = """
from actors.models import Actor
actor = Actor.objects.get(slug="ecru")
actor.latitude = actor.longitude = None
actor.save()
"""

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def member(portal: Portal) -> Iterator[Portal]:
    """The portal in which the member of the demonstration acts for ECRU; its pin does not stay on everybody's map."""
    manage(portal, "shell", "--command", ACTS_FOR)
    yield portal
    manage(portal, "shell", "--command", WITHOUT_PIN)


@pytest.fixture
def noor(member: Portal, visitor: Visitor) -> Iterator[Open]:
    """Opens one of her pages on a phone. Pictures of the base map never leave this machine."""

    def open_page(address: str, *, javascript: bool = True) -> Page:
        page = visitor.signed_in(MEMBER, width=PHONE, height=700, javascript=javascript)
        page.route(f"{TILES}**", refuse)
        page.goto(address)
        return page

    yield open_page
    visitor.faults[:] = [
        fault for fault in visitor.faults if TILES not in fault and "ERR_FAILED" not in fault
    ]


def refuse(route: Route) -> None:
    """The third party is away."""
    route.abort()


def picture(colour: str) -> FilePayload:
    """A photo as a phone makes it."""
    image = Image.new("RGB", (600, 900), colour)
    ImageDraw.Draw(image).ellipse((400, 60, 560, 220), fill="gold")
    out = io.BytesIO()
    image.save(out, "JPEG")
    return {"name": "koor.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def save(page: Page) -> None:
    page.locator(".bar button[type=submit]").click()
    expect(page.locator(".messages")).to_contain_text("Bewaard. Het staat meteen op jullie pagina.")


def test_the_story_is_previewed_while_she_types_and_shows_at_once(noor: Open) -> None:
    page = noor(f"{HOME}bewerken/verhaal/")
    page.locator("#id_description").fill(
        "ECRU is **ons** netwerk van zeven gemeenten.\n\n- we leren\n- we delen"
    )
    expect(page.locator("#voorbeeld strong")).to_have_text("ons")
    expect(page.locator("#voorbeeld li")).to_have_count(2)
    expect(page.locator("[data-unsaved-note]")).to_contain_text("nog niet bewaard")
    save(page)
    expect(page.locator("[data-unsaved-note]")).to_be_empty()
    page.goto("/actoren/ecru/")
    expect(page.locator("main .prose strong").first).to_have_text("ons")


def test_what_she_typed_before_the_script_came_is_not_saved_yet(noor: Open) -> None:
    page = noor(HOME)
    with before_script(page, "own-form", f"{HOME}bewerken/contact/"):
        page.locator("#id_website").fill("trage-lijn.example")
    expect(page.locator("[data-unsaved-note]")).to_contain_text("nog niet bewaard")


def test_who_leaves_with_something_unsaved_is_asked(noor: Open) -> None:
    page = noor(f"{HOME}bewerken/contact/")
    page.locator("#id_website").fill("ecru.example")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.once("dialog", leave)
    page.locator(".parts a").first.click()
    page.wait_for_url(re.compile("/wie/$"))
    assert asked == ["beforeunload"]


def test_a_picture_with_words_and_a_point_that_stays(noor: Open) -> None:
    page = noor(f"{HOME}bewerken/foto/")
    page.locator("input[name=picture]").set_input_files(picture("#445566"))
    whole = page.locator(".picture-whole img")
    expect(whole).to_be_visible()
    box = whole.bounding_box()
    assert box
    whole.click(position={"x": box["width"] * 0.8, "y": box["height"] * 0.15})
    expect(page.locator(".focus-grid input:checked")).to_have_value("80-20")
    expect(page.locator(".picture-now .cut")).to_have_class("cut focus-x-80 focus-y-20")
    page.locator(".bar button[type=submit]").click()
    expect(page.locator("[role=alert]")).to_contain_text("kies ze opnieuw")
    page.locator("input[name=picture]").set_input_files(picture("#445566"))
    page.locator("#id_picture_alt").fill("Een gouden zon boven de mijn.")
    save(page)
    assert not complaints(page)
    page.goto("/actoren/ecru/")
    shown = page.locator(".cloth img")
    expect(shown).to_have_attribute("alt", "Een gouden zon boven de mijn.")
    assert shown.evaluate("image => getComputedStyle(image).objectPosition") == "80% 20%"


def test_the_pin_by_keyboard_alone(noor: Open) -> None:
    page = noor(f"{HOME}bewerken/waar/")
    page.get_by_role("button", name="Kies op de kaart").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".atlas-canvas.choosing")).to_be_focused()
    assert not complaints(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("[data-pin=status]")).to_contain_text("De speld staat op 5")
    first = page.locator("#id_longitude").input_value()
    page.get_by_role("button", name="Haal de speld weg").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_latitude")).to_have_value("")
    expect(page.locator(".pin-mark")).to_have_count(0)
    page.get_by_role("button", name="Zet de speld in het midden").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_longitude")).to_have_value(first)
    expect(page.locator(".pin-mark")).to_have_count(1)
    save(page)


def test_everything_works_without_a_script(noor: Open) -> None:
    page = noor(f"{HOME}bewerken/verhaal/", javascript=False)
    page.locator("#id_description").fill(
        "Zonder script is het *even* goed, ook voor wie een oude telefoon heeft."
    )
    page.get_by_role("button", name="Bekijk eerst").click()
    expect(page.locator("#voorbeeld em")).to_have_text("even")
    expect(page.locator("#id_description")).to_have_value(re.compile("Zonder script"))
    save(page)
    page.goto(f"{HOME}bewerken/waar/")
    expect(page.locator("#speld")).to_be_hidden()
    page.locator("#id_latitude").fill("50,97")
    page.locator("#id_longitude").fill("5,49")
    save(page)
    expect(page.locator("#id_latitude")).to_have_value("50.97000")
    page.goto(f"{HOME}bewerken/foto/")
    page.locator("input[name=picture]").set_input_files(picture("#664455"))
    page.locator("#id_picture_alt").fill("Een zon.")
    page.get_by_label("rechtsboven").check()
    save(page)
    expect(page.locator(".picture-now img")).to_have_class("cut focus-x-90 focus-y-10")
    page.goto(f"{HOME}geschiedenis/")
    page.get_by_role("link", name="Maak ongedaan").first.click()
    page.get_by_role("button", name="Maak deze wijziging ongedaan").click()
    expect(page.locator(".messages")).to_contain_text("Ongedaan gemaakt")


def test_two_at_once_on_two_screens(noor: Open) -> None:
    one, other = noor(f"{HOME}bewerken/contact/"), noor(f"{HOME}bewerken/contact/")
    other.locator("#id_website").fill("https://twee.example")
    save(other)
    one.locator("#id_website").fill("https://een.example")
    one.locator(".bar button[type=submit]").click()
    expect(one.locator(".panel.alert")).to_contain_text("Nu staat er:")
    expect(one.locator(".panel.alert")).to_contain_text("https://twee.example")
    assert not complaints(one)
    save(one)
    one.go_back()
    one.go_back()
    expect(one.locator("#id_website")).to_have_value("https://een.example")


def test_a_name_waits_and_is_taken_back(noor: Open) -> None:
    page = noor(f"{HOME}bewerken/wie/")
    page.locator("#id_name").fill("ECRU Weefsel")
    page.locator(".bar button[type=submit]").click()
    expect(page.locator("#wacht")).to_contain_text("ECRU Weefsel")
    page.goto(HOME)
    assert not complaints(page)
    page.get_by_role("button", name="Trek het in").click()
    expect(page.locator(".messages")).to_contain_text("Ingetrokken")
    expect(page.locator("#wacht")).to_have_count(0)


@pytest.mark.parametrize("part", ["", *(f"bewerken/{part}/" for part in PARTS), "geschiedenis/"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(noor: Open, part: str) -> None:
    page = noor(f"{HOME}{part}")
    for width in (1280, PHONE, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert fits(page)
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert not complaints(page)
    page.emulate_media(color_scheme="dark")
    assert not complaints(page, *COLOURS)
