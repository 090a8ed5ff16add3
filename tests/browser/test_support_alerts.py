"""An association from Leopoldsburg watches support without an account, on a phone; an editor closes it because the money is gone.

Everybody who should know hears it once, over a real mail server; and once more when it opens after all.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.mailbox import Post, link_in
from tests.browser.pages import EDITOR
from tests.browser.portal import Portal, manage
from tests.browser.test_calls import calm
from tests.browser.test_questions import PHONE, at_home, take_time
from tests.browser.visitor import Visitor, fits

NOUR = "nour.leopoldsburg@voorbeeld.example"
SLUG = "plein-vol-muziek"
MADE = f"""
from datetime import timedelta
from django.utils import timezone
from actors.models import Municipality
from subsidies.models import Call, Measure, Provider
measure = Measure.objects.create(
    title="Plein vol muziek", slug="{SLUG}", status="published", level="gemeente", area=1, certainty="zeker",
    provider=Provider.objects.create(title="Gemeente van de browser", slug="gemeente-van-de-browser"),
)
measure.municipalities.add(Municipality.objects.get(slug="leopoldsburg"))
measure.save()
measure.reindex()
Call.objects.create(
    measure=measure, opens_at=timezone.now() - timedelta(days=60), closes_at=timezone.now() + timedelta(days=30)
)
"""


@pytest.fixture(scope="module")
def grant(portal: Portal) -> str:
    """The address of a grant in Leopoldsburg that is open for thirty days more."""
    manage(portal, "shell", "--no-imports", "-c", MADE)
    return f"/steun/{SLUG}/"


def subscribe(page: Page, post: Post, email: str = NOUR, *, looks: bool = True) -> None:
    """From the form to the yes behind the link in the mail. ``looks``: axe looks along, which takes a script."""
    page.get_by_label("meteen").check()
    page.get_by_label("Je e-mailadres").fill(email)
    if looks:
        calm(page)
    take_time(page)
    page.get_by_role("button", name="Verwittig me").click()
    page.goto(link_in(post.next_to(email), "/alarm/"))
    page.get_by_role("button", name="Ja, ik wil dit nieuws").click()
    expect(page.locator(".messages")).to_contain_text("vanaf nu krijg je dit nieuws")


def rounds(portal: Portal) -> None:
    """What the worker does every minute, three times in a row."""
    for _time in range(3):
        manage(portal, "daily", "--job", "alerts-now", "--again")


def press(visitor: Visitor, button: str, answer: str) -> None:
    """An editor goes from the page of the grant in the admin to the button, and presses it."""
    page = visitor.signed_in(EDITOR)
    page.goto(f"/beheer/subsidies/measure/?q={SLUG.replace('-', '+')}")
    page.get_by_role("link", name="Plein vol muziek").click()
    page.get_by_role("link", name=button).click()
    page.get_by_role("button", name=answer).click()
    expect(page.locator(".messagelist")).to_contain_text("krijgt één keer een mail")
    page.context.close()


@pytest.mark.both_databases
def test_who_watches_without_an_account_hears_once_that_the_money_is_gone(
    visitor: Visitor, portal: Portal, post: Post, grant: str
) -> None:
    page = at_home(visitor.page(PHONE), 91)
    page.goto(grant)
    page.get_by_role("link", name="Verwittig mij, zonder account").click()
    expect(page.locator("main li strong")).to_have_text("Plein vol muziek")
    subscribe(page, post)
    page.goto("/steun/deadlines/?gemeente=leopoldsburg")
    calm(page)
    page.get_by_role("link", name="Verwittig me", exact=True).click()
    subscribe(page, post)  # the whole list too: what both find is told once

    press(visitor, "Budget op …", "Ja, het budget is op")
    rounds(portal)
    mail = post.next_to(NOUR)
    assert "Het budget is op: in deze ronde kun je niets meer vragen." in mail
    rounds(portal)
    page.goto(link_in(mail, grant))
    expect(page.locator("main .label").first).to_have_text("budget op")
    calm(page)

    press(visitor, "Toch nog open …", "Toch nog open")
    rounds(portal)
    assert "Toch nog open: je kunt weer indienen." in post.next_to(NOUR)
    rounds(portal)
    page.goto(grant)
    expect(page.locator("main .label").first).to_contain_text(re.compile(r"nog \d+ dagen"))
    told = [mail for mail in post.server.taken if mail["X-Told-To"] == NOUR]
    assert len(told) == 4, "two questions whether it is wanted, and each fact once"


def test_the_calendar_is_a_table_at_a_desk_and_a_list_on_a_phone_also_without_a_script(
    visitor: Visitor, grant: str
) -> None:
    for javascript in (True, False):
        desk = visitor.page(1280, javascript=javascript)
        desk.goto("/steun/deadlines/")
        desk.get_by_role("link", name="Kalender").click()
        expect(desk.get_by_role("table")).to_be_visible()
        desk.locator("nav a[rel=next]").click()
        expect(desk.locator("h3.month")).to_be_visible()
        assert "maand=" in desk.url
        phone = visitor.page(PHONE, javascript=javascript)
        phone.goto(desk.url)
        expect(phone.locator(".month-table")).to_be_hidden()
        expect(phone.locator(".month-list")).to_be_visible()
        assert fits(phone)


def test_a_choice_swaps_the_days_and_the_ways_to_take_them_along(visitor: Visitor, grant: str) -> None:
    page = visitor.page()
    page.goto("/steun/deadlines/")
    page.locator("input[name=gemeente][value=leopoldsburg]").check()
    expect(page.get_by_role("link", name="Download")).to_have_attribute(
        "href", re.compile(r"deadlines\.ics\?gemeente=leopoldsburg$")
    )
    expect(page.get_by_role("link", name="Plein vol muziek")).to_be_visible()
