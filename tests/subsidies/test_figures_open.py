"""Every figure that Rachida sees opens exactly the dossiers that it counts; over the made-up dossiers of a demonstration, as a browser reads it."""

import csv
import io
import re

import pytest
from django.utils import timezone

from subsidies.figures.silence import NeverAsked, Silent
from subsidies.models import Dossier
from tests.actors.markup import read
from tests.factories import ActorFactory
from tests.subsidies.examples_cast import examples
from tests.subsidies.figures_cast import FIGURES, LIST, count_of, earlier, number_in, opens, regisseur

__all__ = ["examples"]
pytestmark = pytest.mark.django_db
NEVER = "/regie/cijfers/nooit-gevraagd/"
RATE = re.compile(r"\((\d+) van (\d+)\)")


@pytest.mark.unmeasured
def test_every_figure_opens_as_many_dossiers_as_it_says(examples: None) -> None:
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


def test_days_per_phase_are_drawn_for_each_track(examples: None) -> None:
    section = read(regisseur().get(f"{FIGURES}?jaar=alle")).one("section", **{"aria-labelledby": "kop-dagen"})
    drawings = section.every("svg", class_="chart")
    assert len(drawings) == len(section.every("figcaption")) == 2
    assert len(section.every("tr")) > len(drawings)
    assert len({row.every("td")[0].words for row in section.every("tr")[1:]}) == 2


def test_who_never_asked_counts_what_it_lists(examples: None) -> None:
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
