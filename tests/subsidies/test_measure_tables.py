"""Measures come in as a table: first what would change, then a yes, and a way back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from actors.models import Change
from subsidies.models import Area, Call, Certainty, Level, Measure, Provider, Rhythm
from tests.actors.markup import text_of
from tests.factories import ActorKindFactory, TargetGroupFactory
from tests.subsidies.factories import CallFactory, CriterionFactory, MeasureFactory, ProviderFactory
from tests.subsidies.measure_tables import (
    NEW,
    about,
    compared,
    counts,
    exported,
    imported,
    press,
)

pytestmark = pytest.mark.django_db


# --- New measures ---------------------------------------------------------------------------------------------------


STREET = {
    "titel": "Straatgeld",
    "gever": "Stad Genk",
    "niveau": "gemeente",
    "toestand": "gepubliceerd",
    "gemeenten": "Genk; 3970",
    "wat je krijgt": "Subsidie; prijs",
    "wie mag vragen": "vzw",
    "doelgroepen": "jongeren",
    "soorten actoren": "Koor",
    "minstens in euro": "€ 250",
    "hoogstens in euro": "1.500,50",
    "hoogstens in procent": "80 %",
    "hoogstens in maanden": "12",
    "ronde 1 opent": "01-03-2027 9:00",
    "ronde 1 sluit": "15/5/2027",
    "ronde 1 budget in euro": "5000 euro",
    "ronde 2 rond": "15-9",
    "ronde 2 naam": "Najaar",
}
TWO = [list(STREET), list(STREET.values()), ["Feestgeld", "stad genk", "gemeente"]]


@pytest.fixture
def words(places: Any) -> None:
    """What the table names."""
    TargetGroupFactory(label="Jongeren", slug="jongeren")
    ActorKindFactory(label="Koor", slug="koor")
    places[1].postcodes = ["3970"]
    places[1].save()


def test_a_dry_run_writes_nothing_but_tells(desk: Client, words: None) -> None:
    run = compared(desk, TWO)
    assert counts(run) == {"nieuw": 2}
    assert run.notices == ["Nieuwe gevers: Stad Genk"]
    assert "Schrijf dit: 2 nieuw, 0 gewijzigd" in text_of(desk.get(run.get_absolute_url()))
    assert not Measure.objects.exists()
    assert not Provider.objects.exists()


def test_a_table_makes_measures_with_rounds_and_givers(desk: Client, visitor: Client, words: None) -> None:
    run = imported(desk, TWO)
    assert "Nieuwe maatregelen: 2. Gewijzigd: 0. Al gelijk: 0." in text_of(desk.get(run.get_absolute_url()))
    made = Measure.objects.get(slug="straatgeld")
    assert made.provider.title == Provider.objects.get().title == "Stad Genk"
    assert (made.level, made.area, made.is_public) == (Level.MUNICIPALITY, Area.PLACES, True)
    assert made.municipalities.count() == 2
    assert {word.slug for word in made.forms.all()} == {"subsidie", "prijs"}
    assert (made.min_amount, made.max_amount) == (250, Decimal("1500.50"))
    assert (made.max_share, made.max_months) == (80, 12)
    first, second = made.calls.order_by("pk")
    assert (first.rhythm, first.opens_at) == (Rhythm.ONCE, datetime(2027, 3, 1, 8, tzinfo=UTC))
    assert first.closes_at == datetime(2027, 5, 15, 21, 59, 59, tzinfo=UTC)
    assert (second.rhythm, second.month, second.day, second.name) == (Rhythm.YEARLY, 9, 15, "Najaar")
    assert first.certainty == Certainty.SURE
    assert visitor.get("/steun/straatgeld/").status_code == 200
    assert "Straatgeld" in text_of(visitor.get("/steun/?q=straatgeld"))
    assert visitor.get("/steun/feestgeld/").status_code == 404


def test_what_a_table_makes_stands_in_the_history(desk: Client, words: None) -> None:
    imported(desk, TWO)
    made = Measure.objects.get(slug="straatgeld")
    added = Change.objects.filter(model="subsidies.measure", key=made.pk).get()
    assert (added.act, added.by_name, added.reason) == ("nieuw", "An", "Import van steun.csv")
    assert Change.objects.filter(model="subsidies.call", into=made.pk).count() == 2


def test_undoing_takes_what_is_new_away(desk: Client, genk: Any) -> None:
    known = ProviderFactory(title="Stad Genk", slug="stad-genk")
    run = imported(
        desk,
        [
            [*NEW, "ronde 1 sluit"],
            ["Een", "Nieuw fonds", "privaat", "1-6-2027"],
            ["Twee", "stad-genk", "gemeente", ""],
            ["Drie", "Nieuw fonds", "privaat", ""],
            ["Vier", "Nieuw fonds", "privaat", "1-6-2027"],
        ],
    )
    assert Measure.objects.count() == 4
    Measure.objects.filter(slug="drie").update(description="Iemand schreef hierbij.")
    CriterionFactory(measure=Measure.objects.get(slug="vier"))
    press(desk, run, "ongedaan")
    assert {measure.slug for measure in Measure.objects.all()} == {"drie", "vier"}
    told = {row.name: row.left_alone for row in run.rows.all()}
    assert told["Drie"] == "Sindsdien gewijzigd, dus blijft hij staan: omschrijving."
    assert told["Vier"]
    assert set(Provider.objects.all()) == {known, Provider.objects.get(title="Nieuw fonds")}
    again = imported(desk, [NEW, ["Vijf", "Ander fonds", "privaat"]])
    press(desk, again, "ongedaan")
    assert not Provider.objects.filter(title="Ander fonds").exists()
    assert not Measure.objects.filter(slug="vijf").exists()
    assert Change.objects.filter(act="verwijderd", record="Een").exists()


# --- Known measures -----------------------------------------------------------------------------------------------------


def test_what_leaves_comes_in_again_without_a_change(desk: Client, field: list[Measure], genk: Any) -> None:
    full = MeasureFactory(
        title="=Alles", min_amount="0.50", max_amount=10, max_share="12.5", valid_from=date(2030, 1, 1), max_months=6,
        cumulation="deels", has_ended=True, apply_url="https://geld.example/", pays="Een\nTwee", words={"municipalities": [genk]},
    )  # fmt: skip
    summer = CallFactory(
        measure=full,
        name="Nacht",
        opens_at=datetime(2027, 3, 27, 23, tzinfo=UTC),
        closes_at=datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        spent_at=datetime(2027, 10, 30, 10, 0, 5, tzinfo=UTC),
        budget="5000.50",
    )
    CallFactory(measure=full, closes_at=datetime(2027, 10, 31, 1, 30, tzinfo=UTC))
    CallFactory(measure=full, rhythm=Rhythm.YEARLY, closes_at=None, month=2, day=29)
    rows = exported(desk)
    assert len(rows) == 7
    row = about(rows, full.slug)
    assert row["titel"] == "'=Alles"
    assert (row["minstens in euro"], row["hoogstens in procent"]) == ("0,50", "12,50")
    assert row["ronde 1 sluit"] == "31-10-2027 02:30 zomertijd"
    assert row["ronde 2 sluit"] == "31-10-2027 02:30 wintertijd"
    assert row["ronde 1 opent"] == "28-03-2027"
    assert row["ronde 1 budget op sinds"] == "30-10-2027 12:00:05"
    assert row["ronde 3 rond"] == "29-2"
    assert "ronde 4 naam" not in rows[0]
    run = compared(desk, rows)
    assert counts(run) == {"gelijk": 6}
    summer.refresh_from_db()
    assert summer.name == "Nacht"


def test_a_changed_table_changes_only_what_differs_and_can_be_undone(desk: Client, street: Measure) -> None:
    CallFactory(measure=street, name="Zomer", closes_at=datetime(2027, 6, 1, tzinfo=UTC))
    first = street.calls.order_by("pk")[0]
    before = first.closes_at
    run = imported(
        desk,
        [
            ["sleutel", "hoogstens in euro", "voor wie", "ronde 1 sluit", "ronde 3 sluit", "ronde 3 naam"],
            ["straatgeld", "2.000", "Straten", "1-7-2027 17:30", "1-12-2027", "Winter"],
        ],
    )
    assert counts(run) == {"gewijzigd": 1}
    street.refresh_from_db()
    first.refresh_from_db()
    assert (street.max_amount, street.for_whom) == (2000, "Straten")
    assert first.closes_at == datetime(2027, 7, 1, 15, 30, tzinfo=UTC)
    assert street.calls.get(name="Winter").rhythm == Rhythm.ONCE
    told = text_of(desk.get(f"/beheer/subsidies/measure/{street.pk}/history/"))
    assert "Import van steun.csv" in told
    assert "1 juli 2027, 17:30" in told
    press(desk, run, "ongedaan")
    street.refresh_from_db()
    first.refresh_from_db()
    assert (street.max_amount, street.for_whom, street.calls.count()) == (1500, "", 2)
    assert first.closes_at
    assert before
    assert first.closes_at - before < timedelta(seconds=60)  # the table tells minutes


def test_a_round_that_somebody_changed_since_stays_whole(desk: Client, street: Measure) -> None:
    run = imported(desk, [["sleutel", "ronde 2 sluit"], ["straatgeld", "1-12-2027"]])
    Call.objects.filter(pk=street.calls.latest("pk").pk).update(note="Nog niet zeker")
    press(desk, run, "ongedaan")
    assert street.calls.count() == 2
    assert "Ronde 2 is sindsdien gewijzigd, dus die blijft." in run.rows.get().left_alone


def test_what_changed_after_comparing_is_looked_at_again(desk: Client, street: Measure) -> None:
    run = compared(desk, [["sleutel", "ronde 1 sluit"], ["straatgeld", "1-12-2027"]])
    Call.objects.update(closes_at=datetime(2027, 9, 1, tzinfo=UTC))
    answer = press(desk, run, "schrijven")
    assert "Nog niets is geschreven." in text_of(answer) or "niets geschreven" in text_of(answer)
    assert street.calls.get().closes_at == datetime(2027, 9, 1, tzinfo=UTC)
    assert run.state == "klaar"


def test_an_empty_cell_empties_and_some_never_do(desk: Client, street: Measure) -> None:
    run = imported(
        desk,
        [["sleutel", "hoogstens in euro", "titel", "niveau", "doelgroepen"], ["straatgeld", "", "", "", ""]],
    )
    street.refresh_from_db()
    assert run.rows.get().after == {"max_amount": "", "target_groups": ""}
    assert (street.max_amount, street.title) == (None, "Straatgeld")


def test_the_same_title_by_the_same_giver_is_a_question(desk: Client, street: Measure) -> None:
    rows = [NEW, ["straatgeld", "Stad Genk", "gemeente"], ["Straatgeld", "Een ander", "gemeente"]]
    run = compared(desk, rows)
    assert counts(run) == {"vraag": 1, "nieuw": 1}
    told = text_of(desk.get(run.get_absolute_url()))
    assert "lijkt op een maatregel die we al kennen" in told
    assert "(Stad Genk)" in told
    row = run.rows.get(state="vraag")
    press(desk, run, "antwoorden", **{f"rij-{row.pk}": "zelfde"})
    assert counts(run) == {"gewijzigd": 1, "nieuw": 1}
    assert run.rows.get(state="gewijzigd").after == {"title": "straatgeld"}
    other = compared(desk, rows)
    press(desk, other, "antwoorden", alles="overslaan")
    assert counts(other) == {"overgeslagen": 1, "nieuw": 1}
