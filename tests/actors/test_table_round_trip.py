"""What goes out as a table comes in again, and nothing changes."""

import csv
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, ActorName, TableExport
from tests.actors.admin_cast import editor, outsider, regisseur, signed_in
from tests.actors.table_files import EXPORT, compared, counts, exported
from tests.factories import ActorFactory, DisciplineFactory, MunicipalityFactory

__all__ = ["editor", "outsider", "regisseur"]

NASTY = [
    "=HYPERLINK(1)",
    "+32 11",
    "-5 tot 12",
    "@naam",
    "'=al met een teken",
    "''-twee",
    '’t Hof; \\ en "co"',
    "\uff37",
    "\uff1d1",
]


@pytest.mark.parametrize("file_type", ["csv", "xlsx"])
def test_formulas_leave_as_text_and_come_back_as_they_were(file_type: str, editor: Any) -> None:
    genk = MunicipalityFactory(name="Genk")
    for place, text in enumerate(NASTY):
        actor = ActorFactory(
            name=f"{text} {place}",
            description=f"{text}\r\nen een tweede regel\x0b",
            place=text[:80],
            latitude=Decimal("-1.50000"),
            longitude=Decimal("5.12345"),
            municipality=genk,
        )
        ActorName.objects.create(actor=actor, name=text, kind="ook")
        ActorName.objects.create(actor=actor, name="a;b\\", kind="ook")
        ActorName.objects.create(actor=actor, name="c\\;", kind="ook")
    content = exported(signed_in(editor), file_type=file_type)
    cells = [cell for row in read(content, file_type) for cell in row if cell]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r\uff1d\uff0b\uff0d\uff20"]
    run = compared(signed_in(editor), content, f"x.{file_type}")
    assert counts(run) == {"gelijk": len(NASTY)}, [(r.before, r.after, r.faults) for r in run.rows.all()]


def read(content: bytes, file_type: str) -> list[list[str]]:
    """Every cell as a spreadsheet gets it; no cell of a workbook may be a formula."""
    if file_type == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]


def test_an_export_follows_the_filters_and_is_written_down(editor: Any) -> None:
    ActorFactory(name="Koor", draft=True)
    ActorFactory(name="Fanfare")
    browser = signed_in(editor)
    assert "1 actor" in browser.get(f"{EXPORT}?status__exact=draft").content.decode()
    rows = read(exported(browser, "status__exact=draft&p=3"), "csv")
    assert [row[1] for row in rows] == ["naam", "Koor"]
    noted = TableExport.objects.get()
    assert (noted.made_by_name, noted.rows, noted.query) == ("An", 1, "status__exact=draft")
    assert "status__exact=draft" in browser.get("/beheer/actors/tableexport/").content.decode()
    assert browser.get("/beheer/actors/tableexport/add/").status_code == 403
    assert browser.get(f"/beheer/actors/tableexport/{noted.pk}/delete/").status_code == 403


def test_only_who_gives_roles_takes_addresses_out(editor: Any, regisseur: Any, outsider: Any) -> None:
    ActorFactory(contact_email="info@koor.example")
    assert "info@koor.example" not in exported(signed_in(editor), addresses="on").decode()
    assert "info@koor.example" not in exported(signed_in(regisseur)).decode()
    assert "info@koor.example" in exported(signed_in(regisseur), addresses="on").decode()
    assert list(TableExport.objects.order_by("pk").values_list("with_addresses", flat=True)) == [
        False,
        False,
        True,
    ]
    assert 'name="addresses"' in signed_in(regisseur).get(EXPORT).content.decode()
    assert 'name="addresses"' not in signed_in(editor).get(EXPORT).content.decode()
    assert signed_in(outsider).post(EXPORT, {"file_type": "csv"}).status_code == 403
    assert Client().post(EXPORT, {"file_type": "csv"}).status_code == 302
    assert TableExport.objects.count() == 3


@pytest.mark.parametrize(
    "query", ["nonsense__x=1", "municipality__id__exact=abc", "p=999", "o=99", "q=%00", "verified_on__gte=x"]
)
def test_a_hostile_address_of_an_export_is_a_calm_page(query: str, editor: Any) -> None:
    ActorFactory()
    assert signed_in(editor).get(f"{EXPORT}?{query}").status_code in {200, 302}


def test_the_file_must_be_of_a_kind_we_make(editor: Any) -> None:
    answer = signed_in(editor).post(EXPORT, {"file_type": "exe"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file_type"]
    assert not TableExport.objects.exists()


def test_a_workbook_has_a_limit_and_csv_has_none(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actors.admin.tables.exports.MOST_ROWS", 1)
    ActorFactory.create_batch(2)
    answer = signed_in(editor).post(EXPORT, {"file_type": "xlsx"})
    assert "CSV" in str(answer.context["form"].errors["file_type"])
    assert len(read(exported(signed_in(editor)), "csv")) == 3


def test_the_number_of_queries_does_not_grow(editor: Any) -> None:
    browser = signed_in(editor)
    dance, genk = DisciplineFactory(label="Dans"), MunicipalityFactory(name="Genk")
    for _ in range(30):
        ActorFactory(municipality=genk).disciplines.add(dance)
    with CaptureQueriesContext(connection) as many:
        exported(browser)
    Actor.objects.exclude(pk=Actor.objects.first().pk).delete()
    with CaptureQueriesContext(connection) as one:
        exported(browser)
    assert len(many) <= len(one)
