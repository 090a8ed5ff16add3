"""An editor imports a table and undoes it, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.pages import EDITOR
from tests.browser.visitor import Visitor, fits

TABLE = (
    "sleutel;naam;soort;zetel;opmerking\r\n"
    "ecru;;;;Een opmerking uit een tabel\r\n"
    ";Walkoor;kunstenaar;Genk;\r\n"
    ";Fout;bestaat niet;Gnek;\r\n"
)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_editor_imports_a_table_and_undoes_it(visitor: Visitor, javascript: bool) -> None:
    page = visitor.signed_in(EDITOR, javascript=javascript)
    page.goto("/beheer/actors/actor/")
    page.get_by_role("link", name="Importeer een tabel").click()
    table = FilePayload(name="actoren.csv", mimeType="text/csv", buffer=TABLE.encode())
    page.locator("input[name=file]").set_input_files(table)
    page.get_by_role("button", name="Vergelijk").click()
    if not javascript:
        page.get_by_role("button", name="Vergelijk verder").click()
    expect(page.get_by_text("1 rij is geweigerd")).to_be_visible()
    expect(page.locator(".fault").last).to_contain_text("Bedoel je “Genk”?")
    tab(page, "gewijzigd")
    expect(page.locator(".differences")).to_contain_text("Een opmerking uit een tabel")
    page.get_by_role("button", name="Schrijf dit: 1 nieuw, 1 gewijzigd").click()
    expect(page.locator(".run-state")).to_contain_text("gedaan")
    page.goto("/actoren/ecru/")
    expect(page.locator("main")).to_contain_text("Een opmerking uit een tabel")
    page.go_back()
    page.get_by_role("button", name="Maak deze import ongedaan").click()
    expect(page.locator(".run-state")).to_contain_text("ongedaan gemaakt door")
    page.goto("/actoren/ecru/")
    expect(page.locator("main")).not_to_contain_text("Een opmerking uit een tabel")


def tab(page: Page, name: str) -> None:
    """Opens one kind of rows."""
    page.locator(".run-tabs").get_by_role("link", name=re.compile(name)).click()


def test_the_start_page_leads_to_the_list_it_counted(visitor: Visitor) -> None:
    page = visitor.signed_in(EDITOR, width=375, height=667, scheme="dark")
    page.goto("/beheer/")
    item = page.locator(".attention-link").last
    count = item.locator(".attention-count").inner_text()
    item.click()
    expect(page.locator("#changelist .paginator")).to_contain_text(count)
    page.locator(".saved-lists summary").click()
    page.get_by_label("Naam van deze lijst").fill("Na te kijken")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator(".saved-lists a[aria-current]")).to_have_text("Na te kijken")
    page.get_by_role("button", name="Verwijder de bewaarde lijst Na te kijken").click()
    expect(page.locator(".saved-lists a")).to_have_count(0)
    assert fits(page)
