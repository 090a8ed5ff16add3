"""Nour and an expert write for a long time: the story, the budget, the report and the advice save themselves, and lose nothing."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import Portal, manage
from tests.browser.test_access import COLOURS, complaints
from tests.browser.test_dossier_form import note
from tests.browser.visitor import Visitor, before_script, fits

MEMBER, EXPERT, DESK = "lid", "expert", "regisseur"
MADE = """
from datetime import timedelta
from django.utils import timezone
from actors.models import Actor, Expert, Membership, User
from subsidies.dossiers import perform
from subsidies.models import Call, Level, Measure, Review, ReviewScore
from subsidies.paying import draw_up
from tests.subsidies.dossier_factories import DossierFactory
from tests.subsidies.money_cast import terms
user = User.objects.get(email="{member}")
choir = Actor.objects.get(slug="regenboogkoor")
Membership.objects.get_or_create(user=user, actor=choir, until=None, defaults={{"role": "eigenaar"}})
measure = Measure.objects.published().filter(level=Level.ECRU).first()
call = Call.objects.create(measure=measure, name="Lang bal", asks_budget=True, closes_at=timezone.now() + timedelta(days=20))
facts = {{"actor": choir, "call": call, "places": [choir.municipality], "title": "Lang bal"}}
signed = DossierFactory(at="overeenkomst", at__granted="3000", **facts)
desk = User.objects.get(email="{desk}")
draw_up(dossier=signed, by=desk, terms=terms())
perform(signed, "tekenen", by=desk, agreed_on=timezone.localdate())
for made in [DossierFactory(**facts), signed, DossierFactory(**facts)]:
    print(f"/mijn/dossiers/{{made.pk}}/")
expert = Expert.objects.get(slug="stebo")
expert.user = User.objects.get(email="{expert}")
expert.save()
asked = DossierFactory(actor=choir, call=call, at="advies", places=[choir.municipality], title="Ter advies")
review = Review.objects.create(dossier=asked, expert=expert, asked_at=timezone.now(), declared_at=timezone.now(), is_independent=True)
for place in (1, 2):
    ReviewScore.objects.create(review=review, position=place, label=f"Punt {{place}}")
print(review.get_absolute_url())
"""


@pytest.fixture(scope="module")
def addresses(portal: Portal) -> list[str]:
    """A dossier that is written, one that is under way, another one that is written, and an advice."""
    people = {
        name: portal.account(role).email
        for name, role in (("member", MEMBER), ("expert", EXPERT), ("desk", DESK))
    }
    told = manage(portal, "shell", "--no-imports", "--command", MADE.format(**people))
    return [line for line in told.split() if line.startswith("/mijn/")]


def two_tabs(page: Page, address: str, box: str, button: str) -> None:
    """What one writes saves itself; a second tab that wrote the same sees both, and overwrites nothing."""
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    page.locator(box).fill("Uit het eerste tabblad.")
    note(page, "Bewaard om")
    other.locator(box).fill("Uit het tweede.")
    note(other, "gewijzigd door jou, in een ander tabblad")
    other.locator(button).click()
    expect(other.locator("main")).to_contain_text("Uit het eerste tabblad.")
    other.get_by_label("Wat ik typte").check()
    other.locator(button).click()
    expect(other.locator(".messages")).to_contain_text("Bewaard")
    expect(other.locator(box)).to_have_value("Uit het tweede.")
    other.close()


def test_the_story_saves_itself_and_a_step_waits_for_it(addresses: list[str], visitor: Visitor) -> None:
    page = visitor.signed_in(MEMBER, width=1280)
    two_tabs(page, addresses[0], "#id_summary", "form[data-autosave] button")
    page.goto(addresses[0])
    page.locator("#id_summary").fill("Nog niet bewaard, en toch niet verloren.")
    page.locator("form[action$='stap/intrekken/'] button").click()
    expect(page.locator(".messages")).to_contain_text("Gedaan")
    expect(page.locator("main")).to_contain_text("Nog niet bewaard, en toch niet verloren.")


def test_the_report_saves_itself_and_a_picture_waits_for_it(addresses: list[str], visitor: Visitor) -> None:
    page = visitor.signed_in(MEMBER, width=1280)
    address = f"{addresses[1]}verslag/"
    two_tabs(page, address, "#id_done", ".bar button")
    page.goto(address)
    page.locator("#id_reached").fill("veel")
    note(page, "maar niet alles")
    page.locator("#id_reached").fill("40")
    page.locator("#id_worked").fill("De soep.")
    page.get_by_role("button", name="Bewaar deze foto").click()
    expect(page.locator("main")).to_contain_text("Kies een foto.")
    expect(page.locator("#id_worked")).to_have_value("De soep.")
    expect(page.locator("#id_reached")).to_have_value("40")


def test_advice_saves_itself(addresses: list[str], visitor: Visitor) -> None:
    page = visitor.signed_in(EXPERT, width=1280)
    two_tabs(page, addresses[3], "#id_reason-1", "button[value=bewaren]")


def test_a_budget_saves_itself_once_its_lines_are_finished(addresses: list[str], visitor: Visitor) -> None:
    page = visitor.signed_in(MEMBER, width=1280)
    page.goto(f"{addresses[2]}begroting/")
    page.locator("#id_requested").fill("1.000")
    note(page, "Bewaard om")
    page.reload()
    expect(page.locator("#id_requested")).to_have_value("1000,00")


def test_a_budget_counts_what_was_typed_before_the_script_came(
    addresses: list[str], visitor: Visitor
) -> None:
    page = visitor.signed_in(MEMBER, width=1280)
    with before_script(page, "budget", f"{addresses[2]}begroting/"):
        page.locator("tbody[data-side=kost] input.num").first.fill("1250")
    expect(page.locator("[data-total=kost]")).to_contain_text("1.250,00")


def test_without_javascript_one_button_keeps_the_whole_report(addresses: list[str], visitor: Visitor) -> None:
    page = visitor.signed_in(MEMBER, width=375, javascript=False)
    page.goto(f"{addresses[1]}verslag/")
    page.locator("#id_done").fill("We dansten.")
    page.locator("#id_watch_out").fill("Vraag de zaal op tijd.")
    page.locator(".bar button").click()
    expect(page.locator(".messages")).to_contain_text("Bewaard")
    expect(page.locator("#id_done")).to_have_value("We dansten.")
    expect(page.locator("#id_watch_out")).to_have_value("Vraag de zaal op tijd.")


def test_the_pages_are_for_everyone(addresses: list[str], visitor: Visitor) -> None:
    for role, address in ((MEMBER, f"{addresses[1]}verslag/"), (EXPERT, addresses[3])):
        page = visitor.signed_in(role, width=320, height=1600)
        page.goto(address)
        page.emulate_media(color_scheme="light")
        assert not complaints(page), address
        page.emulate_media(color_scheme="dark")
        assert not complaints(page, *COLOURS), address
        assert fits(page), address
