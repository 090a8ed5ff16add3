"""Dossiers from before the portal: Rachida sends a table, sees what each row would make, brings it in once and can take it back."""

import io
import uuid
from contextlib import suppress
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.models import Role, User
from ecru.base.personal import holdings
from ecru.base.spreadsheet import Table, csv_lines, read_table
from subsidies.figures.asking import Asked, What
from subsidies.figures.counting import total
from subsidies.figures.past import COLUMNS, MOST_ROWS, bring_in, headers, receive, stop, take_back
from subsidies.figures.past.reading import Wrong, day_in, euros_in, outcome_in, year_in
from subsidies.models import Dossier, PastDossier, PastImport
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.factories import ActorFactory, MunicipalityFactory, UserFactory
from tests.subsidies.factories import MeasureFactory, ProviderFactory

pytestmark = pytest.mark.django_db
BATCHES = 4  # rows are written some hundreds at a time
PAGE = "/regie/dossiers/invoeren/"
GOOD = {
    "titel": "Zomerbal",
    "organisatie": "zangkoor",
    "gever": "Koning Boudewijnstichting",
    "jaar": "2022",
    "datum": "15-03-2022",
    "gevraagd": "€ 4.500,00",
    "toegekend": "3.000",
    "uitkomst": "Toegekend",
}


@pytest.fixture
def rachida() -> User:
    return User.objects.get(pk=UserFactory(name="Rachida", role=Role.REGISSEUR).pk)


@pytest.fixture
def choir() -> Any:
    genk = MunicipalityFactory(name="Genk", slug="genk")
    return ActorFactory(name="Zangkoor", slug="zangkoor", municipality=genk, kbo_number="0440966354")


def table(*rows: dict[str, str], columns: list[str] | None = None) -> bytes:
    """A CSV file of ``rows``."""
    names = columns or headers()
    lines = [";".join(names), *(";".join(row.get(name, "") for name in names) for row in rows)]
    return "\r\n".join(lines).encode()


def send(browser: Any, content: bytes, key: str = "", name: str = "oud.csv") -> Any:
    """Sends a table."""
    return browser.post(PAGE, {"file": SimpleUploadedFile(name, content), "key": key or str(uuid.uuid4())})


def sent_run(browser: Any, *rows: dict[str, str]) -> str:
    """The address of the page about a table of ``rows``."""
    answer = send(browser, table(*rows))
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"])


def test_a_table_as_excel_writes_it_comes_in(rachida: User, choir: Any) -> None:
    browser = signed_in(rachida)
    page = send(browser, b"sep=;\r\n" + table(GOOD))["Location"]
    browser.post(page, {"do": "invoeren"})
    assert PastDossier.objects.get().title == "Zomerbal"


def test_a_table_is_shown_first_then_comes_in_once_and_goes_back_whole(rachida: User, choir: Any) -> None:
    browser = signed_in(rachida)
    form = read(browser.get(PAGE))
    key = form.one("input", name="key").attributes["value"]
    answers = [
        send(browser, table(GOOD, {**GOOD, "titel": "Winterbal", "organisatie": "Onbekend"}), key)
        for _click in range(2)
    ]
    page = answers[0]["Location"]
    assert [answer["Location"] for answer in answers] == [page, page]
    shown = text_of(browser.get(page))
    assert "1 dossier zou binnenkomen." in shown
    assert "In 1 rij klopt iets niet: ze blijft weg." in shown
    assert "organisatie (“Onbekend”): We kennen geen organisatie met deze naam." in shown
    assert not PastDossier.objects.exists()
    for _click in range(2):
        assert browser.post(page, {"do": "invoeren"})["Location"] == page
    made = PastDossier.objects.get()
    assert (made.actor, made.year, made.requested, made.granted) == (choir, 2022, 4500, 3000)
    assert (made.funder, made.provider, made.municipality) == (
        "Koning Boudewijnstichting",
        None,
        choir.municipality,
    )
    assert not Dossier.objects.exists()
    assert total(Asked(year="2022")).numbers[What.GRANTED] == 1
    assert "1 dossier kwam binnen." in text_of(browser.get(page))
    for _click in range(2):
        browser.post(page, {"do": "ongedaan"})
    assert not PastDossier.objects.exists()
    assert "Wat ze invoerde, is weer weg." in text_of(browser.get(page))
    assert "oud.csv" in text_of(browser.get(PAGE))
    assert browser.post(page, {"do": "iets"}).status_code == 404
    assert browser.get(f"{PAGE}999999/").status_code == 404


