"""An association from Leopoldsburg finds support for a plan with young people, on a phone, and hears of more without an account."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.mailbox import Post, link_in
from tests.browser.portal import Portal, manage
from tests.browser.test_calls import calm
from tests.browser.test_questions import PHONE, at_home
from tests.browser.test_support_alerts import subscribe
from tests.browser.visitor import Visitor

LIEN = "lien.leopoldsburg{}@voorbeeld.example"
MADE = """
from datetime import timedelta
from django.utils import timezone
from actors.models import Municipality, TargetGroup
from subsidies.models import Call, Measure, Provider, SupportForm
measure = Measure.objects.create(
    title="{title}", slug="{slug}", status="published", level="gemeente", area=1, certainty="zeker", max_amount=1500,
    provider=Provider.objects.get_or_create(slug="kas-van-de-browser", defaults={{"title": "Kas van de browser"}})[0],
)
measure.municipalities.add(Municipality.objects.get(slug="leopoldsburg"))
measure.target_groups.add(TargetGroup.objects.get(slug="jongeren"))
measure.forms.add(SupportForm.objects.get(slug="subsidie"))
measure.save()
measure.reindex()
Call.objects.create(measure=measure, opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now() + timedelta(days=9))
"""


def make(portal: Portal, title: str) -> None:
    """A grant in Leopoldsburg for young people, up to 1 500 euro, that closes in nine days."""
    slug = title.lower().replace(" ", "-")
    manage(portal, "shell", "--no-imports", "-c", MADE.format(title=title, slug=slug))


def answer(page: Page, *, javascript: bool) -> None:
    """The four questions, as she answers them: with a script she sees what fits after each."""

    def said(words: str) -> None:
        if javascript:
            page.wait_for_url(re.compile(words))

    page.locator("input[name=wie][value=vzw]").check()
    said("wie=vzw")
    page.locator("input[name=gemeente][value=leopoldsburg]").check()
    said("gemeente=leopoldsburg")
    young = page.locator("input[name=doelgroep][value=jongeren]")
    if not young.is_visible():
        page.locator("details", has=young).locator("summary").first.click()
    young.check()
    said("doelgroep=jongeren")
    page.locator("input[name=bedrag]").fill("€ 1.500")
    page.locator("input[name=bedrag]").press("Tab")
    said("bedrag=")
    if not javascript:
        page.get_by_role("button", name="Toon wat past").click()


@pytest.mark.both_databases
@pytest.mark.parametrize("javascript", [True, False])
def test_from_four_questions_to_the_mail_about_something_new(
    visitor: Visitor, portal: Portal, post: Post, javascript: bool
) -> None:
    make(portal, f"Jong plein {javascript}")
    page = at_home(visitor.page(PHONE, javascript=javascript), 120 + javascript)
    page.goto("/steun/")
    page.locator("main").get_by_role("link", name="Vind steun voor je plan").first.click()
    answer(page, javascript=javascript)

    found = page.locator("ol.finds > li", has=page.get_by_role("heading", name=f"Jong plein {javascript}"))
    expect(found).to_contain_text("Past omdat")
    expect(found).to_contain_text("jongeren")
    expect(found).to_contain_text("Let op")
    expect(found).to_contain_text("9 dagen")
    assert page.url.count("jongeren") == 1, "the answers stand in the address"
    if javascript:
        calm(page)

    email = LIEN.format(javascript).lower()
    page.get_by_role("link", name="Bewaar en verwittig me").click()
    subscribe(page, post, email, looks=javascript)

    make(portal, f"Nog een plein {javascript}")
    for _time in range(2):
        manage(portal, "daily", "--job", "alerts-now", "--again")
    mail = post.next_to(email)
    assert f"Nog een plein {javascript}" in mail
    assert f"Jong plein {javascript}" not in mail, "what fitted already is no news"
    page.goto(link_in(mail, "/steun/nog-een-plein"))
    expect(page.locator("h1")).to_contain_text("Nog een plein")
    assert len([one for one in post.server.taken if one["X-Told-To"] == email]) == 2
