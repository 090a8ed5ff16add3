"""What is wrong in a table of measures, what a workbook makes of it, how large it may be, and who sends it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Role
from ecru.base.models import Publication
from subsidies.models import Call, Measure, MeasureImport, Provider
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.actors.table_files import csv_file, fault
from tests.factories import TargetGroupFactory, UserFactory
from tests.subsidies.factories import MeasureFactory
from tests.subsidies.measure_tables import (
    ADD,
    EXPORT,
    NEW,
    compared,
    counts,
    exported,
    faults,
    imported,
    press,
    upload,
)

pytestmark = pytest.mark.django_db


# --- What is wrong --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("hoogstens in euro", "veel", "Schrijf een bedrag in euro"),
        ("hoogstens in euro", "-5", "Schrijf een bedrag in euro"),
        ("hoogstens in procent", "101", "Schrijf een percentage van 0 tot 100"),
        ("hoogstens in procent", "half", "Schrijf een percentage van 0 tot 100"),
        ("hoogstens in maanden", "een jaar", "Schrijf een heel getal"),
        ("niveau", "dorp", "gemeente, ecru"),
        ("geldt vanaf", "31-2-2027", "Schrijf een dag zoals 31-12-2026."),
        ("wat je krijgt", "geldzak", "“geldzak” kennen we niet."),
        ("wie mag vragen", "vzw; een persoon", "“een persoon” kennen we niet."),
        ("gever", "x" * 121, "Dit is langer dan 120 tekens."),
        ("nagekeken op", "31-12-2099", "Die dag moet nog komen."),
        ("sleutel", "zoeken", "Op dit adres staat een pagina van ons."),
        ("ronde 1 sluit", "28-03-2027 02:30", "Dit uur bestaat niet"),
        ("ronde 1 sluit", "31-10-2027 02:30", "Dit uur komt twee keer"),
        ("ronde 1 sluit", "1-6-2027 25:00", "Schrijf een dag en een uur zoals 15-05-2027 17:00."),
        ("ronde 1 sluit", "1-6-2027 ’s avonds", "Schrijf een dag en een uur zoals 15-05-2027 17:00."),
        ("ronde 1 sluit", "morgen", "Schrijf een dag en een uur zoals 15-05-2027 17:00."),
        ("ronde 1 sluit", "1-6-1027", "Het jaar 1027 kan niet kloppen."),
        ("ronde 1 rond", "eind mei", "Schrijf een dag van het jaar zoals 15-5."),
        ("ronde 1 rond", "30-2", "Die maand heeft die dag niet."),
        ("ronde 1 hoe vaak", "soms", "eenmalig, jaarlijks, doorlopend"),
        ("ronde 1 hoe vaak", "jaarlijks", "Geef de laatste dag, of anders de maand"),
        ("ronde 1 naam", "Lente", "Geef de laatste dag"),
        ("ronde 2 sluit", "1-6-2027", "Vul eerst ronde 1 in."),
    ],
)
def test_every_fault_has_its_row_and_column(
    desk: Client, db: None, header: str, cell: str, told: str
) -> None:
    values = {"titel": "Straatgeld", "gever": "Stad Genk", "niveau": "gemeente", header: cell}
    run = compared(desk, [list(values), list(values.values())])
    assert counts(run) == {"geweigerd": 1}
    found = faults(run)
    where = (
        header
        if header in found
        else {"ronde 1 rond": "ronde 1 rond", "ronde 2 sluit": "ronde 2 naam"}.get(header, "ronde 1 sluit")
    )
    assert told in found[where]
    assert text_of(desk.get(run.get_absolute_url())).count(told)
    page = b"".join(
        desk.get(f"/beheer/subsidies/measureimport/{run.pk}/geweigerd/").streaming_content
    ).decode()
    assert header in page
    assert not Measure.objects.exists()


@pytest.mark.parametrize(
    ("values", "where", "told"),
    [
        ({"minstens in euro": "2000"}, "minstens in euro", "Het hoogste bedrag is lager dan het minste."),
        ({"geldt vanaf": "1-2-2027", "geldt tot en met": "1-1-2027"}, "geldt tot en met", "Het eindigt voor het begint."),
        ({"ronde 1 opent": "1-1-2030"}, "ronde 1 sluit", "Het sluit voor het opengaat."),
        ({"ronde 1 sluit": "", "ronde 1 hoe vaak": "", "ronde 1 zekerheid": ""}, "ronde 1 naam", "Een tabel haalt geen ronde weg."),
        ({"ronde 1 hoe vaak": ""}, "ronde 1 hoe vaak", "Zeg hoe vaak"),
        ({"ronde 1 zekerheid": ""}, "ronde 1 zekerheid", "Zeg hoe zeker"),
        ({"ronde 1 budget op sinds": "1-1-2027", "ronde 1 opent": "1-2-2027", "ronde 1 sluit": "1-3-2027"}, "ronde 1 opent", "Het budget kan niet op zijn"),
    ],
)  # fmt: skip
def test_rules_hold_together_with_what_is_known(
    desk: Client, street: Measure, values: dict[str, str], where: str, told: str
) -> None:
    run = compared(desk, [["sleutel", *values], ["straatgeld", *values.values()]])
    assert told in faults(run)[where]


def test_twice_the_same_key_is_refused(desk: Client, street: Measure) -> None:
    run = compared(desk, [["sleutel", "voor wie"], ["straatgeld", "a"], ["straatgeld", "b"]])
    assert counts(run) == {"geweigerd": 2}
    assert "Rij 2 heeft hetzelfde." in text_of(desk.get(run.get_absolute_url()))


def test_a_new_measure_needs_three_things(desk: Client) -> None:
    run = compared(desk, [["titel", "voor wie"], ["Straatgeld", "iedereen"]])
    assert faults(run) == dict.fromkeys(["gever", "niveau"], "Een nieuwe maatregel heeft dit nodig.")


def test_a_table_of_something_else_is_refused(desk: Client, db: None) -> None:
    answer = upload(desk, csv_file([["naam", "soort"], ["Koor", "koor"]]))
    assert "waaraan we een maatregel herkennen: titel, sleutel" in fault(answer)
    assert "leeg" in fault(upload(desk, b""))
    assert not MeasureImport.objects.exists()


def test_a_word_that_went_meanwhile_is_seen(desk: Client, street: Measure) -> None:
    group = TargetGroupFactory(label="Ouderen", slug="ouderen")
    run = compared(desk, [["sleutel", "doelgroepen"], ["straatgeld", "Ouderen"]])
    group.delete()
    press(desk, run, "schrijven")
    assert counts(run) == {"geweigerd": 1}


def test_a_key_that_was_taken_meanwhile_is_seen(desk: Client, db: None) -> None:
    run = compared(desk, [["sleutel", *NEW], ["feest", "Feest", "Fonds", "privaat"]])
    MeasureFactory(slug="feest", title="Anders")
    press(desk, run, "schrijven")
    assert counts(run) == {"gewijzigd": 1}


# --- Workbooks, size, rights ---------------------------------------------------------------------------------------------


def test_a_workbook_keeps_its_hours_and_numbers(desk: Client, db: None) -> None:
    imported(
        desk,
        [
            [*NEW, "hoogstens in euro", "ronde 1 sluit", "ronde 2 sluit", "ronde 3 rond"],
            [
                "Een",
                "Fonds",
                "privaat",
                1500.5,
                datetime(2027, 5, 15, 17, 30),  # noqa: DTZ001 - a cell has no zone
                date(2027, 6, 1),
                date(2027, 5, 15),
            ],
        ],
        book=True,
    )
    made = Measure.objects.get()
    one, two, three = made.calls.order_by("pk")
    assert made.max_amount == Decimal("1500.50")
    assert one.closes_at == datetime(2027, 5, 15, 15, 30, tzinfo=UTC)
    assert two.closes_at == datetime(2027, 6, 1, 21, 59, 59, tzinfo=UTC)
    assert (three.month, three.day) == (5, 15)
    answer = desk.post(EXPORT, {"file_type": "xlsx"})
    assert answer.content.startswith(b"PK")


def test_titles_that_are_alike_get_addresses_of_their_own(desk: Client, db: None) -> None:
    MeasureFactory(slug="feest-2", title="Anders")
    imported(
        desk,
        [
            NEW,
            ["Feest", "Een", "privaat"],
            ["Feest!", "Twee", "privaat"],
            ["?", "Een", "privaat"],
            ["Zoeken", "Een", "privaat"],
        ],
    )
    assert set(Measure.objects.values_list("slug", flat=True)) == {
        "feest",
        "feest-2",
        "feest-3",
        "steun",
        "zoeken-2",
    }


@pytest.mark.unmeasured
def test_five_thousand_rows_in_steps_and_few_queries(
    desk: Client, genk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actors.admin.tables.imports.STEP", 0.0)
    rows = [
        [*NEW, "gemeenten", "wat je krijgt", "hoogstens in euro", "ronde 1 sluit"],
        *(
            [f"Steun {n}", f"Fonds {n % 50}", "gemeente", "Genk", "subsidie", "1.500", "15-05-2027 12:00"]
            for n in range(5000)
        ),
    ]
    upload(desk, csv_file(rows))
    run = MeasureImport.objects.get()
    with CaptureQueriesContext(connection) as one_step:
        press(desk, run, "verder")
    assert len(one_step) <= 40
    while run.state == "vergelijken":
        press(desk, run, "verder")
    with CaptureQueriesContext(connection) as writing:
        press(desk, run, "schrijven")
    assert (Measure.objects.count(), Call.objects.count(), Provider.objects.count()) == (5000, 5000, 50)
    assert len(writing) <= 1500  # a hundred and fifty a step of five hundred, however many rows it has
    with CaptureQueriesContext(connection) as undoing:
        press(desk, run, "ongedaan")
    assert not Measure.objects.exists()
    assert not Provider.objects.exists()
    assert len(undoing) <= 1500


def test_the_list_is_exported_as_it_is_filtered(desk: Client, street: Measure, spent: Measure) -> None:
    page = text_of(desk.get(f"{EXPORT}?level__exact=privaat"))
    assert "De lijst bevat 1 maatregel." in page
    assert "e-mail" not in page.lower().split("bestand")[-1]
    assert [row[0] for row in exported(desk, "level__exact=privaat")] == ["sleutel", "feestfonds"]
    assert desk.get(f"{EXPORT}?level__nergens=1").status_code == 302
    assert "/beheer/subsidies/measure/exporteren/" in desk.get("/beheer/subsidies/measure/").text


def test_only_who_keeps_the_field_exchanges_tables(street: Measure, his: Client) -> None:
    for browser in (his, signed_in(UserFactory(role=Role.MEMBER))):
        for address in (ADD, EXPORT, "/beheer/subsidies/measureimport/"):
            assert browser.get(address).status_code in {302, 403}
    assert street.status == Publication.PUBLISHED


def test_the_pages_of_imports_tell_how_tables_are_read(desk: Client, db: None) -> None:
    page = text_of(desk.get(ADD))
    assert "Rondes staan naast elkaar, de oudste eerst." in page
    assert "Bedragen als 1500, 1.500,50 of € 1.500." in page
    run = compared(desk, [NEW, ["Een", "Fonds", "privaat"]])
    press(desk, run, "stoppen")
    assert run.state == "gestopt"
    assert "1 nieuw" in text_of(desk.get("/beheer/subsidies/measureimport/"))
