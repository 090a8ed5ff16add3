"""Is this still right? From the mail on a phone to the answer, and the cockpit in which the regisseur sees it all."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.portal import Portal, manage
from tests.browser.test_access import COLOURS, complaints
from tests.browser.visitor import Scheme, Visitor, fits, settle

DESK, PHONE = 1280, 375
SLUGS = ("regenboogkoor", "acli", "aff-genk", "aif-plus")
SEED = """
import json
from datetime import timedelta
from django.utils import timezone
from actors.models import Actor, Membership, User
lid = User.objects.get(email="lid@demo.example")
for actor in Actor.objects.filter(slug__in={slugs}):
    Membership.objects.get_or_create(user=lid, actor=actor, until=None, defaults=dict(role="eigenaar"))
    actor.verified_on, actor.verified_by = timezone.localdate() - timedelta(days=400), "actor"
    actor.save()
from actors.conversations import Mistake, report
report(record=actor, mistake=Mistake("plaats", "Zij verhuisden."), token="still-right")
"""
READ = """
import json
from actors.models import Freshness
from ecru.base.models import OutgoingMail
found = dict()
for one in Freshness.objects.select_related("actor"):
    mail = OutgoingMail.objects.filter(key__startswith=f"freshness-{{one.actor_id}}-").first()
    found[one.actor.slug] = mail.body
print("MAILS" + json.dumps(found))
"""
# Who acts for several organisations is asked for which one; other walks of the same member are not about that.
ENDS = """
from actors.models import Membership
Membership.objects.filter(user__email="lid@demo.example", actor__slug__in={slugs}).delete()
"""
Mails = dict[str, str]


@pytest.fixture(scope="module")
def mails(portal: Portal) -> Iterator[Mails]:
    """The question about four actors, as the member got it by mail."""
    manage(portal, "shell", "-c", SEED.format(slugs=SLUGS))
    manage(portal, "freshness")
    said = manage(portal, "shell", "-c", READ.format())
    found: Mails = json.loads(said.split("MAILS", 1)[1])
    assert len(found) == len(SLUGS)
    yield found
    manage(portal, "shell", "-c", ENDS.format(slugs=SLUGS))


def link(mails: Mails, slug: str, choice: str) -> str:
    """One of the three links in the mail about ``slug``, as an address of the portal."""
    found: Any = re.search(rf"https?://[^/]+(/bevestigen/\w+/\?keuze={choice})", mails[slug])
    return str(found[1])


def test_still_right_on_a_phone_in_one_press(visitor: Visitor, mails: Mails) -> None:
    page = visitor.page(PHONE)
    address = link(mails, "regenboogkoor", "klopt")
    for _look in range(2):
        page.goto(address)
        expect(page.get_by_role("heading", name="Kies wat past")).to_be_visible()
    button = page.get_by_role("button", name="Ja, alles klopt nog")
    box = button.bounding_box()
    assert box
    assert box["height"] >= 44
    assert fits(page)
    button.click()
    expect(page.locator("h1")).to_have_text("Bedankt")
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Bedankt")
    page.get_by_role("link", name=re.compile("Naar de pagina van")).click()
    expect(page.locator("main")).to_contain_text("door de organisatie zelf")


def test_stopped_by_keyboard_without_javascript(visitor: Visitor, mails: Mails) -> None:
    page = visitor.page(PHONE, javascript=False)
    page.goto(link(mails, "acli", "gestopt"))
    page.get_by_role("button", name="Ja, we zijn gestopt").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Vul in sinds wanneer")
    page.get_by_label("Sinds wanneer?").focus()
    page.keyboard.type("juni 2026")
    page.keyboard.press("Tab")
    page.keyboard.type("Een ander zet het werk voort.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("De redactie kijkt het na")
    assert fits(page)


def test_changed_leads_to_the_own_page_after_signing_in(visitor: Visitor, mails: Mails) -> None:
    page = visitor.page(PHONE)
    page.goto(link(mails, "aff-genk", "wijzig"))
    page.get_by_role("button", name="Er is iets veranderd").click()
    page.wait_for_url(re.compile(r"/aanmelden/\?next=/mijn/actoren/aff-genk/$"))


@pytest.mark.parametrize(("scheme", "rules"), [("light", []), ("dark", COLOURS)])
def test_every_page_of_it_is_accessible(
    visitor: Visitor, mails: Mails, scheme: Scheme, rules: list[str]
) -> None:
    page = visitor.page(PHONE, scheme=scheme)
    for address in (
        link(mails, "aif-plus", "klopt"),
        link(mails, "aif-plus", "gestopt"),
        link(mails, "regenboogkoor", "klopt"),
    ):
        page.goto(address)
        assert not complaints(page, *rules), address
    mine = visitor.signed_in("lid", width=PHONE, scheme=scheme)
    mine.goto("/mijn/actoren/aif-plus/nakijken/")
    assert fits(mine)
    assert not complaints(mine, *rules)
    mine.get_by_role("button", name="Neem een pauze").click()
    expect(mine.get_by_role("alert")).to_be_visible()
    assert not complaints(mine, *rules)
    network = visitor.signed_in("regisseur", width=PHONE, scheme=scheme)
    network.goto("/regie/netwerk/")
    assert fits(network)
    assert not complaints(network, *rules)


def test_a_wrong_link_is_calm(visitor: Visitor) -> None:
    page = visitor.page(PHONE, status=404)
    page.goto("/bevestigen/bestaat-niet/")
    expect(page.locator("h1")).to_have_text("Deze link is oud")
    assert not complaints(page)


def test_the_regisseur_goes_from_a_number_to_the_next_action(visitor: Visitor, mails: Mails) -> None:
    page = visitor.signed_in("regisseur", width=DESK)
    page.goto("/regie/netwerk/")
    expect(page.locator("h1")).to_have_text("Het netwerk")
    settle(page)
    row = page.get_by_role("row", name=re.compile("^samen"))
    total = int(row.get_by_role("link").last.inner_text())
    numbers = [int(text) for text in row.get_by_role("cell").all_inner_texts()]
    assert sum(numbers[:-1]) == numbers[-1] == total
    page.get_by_role("combobox", name="Staat").select_option("nakijken")
    page.get_by_role("button", name="Toon resultaten").click()
    line = page.locator(".network li", has_text="Iemand zegt dat dit niet klopt: de plaats.")
    expect(line.get_by_role("link", name=re.compile("Kijk het na"))).to_be_visible()
    page.get_by_role("combobox", name="Staat").select_option("niemand")
    page.get_by_role("button", name="Toon resultaten").click()
    page.get_by_role("link", name="Pagina 2").click()
    page.wait_for_url(re.compile(r"staat=niemand&pagina=2"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download deze lijst (csv)").click()
    assert download.value.suggested_filename.startswith("netwerk-")
    assert not complaints(page)
