"""Tables of measures as people send them, and how an editor walks one through its pages."""

import csv
import io
import re
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from subsidies.models import MeasureImport
from subsidies.tables import table
from tests.actors.table_files import csv_file, fault, xlsx_file

ADD = "/beheer/subsidies/measureimport/add/"
EXPORT = "/beheer/subsidies/measure/exporteren/"
NEW = ["titel", "gever", "niveau"]


def upload(browser: Client, content: bytes, name: str = "steun.csv") -> Any:
    """Sends a file; returns the answer."""
    return browser.post(ADD, {"file": SimpleUploadedFile(name, content), "key": str(uuid.uuid4())})


def compared(browser: Client, rows: list[list[Any]], *, book: bool = False) -> MeasureImport:
    """An import that was sent and compared to the end."""
    content = xlsx_file(rows) if book else csv_file(rows)
    answer = upload(browser, content, "steun.xlsx" if book else "steun.csv")
    assert answer.status_code == 302, fault(answer)
    run = MeasureImport.objects.get(pk=int(re.search(r"/(\d+)/", answer.url)[1]))  # type: ignore[index]
    while run.state == "vergelijken":
        press(browser, run, "verder")
    return run


def press(browser: Client, run: MeasureImport, name: str, **data: Any) -> Any:
    """Presses a button of the import; returns the next page."""
    answer = browser.post(f"/beheer/subsidies/measureimport/{run.pk}/{name}/", data, follow=True)
    run.refresh_from_db()
    return answer


def imported(browser: Client, rows: list[list[Any]], *, book: bool = False) -> MeasureImport:
    """An import that was compared and written."""
    run = compared(browser, rows, book=book)
    press(browser, run, "schrijven")
    return run


def counts(run: MeasureImport) -> dict[str, int]:
    """The kinds of rows that occur, with their number."""
    return {state: count for state, count in run.rows.counts().items() if count}


def faults(run: MeasureImport) -> dict[str, str]:
    """What is wrong, by header; for one row."""
    return {table.header_of(name): text for row in run.rows.all() for name, text, _value in row.faults}


def exported(browser: Client, query: str = "") -> list[list[str]]:
    """The table that the list of measures gives."""
    answer = browser.post(f"{EXPORT}?{query}", {"file_type": "csv"})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def about(rows: list[list[str]], slug: str) -> dict[str, str]:
    """The row of one measure, by header; without empty cells."""
    row = next(row for row in rows if row[0] == slug)
    return {header: cell for header, cell in zip(rows[0], row, strict=True) if cell}
