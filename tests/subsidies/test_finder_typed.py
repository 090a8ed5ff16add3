"""Whatever somebody types in the finder: amounts and days as people write them, and what nobody should send."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from subsidies.finding.directory import FinderDirectory
from tests.subsidies.test_finder import FINDER, PERSON, found, page, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_dutch")]


# --- Whatever somebody types ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1.500", 1500), ("1500,50", "1500.50"), ("€ 2 000", 2000), ("2000 euro", 2000), (" 7 ", 7), ("0", 0)],
)
def test_amounts_are_read_as_people_write_them(street: Any, typed: str, amount: Any) -> None:
    directory = Client().get(FINDER, {"bedrag": typed}).context["directory"]
    assert directory.plan.amount == Decimal(amount)
    assert not directory.typed.wrong


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("bedrag=-5", "Schrijf een bedrag in euro"),
        ("bedrag=veel", "Schrijf een bedrag in euro"),
        ("bedrag=" + "9" * 30, "Dit is meer dan iemand geeft"),
        ("bedrag=1,234.5.6", "Schrijf een bedrag in euro"),
        ("bedrag=500&kosten=400", "Je vraagt meer dan je hele plan kost"),
        ("begin=morgen", "Dit is geen dag"),
        ("begin=2027-02-30", "Dit is geen dag"),
        ("begin=9999-12-31", "Kies een dag tussen 2000 en 2100"),
        ("einde=0001-01-01", "Kies een dag tussen 2000 en 2100"),
        ("begin=2027-05-01&einde=2027-04-30", "Je plan stopt voor het begint"),
    ],
)
def test_what_cannot_be_stays_and_gets_a_sentence(street: Any, query: str, told: str) -> None:
    answer = page(query)
    said = " ".join(answer.content.decode().split())
    assert told in said
    assert "Tot dan telt het niet mee" in said
    for name, value in answer.context["directory"].typed.typed.items():
        assert f'name="{name}"' in said
        assert f'value="{escape(value)}"' in said
    assert "pagina" not in answer.context["directory"].question


@pytest.mark.parametrize("typed", ["31-12-2030", "31/12/2030", "31.12.2030", "2030-12-31"])
def test_days_are_read_as_people_write_them(street: Any, typed: str) -> None:
    directory = Client().get(FINDER, {"begin": typed}).context["directory"]
    assert str(directory.plan.begins) == "2030-12-31"


HOSTILE = [
    "",
    "x" * 10_000,
    "🎉" * 50,
    "a\x00b",
    "-1",
    "1e999",
    "NaN",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "%s%(x)s",
    "../../etc",
    "٣",
    "9" * 400,
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: value[:12] or "leeg")
def test_no_parameter_can_be_attacked(street: Any, value: str) -> None:
    client = Client()
    names = [*FinderDirectory.questions(), "onbekend"]
    every: list[Any] = [*({name: [value, "genk", value]} for name in names), dict.fromkeys(names, value)]
    for data in every:
        answer = client.get(FINDER, data, **PERSON)
        assert answer.status_code == 200, data
        assert "<script>alert" not in answer.content.decode()
    swap = client.get(
        FINDER, dict.fromkeys(names, value), headers={"HX-Request": "true", "user-agent": "Mozilla"}
    )
    assert swap.status_code == 200


def test_unknown_words_are_told_and_do_not_count(street: Any) -> None:
    assert "een keuze die hier niet bestaat" in text("gemeente=mars")
    assert found("gemeente=mars") == ["Straatgeld"]
    assert page("wie=vzw&wie=persoon").context["directory"].plan.legal_form == "persoon"


def test_equal_plans_are_one_question(street: Any) -> None:
    def question(query: str) -> str:
        return str(page(query).context["directory"].question)

    assert question("bedrag=1.500&gemeente=genk") == question("gemeente=genk&bedrag=€ 1500,00")
    assert question("begin=31-12-2030") == "begin=2030-12-31"
    assert question("bedrag=veel") == ""
