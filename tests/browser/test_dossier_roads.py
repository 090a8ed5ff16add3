"""One dossier of each track from finding support to closed: an association, an expert, the board and the regisseur each do their part.

On a phone where the association works, at a desk where the regisseur does; axe looks along on every page that is new.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import ADVISER, BOARD_MEMBER, MEMBER, REGISSEUR
from tests.browser.portal import Portal, manage
from tests.browser.test_calls import calm
from tests.browser.test_questions import PHONE
from tests.browser.test_reuse import singing
from tests.browser.visitor import Visitor, settle

__all__ = ["singing"]

BENCH = "Een bank voor elke buurt"
CHOIR = "Het Regenboogkoor"
ROUND = """
from datetime import timedelta
from django.utils import timezone
from actors.models import Municipality
from subsidies.models import Call, Measure, Provider
measure = Measure.objects.create(
    title="{title}", slug="{slug}", status="published", level="{level}", area=1, certainty="zeker", max_amount=3000,
    provider=Provider.objects.get_or_create(slug="kas-van-de-weg", defaults={{"title": "Kas van de weg"}})[0],
)
measure.municipalities.add(*Municipality.objects.all()[:7])
measure.save()
measure.reindex()
Call.objects.create(
    measure=measure, budget=9000, opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now() + timedelta(days=60)
)
"""


def make_support(portal: Portal, title: str, level: str) -> str:
    """A measure with a round that is open; the address of its page."""
    slug = title.lower().replace(" ", "-")
    manage(portal, "shell", "--no-imports", "-c", ROUND.format(title=title, slug=slug, level=level))
    return f"/steun/{slug}/"


def begin(page: Page, support: str, button: str, title: str) -> str:
    """From the finder to a dossier of one's own; its address."""
    page.goto("/steun/zoeken/?gemeente=genk&bedrag=1.500")
    page.locator("ol.finds > li", has=page.locator(f"a[href='{support}']")).get_by_role(
        "link", name=button
    ).click()
    expect(page.locator("input[name=title]")).to_be_visible()
    calm(page)
    page.locator("input[name=title]").fill(title)
    page.locator("select[name=actor]").select_option(label=CHOIR)
    page.get_by_role("button", name="Ga verder").click()
    expect(page.locator("h1")).to_have_text(title)
    return re.sub(r"^https?://[^/]+", "", page.url)


def take(page: Page, address: str, button: str, **given: Any) -> None:
    """Takes the step that this button names, on the page of the dossier; ``given`` are its answers, by the name of the field."""
    page.goto(address)
    calm(page)
    steps = page.locator(f"form[action*='{address}stap/']")
    form = steps.filter(has=page.get_by_role("button", name=button, exact=True, include_hidden=True)).first
    if given:
        page.locator("details.step > summary", has_text=re.compile(f"^{re.escape(button)}$")).click()
    for name, value in given.items():
        fill(form.locator(f"[name$='{name}']"), value)
    form.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Gedaan")


def fill(field: Any, value: Any) -> None:
    """Types, chooses or ticks, as the field asks."""
    kind = field.first.evaluate("part => part.type")
    if kind in {"radio", "checkbox"}:
        field.first.page.locator(f"[name={field.first.get_attribute('name')}][value='{value}']").check()
    elif kind == "select-one":
        field.select_option(value)
    else:
        field.fill(value)


def stands_at(page: Page, address: str, phase: str) -> None:
    """The page of the dossier says where it stands."""
    page.goto(address)
    expect(page.locator("main .label").first).to_have_text(phase)


@pytest.mark.both_databases
@pytest.mark.usefixtures("singing")
def test_guidance_from_the_finder_to_closed(visitor: Visitor, portal: Portal) -> None:
    support = make_support(portal, "Dorpsfonds van de weg", "privaat")
    lid = visitor.signed_in(MEMBER, width=PHONE)
    address = begin(lid, support, "Vraag ECRU om je hierbij te helpen", "Een koor per straat")
    lid.locator("textarea[name=summary]").fill("We zingen in elke straat, met wie er woont.")
    lid.locator("input[name=requested]").fill("1.500")
    lid.get_by_role("button", name="Bewaar", exact=True).first.click()
    calm(lid)
    desk = visitor.signed_in(REGISSEUR)
    take(desk, address, "Neem het idee op")
    take(lid, address, "Laat ECRU het lezen")
    take(desk, address, "Zeg wat beter kan", reason="Vertel wie er zingt.")
    take(lid, address, "Laat ECRU het lezen")
    take(lid, address, "Het is ingediend bij de gever", submitted_on="2026-01-15")
    take(lid, address, "De gever verklaart het ontvankelijk")
    take(lid, address, "De gever kent het toe", granted="1.200")
    take(lid, address, "We beginnen")
    take(lid, address, "We brachten verslag uit bij de gever", reported_on="2026-02-15")
    take(desk, address, "Sluit af")
    stands_at(lid, address, "Afgesloten")
    desk.goto("/regie/cijfers/")
    calm(desk)


def advise(visitor: Visitor, desk: Page, address: str) -> None:
    """The regisseur asks an expert, who declares to have no interest before the file opens, and gives advice."""
    expert = visitor.signed_in(ADVISER, width=PHONE, status=404)
    answer = expert.goto(address)
    assert answer
    assert answer.status == 404, "the file is closed until they declare"
    desk.goto(f"{address}experten/")
    calm(desk)
    desk.locator(".proposals label.choice").first.click()  # the only one of the pool with an account
    desk.get_by_role("button", name="Vraag advies").click()
    expect(desk.locator(".messages")).to_contain_text("We vroegen het aan 1 expert")
    expert.goto("/mijn/adviezen/")
    calm(expert)
    expert.locator("main ul.rows a", has_text=BENCH).click()
    calm(expert)
    expert.locator("input[name=said][value=geen-belang]").check()
    expert.locator("main form button[type=submit]").first.click()
    expect(expert.locator("main .criterion").first).to_be_visible()
    settle(expert)
    for score in expert.locator("main .criterion").all():
        score.locator("input[type=radio][value='4']").check()
        score.locator("textarea").fill("Dat is goed uitgelegd.")
    expert.locator("input[name=verdict]").first.check()
    expert.locator("textarea[name=words]").fill("Een plan dat buren samenbrengt.")
    calm(expert)
    expert.get_by_role("button", name="Geef advies").click()
    expect(expert.locator("#anderen")).to_be_visible()


