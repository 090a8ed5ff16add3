"""Tables as people send them, and an editor who walks an import through its pages."""

import csv
import io
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from actors.models import ImportRun
from tests.factories import (
    ActorKindFactory,
    DisciplineFactory,
    MunicipalityFactory,
    SourceFactory,
    TargetGroupFactory,
    ThemeFactory,
)

ADD = "/beheer/actors/importrun/add/"
EXPORT = "/beheer/actors/actor/exporteren/"


def csv_file(rows: list[list[str]], *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """``rows`` as a CSV file."""
    output = io.StringIO()
    csv.writer(output, delimiter=delimiter).writerows(rows)
    return output.getvalue().encode(encoding)


def xlsx_file(rows: list[list[Any]]) -> bytes:
    """``rows`` as a workbook, numbers and days as such."""
    book, output = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(output)
    return output.getvalue()


def upload(browser: Client, content: bytes, name: str = "actoren.csv", key: Any = None) -> Any:
    """Sends a file; returns the answer."""
    data = {"file": SimpleUploadedFile(name, content), "key": str(key or uuid.uuid4())}
    return browser.post(ADD, data)


def compared(browser: Client, content: bytes, name: str = "actoren.csv") -> ImportRun:
    """An import that was sent and compared to the end."""
    answer = upload(browser, content, name)
    assert answer.status_code == 302, fault(answer)
    run = ImportRun.objects.get(pk=int(re.search(r"/(\d+)/", answer.url)[1]))  # type: ignore[index]
    while run.state == "vergelijken":
        step(browser, run, "verder")
        run.refresh_from_db()
    return run


def fault(answer: Any) -> str:
    """What the page says is wrong with the file."""
    return " ".join(answer.context["form"].errors.get("file", []))


def step(browser: Client, run: ImportRun, name: str, **data: Any) -> list[str]:
    """Presses a button of the import; returns what the next page says about it."""
    answer = browser.post(f"/beheer/actors/importrun/{run.pk}/{name}/", data, follow=True)
    run.refresh_from_db()
    return [str(message) for message in answer.context["messages"]]


def imported(browser: Client, rows: list[list[str]]) -> ImportRun:
    """An import that was compared and written."""
    run = compared(browser, csv_file(rows))
    step(browser, run, "schrijven")
    return run


def counts(run: ImportRun) -> dict[str, int]:
    """The kinds of rows that occur, with their number."""
    return {state: count for state, count in run.rows.counts().items() if count}


def exported(browser: Client, query: str = "", **data: Any) -> bytes:
    """The file that the list of actors gives."""
    answer = browser.post(f"{EXPORT}?{query}", {"file_type": "csv", **data})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def field_of_words(db: None) -> None:
    """A few words and places to import with."""
    ActorKindFactory(label="Koor", slug="koor")
    for name, code in (("Genk", "3600"), ("As", "3665")):
        place = MunicipalityFactory(name=name)
        place.postcodes = [code]
        place.save()
    DisciplineFactory(label="Muziek", slug="muziek")
    DisciplineFactory(label="Dans; en beweging", slug="dans")
    TargetGroupFactory(label="Jongeren", slug="jongeren")
    ThemeFactory(label="Erfgoed", slug="erfgoed")
    SourceFactory(slug="004", title="Cultuurnota")


def page(browser: Client, run: ImportRun, toon: str = "") -> str:
    """The page about an import."""
    return browser.get(f"{run.get_absolute_url()}?toon={toon}").content.decode()


def faults(run: ImportRun) -> dict[str, str]:
    """What is wrong, by column; for one row."""
    return {name: text for row in run.rows.all() for name, text, _value in row.faults}
