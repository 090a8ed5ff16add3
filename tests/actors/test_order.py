"""The order of the directory, and its pages: nothing twice, nothing lost."""

import itertools
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any

import pytest
from django.test import Client

from actors.models import Actor, Municipality
from ecru.base.catalogue import shuffle
from tests.actors.answers import actor_facts, actors_in_order, asked, found, in_order, right
from tests.actors.markup import read

pytestmark = pytest.mark.usefixtures("field")

SEVEN = ["as", "beringen", "genk", "heusden-zolder", "houthalen-helchteren", "leopoldsburg", "maasmechelen"]


def kilometres(here: tuple[Any, Any], there: tuple[Any, Any]) -> float:
    """The distance over a round earth, by the haversine formula."""
    north1, east1, north2, east2 = (radians(float(degrees)) for degrees in (*here, *there))
    half = sin((north2 - north1) / 2) ** 2 + cos(north1) * cos(north2) * sin((east2 - east1) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def position(actor: Actor) -> tuple[Any, Any] | None:
    place = actor if actor.latitude is not None else actor.municipality
    return (place.latitude, place.longitude) if place and place.latitude is not None else None


@pytest.mark.parametrize("slug", SEVEN)
def test_nearest_comes_first(slug: str) -> None:
    Actor.objects.filter(slug="faro").update(latitude="50.84667", longitude="4.35250")
    place = Municipality.objects.get(slug=slug)
    directory = asked(sorteer=f"afstand-{slug}")
    assert directory.sort.value == f"afstand-{slug}"
    places = [position(actor) for actor in actors_in_order(directory)]
    known = [spot for spot in places if spot]
    assert places[: len(known)] == known, "who has no place comes last"
    distances = [kilometres((place.latitude, place.longitude), spot) for spot in known]
    for nearer, farther in itertools.pairwise(distances):
        assert nearer <= farther * 1.01
    assert distances[0] == 0
    assert distances[-1] > 50


def test_distance_is_offered_from_each_of_the_seven_only() -> None:
    values = [sort.value for sort in asked().all_sorts]
    assert [value for value in values if value.startswith("afstand-")] == [
        f"afstand-{slug}" for slug in SEVEN
    ]
    assert asked(sorteer="afstand-hasselt").sort.value == "relevantie"


def test_by_name_is_by_name() -> None:
    actors = actors_in_order(asked(sorteer="naam"))
    folded = [actor.search_name for actor in actors]
    assert folded == sorted(folded)
    assert len(actors) == len(actor_facts())


def test_recently_checked_comes_first_and_unknown_last() -> None:
    Actor.objects.get(slug="regenboogkoor").confirm()
    actors = actors_in_order(asked(sorteer="nagekeken"))
    assert actors[0].slug == "regenboogkoor"
    days = [actor.verified_on or date.min for actor in actors]
    assert days == sorted(days, reverse=True)
    assert actors[-1].verified_on is None


def test_who_stopped_and_bare_names_come_last() -> None:
    actors = actors_in_order(asked())
    marks = [(actor.closed, actor.named_only) for actor in actors]
    assert marks == sorted(marks)
    assert marks[-1] != (False, False)


def test_an_unknown_order_is_the_usual_one() -> None:
    assert in_order(asked(sorteer="omgekeerd")) == in_order(asked())


def test_ties_are_shuffled_the_same_all_day_and_otherwise_tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monday = date(2026, 11, 16)
    orders = []
    for day in [monday, monday, *(monday + timedelta(days) for days in range(1, 7))]:
        monkeypatch.setattr(shuffle.timezone, "localdate", lambda day=day: day)
        orders.append(in_order(asked()))
    assert orders[0] == orders[1]
    assert len({tuple(order) for order in orders}) == 7
    assert all(set(order) == set(actor_facts()) for order in orders)


def test_the_shuffle_gives_each_key_a_place_of_its_own() -> None:
    place, day = shuffle.shuffle_of(date(2026, 11, 21))
    assert day == date(2026, 11, 21)
    assert len({place(key) for key in range(1, 10_000)}) == 9_999
    assert place(7) == shuffle.shuffle_of(day)[0](7)
    assert [place(key) for key in range(9)] != [
        shuffle.shuffle_of(day + timedelta(1))[0](key) for key in range(9)
    ]


@pytest.mark.parametrize("parameters", [{}, {"sorteer": "naam"}, {"gemeente": "genk"}, {"q": "limburg"}])
def test_the_pages_together_hold_everything_once(parameters: dict[str, str], visitor: Client) -> None:
    directory = asked(**parameters)
    shown: list[str] = []
    for number in range(1, directory.pager.last + 1):
        page = asked(**parameters, pagina=number)
        slugs = [actor.slug for actor in page.records]
        assert len(slugs) == 24 or number == directory.pager.last
        shown += slugs
    assert len(shown) == len(set(shown)) == directory.found
    assert shown == in_order(directory)
    assert set(shown) == found(directory)
    asked_for: dict[str, Any] = {**parameters, "pagina": directory.pager.last}
    last = read(visitor.get("/actoren/", asked_for)).one(id="resultaten")
    assert [link for link in last.links if link.count("/") == 3 and link != "/actoren/nieuw/"] == [
        f"/actoren/{slug}/" for slug in shown[-len(slugs) :]
    ]


def test_a_choice_starts_at_the_first_page_and_steps_keep_the_choices(visitor: Client) -> None:
    results = read(visitor.get("/actoren/?gemeente=genk&sorteer=naam&pagina=2")).one(id="resultaten")
    pager = results.one("nav", class_="pager")
    assert all("gemeente=genk" in link and "sorteer=naam" in link for link in pager.links)
    assert pager.one("a", aria_current="page").words.endswith("2")
    chips = results.one("ul", class_="chips")
    assert all("pagina" not in link for link in chips.links)


@pytest.mark.parametrize("page", ["0", "-1", "999999", "9" * 40, "zes", "1.5", "", "٣"])
def test_any_page_number_gives_a_page(page: str) -> None:
    number = asked(pagina=page).pager.number
    assert number == (asked().pager.last if page == "999999" else 1)
    assert len(asked(pagina=page).records) in {24, len(right({})) % 24}
