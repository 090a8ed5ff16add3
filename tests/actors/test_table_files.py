"""Files as people send them, and as nobody should: each gets a calm answer."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, ImportRun, User
from tests.actors.admin_cast import editor, signed_in
from tests.actors.table_files import compared, counts, csv_file, fault, step, upload, xlsx_file
from tests.factories import ActorFactory, ActorKindFactory

__all__ = ["editor"]

ROWS = [["naam", "soort", "opmerking"], ["Café Zoë", "koor", "regel 1\nregel 2; en meer, zo"]]


@pytest.fixture
def browser(editor: User) -> Client:
    ActorKindFactory(label="Koor", slug="koor")
    return signed_in(editor)


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16"), ("|", "utf-8"), (";", "cp1252")],
)
def test_every_honest_csv_reads_the_same(delimiter: str, encoding: str, browser: Client) -> None:
    run = compared(browser, csv_file(ROWS, delimiter=delimiter, encoding=encoding))
    step(browser, run, "schrijven")
    actor = Actor.objects.get()
    assert (actor.name, actor.note) == ("Café Zoë", "regel 1\nregel 2; en meer, zo")
    assert bool(run.notices) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("first", "delimiter", "encoding"),
    [
        ("sep=;\r\n", ";", "utf-8-sig"),
        ("SEP=,\n", ",", "cp1252"),
        ("sep=\t\r\n", "\t", "utf-16"),
        ('"sep=~"\n', "~", "utf-8"),
        ("sep=;;;\n", ";", "utf-8"),
    ],
)
def test_what_excel_says_of_its_cells_is_no_row(
    first: str, delimiter: str, encoding: str, browser: Client
) -> None:
    text = csv_file(ROWS, delimiter=delimiter, encoding="utf-8").decode()
    run = compared(browser, (first + text).encode(encoding))
    assert run.rows.get().number == 2  # as Excel counts, which does not show that line
    step(browser, run, "schrijven")
    actor = Actor.objects.get()
    assert (actor.name, actor.note) == ("Café Zoë", "regel 1\nregel 2; en meer, zo")


def remade(change: Any) -> bytes:
    """A workbook whose parts ``change`` gave other content; None takes a part away."""
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_file(ROWS))) as old,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in change("", b"") or []:
            new.writestr(name, content)
    return output.getvalue()


def bomb(name: str, content: bytes) -> Any:
    """160 MB of nothing in a few kB."""
    return [("xl/bomb.bin", b"\0" * 160 * 1024 * 1024)] if not name else content


def macros(name: str, content: bytes) -> Any:
    """A workbook with macros."""
    return [("xl/vbaProject.bin", b"x")] if not name else content


def entities(name: str, content: bytes) -> Any:
    """A billion laughs."""
    laugh = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    return laugh + content if name == "xl/workbook.xml" else content if name else None


def headless(name: str, content: bytes) -> Any:
    """A zip file that is no workbook."""
    return content if name and name != "xl/workbook.xml" else None


def broken(name: str, content: bytes) -> Any:
    """A workbook with half a sheet."""
    return content[:100] if name.startswith("xl/worksheets") else content if name else None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "leeg"),
        (b"  \n\n ", "leeg"),
        (b"naam;soort\n", "geen rijen"),
        (b"sep=;", "geen rijen"),
        (b"sep=;\nnaam;soort\n", "geen rijen"),
        (b"\x89PNG\r\n\x1a\n123", "kunnen we niet lezen"),
        (b"%PDF-1.7 abc", "kunnen we niet lezen"),
        (b"\xd0\xcf\x11\xe0 old excel", "kunnen we niet lezen"),
        (b"PK\x03\x04 not really", "beschadigd"),
        (b"naam;soort\nA\0B;koor\n", "kunnen we niet lezen"),
        (b"\xff\xfe\x00\xd8\x00", "letters"),
        (b"\x81\x8d\x8f;x\n\x90;y", "letters"),
        ("hallo, dit is een brief\nmet twee regels", "geen enkele kolom"),
        ("<html><body>naam</body></html>\n<p>", "geen enkele kolom"),
        ('naam;soort\n"open;' + "x" * 200_000, "Rond regel"),
        (";".join(["naam", *(f"k{n}" for n in range(300))]) + "\na;b", "200 kolommen"),
        ("naam;soort\n" + "a;b\n" * 20_001, "20.000 rijen"),
        (b"naam\n" + b"x" * (20 * 1024 * 1024), "20 MB"),
    ],
)
def test_what_is_no_table_is_told(content: Any, said: str, browser: Client) -> None:
    answer = upload(browser, content if isinstance(content, bytes) else content.encode())
    assert said in fault(answer)
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (bomb, "groter"),
        (macros, "macro"),
        (entities, "beschadigd"),
        (headless, "kunnen we niet lezen"),
        (broken, "beschadigd"),
    ],
)
def test_a_hostile_workbook_is_told(change: Any, said: str, browser: Client) -> None:
    assert said in fault(upload(browser, remade(change), "x.xlsx"))


def test_a_workbook_that_lies_about_its_size(browser: Client) -> None:
    def lie(name: str, content: bytes) -> Any:
        return content.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"') if name else None

    assert counts(compared(browser, remade(lie), "x.xlsx")) == {"nieuw": 1}


def test_formulas_are_not_calculated(browser: Client) -> None:
    book, output = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["naam", "soort", "opmerking"])
    book.active.append(["Koor", "koor", "=1+1"])
    book.create_sheet("Tweede")
    book.save(output)
    run = compared(browser, output.getvalue(), "x.xlsx")
    assert "formules" in run.notices[0]
    assert "Sheet" in run.notices[1]
    assert "opmerking" not in run.rows.get().after


def test_control_characters_and_html_are_harmless(browser: Client) -> None:
    ActorFactory(slug="a")
    run = compared(
        browser, csv_file([["sleutel", "opmerking", "<b>x</b>"], ["a", "<script>alert(1)</script>\x07", "y"]])
    )
    page = browser.get(run.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert run.rows.get().after == {"note": "<script>alert(1)</script>"}


@pytest.mark.unmeasured
def test_five_thousand_rows_in_steps_and_few_queries(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actors.admin.tables.imports.STEP", 0.0)
    rows = [
        ["naam", "soort", "opmerking", "ook gekend als"],
        *([f"Koor {n}", "koor", "x", f"K{n}; L{n}"] for n in range(5000)),
    ]
    answer = upload(browser, csv_file(rows))
    run = ImportRun.objects.get()
    assert "0 van 5000" in browser.get(answer.url).content.decode()
    base = f"/beheer/actors/importrun/{run.pk}"
    with CaptureQueriesContext(connection) as one_step:
        swap = browser.post(f"{base}/verder/", headers={"HX-Request": "true"})
    assert "500 van 5000" in swap.content.decode()
    assert "<html" not in swap.content.decode()
    assert len(one_step) <= 30
    steps = 1
    while run.state == "vergelijken":
        swap = browser.post(f"{base}/verder/", headers={"HX-Request": "true"})
        steps += 1
        run.refresh_from_db()
    assert swap.headers["HX-Redirect"] == run.get_absolute_url()
    assert steps <= 12
    assert counts(run) == {"nieuw": 5000}
    with CaptureQueriesContext(connection) as writing:
        step(browser, run, "schrijven")
    assert Actor.objects.count() == 5000
    assert len(writing) <= 1000  # a hundred a step, however many rows it has
    page = browser.get(f"{run.get_absolute_url()}?toon=nieuw&p=2").content.decode()
    assert "pagina 2 van 100" in page
    with CaptureQueriesContext(connection) as undoing:
        step(browser, run, "ongedaan")
    assert not Actor.objects.exists()
    assert len(undoing) <= 1250  # each step also looks who points at an actor
