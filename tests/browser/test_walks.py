"""Walks through the portal as people take them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import EDITOR, MISSING, PAGES
from tests.browser.visitor import Visitor, Windows, before_script, settle

PHONE = 375


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_opens_has_one_title_and_sets_no_cookie_but_that_of_a_form(
    visitor: Visitor, windows: Windows, kind: str
) -> None:
    status = 404 if kind == MISSING else 200
    page = visitor.page(status=status) if kind == MISSING else windows.empty()
    answer = page.goto(PAGES[kind])
    assert answer
    assert answer.status == status
    expect(page.locator("main h1")).to_have_count(1)
    expect(page).to_have_title(re.compile("ECRU"))
    expect(page.locator("html")).to_have_attribute(
        "lang", re.compile("^en" if PAGES[kind].startswith("/en/") else "^nl")
    )
    allowed = {"ecru_csrf"} if page.locator("main form[method=post]").count() else set()
    assert {cookie["name"] for cookie in page.context.cookies()} <= allowed


def test_from_home_to_an_actor_on_a_phone(visitor: Visitor) -> None:
    page = visitor.page(PHONE, 667)
    page.goto("/")
    page.locator("header a[href='/actoren/']").click()
    page.wait_for_url(re.compile("/actoren/$"))
    first = page.locator("#resultaten h3 a").first
    name = first.inner_text().strip()
    first.click()
    expect(page.locator("h1")).to_contain_text(name)


def test_filters_swap_the_results_and_back_brings_them_back(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/actoren/")
    before = page.locator("#resultaten").inner_text()
    search(page, "koor")
    page.wait_for_url(re.compile("[?&]q=koor"))
    swapped = page.locator("#resultaten").inner_text()
    assert swapped != before
    page.reload()
    assert page.locator("#resultaten").inner_text() == swapped, "a swap and a full load differ"
    page.go_back()
    expect(page).not_to_have_url(re.compile("q=koor"))
    expect(page.locator("#resultaten")).to_have_text(re.compile(re.escape(before.split("\n")[0])))


def test_what_was_chosen_before_htmx_came_counts(visitor: Visitor) -> None:
    page = visitor.page()
    with before_script(page, "htmx", "/actoren/"):
        page.locator("#filters label", has_text="Genk").first.click()
    page.wait_for_url(re.compile("=genk$"))
    with before_script(page, "htmx", "/steun/zoeken/"):
        page.locator("#filters label", has_text="Leopoldsburg").first.click()
        page.locator("#soort").select_option(index=1)
    page.wait_for_url(re.compile(r"(?=.*soort=\w).*gemeente=leopoldsburg"))


def test_after_back_and_reload_the_filters_say_what_the_results_say(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/actoren/")
    page.locator("#filters label", has_text="Genk").first.click()
    page.wait_for_url(re.compile("=genk"))
    page.go_back()
    page.wait_for_url(re.compile("/actoren/$"))
    settle(page)
    expect(page.locator("#filters input:checked")).to_have_count(0)
    page.reload()
    expect(page.locator("#filters input:checked")).to_have_count(0)
    expect(page).to_have_url(re.compile("/actoren/$"))
    page.go_forward()
    page.wait_for_url(re.compile("=genk"))
    expect(page.locator("#filters input[value=genk]:checked")).to_have_count(1)


def test_filters_work_without_javascript(visitor: Visitor) -> None:
    with_script, without = visitor.page(), visitor.page(javascript=False)
    with_script.goto("/actoren/?q=koor")
    without.goto("/actoren/")
    search(without, "koor", submit=True)
    without.wait_for_url(re.compile("[?&]q=koor"))
    assert without.locator("#resultaten").inner_text() == with_script.locator("#resultaten").inner_text()


def search(page: Page, words: str, *, submit: bool = False) -> None:
    """Opens the filters when they are closed, and looks for ``words``."""
    field = page.locator("#filters input[type=search]")
    if not field.is_visible():
        page.locator("details.filters > summary").click()
    field.fill(words)
    if submit:
        page.locator("#filters button[type=submit]").click()
    else:
        page.wait_for_url(re.compile("q="))
        page.wait_for_function("!document.querySelector('.htmx-request')")


def test_what_we_keep_is_folded_on_the_screen_and_whole_on_paper(visitor: Visitor) -> None:
    page = visitor.page(PHONE, 667)
    page.goto("/privacy/#bewaard")
    kept = page.locator("#bewaard dl")
    assert kept.count() > 20
    assert [kept.nth(number).is_visible() for number in (0, 1)] == [False, False]
    page.locator("#bewaard summary").first.press("Enter")
    expect(kept.first).to_be_visible()
    page.emulate_media(media="print")
    expect(kept.last).to_be_visible()


def test_from_a_municipality_to_its_actors(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/gemeenten/")
    page.locator("main a[href='/gemeenten/genk/']").first.click()
    expect(page.locator("h1")).to_contain_text("Genk")
    expect(page.locator("main a[href^='/actoren/']").first).to_be_visible()


def test_english_and_back(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/actoren/")
    page.locator("header a[hreflang=en]").click()
    page.wait_for_url(re.compile("/en/actoren/$"))
    page.locator("header a[hreflang=nl]").click()
    page.wait_for_url(re.compile("[^n]/actoren/$"))


def test_an_editor_signs_in_and_finds_an_actor_in_the_admin(visitor: Visitor) -> None:
    page = visitor.signed_in(EDITOR)
    page.goto("/beheer/")
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^nl"))
    page.goto("/beheer/actors/actor/?q=ecru")
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator("#actor_form input[name=name]")).to_have_value(re.compile("ECRU", re.IGNORECASE))


def test_a_wrong_password_is_said_calmly(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/aanmelden/")
    page.locator("input[name=username]").fill("niemand@example.org")
    page.locator("input[name=password]").fill("verkeerd wachtwoord")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main [role=alert], main .errorlist, main .error").first).to_be_visible()
    expect(page.locator("input[name=username]")).to_have_value("niemand@example.org")
