"""Nour fills in the form of a round: it saves itself, says so when the connection is gone, and a second tab overwrites nothing."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import Portal, manage
from tests.browser.test_access import COLOURS, complaints
from tests.browser.visitor import Visitor, fits

MEMBER = "lid"
ROUND = """
from datetime import timedelta
from django.utils import timezone
from actors.models import Actor, Membership, User
from subsidies.dossiers import Beginning, begin
from subsidies.models import Call, Level, Measure, Question
user = User.objects.get(email="lid@demo.example")
choir = Actor.objects.get(slug="regenboogkoor")
Membership.objects.get_or_create(user=user, actor=choir, until=None, defaults={"role": "eigenaar"})
measure = Measure.objects.published().filter(level=Level.ECRU).first()
for title in ["Eerste bal", "Tweede bal", "Derde bal"]:
    call = Call.objects.create(measure=measure, name=title, closes_at=timezone.now() + timedelta(days=20))
    Question.objects.create(call=call, section="plan", section_title="Jullie plan", key="waarom", label="Waarom?",
        help="Vertel het als aan je buur.", example="Wij koken samen.", most_words=20, position=1)
    Question.objects.create(call=call, section="plan", key="hoeveel", label="Hoeveel mensen?", kind="getal", position=2)
    Question.objects.create(call=call, section="met-wie", section_title="Met wie", key="naam", label="Wie zijn jullie?",
        kind="kort", known_from="naam", position=3)
    Question.objects.create(call=call, section="met-wie", key="vzw", label="Zijn jullie een vzw?", kind="ja-nee", position=4)
    user = User.objects.get(pk=user.pk)
    print(begin(by=user, beginning=Beginning(choir, title, title, "Dansen.", call)).pk)
"""


@pytest.fixture(scope="module")
def dossiers(portal: Portal) -> list[str]:
    """The addresses of three dossiers in rounds with questions."""
    told = manage(portal, "shell", "--no-imports", "-c", ROUND)
    return [f"/mijn/dossiers/{key}/" for key in told.split() if key.isdecimal()]


def note(page: Page, words: str) -> None:
    """Waits until the page says ``words`` about saving."""
    expect(page.locator("[data-autosave-note]")).to_contain_text(words)


def test_a_form_saves_itself_and_two_tabs_warn(dossiers: list[str], visitor: Visitor) -> None:
    page = visitor.signed_in(MEMBER, width=1280)
    address = f"{dossiers[0]}invullen/plan/"
    page.goto(address)
    why = page.locator("#id_v-waarom")
    why.fill("Samen " * 21)
    expect(page.locator(".words")).to_have_text("21 woorden. Dat zijn er 1 te veel.")
    why.fill("Samen zingen.")
    expect(page.locator(".words")).to_have_text("2 woorden. Nog plaats voor 18.")
    note(page, "Bewaard om")
    other = page.context.new_page()
    other.goto(address)
    expect(other.locator("#id_v-waarom")).to_have_value("Samen zingen.")
    page.context.set_offline(True)
    why.fill("Samen zingen en dansen.")
    note(page, "geen verbinding")
    page.context.set_offline(False)
    note(page, "Bewaard om")
    visitor.faults.clear()  # without a connection the console says so too
    other.locator("#id_v-waarom").fill("Alleen lezen.")
    note(other, "gewijzigd door jou, in een ander tabblad")
    other.locator(".bar button[value=bewaren]").click()
    expect(other.locator("main")).to_contain_text("Samen zingen en dansen.")
    other.get_by_label("Wat er nu staat").check()
    other.locator(".bar button[value=bewaren]").click()
    expect(other.locator("#id_v-waarom")).to_have_value("Samen zingen en dansen.")


@pytest.mark.parametrize(("number", "javascript"), [(1, True), (2, False)])
def test_from_empty_to_complete(dossiers: list[str], visitor: Visitor, number: int, javascript: bool) -> None:
    page = visitor.signed_in(MEMBER, width=375, javascript=javascript)
    page.goto(f"{dossiers[number]}volledig/")
    page.get_by_role("link", name="Waarom?").click()
    expect(page.locator("h1")).to_have_text("Jullie plan")
    page.locator("#id_v-waarom").fill("Samen zingen.")
    page.locator("#id_v-hoeveel").fill("25")
    page.locator(".bar button[value=verder]").click()
    expect(page.locator("h1")).to_have_text("Met wie")
    expect(page.locator("#id_v-naam")).to_have_value("Het Regenboogkoor")
    page.get_by_label("Ja", exact=True).check()
    page.locator(".bar button[value=verder]").click()
    expect(page.locator("main")).not_to_contain_text("Beantwoord deze vraag.")


def test_the_pages_are_for_everyone(dossiers: list[str], visitor: Visitor) -> None:
    page = visitor.signed_in(MEMBER, width=320, height=1600)  # so tall that the bar covers no link
    home = dossiers[0]
    for address in (home, f"{home}invullen/plan/", f"{home}volledig/", f"{home}mensen/?q=koor"):
        page.goto(address)
        page.emulate_media(color_scheme="light")
        assert not complaints(page), address
        page.emulate_media(color_scheme="dark")
        assert not complaints(page, *COLOURS), address
        assert fits(page), address
