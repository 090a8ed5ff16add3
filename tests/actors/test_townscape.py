"""A municipality among the others, against what we count by hand in ``data/``."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, Border, Figure, Municipality, PopulationCount
from actors.townscape import Chart, Gap, Townscape, townscape
from tests.actors.answers import actor_facts, facts, options, right
from tests.actors.ground import edge
from tests.actors.markup import Element, read

pytestmark = pytest.mark.usefixtures("field")

SEVEN = [place["slug"] for place in facts("municipalities.json")["municipalities"][:7]]


def scape(slug: str) -> Townscape:
    place = Municipality.objects.with_inhabitants().get(slug=slug)
    return townscape(place, place.population.select_related("source"))


def chart(slug: str, title: str) -> Chart:
    (found,) = [chart for chart in scape(slug).charts if chart.title.startswith(title)]
    return found


def counts(slug: str, facet: str) -> dict[str, int]:
    """How many actors at work in a municipality have each word, by hand."""
    numbers = {word: len(right({"gemeente": [slug], facet: [word]})) for word in options(facet)}
    return {word: number for word, number in numbers.items() if number}


def section(visitor: Client, slug: str, heading: str) -> Element:
    return read(visitor.get(f"/gemeenten/{slug}/")).one("section", aria_labelledby=heading)


# --- How many of what -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", SEVEN)
def test_every_kind_and_group_is_counted(slug: str) -> None:
    seen = scape(slug)
    for facet, shares in (("soort", seen.kinds), ("doelgroep", seen.groups)):
        found = {share.url.rpartition("=")[2]: share.count for share in shares}
        assert found == counts(slug, facet)
        assert all(share.url.startswith(f"/actoren/?gemeente={slug}&{facet}=") for share in shares)


def test_who_comes_first_in_the_network_leads_the_groups(visitor: Client) -> None:
    groups = scape("genk").groups
    primary = [share.primary for share in groups]
    assert primary[:3] == [True] * 3
    assert not any(primary[3:])
    numbers = [share.count for share in groups[3:]]
    assert numbers == sorted(numbers, reverse=True)
    words = section(visitor, "genk", "h-tel")
    assert [strong.words for strong in words.every("strong")] == [share.label for share in groups[:3]]


def test_the_counts_follow_a_change_at_once() -> None:
    before = {share.label: share.count for share in scape("genk").kinds}
    library = Actor.objects.published().filter(kind__slug="bibliotheek", active_in__slug="genk")
    library.archive()
    after = {share.label: share.count for share in scape("genk").kinds}
    assert {label for label in before if before[label] != after.get(label, 0)} == {"Bibliotheek"}


# --- What is missing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", SEVEN)
def test_a_gap_is_what_nobody_here_has_and_somebody_in_the_seven_does(slug: str) -> None:
    seen = scape(slug)
    for facet, gaps in (("soort", seen.missing_kinds), ("doelgroep", seen.missing_groups)):
        elsewhere: set[str] = set().union(*(counts(other, facet) for other in SEVEN if other != slug))
        assert {gap.url.rpartition("=")[2] for gap in gaps} == elsewhere - set(counts(slug, facet))
        for gap in gaps:
            assert gap.count == counts(gap.place.slug, facet)[gap.url.rpartition("=")[2]]
            assert gap.place.slug != slug
            assert f"gemeente={gap.place.slug}&" in gap.url


def test_the_way_out_of_a_gap_is_the_nearest_municipality() -> None:
    gaps = {gap.label: gap.place.slug for gap in scape("genk").missing_kinds}
    assert gaps["Museum"] == "beringen"
    assert [slug for slug in SEVEN if "museum" in counts(slug, "soort")] == ["beringen"]
    for gap in scape("leopoldsburg").missing_kinds:
        having = [slug for slug in SEVEN if gap.url.rpartition("=")[2] in counts(slug, "soort")]
        if "beringen" in having:
            assert gap.place.slug == "beringen", "the neighbour of Leopoldsburg comes before all others"


def test_a_gap_is_said_inside_a_sentence() -> None:
    place = Municipality(name="As")
    assert Gap("Museum", place, 1, "").words == "museum"
    assert Gap("OCMW of welzijn", place, 1, "").words == "OCMW of welzijn"
    assert Gap("X", place, 1, "").words == "x"


def test_the_page_shows_six_gaps_and_folds_the_rest(visitor: Client) -> None:
    holes = section(visitor, "leopoldsburg", "h-gaten")
    seen = scape("leopoldsburg")
    assert len(seen.missing_kinds) > 6
    lists = [len(listing.every("li")) for listing in holes.every("ul", class_="gaps")]
    assert sum(lists) == len(seen.missing_kinds) + len(seen.missing_groups)
    assert max(len(listing.every("li")) for listing in holes.every("ul", class_="gaps")) >= 6
    assert f"Bekijk alle {len(seen.missing_kinds)}" in holes.words
    assert {gap.url for gap in [*seen.missing_kinds, *seen.missing_groups]} <= set(holes.links)
    assert "Nog geen museum gekend in Leopoldsburg" in holes.words


def test_what_nobody_told_yet_is_counted() -> None:
    here = [actor_facts()[slug] for slug in right({"gemeente": ["genk"]})]
    told = {fact.label: fact.count for fact in scape("genk").unknown}
    actors = list(Actor.objects.published().filter(active_in__slug="genk"))
    assert len(actors) == len(here)
    assert told["Website"] == sum(not actor.website for actor in actors)
    assert told["Adres voor vragen"] == sum(not actor.contact_email for actor in actors)
    assert told["Wanneer het nagekeken is"] == sum(actor.verified_on is None for actor in actors)
    Actor.objects.published().filter(active_in__slug="genk").update(contact_email="info@voorbeeld.example")
    after = scape("genk").unknown
    assert "Adres voor vragen" not in {fact.label for fact in after}


def test_no_address_of_anybody_shows(visitor: Client) -> None:
    Actor.objects.update(contact_email="geheim@voorbeeld.example")
    assert "geheim" not in visitor.get("/gemeenten/genk/").content.decode()


# --- Around it --------------------------------------------------------------------------------------------------


def test_without_borders_the_nearest_three_are_near_and_no_more_is_claimed(visitor: Client) -> None:
    near = scape("genk").neighbours
    assert not near.adjacent
    assert [place.slug for place in near.places] == ["zonhoven", "as", "houthalen-helchteren"]
    around = section(visitor, "genk", "h-buren")
    assert around.one("h2").words == "Dichtbij"
    assert [f"/gemeenten/{place.slug}/" for place in near.places] == around.links


def test_with_borders_the_neighbours_are_those_that_touch(visitor: Client) -> None:
    genk = Municipality.objects.get(slug="genk")
    Border.objects.create(
        municipality=genk,
        shape=[[edge(0, 0)]],
        adjacent=["as", "weg"],
        source="proef",
        loaded_on=date(2026, 11, 20),
    )
    near = scape("genk").neighbours
    assert (near.adjacent, [place.slug for place in near.places]) == (True, ["as"])
    around = section(visitor, "genk", "h-buren")
    assert around.one("h2").words == "Buren"
    assert "Digitaal Vlaanderen" in around.words
    assert "20 november 2026" in around.words


def test_a_border_that_touches_nobody_proves_nothing() -> None:
    Border.objects.create(
        municipality=Municipality.objects.get(slug="genk"), shape=[], loaded_on=date(2026, 11, 20)
    )
    assert not scape("genk").neighbours.adjacent


def test_who_lies_nowhere_has_nobody_near(visitor: Client) -> None:
    assert scape("brussel").neighbours.places == []
    assert not read(visitor.get("/gemeenten/brussel/")).every("section", aria_labelledby="h-buren")
    Municipality.objects.filter(slug="as").update(latitude=None)
    assert "as" not in [place.slug for place in scape("genk").neighbours.places]
    assert scape("as").missing_kinds, "gaps do not need a position"


# --- Figures ----------------------------------------------------------------------------------------------------


def test_the_inhabitants_through_the_years_say_what_is_still_to_be_checked() -> None:
    years = chart("genk", "Inwoners door de jaren")
    assert [row[:2] for row in years.rows] == [
        ("2019", "66.171"),
        ("2020", "66.447"),
        ("2024", "ongeveer 67.877"),
    ]
    assert "stippellijn" in years.note
    assert years.drawing.count('class="thread basted"') == 1
    for words in ("Cultuurnota", "Statbel", "Wikipedia"):
        assert words in years.source
    PopulationCount.objects.update(certain=True)
    assert chart("genk", "Inwoners door de jaren").note == ""


def test_the_seven_stand_side_by_side() -> None:
    seven = chart("as", "Inwoners van de zeven")
    assert [(name, here) for name, _text, here in seven.rows] == [
        (place.name, place.slug == "as") for place in Municipality.objects.members()
    ]
    assert ("Genk", "66.171", False) in seven.rows
    assert seven.note == ""
    assert "Cultuurnota" in seven.source


def test_what_is_not_exact_is_drawn_and_said_so() -> None:
    origin = chart("genk", "Inwoners met een niet-Belgische achtergrond")
    texts = {name: text for name, text, _here in origin.rows}
    assert texts["Genk"] == "meer dan 50 %"
    assert texts["Houthalen-Helchteren"] == "dicht bij 50 %"
    assert texts["As"] == "geen cijfer"
    assert origin.drawing.count('class="edge basted"') == 3
    assert origin.drawing.count('class="hole"') == 4
    assert "stippelrand" in origin.note
    assert "gat" in origin.note
    assert origin.source.startswith("Jaar niet vermeld, Cultuurnota")
    assert "p. 49" in origin.source


def test_a_figure_that_few_have_is_no_chart() -> None:
    assert {chart.title for chart in scape("beringen").charts} == {
        "Inwoners door de jaren",
        "Inwoners van de zeven op 1 januari 2019",
        "Tevredenheid over culturele voorzieningen",
    }


def test_a_figure_with_a_year_and_without_a_source_says_the_year() -> None:
    Figure.objects.filter(indicator="Tevredenheid over culturele voorzieningen").update(
        year=2018, source=None, source_pages="", qualifier=""
    )
    satisfied = chart("genk", "Tevredenheid")
    assert satisfied.source == "2018"
    assert satisfied.note == ""


def test_every_chart_stands_beside_its_table(visitor: Client) -> None:
    page = read(visitor.get("/gemeenten/genk/"))
    figures = page.every("figure", class_="chart-figure")
    assert len(figures) == len(scape("genk").charts) == 4
    for figure, chart in zip(figures, scape("genk").charts, strict=True):
        assert figure.one("figcaption").words == chart.title
        assert figure.one("svg").attributes["aria-hidden"] == "true"
        rows = [(row.one("th").words, row.one("td").words) for row in figure.one("tbody").every("tr")]
        assert rows == [(name, text) for name, text, _here in chart.rows]
        assert chart.source in figure.words


def test_without_figures_there_is_no_chart_and_no_heading(visitor: Client) -> None:
    PopulationCount.objects.all().delete()
    Figure.objects.all().delete()
    assert scape("genk").charts == []
    assert not read(visitor.get("/gemeenten/genk/")).every("section", aria_labelledby="h-cijfers")


def test_who_is_not_of_the_seven_has_neighbours_and_counts_but_no_gaps(visitor: Client) -> None:
    seen = scape("zonhoven")
    assert (seen.missing_kinds, seen.missing_groups, seen.unknown) == ([], [], [])
    assert seen.neighbours.places
    page = read(visitor.get("/gemeenten/zonhoven/"))
    assert not page.every("section", aria_labelledby="h-gaten")
    assert page.every("section", aria_labelledby="h-buren")


def test_an_empty_municipality_has_a_page(visitor: Client) -> None:
    Actor.objects.all().delete()
    page = read(visitor.get("/gemeenten/as/"))
    assert not page.every("section", aria_labelledby="h-tel")
    assert not page.every("section", aria_labelledby="h-gaten")


def test_numbers_are_written_in_the_language_of_the_page(visitor: Client) -> None:
    page = read(visitor.get("/en/gemeenten/genk/"))
    figures = page.every("figure", class_="chart-figure")
    assert "66,171" in figures[0].words
    inside = [link for link in page.one("main").links if link.startswith("/")]
    assert all(link.startswith("/en/") for link in inside)


def test_the_page_asks_little_and_is_the_same_for_everyone(visitor: Client) -> None:
    for warm in ("/actoren/", "/praktijken/", "/oproepen/", "/projecten/"):
        visitor.get(warm)
    with CaptureQueriesContext(connection) as first:
        page: Any = visitor.get("/gemeenten/genk/")
    with CaptureQueriesContext(connection) as again:
        assert visitor.get("/gemeenten/genk/").content == page.content
    assert len(first) <= 12
    assert len(again) == 1
