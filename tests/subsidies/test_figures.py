"""Figures about dossiers: every number is the length of its list, rates tell what they stand on, and nobody else reads them."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Role
from subsidies.figures.asking import NOBODY, Asked, What
from subsidies.figures.behind import Behind
from subsidies.figures.counting import CUTS, Counts, Tally, total
from subsidies.figures.funnel import funnel
from subsidies.figures.lengths import lengths_of
from subsidies.figures.selecting import dossiers_of, past_of
from subsidies.figures.telling import Page, in_days, rate_of
from subsidies.models import Dossier, DossierEvent, DossierOrigin, FinderGap, Outcome
from subsidies.models.gaps import Shape
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.factories import ActorFactory, MunicipalityFactory, TargetGroupFactory, UserFactory
from tests.subsidies.factories import CallFactory, MeasureFactory, ProviderFactory
from tests.subsidies.figures_cast import FIGURES, GRANTED, LIST, dossier, earlier, regisseur

pytestmark = pytest.mark.django_db
PARTS = (What.GRANTED, What.REFUSED, What.INADMISSIBLE, What.RUNNING, What.WITHDRAWN)


def everything() -> list[Dossier]:
    """Dossiers in all kinds of ends, of both tracks and two years; the last one in two municipalities, for one group."""
    genk, as_ = MunicipalityFactory(name="Genk", slug="genk"), MunicipalityFactory(name="As", slug="as")
    made = [
        dossier("beslist"),
        dossier("beslist", outcome=Outcome.REFUSED, granted=None),
        dossier("advies"),
        dossier("concept"),
        dossier("ingetrokken"),
        dossier("toegekend", coached=True),
        dossier("geweigerd", coached=True, outcome=Outcome.REFUSED, granted=None),
        dossier("niet-ontvankelijk", coached=True, outcome=Outcome.INADMISSIBLE, granted=None),
        dossier("idee", coached=True, measure=MeasureFactory(title="Fonds voor bos", slug="bos")),
        dossier("advies", year=2024),
        dossier("beslist", places=[genk, as_]),
        dossier("beslist", places=[]),
    ]
    made[-2].target_groups.add(TargetGroupFactory(slug="ouderen", label="Ouderen"))
    withdrawn = dossier("ingetrokken", held_phase="ingediend", submitted_at=timezone.now())
    earlier(2024, municipality=genk)
    earlier(2025, outcome=Outcome.REFUSED, granted=None)
    earlier(2025, outcome="", granted=None, funder="Een ander fonds")
    return [*made, withdrawn]


def numbers_on(page: Page) -> list[tuple[str, str]]:
    """Every number of the page with the list that it opens."""
    found = [(head.text, head.url) for head in page.heads() if head.name != "Slaagkans"]
    for table in page.tables():
        for row in table.rows:
            found += [(number.text, number.url) for number in (row.asked, row.decided, row.granted)]
    return found + [(stay.number.text, stay.number.url) for stay in page.stays()]


@pytest.mark.parametrize(
    "question",
    [
        {"year": "alle"},
        {"year": "2025"},
        {"year": "2025", "place": "genk"},
        {"year": "alle", "place": NOBODY},
        {"year": "alle", "group": "ouderen"},
        {"year": "alle", "group": NOBODY},
        {"year": "alle", "measure": "bos"},
        {"year": "alle", "measure": NOBODY},
        {"year": "alle", "giver": NOBODY},
        {"year": "alle", "words": "een fonds"},
        {"year": "alle", "track": "begeleiding"},
        {"year": "alle", "kept": "voor"},
        {"year": "alle", "kept": "portaal"},
    ],
)
def test_every_number_is_as_long_as_its_list(question: dict[str, str]) -> None:
    everything()
    page = Page(Asked(**question))
    for text, url in numbers_on(page):
        asked = Asked.of(query(url))
        assert str(Behind(asked).found) == text, url


def query(url: str) -> Any:
    """The question in an address."""
    from django.http import QueryDict  # noqa: PLC0415 - needs settings

    return QueryDict(url.partition("?")[2]).dict()


def test_what_was_asked_is_one_of_five_things() -> None:
    everything()
    tally = total(Asked())
    assert tally.numbers[What.ASKED] == sum(tally.numbers[part] for part in PARTS) == 13
    assert tally.numbers[What.DECIDED] == sum(tally.numbers[part] for part in PARTS[:3])
    assert tally.all == Dossier.objects.count() + 3
    assert tally.numbers[What.MAKING] == 2
    assert tally.numbers[What.GIVEN_UP] == 1


def test_the_rate_says_what_it_stands_on() -> None:
    dossier("advies")
    browser = regisseur()
    assert rate_of(total(Asked())) == "–"
    assert "Er is nog niets beslist." in text_of(browser.get(f"{FIGURES}?jaar=2025"))
    dossier("beslist")
    dossier("beslist", outcome=Outcome.REFUSED, granted=None)
    tally = total(Asked())
    assert tally.rate == 50
    assert tally.says_little
    said = text_of(browser.get(f"{FIGURES}?jaar=2025"))
    assert "50 %" in said
    assert "1 toegekend van 2 beslist." in said
    assert "Weinig beslissingen: dit zegt weinig." in said
    for _more in range(3):
        dossier("beslist")
    assert not total(Asked()).says_little


def test_a_year_stands_beside_the_year_before() -> None:
    dossier("beslist", year=2025)
    dossier("beslist", year=2024)
    dossier("advies", year=2024)
    page = Page(Asked(year="2025"))
    head = page.heads()[0]
    assert (head.text, head.before) == ("1", "2")
    assert page.heads()[2].before == "100% (1 van 1)"
    assert page.asked.with_(year="alle").year_before == ""


def test_a_dossier_of_new_years_eve_is_of_the_year_in_brussels() -> None:
    late = dossier("advies")
    brussels = timezone.datetime(2026, 1, 1, 0, 30, tzinfo=timezone.get_default_timezone())
    Dossier.objects.filter(pk=late.pk).update(submitted_at=brussels)
    assert total(Asked(year="2026")).numbers[What.ASKED] == 1
    assert total(Asked(year="2025")).numbers[What.ASKED] == 0
    assert [line.name for line in CUTS["jaar"](Counts(Asked())).lines] == ["2026"]


def test_amounts_count_once() -> None:
    genk, as_ = MunicipalityFactory(name="Genk", slug="genk"), MunicipalityFactory(name="As", slug="as")
    both = dossier("beslist", places=[genk, as_])
    both.target_groups.add(TargetGroupFactory(slug="a"), TargetGroupFactory(slug="b"))
    tally = total(Asked(place="genk"))
    assert (tally.asked, tally.granted) == (4000, 3000)
    by_place = {
        line.name: line.tally.granted for line in CUTS["gemeente"](Counts(Asked())).lines if line.tally.all
    }
    assert by_place == {"As": 3000, "Genk": 3000}


def test_givers_in_words_are_one_giver_whatever_the_capitals() -> None:
    for funder in ("Fonds Zon", "fonds zon"):
        one = dossier("ingediend", coached=True)
        Dossier.objects.filter(pk=one.pk).update(funder=funder)
    earlier(2025, funder="FONDS ZON")
    provider = ProviderFactory(title="Vlaanderen", slug="vlaanderen")
    dossier("ingediend", coached=True, measure=MeasureFactory(provider=provider))
    earlier(2025, provider=provider, funder="Vlaanderen")
    lines = {
        line.name.casefold(): line.tally.numbers[What.ASKED] for line in CUTS["gever"](Counts(Asked())).lines
    }
    assert lines == {"fonds zon": 3, "vlaanderen": 2}
    assert Behind(Asked(words="fonds zon")).found == 3
    assert Behind(Asked(giver="vlaanderen")).found == 2


# --- Days per phase ------------------------------------------------------------------------------------------------


def stay(*days: int) -> Dossier:
    """A dossier that stood so many days in each phase of the road."""
    road = ["concept", "ingediend", "ontvankelijk", "advies"]
    call = CallFactory()
    one = Dossier.objects.create(
        track="eigen-steun", phase="concept", call=call, actor=ActorFactory(), title="Bal"
    )
    at = timezone.now() - timedelta(days=400)
    for place, many in enumerate((0, *days)):
        at += timedelta(days=many)
        before = road[place - 1] if place else ""
        DossierEvent.objects.create(
            dossier=one, transition="x", old_phase=before, new_phase=road[place], at=at, role="ecru"
        )
    return one


def test_days_per_phase_have_a_median_and_a_longest() -> None:
    for days in ((2, 10), (4, 20), (6, 30), (100,)):
        stay(*days)
    found = {length.phase.key: length for length in lengths_of(Asked())}
    concept, sent = found["concept"], found["ingediend"]
    assert concept.dossiers == 4
    assert round(concept.longest) == 100
    assert (round(sent.median), round(sent.longest), sent.dossiers) == (20, 30, 3)
    assert Behind(Asked(left="ingediend")).found == 3
    assert "ontvankelijk" not in found


def test_less_than_a_day_is_told_as_such() -> None:
    assert in_days(0.4) == "minder dan 1"
    assert in_days(12.6) == "13"


# --- The page ------------------------------------------------------------------------------------------------------


def test_the_page_draws_and_tells_the_same() -> None:
    everything()
    answer = regisseur().get(f"{FIGURES}?jaar=2025")
    said, markup = text_of(answer), answer.content.decode()
    assert "Cijfers van 2025" in said
    assert markup.count('<svg class="chart"') >= 5
    assert "Van voor het portaal" in said
    assert "noindex" in markup


def test_an_empty_portal_has_figures_too() -> None:
    said = text_of(regisseur().get(FIGURES))
    assert "Hier telt geen dossier mee." in said
    assert "Nog geen dossier verliet een fase." in said


@pytest.mark.parametrize(
    "nonsense",
    [
        "?jaar=0000",
        "?jaar=20261",
        "?jaar=٢٠٢٥",
        "?jaar=%00&gemeente=%00",
        "?gemeente=x'--&doelgroep=<b>&spoor=y&uitkomst=z&fase=q&bron=w&begonnen=e",
        "?gever=nergens&maatregel=nergens&gever-in-woorden=%F0%9F%8E%BA",
        "?pagina=-1",
        "?pagina=99999999999999999999",
    ],
)
@pytest.mark.parametrize("page", [FIGURES, LIST, f"{FIGURES}tabel/csv/", f"{FIGURES}nooit-gevraagd/"])
def test_nonsense_in_the_address_gives_a_calm_page(page: str, nonsense: str) -> None:
    dossier("beslist")
    assert regisseur().get(page + nonsense).status_code == 200


def test_the_list_says_what_narrows_it_and_lets_go_of_it() -> None:
    everything()
    browser = regisseur()
    asked = "?jaar=2025&gemeente=genk&uitkomst=toegekend&spoor=eigen-steun&bron=portaal&fase=advies&doelgroep=ouderen"
    said = text_of(browser.get(LIST + asked))
    for words in ("2025", "Genk", "Toegekend", "Eigen steun", "verliet de fase", "Ouderen"):
        assert words in said
    named = "?jaar=alle&maatregel=bos&gever=nergens&begonnen=zoeker"
    said = text_of(browser.get(LIST + named))
    assert "Fonds voor bos" in said
    assert "Er staat geen dossier in deze lijst." in said
    nobody = f"?jaar=alle&maatregel={NOBODY}&gever={NOBODY}&gemeente={NOBODY}&doelgroep={NOBODY}&fase=idee"
    said = text_of(browser.get(LIST + nobody))
    assert "geen maatregel" in said


def test_earlier_dossiers_follow_on_the_last_pages() -> None:
    for _one in range(20):
        dossier("advies")
    for number in range(10):
        earlier(2025, title=f"Oud {number:02}")
    browser = regisseur()
    first, second = (text_of(browser.get(f"{LIST}?jaar=2025&pagina={page}")) for page in (1, 2))
    assert first.count("Oud 0") == 4
    assert second.count("Oud 0") == 6
    assert "van voor het portaal" in first
    assert Behind(Asked(year="2025", page="1")).lines[0][0].title not in second


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_on_the_screen_goes_along(kind: str) -> None:
    everything()
    answer = regisseur().get(f"{FIGURES}tabel/{kind}/?jaar=2025")
    assert f"cijfers-{timezone.localdate().isoformat()}.{kind}" in answer["Content-Disposition"]
    if kind == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("Deel;Wat;Gevraagd;")
        assert any(line.startswith("Dagen per fase;") for line in lines)
        assert any(re.match(r"Per gemeente;Genk;\d+;\d+,\d\d;", line) for line in lines)
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        whole = [cell.value for cell in sheet[2]]
        assert all(isinstance(number, int | float) for number in whole[2:7]), "numbers, to add up"
    assert regisseur().get(f"{FIGURES}tabel/exe/").status_code == 404


@pytest.mark.parametrize("role", [Role.EDITOR, Role.BOARD_MEMBER, Role.MUNICIPAL_PARTNER, Role.MEMBER])
def test_only_who_runs_the_network_reads_figures(role: Role) -> None:
    browser = signed_in(UserFactory(role=role))
    for page in (FIGURES, LIST, f"{FIGURES}tabel/csv/", f"{FIGURES}nooit-gevraagd/", "/regie/opvolgen/"):
        assert browser.get(page).status_code == 403


@pytest.mark.parametrize("address", [FIGURES, f"{FIGURES}?jaar=2025", LIST, f"{LIST}?jaar=2025"])
def test_as_many_queries_for_many_as_for_few(address: str) -> None:
    browser = regisseur()
    counts: list[int] = []
    for _round in range(2):
        for _one in range(2 if not counts else 30):
            dossier("beslist")
            earlier(2025)
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 12


# --- From the finder -----------------------------------------------------------------------------------------------


def test_from_the_finder_to_what_came_of_it() -> None:
    for one in (dossier("beslist"), dossier("concept"), dossier("advies")):
        DossierOrigin.objects.create(dossier=one, page="zoeker")
    DossierOrigin.objects.create(dossier=dossier("beslist"), page="maatregel")
    FinderGap.objects.note(Shape(), timezone.localdate().replace(year=2025, day=1))
    stages = funnel(Asked(year="2025"))
    assert [stage.number for stage in stages] == ["1", "3", "2", "1"]
    assert "3.000" in stages[3].amount
    assert Behind(Asked.of(query(stages[2].url))).found == 2
    assert [stage.number for stage in funnel(Asked(year="2023"))] == ["0", "0", "0", "0"]
    assert funnel(Asked())[0].number == "1"


def test_tallies_add_up() -> None:
    one, other = Tally.empty(), Tally.empty()
    other.numbers[What.ASKED], other.asked = 2, Decimal(5)
    one.add(other)
    assert (one.numbers[What.ASKED], one.asked, one.rate) == (2, 5, None)
    assert not dossiers_of(Asked(kept="voor")).exists()
    assert not past_of(Asked(group="x")).exists()
    assert GRANTED["granted"] == "3000"
