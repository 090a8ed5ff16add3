"""Hearing of news without an account, on a phone: from the list to the mail, and out again. And saving a page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.mailbox import link_in, newest_mail
from tests.browser.pages import MEMBER
from tests.browser.portal import Portal, manage
from tests.browser.test_access import complaints
from tests.browser.test_questions import PHONE, at_home, take_time
from tests.browser.visitor import Scheme, Visitor, fits

LIST = "/actoren/?gemeente=genk"
NEW = (
    "from actors.models import Actor; old = Actor.objects.get(slug='ecru'); genk = old.active_in.get(slug='genk'); "
    "new = Actor.objects.create(name='Koor van de browser', slug={slug!r}, kind=old.kind, municipality=genk, "
    "status='published'); new.active_in.add(genk); new.save()"
)


def accessible(page: Page) -> None:
    """No complaint of axe, and nothing that sticks out of a phone."""
    found = complaints(page)
    assert not found, found
    assert fits(page)


def subscribe(page: Page, email: str) -> None:
    """From the list to "look in your mail"."""
    page.goto(LIST)
    page.get_by_role("link", name="Verwittig me").click()
    expect(page.locator("h1")).to_contain_text("Verwittig me als er iets bij komt")
    page.get_by_label("meteen").check()
    page.get_by_label("Je e-mailadres").fill(email)
    take_time(page)
    page.get_by_role("button", name="Verwittig me").click()
    expect(page.locator("h1")).to_contain_text("Kijk in je mail")


@pytest.mark.parametrize("javascript", [True, False])
def test_subscribing_without_an_account(visitor: Visitor, portal: Portal, javascript: bool) -> None:
    email = f"nour{javascript}@voorbeeld.example".lower()
    page = at_home(visitor.page(PHONE, javascript=javascript), 60 + javascript)
    subscribe(page, email)
    page.goto(link_in(newest_mail(portal, email), "/alarm/"))
    expect(page.locator("h1")).to_contain_text("Wil je dit nieuws?")
    page.get_by_role("button", name="Ja, ik wil dit nieuws").click()
    expect(page.locator(".messages")).to_contain_text("vanaf nu krijg je dit nieuws")
    manage(portal, "shell", "--no-imports", "-c", NEW.format(slug=f"koor-{javascript}".lower()))
    manage(portal, "daily", "--job", "alerts-now", "--again")
    mail = newest_mail(portal, email)
    assert "Koor van de browser" in mail
    page.goto(link_in(mail, "/actoren/koor-"))
    expect(page.locator("h1")).to_contain_text("Koor van de browser")
    page.goto(link_in(mail, "/stoppen/"))
    page.get_by_role("button", name="Stop dit nieuws").click()
    expect(page.locator("h1")).to_contain_text("Je krijgt dit nieuws niet meer")
    page.get_by_role("link", name="Vraag dit nieuws opnieuw").click()
    expect(page.locator("main li strong")).to_have_text("Genk")


def test_the_way_to_news_follows_the_choices_that_a_script_makes(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/actoren/")
    page.locator("input[name=gemeente][value=genk]").check()
    expect(page.get_by_role("link", name="Verwittig me")).to_have_attribute(
        "href", re.compile("gemeente=genk$")
    )


def test_saving_a_page_before_signing_in(visitor: Visitor, portal: Portal) -> None:
    account, page = portal.account(MEMBER), visitor.page(PHONE)
    page.goto("/actoren/regenboogkoor/")
    page.locator(".save").get_by_role("button", name="Bewaar").click()
    page.locator("input[name=username]").fill(account.email)
    page.locator("input[name=password]").fill(account.password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/actoren/regenboogkoor/$"))
    expect(page.locator(".messages")).to_contain_text("Bewaard.")
    button = page.locator(".save").get_by_role("button")
    expect(button).to_contain_text("Bewaard")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("Bewaar")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(button).to_contain_text("Bewaard")
    page.get_by_role("link", name="Alles wat ik bewaarde").click()
    expect(page.locator(".rows.saved")).to_contain_text("koor", ignore_case=True)
    accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_on_the_way_is_accessible(visitor: Visitor, portal: Portal, scheme: Scheme) -> None:
    email = f"nour{scheme}@voorbeeld.example"
    page = at_home(visitor.page(320, scheme=scheme), 70 + len(scheme))
    page.goto(LIST)
    accessible(page)
    page.get_by_role("link", name="Verwittig me").click()
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    accessible(page)
    subscribe(page, email)
    accessible(page)
    link = link_in(newest_mail(portal, email), "/alarm/")
    page.goto(link)
    accessible(page)
    page.get_by_role("button", name="Ja, ik wil dit nieuws").click()
    accessible(page)
    page.goto(f"{link}stoppen/")
    accessible(page)
    page.get_by_role("button", name="Stop dit nieuws").click()
    accessible(page)
    own = visitor.signed_in(MEMBER, width=320, scheme=scheme)
    own.goto("/bewaard/nieuw/actoren/?gemeente=genk")
    accessible(own)
    own.get_by_role("button", name="Bewaar", exact=True).last.click()
    accessible(own)
    own.locator(".rows h3 a").first.click()
    accessible(own)