def decide(visitor: Visitor, desk: Page, address: str) -> None:
    """The board meets today: who is there, a vote, and the decision."""
    desk.goto("/regie/vergaderingen/nieuw/")
    today = desk.evaluate("new Date().toLocaleDateString('sv')")
    desk.locator("input[name=day]").fill(today)
    desk.locator("input[name=hour]").fill("00:01")
    desk.locator("input[name=quorum]").fill("1")
    desk.locator("main form button[type=submit]").first.click()
    meeting = re.sub(r"^https?://[^/]+", "", desk.url)
    desk.goto(address)
    take(desk, address, "Zet op de agenda", meeting_on=today)
    desk.goto(meeting)
    calm(desk)
    desk.locator("input[name=present]").first.check()
    desk.locator("form[action$='aanwezig/'] button").click()
    member = visitor.signed_in(BOARD_MEMBER, width=PHONE)
    member.goto(meeting)
    calm(member)
    member.locator("form.votes input[value=voor]").check()
    member.locator("form.votes button").click()
    desk.goto(meeting)
    desk.locator("details.step > summary", has_text="Noteer de beslissing").click()
    form = desk.locator("form[action$='beslissing/']")
    fill(form.locator("[name$=outcome]"), "toegekend")
    form.locator("[name$=granted]").fill("1.500")
    form.locator("[name$=motivation]").fill("Het brengt buren samen.")
    form.get_by_role("button").click()
    expect(desk.locator("main")).to_contain_text("beslist")


def money_of(address: str) -> str:
    """The page on which the regisseur keeps the money of a dossier."""
    return f"/regie/betalingen/dossier/{address.rstrip('/').rpartition('/')[2]}/"


def agree(desk: Page, address: str) -> None:
    """The agreement: sending it is not possible before it is made, and the page says so."""
    desk.goto(address)
    expect(desk.locator("main")).to_contain_text("Maak eerst de overeenkomst op")
    desk.goto(money_of(address))
    calm(desk)
    days = {"starts_on": 0, "ends_on": 200, "report_due_on": 260}
    desk.locator("input[name=advance]").fill("0")
    for name, later in days.items():
        day = f"new Date(Date.now() + {later} * 864e5).toLocaleDateString('sv')"
        desk.locator(f"input[name={name}]").fill(desk.evaluate(day))
    desk.get_by_role("button", name="Maak de overeenkomst").click()
    expect(desk.locator(".messages")).to_contain_text("Bewaard")


def report(lid: Page, address: str) -> None:
    """The final report, in parts."""
    lid.goto(f"{address}verslag/")
    calm(lid)
    told = {"done": "Er staan twaalf banken.", "worked": "Iedereen hielp mee.", "did_not_work": "De regen."}
    for name, words in (told | {"watch_out": "Vraag het op tijd.", "reached": "60"}).items():
        lid.locator(f"[name={name}]").fill(words)
    lid.locator("button[form=verslag]").click()
    expect(lid.locator(".messages")).to_contain_text("Bewaard")


def lapse(desk: Page, address: str) -> None:
    """Nothing has to be paid in the end: the balance lapses."""
    desk.goto(money_of(address))
    desk.locator("section[aria-labelledby=verval] details > summary").first.click()
    desk.locator("input[name$='-amount']").fill("1.500")
    desk.locator("[name$='-why']").fill("De stad gaf de banken.")
    desk.get_by_role("button", name="Laat het vervallen").click()
    expect(desk.locator(".messages")).to_contain_text("Bewaard")


@pytest.mark.both_databases
@pytest.mark.usefixtures("singing")
def test_support_of_ecru_from_the_finder_to_closed(visitor: Visitor, portal: Portal) -> None:
    support = make_support(portal, "Klein gebaar van de weg", "ecru")
    lid = visitor.signed_in(MEMBER, width=PHONE)
    address = begin(lid, support, "Vraag deze steun", BENCH)
    lid.locator("textarea[name=summary]").fill("We bouwen banken, met wie er woont.")
    lid.locator("input[name=requested]").fill("1.500")
    lid.get_by_role("button", name="Bewaar", exact=True).first.click()
    take(lid, address, "Dien in")
    expect(lid.locator("main")).to_contain_text(re.compile(r"20\d\d-\d{4}"))
    desk = visitor.signed_in(REGISSEUR)
    take(desk, address, "Verklaar ontvankelijk")
    take(desk, address, "Vraag advies")
    advise(visitor, desk, address)
    decide(visitor, desk, address)
    agree(desk, address)
    take(desk, address, "Stuur de overeenkomst")
    take(
        desk,
        address,
        "De overeenkomst is getekend",
        agreed_on=desk.evaluate("new Date().toLocaleDateString('sv')"),
    )
    report(lid, address)
    take(lid, address, "Dien het eindverslag in")
    take(desk, address, "Aanvaard het verslag")
    lapse(desk, address)
    take(desk, address, "Sluit af")
    stands_at(lid, address, "Afgesloten")
    expect(lid.locator("main")).to_contain_text("Een plan dat buren samenbrengt.")
    desk.goto("/regie/")
    calm(desk)
