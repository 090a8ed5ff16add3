"""Every figure that Rachida sees opens exactly the dossiers that it counts; over the made-up dossiers of a demonstration, as a browser reads it."""

import csv
import io
import re
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from ecru.base.directory.pages import PER_PAGE
from subsidies.figures.silence import NeverAsked, Silent
from subsidies.models import Dossier
from tests.actors.conftest import signed_in
from tests.actors.markup import Element, read, text_of
from tests.factories import ActorFactory, UserFactory
from tests.subsidies.figures_cast import FIGURES, GRANTED, LIST, dossier, earlier, regisseur
from tests.subsidies.test_examples import facts, walk

__all__ = ["facts"]
pytestmark = pytest.mark.django_db
NEVER = "/regie/cijfers/nooit-gevraagd/"
WHOLE = re.compile(r"^[\d.]+$")
RATE = re.compile(r"\((\d+) van (\d+)\)")
HOSTILE = "=HYPERLINK(1)"


def number_in(text: str) -> int | None:
    """The whole number that ``text`` is; None for an amount, a rate or a dash."""
    return int(text.replace(".", "")) if WHOLE.match(text) else None


def count_of(browser: Any, url: str, known: dict[str, int]) -> int:
    """How many dossiers the list ``url`` holds: what its heading says, and as many as it shows, as far as they fit on a page."""
    if url not in known:
        page = read(browser.get(url))
        found = int(page.one("h1").words.split()[0])
        assert sum(len(rows.every("h3")) for rows in page.every("ul", class_="rows")) == min(found, PER_PAGE)
        known[url] = found
    return known[url]


def opens(page: Element) -> list[tuple[str, str]]:
    """Every link of the page to a list of dossiers, with the words that people see."""
    found = []
    for link in page.every("a"):
        if link.attributes.get("href", "").startswith(LIST):
            hidden = "".join(part.words for part in link.every("span", class_="sr"))
            found.append((link.words.removesuffix(hidden).strip(), unescape(link.attributes["href"])))
    return found


def test_every_figure_opens_as_many_dossiers_as_it_says(facts: None) -> None:
    walk()
    earlier(timezone.localdate().year - 1)
    browser = regisseur()
    known: dict[str, int] = {}
    year = str(timezone.localdate().year)
    questions = ["jaar=alle", f"jaar={year}", f"jaar={int(year) - 1}", "jaar=alle&gemeente=genk"]
    checked = 0
    for question in [*questions, "jaar=alle&spoor=begeleiding"]:
        page = read(browser.get(f"{FIGURES}?{question}"))
        for text, url in opens(page):
            told = number_in(text.split(": ")[-1])
            if told is None or "fase=" in url:
                continue
            assert count_of(browser, url, known) == told, (question, text, url)
            checked += 1
        for stay in page.one("section", **{"aria-labelledby": "kop-dagen"}).every("tr")[1:]:
            number, *lengths = stay.every("td")[1:]
            links = {link.attributes["href"] for cell in (number, *lengths) for link in cell.every("a")}
            assert len(links) == 1
            assert count_of(browser, links.pop(), known) == number_in(number.one("a").words.split()[0])
        for cell in page.every("td", class_="n"):
            assert cell.every("a"), cell.words
            if rate := RATE.search(cell.words):
                assert count_of(browser, cell.one("a").attributes["href"], known) == int(rate[2])
    assert checked > 100
    everything = count_of(browser, f"{LIST}?jaar=alle", known)
    assert everything == Dossier.objects.count() + 1


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


def test_days_per_phase_are_drawn_for_each_track(facts: None) -> None:
    walk()
    section = read(regisseur().get(f"{FIGURES}?jaar=alle")).one("section", **{"aria-labelledby": "kop-dagen"})
    drawings = section.every("svg", class_="chart")
    assert len(drawings) == len(section.every("figcaption")) == 2
    assert len(section.every("tr")) > len(drawings)
    assert len({row.every("td")[0].words for row in section.every("tr")[1:]}) == 2


def test_who_never_asked_counts_what_it_lists(facts: None) -> None:
    walk()
    ActorFactory(name="Nooit", municipality=None)
    ActorFactory(name="Hier")
    browser = regisseur()
    for choice in (Silent(), Silent(place="genk"), Silent(place="elders")):
        page = NeverAsked(choice)
        assert page.total == page.rows().count()
        assert not Dossier.objects.filter(actor__in=page.rows().values("pk")).exists()
        table = browser.get(f"{NEVER}tabel/csv/{choice.question()}").content.decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(table), delimiter=";"))) - 1 == page.total
    everyone = NeverAsked(Silent())
    assert sum(group.count for group in everyone.places("elders")) == everyone.total
    assert sum(group.count for group in everyone.kinds()) == everyone.total


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
