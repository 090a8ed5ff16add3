"""Becoming an expert on a phone, and taking a consent back; lending a hand. With axe on every page on the way."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import EDITOR
from tests.browser.test_access import complaints
from tests.browser.visitor import Visitor, fits

PHONE = 375
NAME = "Nour Voorbeeld"
PROFILE = "/mijn/expert/"


def sound(page: Page) -> None:
    """Axe finds nothing, and nothing scrolls sideways."""
    assert not complaints(page), page.url
    assert fits(page)


def begun(visitor: Visitor, role: str = "expert", *, javascript: bool = True) -> Page:
    """A phone on which somebody of the demonstration began a profile."""
    page = visitor.signed_in(role, width=PHONE, height=740, javascript=javascript)
    page.goto("/experten/")
    page.locator("footer a[href='/experten/word-expert/']").click()
    page.get_by_label("Onder welke naam?").fill(NAME)
    page.get_by_role("button", name="Begin mijn profiel").click()
    page.wait_for_url(re.compile(f"{PROFILE}$"))
    return page


def forget(page: Page) -> None:
    """Deletes the profile, as its person does."""
    page.goto("/mijn/expert/stoppen/")
    page.get_by_role("button", name="Wis het voorgoed").click()
    page.wait_for_url(re.compile("/word-expert/$"))


def test_applying_and_withdrawing_a_consent_on_a_phone(visitor: Visitor) -> None:
    page = begun(visitor)
    sound(page)
    page.get_by_label("Wat kunnen mensen je vragen?").fill("Hoe je een straatfeest opzet.")
    page.get_by_label("Beperkt: ik heb een beetje tijd").check()
    expect(page.locator("#bewaard")).to_contain_text("Bewaard om")
    page.reload()
    expect(page.get_by_label("Wat kunnen mensen je vragen?")).to_have_value("Hoe je een straatfeest opzet.")
    page.get_by_label("Vrijwilligersbeleid").check()
    for part in (
        "Mijn naam mag",
        "Wat ik kan vertellen, mag",
        "Mijn onderwerpen en wat ik voor mensen doe, mogen",
    ):
        page.get_by_label(f"{part} te zien zijn").check()
    page.get_by_role("button", name="Stuur naar de redactie").click()
    expect(page.locator("main")).to_contain_text("De redactie kijkt je profiel na")
    sound(page)
    publish(visitor)
    public = visitor.page(PHONE)
    public.goto("/experten/?q=voorbeeld")
    public.get_by_role("link", name=NAME).click()
    address = public.url
    expect(public.locator("main")).to_contain_text("straatfeest")
    expect(public.locator("main")).not_to_contain_text("een beetje tijd")
    sound(public)
    page.goto(PROFILE)
    page.get_by_label("Wat ik kan vertellen, mag te zien zijn").uncheck()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("main")).to_contain_text("Het is meteen te zien")
    sound(page)
    public.goto(address)
    expect(public.locator("main")).not_to_contain_text("straatfeest")
    page.goto("/mijn/expert/stoppen/")
    sound(page)
    forget(page)
    visitor.page(status=404).goto(address)


def publish(visitor: Visitor) -> None:
    """The editor publishes what waits."""
    desk = visitor.signed_in(EDITOR)
    desk.goto("/beheer/actors/expert/?q=voorbeeld")
    desk.get_by_role("checkbox", name=NAME).check()
    desk.locator("select[name=action]").select_option("publish")
    desk.locator("button[name=index]").click()
    expect(desk.locator("ul.messagelist")).to_contain_text("staat nu op de site")


def test_applying_works_without_javascript(visitor: Visitor) -> None:
    page = begun(visitor, "bestuurslid", javascript=False)
    page.get_by_label("Wat kunnen mensen je vragen?").fill("Hoe je een straatfeest opzet.")
    page.get_by_role("button", name="Bewaar, en ga later verder").click()
    expect(page.locator("main")).to_contain_text("Niemand ziet het nog")
    expect(page.get_by_label("Wat kunnen mensen je vragen?")).to_have_value("Hoe je een straatfeest opzet.")
    forget(page)


def test_lending_a_hand_and_being_found(visitor: Visitor) -> None:
    page = visitor.signed_in("expert", width=PHONE, height=740)
    page.goto("/mijn/vrijwilliger/")
    sound(page)
    page.get_by_label("Je voornaam").fill("Nour")
    page.get_by_label("Bar en keuken").check()
    page.get_by_role("button", name="Bewaar, en laat leden me vinden").click()
    expect(page.locator("main")).to_contain_text("Leden kunnen je vinden")
    member = visitor.signed_in("lid", width=PHONE)
    member.goto("/vrijwilligers/?hulp=bar-en-keuken")
    sound(member)
    member.get_by_role("link", name="Nour").click()
    expect(member.locator("main")).to_contain_text("Bar en keuken")
    sound(member)
    page.goto("/mijn/vrijwilliger/stoppen/")
    sound(page)
    page.get_by_role("button", name="Wis het voorgoed").click()
    expect(page.locator("main")).to_contain_text("gewist")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_regisseur_reads_the_workload(visitor: Visitor, scheme: str) -> None:
    page = visitor.signed_in("regisseur", scheme=scheme)  # type: ignore[arg-type]
    page.goto("/regie/experten/?op=open&neer=1")
    assert not complaints(page)
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Open vragen")
