"""What it really cost: beside the plan, only while it is carried out, and again when the report came back."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from subsidies.budgeting import Moved, mark_of_actuals, save_actuals, save_plan
from subsidies.budgets import Budget
from subsidies.dossiers import Refused, perform
from subsidies.models import BudgetLine, Dossier
from subsidies.permissions import may_write_actuals
from subsidies.sheets import sheets_of
from tests.actors.markup import Element, read, text_of
from tests.subsidies.budget_cast import asking, line, support, with_lines
from tests.subsidies.dossier_cast import Cast, good_data
from tests.subsidies.test_budget_pages import address, stored
from tests.subsidies.test_dossier_pages import browser_of, page_of

pytestmark = pytest.mark.django_db


def under_way(cast: Cast, **more: Any) -> Dossier:
    """A dossier that is carried out: € 2 000 was granted for food of € 2 500, with € 500 of their own."""
    dossier = asking(cast, "uitvoering", **({"requested": "2000", "granted": "2000"} | more))
    return with_lines(dossier, line("eten", 2500, "Soep"), line("eigen", 500, "Kas"))


def answers_of(page: Element) -> dict[str, Any]:
    """What the form on the page would send as it stands."""
    form = page.one("form", id="begroting")
    boxes = [one for one in form.every("input") if one.attributes.get("type") != "checkbox"]
    known = {one.attributes["name"]: one.attributes.get("value") or "" for one in boxes}
    for one in form.every("select"):
        chosen = [option for option in one.every("option") if "selected" in option.attributes]
        known[one.attributes["name"]] = chosen[0].attributes["value"] if chosen else ""
    return known


def send(browser: Client, dossier: Dossier, **answers: Any) -> Any:
    """Sends the page as it stands, with ``answers`` changed; ``kost``, ``inkomst``: rows that came up."""
    known = answers_of(read(browser.get(address(dossier))))
    for group in ("kost", "inkomst"):
        rows = answers.pop(group, None)
        if rows is not None:
            known = {name: value for name, value in known.items() if not name.startswith(f"{group}-")}
            known |= {f"{group}-TOTAL_FORMS": len(rows), f"{group}-INITIAL_FORMS": 0}
            known |= {f"{group}-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}  # fmt: skip
    return browser.post(address(dossier), known | answers)


def names_of(dossier: Dossier) -> tuple[str, str]:
    """The keys of the cost and the income."""
    cost, income = dossier.budget_lines.order_by("-side", "position")[:2]
    return str(cost.pk), str(income.pk)


def test_the_second_column_is_written_beside_the_plan(cast: Cast) -> None:
    dossier, nour = under_way(cast), browser_of(cast.nour)
    assert "Vul de werkelijke bedragen in" in page_of(nour, dossier)
    assert "Werkelijk" not in text_of(browser_of(cast.rik).get(address(dossier)))
    cost, income = names_of(dossier)
    assert send(nour, dossier, **{f"actual-{cost}": "2.800,50", f"actual-{income}": "520"}).status_code == 302
    words = text_of(nour.get(address(dossier)))
    assert "Bewaard verschil: € 300,50" in words
    assert "Je kosten zijn € 280,50 hoger dan je inkomsten." in words
    assert "meer dan een tiende hoger of lager dan gepland. Zeg in een paar woorden waarom: Soep" in words
    assert send(nour, dossier, **{f"note-{cost}": "Meer volk."}).status_code == 302
    assert "Zeg in een paar woorden waarom: Soep" not in text_of(nour.get(address(dossier)))
    words = text_of(browser_of(cast.rik).get(address(dossier)))
    assert "Soep Eten en drinken Meer volk. € 2.500,00 € 2.800,50 € 300,50" in words
    assert "Totaal € 2.500,00 € 2.800,50 € 300,50" in words
    assert "toegekend € 2.000,00 € 2.000,00 € 0,00" in words


def test_what_was_not_planned_comes_under_it_and_says_why(cast: Cast) -> None:
    dossier, nour = under_way(cast), browser_of(cast.nour)
    grown = send(nour, dossier, do="nog-kost")
    assert grown.status_code == 200
    assert read(grown).one("input", name="kost-TOTAL_FORMS").attributes["value"] == "1"
    row = {"category": "plaats", "words": "Tent", "actual": "300", "note": ""}
    assert "Zeg in een paar woorden waarom." in text_of(send(nour, dossier, kost=[row]))
    gift = {"category": "sponsors", "words": "", "actual": "300", "note": "De bakker hielp."}
    assert send(nour, dossier, kost=[row | {"note": "Het regende."}], inkomst=[gift]).status_code == 302
    assert [one[:2] for one in stored(dossier)] == [("eten", "Soep"), ("plaats", "Tent"), ("eigen", "Kas"), ("sponsors", "")]  # fmt: skip
    extra = dossier.budget_lines.get(category="plaats")
    assert (extra.extra, extra.planned, extra.actual, extra.position) == (True, 0, 300, 2)
    assert "niet gepland" in page_of(nour, dossier)
    assert send(nour, dossier).status_code == 302
    assert "Er was niets nieuws om te bewaren." in text_of(nour.get(address(dossier)))
    assert send(nour, dossier, kost=[]).status_code == 302
    assert len(stored(dossier)) == 3


def test_what_cannot_be_read_stays_and_stores_nothing(cast: Cast) -> None:
    dossier, nour = under_way(cast), browser_of(cast.nour)
    cost, income = names_of(dossier)
    answer = send(nour, dossier, **{f"actual-{cost}": "veel", f"note-{income}": "x" * 301})
    words = text_of(answer)
    assert "Soep: Schrijf een bedrag in euro, zoals 1500 of 1.500,50." in words
    assert "Er passen hoogstens 300 letters. Jij schreef er 301." in words
    assert read(answer).one("input", name=f"actual-{cost}").attributes["value"] == "veel"
    assert not Budget.of(dossier).has_actuals


def test_the_script_saves_it_and_goes_on_from_there(cast: Cast) -> None:
    dossier, nour = under_way(cast), browser_of(cast.nour)
    cost, _income = names_of(dossier)
    known = answers_of(read(nour.get(address(dossier))))
    for amount in ("2400", "2500"):
        sent = known | {f"actual-{cost}": amount}
        told = nour.post(address(dossier), sent, headers={"X-Autosave": "1"}).json()
        assert told["whole"], told
        known["seen"] = told["seen"]
    assert dossier.budget_lines.get(pk=cost).actual == 2500
    assert known["seen"] == answers_of(read(nour.get(address(dossier))))["seen"]


def test_two_people_at_once(cast: Cast) -> None:
    dossier, nour = under_way(cast), browser_of(cast.nour)
    cost, _income = names_of(dossier)
    old = read(nour.get(address(dossier))).one("input", name="seen").attributes["value"]
    send(nour, dossier, **{f"actual-{cost}": "2500"})
    answer = send(nour, dossier, **{f"actual-{cost}": "2600", "seen": old})
    words = text_of(answer)
    assert "Iemand was je voor" in words
    assert "Gewijzigd door jou, in een ander tabblad, " in words
    assert "Zo staat het nu in het dossier Kosten" in words
    assert read(answer).one("input", name=f"actual-{cost}").attributes["value"] == "2600"
    assert dossier.budget_lines.get(pk=cost).actual == 2500


def test_it_locks_with_the_report_and_opens_when_that_comes_back(cast: Cast) -> None:
    dossier = under_way(cast)
    told = {one.pk: (Decimal(500), "") for one in dossier.budget_lines.all()}
    seen = mark_of_actuals(dossier.budget_lines.all())
    for user in (cast.rik, cast.rachida, cast.ali):
        with pytest.raises(PermissionDenied):
            save_actuals(dossier=dossier, by=user, told=told, extra=[], seen=seen)
    with pytest.raises(Refused, match="werkelijke bedrag"):
        perform(dossier, "verslag-indienen", by=cast.nour, **good_data("verslag-indienen", cast))
    as_planned = {one.pk: (one.planned, "") for one in dossier.budget_lines.all()}
    save_actuals(dossier=dossier, by=cast.nour, told=as_planned, extra=[], seen=seen)
    dossier = Dossier.objects.for_page().get(pk=dossier.pk)
    seen = mark_of_actuals(dossier.budget_lines.all())
    perform(dossier, "verslag-indienen", by=cast.nour, **good_data("verslag-indienen", cast))
    dossier = Dossier.objects.for_page().get(pk=dossier.pk)
    assert not may_write_actuals(cast.nour, dossier)
    with pytest.raises(Refused, match="op slot"):
        save_actuals(dossier=dossier, by=cast.nour, told=told, extra=[], seen=seen)
    perform(dossier, "verslag-terugsturen", by=cast.rachida, **good_data("verslag-terugsturen", cast))
    assert save_actuals(dossier=dossier, by=cast.wout, told=told, extra=[], seen=seen)
    assert not save_actuals(dossier=dossier, by=cast.wout, told=told, extra=[], seen=seen)
    with pytest.raises(Moved):
        save_actuals(dossier=dossier, by=cast.wout, told={}, extra=[], seen=seen)
    with pytest.raises(PermissionDenied):
        save_plan(dossier=dossier, by=cast.rik, lines=[], requested=None, seen="")


def test_coaching_has_the_second_column_too(cast: Cast) -> None:
    dossier = with_lines(
        cast.dossier("uitvoering", coached=True, granted="3000"), line("eten", 8000), support(0)
    )
    nour = browser_of(cast.nour)
    cost, income = names_of(dossier)
    assert send(nour, dossier, **{f"actual-{cost}": "3000", f"actual-{income}": "0"}).status_code == 302
    assert "Je begroting klopt." in text_of(nour.get(address(dossier)))
    perform(dossier, "verantwoording-melden", by=cast.nour, **good_data("verantwoording-melden", cast))
    late = nour.post(address(dossier), {"wat": "werkelijk", "kost-TOTAL_FORMS": 0, "kost-INITIAL_FORMS": 0, "inkomst-TOTAL_FORMS": 0, "inkomst-INITIAL_FORMS": 0})  # fmt: skip
    assert "De werkelijke bedragen zijn op slot." in text_of(late)
    empty = cast.dossier("uitvoering", coached=True)
    assert "Er staat nog niets in." in text_of(nour.get(address(empty)))


def test_a_sheet_holds_both_columns(cast: Cast) -> None:
    dossier = under_way(cast)
    sheet = next(one for one in sheets_of(dossier) if one.key == "begroting")
    assert sheet.grids[0].rows == [["Eten en drinken", "Soep", "€\N{NO-BREAK SPACE}2.500,00"]]
    assert sheet.grids[1].total == ["Totaal", "", "€\N{NO-BREAK SPACE}2.500,00"]
    assert sheet.facts == [["Evenwicht", "Je kosten en je inkomsten zijn gelijk. Je begroting klopt."]]
    BudgetLine.objects.update(actual="400", note="Goedkoop.")
    dossier = Dossier.objects.for_page().get(pk=dossier.pk)
    sheet = next(one for one in sheets_of(dossier) if one.key == "begroting")
    assert sheet.grids[0].rows[0][3:] == ["€\N{NO-BREAK SPACE}400,00", "€\N{NO-BREAK SPACE}-2.100,00", "Goedkoop."]  # fmt: skip
    assert [len(row) for grid in sheet.grids for row in (grid.head, *grid.rows, grid.total or [])] == [6] * 7
    assert not [one for one in sheets_of(cast.dossier()) if one.key == "begroting"]


@pytest.mark.parametrize(
    "wrong",
    [
        line("eten", -1),
        line("eten", 1, actual=-1),
        line("eten", 1, extra=True),
        support(1, ""),
        support(1, answer=""),
        line("eigen", 1, giver="Genk"),
        BudgetLine(side="kost", category="eigen", planned=1),
        BudgetLine(side="inkomst", category="eten", planned=1),
    ],
)
def test_the_database_refuses_lines_that_cannot_be(cast: Cast, wrong: BudgetLine) -> None:
    wrong.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        with_lines(cast.dossier(), wrong)


def test_the_database_refuses_a_line_twice(cast: Cast) -> None:
    dossier = with_lines(cast.dossier(), line("eten", 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        with_lines(dossier, line("plaats", 1))
