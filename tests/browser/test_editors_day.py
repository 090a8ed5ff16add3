"""An editor at work: a twin is noticed, two records become one, a change is undone, a page is looked at beforehand."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import EDITOR
from tests.browser.test_access import complaints
from tests.browser.visitor import Visitor


def add(page: Page, name: str, description: str) -> None:
    """Adds an actor that nobody mistakes for another."""
    page.goto("/beheer/actors/actor/add/?kind=1")
    page.get_by_label("Naam:").first.fill(name)
    page.get_by_label("Wie ze zijn en waarvoor:").fill(description)
    page.get_by_label("Status:").select_option("published")
    page.get_by_role("button", name="Bewaar en werk verder").first.click()


@pytest.mark.parametrize("javascript", [True, False])
def test_an_editor_merges_a_twin_and_undoes_a_change(visitor: Visitor, javascript: bool) -> None:
    word = "Sikkepit" if javascript else "Wentelteef"
    page = visitor.signed_in(EDITOR, javascript=javascript)
    add(page, f"Ensemble {word}", "Kort.")
    page.goto("/beheer/actors/actor/add/?kind=1")
    name = page.get_by_label("Naam:").first
    if javascript:
        name.press_sequentially(f"{word} ensemble")
        expect(page.locator(".twins-now")).to_contain_text(f"Ensemble {word}")
    name.fill(f"{word} ensemble vzw")
    page.get_by_label("Wie ze zijn en waarvoor:").fill("Een veel langere tekst over wat ze doen.")
    page.get_by_label("Status:").select_option("published")
    page.get_by_role("button", name="Bewaar en werk verder").first.click()
    expect(page.locator(".errorlist .twins")).to_contain_text(f"Ensemble {word}")
    page.get_by_label("Het is iemand anders").check()
    page.get_by_role("button", name="Bewaar en werk verder").first.click()

    page.get_by_role("link", name="Voeg samen met").click()
    page.get_by_role("link", name=f"Ensemble {word}", exact=True).click()
    expect(page.locator(".merge-page")).to_contain_text("Er is geen knop die een samenvoeging terugdraait")
    page.locator("label", has_text=f"/ensemble-{word.lower()}/").locator("input").check()
    fields = page.locator("fieldset.merge-field")
    fields.filter(has_text="Naam").locator("label", has_text=f"Ensemble {word}").click()
    page.get_by_role("button", name="Voeg deze twee samen").click()
    expect(page.locator(".messagelist")).to_contain_text("Samengevoegd. Het oude adres leidt naar hier.")
    form = page.url
    page.goto(f"/actoren/{word.lower()}-ensemble-vzw/")
    page.wait_for_url(re.compile(rf"/actoren/ensemble-{word.lower()}/$"))
    expect(page.locator("main")).to_contain_text("Een veel langere tekst")
    expect(page.locator("main")).to_contain_text(f"{word} ensemble vzw")

    page.goto(form)
    page.get_by_label("Wie ze zijn en waarvoor:").fill("Een vergissing.")
    page.get_by_role("button", name="Bewaar en werk verder").first.click()
    page.get_by_role("link", name="Geschiedenis").click()
    page.locator(".past li").first.get_by_role("link", name="Maak ongedaan").click()
    expect(page.locator(".differences")).to_contain_text("Een vergissing.")
    page.get_by_role("button", name="Maak deze wijziging ongedaan").click()
    expect(page.locator(".messagelist")).to_contain_text("Ongedaan gemaakt: Wie ze zijn en waarvoor.")
    page.goto(f"/actoren/ensemble-{word.lower()}/")
    expect(page.locator("main")).to_contain_text("Een veel langere tekst")


def test_who_hears_the_page_picks_a_record_by_its_name(visitor: Visitor) -> None:
    """Django's admin leaves its boxes and the cells of its tables without a name; ``admin-names.js`` gives them one."""
    page = visitor.signed_in(EDITOR)
    page.goto("/beheer/projects/practice/1/change/")
    box = page.get_by_role("combobox", name="Partnerregio")
    box.focus()
    page.keyboard.press("Enter")
    search = page.get_by_role("searchbox", name="Partnerregio")
    expect(search).to_be_focused()
    assert not complaints(page)
    page.keyboard.type("zwick")
    expect(page.locator(".select2-results__option")).to_have_text(["District Zwickau"])
    page.keyboard.press("Enter")
    expect(box).to_have_accessible_name(re.compile("Partnerregio.*District Zwickau"))
    rows = page.get_by_role("combobox", name="Actor")
    before = rows.count()
    page.locator("#makers-group .add-row a").click()
    expect(rows).to_have_count(before + 1)
    assert not complaints(page)


def test_an_editor_looks_before_saving(visitor: Visitor) -> None:
    page = visitor.signed_in(EDITOR, width=375, height=667)
    page.goto("/beheer/actors/actor/1/change/")
    page.get_by_label("Wie ze zijn en waarvoor:").fill("Nog niet bewaard.")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Voorbeeld").last.click()
    preview = opened.value
    expect(preview.locator("main")).to_contain_text("Nog niet bewaard.")
    expect(preview.get_by_label("Voorbeeld")).to_contain_text("Er is nog niets bewaard")
    assert not complaints(preview)
    expect(page.get_by_label("Wie ze zijn en waarvoor:")).to_have_value("Nog niet bewaard.")
    preview.goto("/actoren/ecru/")
    expect(preview.locator("main")).not_to_contain_text("Nog niet bewaard.")


def test_access_keys_are_told_and_stand_once(visitor: Visitor) -> None:
    page = visitor.signed_in(EDITOR)
    for address, keys in (("/beheer/actors/actor/", "z"), ("/beheer/actors/actor/1/change/", "swv")):
        page.goto(address)
        for key in keys:
            expect(page.locator(f"[accesskey={key}]")).to_have_count(1)
        page.locator(".keys summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".keys")).to_contain_text("naar het zoekvak van een lijst")
