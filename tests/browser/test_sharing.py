"""Noor shares a practice on her phone: it saves itself, hints help, a second tab overwrites nothing, and an editor publishes it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import Portal, manage
from tests.browser.test_access import COLOURS, complaints
from tests.browser.visitor import Visitor, before_script, fits

PHONE = 375
MEMBER, EDITOR = "lid", "medewerker"
PARTS = ["wat", "voor-wie", "hoe", "wat-werkte", "materiaal", "wie"]
ACTS_FOR = """
from actors.models import Actor, Membership, User
user = User.objects.get(email="lid@demo.example")
for slug in ["ecru", "regenboogkoor"]:
    Membership.objects.get_or_create(
        user=user, actor=Actor.objects.get(slug=slug), until=None, defaults={"role": "eigenaar"}
    )
"""
PDF = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"}


@pytest.fixture(scope="module")
def member(portal: Portal) -> Portal:
    """The portal in which the member of the demonstration acts for ECRU and for a choir."""
    manage(portal, "shell", "--command", ACTS_FOR)
    return portal


def phone(visitor: Visitor, *, javascript: bool = True) -> Page:
    """Noor's phone."""
    return visitor.signed_in(MEMBER, width=PHONE, height=740, javascript=javascript)


def begin(page: Page, title: str) -> str:
    """Begins a practice of ECRU; the address of it."""
    page.goto("/praktijken/nieuw/")
    page.get_by_label("ECRU", exact=True).check()
    page.locator("#id_title").fill(title)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("Wat en waarom")
    return page.url.removesuffix("wat/")


def go_on(page: Page, heading: str) -> None:
    """Saves, and comes on the next page."""
    page.locator(".bar button[value=verder]").click()
    expect(page.locator("h1")).to_have_text(heading)


@pytest.mark.parametrize("javascript", [True, False])
def test_noor_shares_a_practice_on_her_phone(member: Portal, visitor: Visitor, javascript: bool) -> None:
    page = phone(visitor, javascript=javascript)
    home = begin(page, f"Zingen met buren {javascript}")
    page.locator("#id_description").fill("Nieuwkomers kenden niemand. Daarom zongen we samen.")
    go_on(page, "Voor wie en waar")
    page.get_by_label("Genk", exact=True).check()
    go_on(page, "Hoe jullie het deden")
    page.locator("#id_steps_title_1").fill("Bel aan")
    page.locator("#id_steps_text_1").fill("We gingen langs veertig deuren.")
    go_on(page, "Wat werkte, en wat niet")
    page.locator("#id_results").fill("Acht van de twaalf komen nog.")
    page.locator("#id_did_not_work").fill("Brieven las niemand.")
    go_on(page, "Foto’s, bestanden en links")
    page.locator("#id_file").set_input_files(PDF)  # type: ignore[arg-type]
    page.locator("#id_file_label").fill("Ons plan")
    page.get_by_role("button", name="Voeg foto of bestand toe").click()
    expect(page.get_by_role("link", name="Ons plan")).to_be_visible()
    go_on(page, "Wie het maakte")
    page.locator(".bar button[value=verder]").click()
    page.wait_for_url(home)
    expect(page.locator("main")).to_contain_text("Bel aan: We gingen langs veertig deuren.")
    page.get_by_role("button", name="Stuur naar de redactie").click()
    expect(page.locator(".messages")).to_contain_text("De redactie leest het")
    editor = visitor.signed_in(EDITOR)
    editor.goto("/redactie/")
    editor.get_by_role("link", name=f"Zingen met buren {javascript}").first.click()
    expect(editor.locator("main")).to_contain_text("Acht van de twaalf komen nog.")
    editor.get_by_role("button", name="Aannemen").click()
    expect(editor.locator(".messages")).to_contain_text("aangenomen")
    page.goto(home)
    expect(page.locator("main .label")).to_have_text("gepubliceerd")


def test_it_saves_itself_and_gives_hints_while_she_types(member: Portal, visitor: Visitor) -> None:
    page = phone(visitor)
    home = begin(page, "Soep koken")
    with page.expect_response(lambda answer: "x-autosave" in answer.request.headers) as saving:
        page.locator("#id_description").press_sequentially("De aanpak werd door ons transversaal gemaakt.")
        expect(page.locator("#id_description_hints")).to_contain_text("over alle domeinen heen")
    assert saving.value.ok
    expect(page.locator("[data-autosave-note]")).to_contain_text("Laatst bewaard om")
    other = page.context.new_page()
    other.goto(f"{home}wat/")
    expect(other.locator("#id_description")).to_have_value("De aanpak werd door ons transversaal gemaakt.")
    expect(other.locator("#id_description_hints")).to_contain_text("Wie doet het?")


def test_what_she_typed_before_the_script_came_is_saved_too(member: Portal, visitor: Visitor) -> None:
    page = phone(visitor)
    home = begin(page, "Trage lijn")
    with (
        page.expect_response(lambda answer: "x-autosave" in answer.request.headers) as saving,
        before_script(page, "autosave", f"{home}wat/"),
    ):
        page.locator("#id_description").fill("Sneller dan de lijn.")
    assert saving.value.ok
    page.goto(home)
    expect(page.locator("main")).to_contain_text("Sneller dan de lijn.")


def test_a_second_tab_is_told_and_overwrites_nothing(member: Portal, visitor: Visitor) -> None:
    first = phone(visitor)
    home = begin(first, "Twee vensters")
    second = first.context.new_page()  # its console is nobody's business: a 409 is an error there
    second.goto(f"{home}wat/")
    first.locator("#id_description").fill("Uit het eerste venster.")
    first.locator(".bar button[value=bewaren]").click()
    expect(first.locator(".messages")).to_contain_text("Bewaard")
    second.locator("#id_description").fill("Uit het tweede venster.")
    expect(second.locator("[data-autosave-note]")).to_contain_text("ander venster")
    second.locator(".bar button[value=bewaren]").click()
    expect(second.locator(".clash")).to_contain_text("Uit het eerste venster.")
    expect(second.locator("#id_description")).to_have_value("Uit het tweede venster.")
    second.locator(".bar button[value=bewaren]").click()
    second.goto(home)
    expect(second.locator("main")).to_contain_text("Uit het tweede venster.")


def test_who_was_signed_out_loses_nothing(member: Portal, visitor: Visitor) -> None:
    page = phone(visitor)
    begin(page, "Afgemeld")
    page.locator("#id_description").fill("Dit mag niet weg.")
    page.context.clear_cookies(name="ecru_session")
    expect(page.locator("[data-autosave-note]")).to_contain_text("niet meer aangemeld")
    expect(page.locator("#id_description")).to_have_value("Dit mag niet weg.")


def test_the_pages_are_for_everyone(member: Portal, visitor: Visitor) -> None:
    page = visitor.signed_in(MEMBER, width=320, height=1600)  # so tall that the bar covers no link
    home = begin(page, "Voor iedereen")
    for address in ("/praktijken/nieuw/", "/mijn/praktijken/", home, *(f"{home}{part}/" for part in PARTS)):
        page.goto(address)
        page.emulate_media(color_scheme="light")
        assert not complaints(page), address
        page.emulate_media(color_scheme="dark")
        assert not complaints(page, *COLOURS), address
        assert fits(page), address
