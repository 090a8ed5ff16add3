"""What an amount, a figure of the year before and the tables of figures lead to, over a few dossiers."""

import csv
import io
from html import unescape

import openpyxl
import pytest

from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.factories import ActorFactory, UserFactory
from tests.subsidies.figures_cast import FIGURES, GRANTED, LIST, count_of, dossier, opens, regisseur

pytestmark = pytest.mark.django_db
HOSTILE = "=HYPERLINK(1)"


def test_amounts_open_what_they_add_up() -> None:
    dossier("beslist", **GRANTED)
    dossier("beslist", outcome="geweigerd", granted=None)
    page = read(regisseur().get(f"{FIGURES}?jaar=2025"))
    row = next(line for line in page.every("tr") if line.every("th")[0].words == "2025")
    amounts = [cell.one("a") for cell in row.every("td") if "€" in cell.words]
    lists = [unescape(link.attributes["href"]) for link in amounts]
    assert [url.rpartition("uitkomst=")[2] for url in lists] == ["gevraagd", "toegekend"]
    assert "in euro" in amounts[0].words
    head = page.one("dl", class_="figures")
    assert "€ 3.000" in head.words.replace("\xa0", " ")


def test_a_figure_of_the_year_before_opens_the_list_of_that_year() -> None:
    dossier("beslist", year=2024)
    browser = regisseur()
    page = read(browser.get(f"{FIGURES}?jaar=2025"))
    before = [url for text, url in opens(page.one("dl", class_="figures")) if text.startswith("2024: ")]
    assert len(before) > 3
    assert all("jaar=2024" in url for url in before)
    assert any(count_of(browser, url, {}) == 1 for url in before)


@pytest.mark.parametrize(
    "address",
    [
        "/regie/dossiers/tabel/?spoor=begeleiding&vorm={kind}",
        "/regie/cijfers/tabel/{kind}/?jaar=alle&spoor=begeleiding",
        "/regie/cijfers/nooit-gevraagd/tabel/{kind}/?gemeente=elders",
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_of_a_table_is_a_formula_and_filters_hold(address: str, kind: str) -> None:
    actor = ActorFactory(name=HOSTILE, municipality=None)
    ActorFactory(name=f"{HOSTILE} stil", municipality=None)
    dossier("toegekend", coached=True, actor=actor, title=HOSTILE, funder=HOSTILE, **GRANTED)
    dossier("concept", title="Ander spoor")
    answer = signed_in(UserFactory(role="regisseur")).get(address.format(kind=kind))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        cells = [cell for row in rows for cell in row]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]
    assert "Ander spoor" not in cells


def test_the_page_that_a_figure_opens_shows_those_dossiers() -> None:
    granted = dossier("beslist", **GRANTED)
    refused = dossier("beslist", outcome="geweigerd", granted=None)
    words = text_of(regisseur().get(f"{LIST}?jaar=2025&uitkomst=toegekend"))
    assert granted.title in words
    assert refused.title not in words