def test_a_table_can_be_left_alone(rachida: User, choir: Any) -> None:
    browser = signed_in(rachida)
    page = sent_run(browser, GOOD)
    for _click in range(2):
        browser.post(page, {"do": "stoppen"})
    browser.post(page, {"do": "invoeren"})
    assert not PastDossier.objects.exists()
    assert "Er kwam niets van binnen." in text_of(browser.get(page))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"titel": ""}, "Geef het een titel."),
        ({"titel": "x" * 121}, "Deze titel is langer dan 120 letters."),
        ({"organisatie": ""}, "Zeg welke organisatie het vroeg"),
        ({"kbo": "0123.456.789"}, "We kennen geen organisatie met dit ondernemingsnummer."),
        ({"organisatie": "Dubbel"}, "Meerdere organisaties heten zo."),
        ({"gever": ""}, "Zeg wie de gever was."),
        ({"gever": "x" * 121}, "Deze naam is langer dan 120 letters."),
        ({"maatregel": "Bestaat niet"}, "We kennen geen steunmaatregel met deze naam."),
        ({"jaar": "'22"}, "Dit is geen jaar tussen 1990 en"),
        ({"datum": "32-01-2022"}, "Dit is geen dag."),
        ({"datum": "01-01-2999"}, "Deze dag moet nog komen."),
        ({"datum": "01-01-2021"}, "Deze dag ligt in een ander jaar"),
        ({"gevraagd": "veel"}, "Dit is geen bedrag."),
        ({"gevraagd": "99999999999"}, "Dit bedrag is te groot."),
        ({"toegekend": ""}, "Het is toegekend: vul in hoeveel."),
        ({"uitkomst": "geweigerd"}, "Het is niet toegekend: laat het bedrag leeg."),
        ({"uitkomst": "misschien"}, "Schrijf een van deze woorden"),
        ({"gemeente": "Atlantis"}, "We kennen geen gemeente met deze naam."),
    ],
)
def test_what_is_wrong_is_told_per_row(rachida: User, choir: Any, wrong: dict[str, str], told: str) -> None:
    ActorFactory(name="Dubbel", slug="dubbel-1")
    ActorFactory(name="Dubbel", slug="dubbel-2")
    browser = signed_in(rachida)
    page = sent_run(browser, {**GOOD, **wrong})
    assert told in text_of(browser.get(page))
    browser.post(page, {"do": "invoeren"})
    assert not PastDossier.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Dit bestand is leeg."),
        (b"titel;jaar\r\nBal;2022", "In deze tabel ontbreekt: uitkomst, organisatie, gever"),
        (b"titel;titel;jaar\r\nBal;Bal;2022", "staat twee keer in deze tabel"),
        (b"%PDF-1.7", "Deze tabel kunnen we niet lezen."),
        (b"PK\x03\x04kapot", "Deze werkmap is beschadigd."),
    ],
)
def test_a_file_that_is_no_such_table_is_told_so(rachida: User, content: bytes, told: str) -> None:
    answer = send(signed_in(rachida), content)
    assert told in text_of(answer)
    assert not PastImport.objects.exists()


def test_no_file_at_all(rachida: User) -> None:
    assert "Kies een bestand." in text_of(signed_in(rachida).post(PAGE, {"key": "geen"}))


def test_too_many_rows(rachida: User, choir: Any) -> None:
    answer = send(signed_in(rachida), table(*[GOOD] * (MOST_ROWS + 1)))
    assert "passen hoogstens 5000 rijen" in text_of(answer)


def test_other_headers_a_workbook_and_what_we_know_already(rachida: User, choir: Any) -> None:
    provider = ProviderFactory(title="Vlaamse overheid", slug="vlaanderen")
    measure = MeasureFactory(title="Projectsteun", provider=provider)
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(
        [
            "Project",
            "Ondernemingsnummer",
            "Steunmaatregel",
            "Jaar",
            "Bedrag gevraagd",
            "Resultaat",
            "Gemeente",
            "Kleur",
        ]
    )
    book.active.append(
        ["Bos", "0440.966.354", "projectsteun", 2021, 1234.5, "niet-ontvankelijk", "genk", "groen"]
    )
    content = io.BytesIO()
    book.save(content)
    browser = signed_in(rachida)
    page = send(browser, content.getvalue(), name="oud.xlsx")["Location"]
    assert "De kolom “Kleur” laten we weg" in text_of(browser.get(page))
    browser.post(page, {"do": "invoeren"})
    made = PastDossier.objects.get()
    assert (made.measure, made.provider, made.requested) == (measure, provider, Decimal("1234.50"))
    assert (made.outcome, made.granted, str(made)) == ("niet-ontvankelijk", None, "Bos")


def test_a_dossier_comes_in_once(rachida: User, choir: Any) -> None:
    browser = signed_in(rachida)
    first, second = sent_run(browser, GOOD, GOOD), sent_run(browser, {**GOOD, "titel": "zomerbal"})
    assert "Rij 2 heeft hetzelfde." in text_of(browser.get(first))
    browser.post(first, {"do": "invoeren"})
    browser.post(second, {"do": "invoeren"})
    assert PastDossier.objects.count() == 1
    shown = text_of(browser.get(second))
    assert "Dit dossier kwam al binnen met een vroegere tabel." in shown
    assert "1 was er al." in shown
    third = sent_run(browser, GOOD)
    assert "Dit dossier kwam al binnen met een vroegere tabel." in text_of(browser.get(third))


