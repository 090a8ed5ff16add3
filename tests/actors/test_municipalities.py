"""The seven as a whole and one by one: who works there, the figures, and what each pays to the cent."""

from decimal import Decimal

import pytest
from django.test import Client

from actors.models import Actor, ActorKind, Municipality
from actors.overview import actors_by_kind, contributions
from ecru.base.models import Publication
from tests.actors.answers import actor_facts, asked, facts, right
from tests.actors.markup import read

pytestmark = pytest.mark.usefixtures("field")


def budget() -> dict[str, Decimal]:
    rows = facts("budget.json")["contributions"]["rows"]
    return {row["municipality"]: Decimal(str(row["contribution_printed_eur"])) for row in rows}


def test_the_contributions_equal_the_plan_to_the_cent() -> None:
    seen = contributions()
    assert {place.slug: place.contribution for place in seen.places} == budget()
    assert seen.euro == sum(budget().values()) == Decimal("95686.40")
    assert seen.inhabitants == 239_216
    assert all(isinstance(place.contribution, Decimal) for place in seen.places)
    assert Municipality.objects.with_inhabitants().get(slug="hasselt").contribution is None


@pytest.mark.parametrize(
    ("prefix", "genk", "total", "people"),
    [("", "26.468,40", "95.686,40", "239.216"), ("/en", "26,468.40", "95,686.40", "239,216")],
)
def test_the_table_is_written_as_people_write_it(
    prefix: str, genk: str, total: str, people: str, visitor: Client
) -> None:
    table = read(visitor.get(f"{prefix}/gemeenten/")).one("table", class_="data")
    rows = {row.one("th").words: row for row in table.one("tbody").every("tr")}
    assert len(rows) == 7
    assert genk in rows["Genk"].words
    foot = table.one("tfoot").words
    assert total in foot
    assert people in foot
    for place in facts("municipalities.json")["municipalities"][:7]:
        count = len(right({"gemeente": [place["slug"]]}))
        assert rows[place["name"]].words.endswith(f" {count}")
        assert f"{prefix}/actoren/?gemeente={place['slug']}" in rows[place["name"]].links


def test_the_others_are_named_with_their_actors(visitor: Client) -> None:
    section = read(visitor.get("/gemeenten/")).one("section", aria_labelledby="h-buiten")
    outside = {
        place["slug"] for place in facts("municipalities.json")["municipalities"] if not place["member"]
    }
    assert {link.split("/")[2] for link in section.links} == outside


@pytest.mark.parametrize("slug", [place["slug"] for place in facts("municipalities.json")["municipalities"]])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_of_a_municipality_names_everyone_at_work_there(
    slug: str, prefix: str, visitor: Client
) -> None:
    fact = next(place for place in facts("municipalities.json")["municipalities"] if place["slug"] == slug)
    page = read(visitor.get(f"{prefix}/gemeenten/{slug}/"))
    assert page.one("h1").words == fact["name"]
    who = page.one("section", aria_labelledby="h-wie")
    links = [link for listing in who.every("ul", class_="names") for link in listing.links]
    assert sorted(links) == sorted(f"{prefix}/actoren/{actor}/" for actor in right({"gemeente": [slug]}))
    headings = [heading.words for heading in who.every("h3")]
    assert (
        len(headings)
        == len(set(headings))
        == len({actor_facts()[link.split("/")[-2]]["kind"] for link in links})
    )
    assert len(page.every("dl", class_="figures")) == bool(fact["figures"])
    for figure in fact["figures"]:
        assert figure["indicator"] in page.one("dl", class_="figures").words
    assert all(link.startswith(f"{prefix}/") for link in page.one("main").links if link.startswith("/"))


def test_inhabitants_show_per_year_with_their_source(visitor: Client) -> None:
    words = read(visitor.get("/gemeenten/genk/")).one("dl", class_="facts").words
    for number in ("66.171", "26.468,40", "71016"):
        assert number in words
    assert "2019" in words
    assert "ongeveer 67.877" in words  # nobody checked it yet
    english = read(visitor.get("/en/gemeenten/genk/")).one("dl", class_="facts").words
    assert "about 67,877" in english


def test_drafts_do_not_count(visitor: Client) -> None:
    before = Municipality.objects.with_actor_counts().get(slug="genk").actor_count
    Actor.objects.filter(slug="regenboogkoor").update(status=Publication.DRAFT)
    Actor.objects.filter(slug="passerelle").update(status=Publication.ARCHIVED)
    assert (
        Municipality.objects.with_actor_counts().get(slug="genk").actor_count
        == before - 2
        == asked(gemeente="genk").found
    )
    links = read(visitor.get("/gemeenten/genk/")).links
    assert not {"/actoren/regenboogkoor/", "/actoren/passerelle/"} & set(links)


def test_two_kinds_on_one_position_do_not_mix() -> None:
    kinds = [ActorKind.objects.create(slug=f"nieuw-{name}", label=name, position=0) for name in "ab"]
    genk = Municipality.objects.get(slug="genk")
    for number in range(6):
        Actor.objects.create(
            slug=f"a-{number}",
            name=str(number),
            search_name=f" {number} ",
            kind=kinds[number % 2],
            municipality=genk,
            status=Publication.PUBLISHED,
        )
    names = [name for name, _actors in actors_by_kind(genk)]
    assert len(names) == len(set(names))


def test_a_municipality_that_does_not_exist_is_not_found(visitor: Client) -> None:
    assert visitor.get("/gemeenten/atlantis/").status_code == 404
