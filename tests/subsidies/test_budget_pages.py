"""Writing a budget in a browser: nothing that was typed is lost, nothing doubles, and both sides are told."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecru.base.spreadsheet import plain
from subsidies.models import BudgetLine, Dossier
from tests.actors.markup import read, text_of
from tests.actors.own_cast import sent
from tests.subsidies.budget_cast import asking, line, posted, support, with_lines
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.factories import CallFactory, MeasureFactory
from tests.subsidies.test_dossier_pages import browser_of, page_of, press

pytestmark = pytest.mark.django_db
GOOD: dict[str, list[dict[str, Any]]] = {
    "kost": [
        {"category": "artiesten", "words": "Twee dirigenten", "planned": "1.234,56"},
        {"category": "plaats", "words": "", "planned": "€ 2765,44"},
    ],
    "inkomst": [{"category": "eigen", "words": "Kas", "planned": "500"}],
    "steun": [{"giver": "Stad Genk", "answer": "toegekend", "planned": "1000,00"}],
}


def address(dossier: Dossier) -> str:
    """Where its budget stands."""
    return f"{DOSSIERS}{dossier.pk}/begroting/"


def seen_on(browser: Client, dossier: Dossier) -> str:
    """The mark of what stands on the page."""
    return read(browser.get(address(dossier))).one("input", name="seen").attributes["value"] or ""


def send(browser: Client, dossier: Dossier, rows: Any = None, **main: Any) -> Any:
    """Saves ``rows`` on a page that was just opened."""
    begun = {"requested": "2500"} | main
    if "seen" not in begun:
        begun["seen"] = seen_on(browser, dossier)
    return browser.post(address(dossier), posted(GOOD if rows is None else rows, **begun))


def stored(dossier: Dossier) -> list[Any]:
    """What the database holds, costs first."""
    return [(one.category, one.words or one.giver, one.planned) for one in dossier.budget_lines.order_by("-side", "position")]  # fmt: skip


def test_from_an_empty_page_to_a_budget_that_balances_and_is_sent(cast: Cast) -> None:
    dossier, nour = asking(cast), browser_of(cast.nour)
    assert "Vul je begroting in: wat het kost, en wie betaalt." in page_of(nour, dossier)
    assert "Je begroting klopt." not in text_of(nour.get(address(dossier)))
    assert "Vul je begroting in" in text_of(press(nour, dossier, "indienen"))
    short = GOOD | {"inkomst": []}
    assert send(nour, dossier, short).status_code == 302
    words = text_of(nour.get(address(dossier)))
    assert "Je kosten zijn € 500,00 hoger dan je inkomsten." in words
    assert "Je kosten (€ 4.000,00) zijn € 500,00 hoger dan je inkomsten (€ 3.500,00)." in words
    assert "Je kosten (€ 4.000,00) zijn € 500,00 hoger" in text_of(press(nour, dossier, "indienen"))
    assert (
        send(nour, dossier, GOOD | {"inkomst": [{"category": "eigen", "planned": "600"}]}).status_code == 302
    )
    assert "Je inkomsten (€ 4.100,00) zijn € 100,00 hoger" in text_of(press(nour, dossier, "indienen"))
    assert send(nour, dossier).status_code == 302
    assert stored(dossier) == [
        ("artiesten", "Twee dirigenten", Decimal("1234.56")),
        ("plaats", "", Decimal("2765.44")),
        ("eigen", "Kas", Decimal(500)),
        ("steun", "Stad Genk", Decimal(1000)),
    ]
    assert "Je kosten en je inkomsten zijn gelijk. Je begroting klopt." in text_of(nour.get(address(dossier)))
    words = page_of(nour, dossier)
    assert "Wijzig de begroting" in words
    assert "Stad Genk Steun van een andere gever toegekend € 1.000,00" in words
    assert press(nour, dossier, "indienen").status_code == 302
    assert "Wijzig de begroting" not in page_of(nour, dossier)


def test_the_amount_that_is_asked_is_one_and_the_same(cast: Cast) -> None:
    dossier, nour = asking(cast), browser_of(cast.nour)
    send(nour, dossier, requested="€ 2.400,10")
    dossier.refresh_from_db()
    assert dossier.requested == Decimal("2400.10")
    Dossier.objects.filter(pk=dossier.pk).update(requested="2500")
    field = read(nour.get(address(dossier))).one("input", name="requested")
    assert field.attributes["value"] == "2500,00"
    assert "Je begroting klopt." in text_of(nour.get(address(dossier)))
    send(nour, dossier, requested="")
    dossier.refresh_from_db()
    assert dossier.requested is None


def test_one_more_row_stores_nothing_and_loses_nothing(cast: Cast) -> None:
    dossier, nour = asking(cast), browser_of(cast.nour)
    wrong = {"kost": [{"category": "", "words": "Zaal", "planned": "veel"}, {"words": "Weg", "DELETE": "on"}], "steun": []}  # fmt: skip
    for group, more in (("kost", 2), ("inkomst", 1), ("steun", 1), ("onbekend", 0)):
        answer = send(nour, dossier, wrong, do=f"nog-{group}", requested="twee")
        form = read(answer)
        assert answer.status_code == 200
        assert form.one("input", name="kost-0-planned").attributes["value"] == "veel"
        assert form.one("input", name="requested").attributes["value"] == "twee"
        if group != "onbekend":
            assert form.one("input", name=f"{group}-TOTAL_FORMS").attributes["value"] == str(more)
        assert "Kijk dit nog even na" not in text_of(answer)
        assert "Weg" not in [one.attributes.get("value") for one in form.every("input")]
    assert not BudgetLine.objects.exists()


def test_what_is_wrong_is_said_beside_it_and_nothing_is_stored(cast: Cast) -> None:
    dossier, nour = asking(cast), browser_of(cast.nour)
    measure = cast.call.measure
    rows = {
        "kost": [{"category": "goud", "words": "<b>x</b>" * 30, "planned": "-5"}, {}],
        "inkomst": [{"category": "steun", "planned": "1"}],
        "steun": [{"giver": f" {measure.title.upper()} ", "answer": "misschien", "planned": ""}],
    }
    answer = send(nour, dossier, rows, requested="99999999999999")
    words = text_of(answer)
    for told in (
        "Kies welke soort het is.",
        "Er passen hoogstens 120 letters. Jij schreef er 240.",
        "Dit is de steun die je in dit dossier vraagt.",
        "Zeg of het gevraagd of toegekend is.",
        "Vul een bedrag in, ook als het 0 is.",
    ):
        assert told in words
    assert "&lt;b&gt;x" in answer.content.decode()
    assert not BudgetLine.objects.exists()
    assert Dossier.objects.get(pk=dossier.pk).requested == 2500


@pytest.mark.parametrize("total", ["", "-1", "x", "99999999999", "²"])
def test_hostile_counts_of_rows_give_a_calm_page(cast: Cast, total: str) -> None:
    dossier, nour = asking(cast), browser_of(cast.nour)
    sent = posted(GOOD, seen=seen_on(nour, dossier), requested="5") | {"kost-TOTAL_FORMS": total}
    for more in ({}, {"do": "nog-kost"}):
        assert nour.post(address(dossier), sent | more).status_code in {200, 302}  # fewer than none is none
    assert not BudgetLine.objects.filter(side="kost").exists()
    assert nour.post(address(dossier), {}).status_code == 200


def test_emptied_rows_and_rows_that_are_taken_away_go(cast: Cast) -> None:
    dossier, nour = asking(cast), browser_of(cast.nour)
    send(nour, dossier)
    first = dict(GOOD["kost"][0])
    rows = {"kost": [first | {"DELETE": "on", "planned": "stuk"}, {}, GOOD["kost"][1]], "inkomst": [{}]}
    assert send(nour, dossier, rows).status_code == 302
    assert stored(dossier) == [("plaats", "", Decimal("2765.44"))]


def test_a_second_click_changes_nothing(cast: Cast) -> None:
    dossier, nour = asking(cast), browser_of(cast.nour)
    seen = seen_on(nour, dossier)
    for _click in range(2):
        assert send(nour, dossier, seen=seen).status_code == 302
    assert len(stored(dossier)) == 4
    assert "Er was niets nieuws om te bewaren." in text_of(nour.get(address(dossier)))


def autosave(browser: Client, dossier: Dossier, seen: str, rows: Any = None, **main: Any) -> Any:
    """What the script sends."""
    sent = posted(GOOD if rows is None else rows, seen=seen, **({"requested": "2500"} | main))
    return browser.post(address(dossier), sent, headers={"X-Autosave": "1"})


def test_the_script_saves_whole_tables_and_says_when_one_waits(cast: Cast) -> None:
    dossier, nour = asking(cast), browser_of(cast.nour)
    seen = seen_on(nour, dossier)
    half = {"kost": [{"category": "eten", "words": "Soep", "planned": ""}]}
    waits = autosave(nour, dossier, seen, half)
    assert (waits.json()["whole"], waits.json()["seen"]) == (False, seen)
    assert "een lijn is niet af" in waits.json()["saved"]
    assert not stored(dossier)
    told = autosave(nour, dossier, seen)
    assert told.json()["saved"].startswith("Bewaard om ")
    assert len(stored(dossier)) == 4
    one = {"kost": [{"category": "eten", "words": "Soep", "planned": "50"}]}
    assert autosave(nour, dossier, told.json()["seen"], one).status_code == 200
    assert stored(dossier) == [("eten", "Soep", Decimal(50))]
    quiet = autosave(nour, dossier, seen)
    assert quiet.status_code == 409
    assert "Er is niets overschreven" in quiet.json()["problem"]
    answer = send(nour, dossier, seen=seen)
    assert read(answer).one("form", id="begroting").attributes["data-paused"] == ""
    more = read(send(nour, dossier, half, do="nog-kost")).one("form", id="begroting")
    assert more.attributes["data-to-save"] == ""
    press(nour, dossier, "intrekken")
    assert "op slot" in autosave(nour, dossier, seen).json()["problem"]


def test_two_people_at_once_see_both_tables_and_nobody_is_overwritten(cast: Cast) -> None:
    dossier, nour, wout = asking(cast), browser_of(cast.nour), browser_of(cast.wout)
    seen = seen_on(wout, dossier)
    send(nour, dossier)
    mine = {"kost": [{"category": "eten", "words": "Soep", "planned": "50"}]}
    answer = send(wout, dossier, mine, seen=seen, requested="50")
    words = text_of(answer)
    assert "Iemand was je voor" in words
    assert "Gewijzigd door Nour, " in words
    assert "Twee dirigenten" in words
    assert "Intussen gewijzigd door Nour (" in autosave(wout, dossier, seen, mine).json()["problem"]
    form = read(answer)
    assert form.one("input", name="kost-0-words").attributes["value"] == "Soep"
    assert len(stored(dossier)) == 4
    again = send(wout, dossier, mine, seen=form.one("input", name="seen").attributes["value"], requested="50")
    assert again.status_code == 302
    assert stored(dossier) == [("eten", "Soep", Decimal(50))]


def test_an_amount_changed_elsewhere_counts_as_another_plan(cast: Cast) -> None:
    dossier, nour = asking(cast), browser_of(cast.nour)
    seen = seen_on(nour, dossier)
    Dossier.objects.filter(pk=dossier.pk).update(requested="100")
    assert "Iemand was je voor" in text_of(send(nour, dossier, seen=seen))
    assert Dossier.objects.get(pk=dossier.pk).requested == 100


def test_who_may_write_and_until_when(cast: Cast) -> None:
    dossier, nour = asking(cast), browser_of(cast.nour)
    place = dossier.persons.get(user=cast.wout)
    place.sections = ["plan"]
    place.save()
    for user in (cast.wout, cast.rik, cast.rachida):
        browser = browser_of(user)
        assert browser.get(address(dossier)).status_code == 200
        assert browser.post(address(dossier), posted(GOOD)).status_code == 403
    assert browser_of(cast.ali).get(address(dossier)).status_code == 404
    assert browser_of(cast.ali).post(address(dossier), posted(GOOD)).status_code == 404
    assert browser_of(cast.ali).get(f"{address(dossier)}tabel.csv").status_code == 404
    seen = seen_on(nour, dossier)
    send(nour, dossier)
    press(nour, dossier, "indienen")
    late = send(
        nour, dossier, {"kost": [{"category": "eten", "words": "Te laat", "planned": "5"}]}, seen=seen
    )
    assert "De begroting is op slot." in text_of(late)
    assert read(late).one("input", name="kost-0-words").attributes["value"] == "Te laat"
    assert len(stored(dossier)) == 4
    assert not read(nour.get(address(dossier))).every("input", name="seen")


def test_what_was_opened_again_opens_the_budget_with_the_amount(cast: Cast) -> None:
    nour = browser_of(cast.nour)
    closed = asking(cast, "aanvulling", reopened=["summary"])
    assert not read(nour.get(address(closed))).every("input", name="seen")
    opened = asking(cast, "aanvulling", reopened=["requested"])
    assert send(nour, opened).status_code == 302
    assert len(stored(opened)) == 4


def test_a_round_that_asks_no_budget_has_none_and_coaching_may_have_one(cast: Cast) -> None:
    plain_one, nour = cast.dossier(requested="2500"), browser_of(cast.nour)
    assert nour.get(address(plain_one)).status_code == 404
    assert nour.get(f"{address(plain_one)}tabel.csv").status_code == 404
    assert "Vul de begroting in" not in page_of(nour, plain_one)
    assert press(nour, plain_one, "indienen").status_code == 302
    coached = cast.dossier("opmaak", coached=True)
    assert "Vul de begroting in" in page_of(nour, coached)
    assert press(nour, coached, "laten-lezen").status_code == 302
    other = cast.dossier("opmaak", coached=True)
    assert send(nour, other, requested="10").status_code == 302
    assert "Je kosten zijn € 2.490,00 hoger dan je inkomsten." in text_of(nour.get(address(other)))
    assert "Dit is de steun die je in dit dossier vraagt." in text_of(
        send(nour, other, {"steun": [{"giver": "een  Fonds", "answer": "gevraagd", "planned": "1"}]})
    )
    assert press(nour, other, "laten-lezen").status_code == 302


def test_a_giver_that_we_know_becomes_the_measure(cast: Cast) -> None:
    known = MeasureFactory(title="Vlaams geld")
    dossier, nour = asking(cast), browser_of(cast.nour)
    assert "Vlaams geld" in nour.get(address(dossier)).content.decode()
    send(nour, dossier, {"steun": [{"giver": "vlaams  GELD", "answer": "gevraagd", "planned": "10"}, {"giver": "Tante", "answer": "gevraagd", "planned": "5"}]})  # fmt: skip
    assert [one.measure for one in dossier.budget_lines.order_by("position")] == [known, None]


def test_costs_that_the_giver_does_not_pay_are_ticked_where_it_pays_a_share(cast: Cast) -> None:
    dossier, nour = asking(cast), browser_of(cast.nour)
    assert not read(nour.get(address(dossier))).every("input", name="kost-0-left_out")
    measure = cast.call.measure
    measure.max_share, measure.pays_not = "50", "Geen eten."
    measure.save()
    words = text_of(nour.get(address(dossier)))
    assert "Wat deze steun niet betaalt Geen eten." in words
    rows = {"kost": [{"category": "eten", "planned": "100", "left_out": "on"}, {"category": "plaats", "planned": "100"}]}  # fmt: skip
    send(nour, dossier, rows, requested="60")
    assert "hoogstens 50 % van de kosten die meetellen (€ 100,00): dat is € 50,00." in text_of(nour.get(address(dossier)))  # fmt: skip
    assert "de gever betaalt dit niet" in page_of(nour, dossier)


def test_a_spreadsheet_gets_every_line_and_no_formula(cast: Cast) -> None:
    dossier = with_lines(asking(cast), line("eten", "1234.5", "=HYPERLINK(1)"), support("10", "+32"))
    answer = browser_of(cast.bea).get(f"{address(dossier)}tabel.csv")
    assert answer.status_code == 404
    answer = browser_of(cast.rik).get(f"{address(dossier)}tabel.csv")
    rows = [row.split(";") for row in answer.content.decode("utf-8-sig").splitlines()]
    assert rows[0] == ["Kant", "Soort", "Wat", "Opmerking", "Gepland", "Werkelijk", "Waarom"]
    assert rows[1] == ["Kosten", "Eten en drinken", "'=HYPERLINK(1)", "", "1234,50", "", ""]
    assert rows[2][4] == "2500,00"
    assert rows[3][2:5] == ["'+32", "gevraagd", "10,00"]
    assert plain(rows[1][2]) == "=HYPERLINK(1)"
    assert "attachment" in answer["Content-Disposition"]


def test_pages_ask_as_much_for_two_lines_as_for_forty(cast: Cast) -> None:
    counts = []
    page_of(browser_of(cast.nour), asking(cast))
    for number in (2, 40):
        lines = [support("1", "Vlaams geld", measure=cast.call.measure) for _one in range(number)]
        dossier, nour = with_lines(asking(cast), line("eten", 5), *lines), browser_of(cast.nour)
        for page in (address(dossier), f"{DOSSIERS}{dossier.pk}/"):
            with CaptureQueriesContext(connection) as asked:
                nour.get(page)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_in_english_it_says_the_same(cast: Cast) -> None:
    dossier, nour = with_lines(asking(cast), line("eten", 500)), browser_of(cast.nour)
    words = text_of(nour.get(f"/en{address(dossier)}"))
    assert "Your incomes are €2,000.00 higher than your costs." in words
    assert "Food and drinks" in words


def test_who_keeps_a_round_of_ecru_says_whether_it_asks_a_budget(cast: Cast) -> None:
    editor = browser_of(cast.an)
    page = f"/mijn/steun/{cast.call.measure.slug}/rondes/{cast.call.pk}/"
    assert editor.post(page, sent(editor.get(page)) | {"asks_budget": "on"}).status_code == 302
    cast.call.refresh_from_db()
    assert cast.call.asks_budget
    editor.post(page, sent(editor.get(page)))
    cast.call.refresh_from_db()
    assert cast.call.asks_budget
    other = CallFactory(measure=MeasureFactory(title="Vlaams geld"))
    page = f"/mijn/steun/{other.measure.slug}/rondes/{other.pk}/"
    assert not read(editor.get(page)).every("input", name="asks_budget")
    assert "Wie aanvraagt, vult een begroting in" not in text_of(editor.get(page))