def test_only_who_runs_the_network(rachida: User, choir: Any) -> None:
    an = User.objects.get(pk=UserFactory(role=Role.EDITOR).pk)
    run = receive(
        table=Table(headers(), [(2, list(GOOD.values()))]), file_name="a.csv", by=rachida, key=uuid.uuid4()
    )
    for deed in (
        lambda: receive(table=Table(headers(), []), file_name="a.csv", by=an, key=uuid.uuid4()),
        lambda: bring_in(run=run, by=an),
        lambda: take_back(run=run, by=an),
        lambda: stop(run=run, by=an),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    for page in (PAGE, run.get_absolute_url(), f"{PAGE}leeg/csv/"):
        assert signed_in(an).get(page).status_code == 403
    held = holdings["past_dossier_imports"]
    assert [name for _when, name in held.rows(rachida)] == ["a.csv"]
    assert len(list(held.export(rachida))) == 1
    held.forget(rachida)
    assert not held.rows(rachida)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_empty_table_comes_back_in(rachida: User, kind: str) -> None:
    ActorFactory(name="Koor De Mijnlamp", kbo_number="0440966354")
    MunicipalityFactory(name="Genk", slug="genk")
    browser = signed_in(rachida)
    answer = browser.get(f"{PAGE}leeg/{kind}/")
    page = send(browser, answer.content, name=f"leeg.{kind}")["Location"]
    assert "1 dossier zou binnenkomen." in text_of(browser.get(page))
    assert browser.get(f"{PAGE}leeg/exe/").status_code == 404


def test_a_long_table_has_pages_and_as_many_queries(rachida: User, choir: Any) -> None:
    browser = signed_in(rachida)
    counts = []
    for many in (2, 200):
        rows = [{**GOOD, "titel": f"Bal {many} {number}"} for number in range(many)]
        content = table(*rows)
        with CaptureQueriesContext(connection) as queries:
            page = send(browser, content)["Location"]
        reading = len(queries)
        with CaptureQueriesContext(connection) as queries:
            browser.post(page, {"do": "invoeren"})
        bringing = len(queries)
        browser.get(page)
        with CaptureQueriesContext(connection) as queries:
            browser.get(page)
        counts.append((reading, bringing, len(queries)))
    small, large = counts
    assert small[2] == large[2]
    assert all(more - less <= BATCHES for less, more in zip(small, large, strict=True))
    assert "Bal 200 199" in text_of(browser.get(f"{page}?pagina=2"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4500", "4500"),
        ("4.500", "4500"),
        ("4.500,5", "4500.5"),
        ("1 234 567,89", "1234567.89"),
        ("4,500.00", "4500"),
        ("1234.5", "1234.5"),
        ("€ 10", "10"),
        ("0", "0"),
    ],
)
def test_amounts_as_people_write_them(text: str, value: str) -> None:
    assert euros_in(text) == Decimal(value)


@pytest.mark.parametrize("text", ["-5", "1e5", "NaN", "4.50.0", "١٢", "4500 euro", "1,2,3"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(Wrong):
        euros_in(text)


CELL = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["2022", "toegekend", "Zangkoor", "4.500,00", "15-03-2022", "=1+1", "'", "\x00", "9" * 40, "²"]
    ),
)


@settings(max_examples=50)
@given(rows=st.lists(st.lists(CELL, max_size=len(COLUMNS) + 2), min_size=1, max_size=6))
def test_whatever_stands_in_a_table_it_is_told_or_made(
    rachida: User, choir: Any, rows: list[list[str]]
) -> None:
    content = "".join(csv_lines(headers(), [["x", *row[1:]] for row in rows]))
    table = read_table(io.BytesIO(content.encode()))
    run = receive(table=table, file_name="ruis.csv", by=rachida, key=uuid.uuid4())
    counts = run.rows.counts()
    assert counts["nieuw"] + counts["geweigerd"] == len(rows)
    assert bring_in(run=run, by=rachida) == counts["nieuw"] == run.dossiers.count()
    assert take_back(run=run, by=rachida) == counts["nieuw"]


@settings(max_examples=50)
@given(text=st.text(max_size=40))
def test_a_cell_is_read_or_refused(text: str) -> None:
    for reader in (euros_in, day_in, year_in, outcome_in):
        with suppress(Wrong):  # anything else would be a crash
            reader(text)


def test_words_of_an_outcome() -> None:
    assert [
        outcome_in(word) for word in ("Goedgekeurd", "AFGEKEURD", "Niet-ontvankelijk", "ingetrokken")
    ] == [
        "toegekend",
        "geweigerd",
        "niet-ontvankelijk",
        "",
    ]
    assert year_in(str(timezone.localdate().year)) == timezone.localdate().year
