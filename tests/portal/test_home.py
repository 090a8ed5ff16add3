"""The home page: the cloth of the seven and what is new, from live data only."""

from typing import Any

import pytest
from django.test import Client

from actors.models import Actor, Scale
from ecru.base.models import Publication
from tests.actors.folder import SEVEN
from tests.actors.markup import Element, read
from tests.factories import ActorFactory, ActorKindFactory, MunicipalityFactory, TargetGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seven() -> dict[str, Any]:
    return {
        name: MunicipalityFactory(name=name, inhabitants=8_000 + 1_000 * n) for n, name in enumerate(SEVEN)
    }


def home(client: Client, address: str = "/") -> Element:
    return read(client.get(address))


def network(slug: str, places: list[Any], **fields: Any) -> Actor:
    return ActorFactory(slug=slug, name=slug, scale=Scale.REGIONAL, words={"active_in": places}, **fields)


def actor_links(page: Element) -> list[str]:
    return [
        link
        for link in page.links
        if link.startswith("/actoren/") and not link.endswith(("/actoren/", "/feed/"))
    ]


def test_an_empty_portal_has_a_home(client: Client) -> None:
    page = home(client)
    assert page.one("h1")
    assert actor_links(page) == []


def test_what_has_no_data_does_not_show(client: Client, seven: dict[str, Any]) -> None:
    page = home(client)
    assert not page.every("section", aria_labelledby="h-wie")
    assert not page.every("section", aria_labelledby="h-vers")
    TargetGroupFactory(slug="kansarmoede", is_primary=True)
    ActorFactory(municipality=seven["Genk"])
    page = home(client)
    assert page.one("section", aria_labelledby="h-wie")
    assert page.one("section", aria_labelledby="h-vers")


def test_ribbons_cross_borders_and_no_two_cover_the_same_places(
    client: Client, seven: dict[str, Any]
) -> None:
    places = list(seven.values())
    network("breed", places)
    network("even-breed", places)
    network("paar", places[:2])
    network("alleen", places[:1])
    network("concept", places[1:4], draft=True)
    network("gestopt", places[2:5], closed=True)
    links = set(home(client).one("div", class_="loom").links)
    wide = {"/actoren/breed/", "/actoren/even-breed/"}
    assert len(links & wide) == 1
    assert "/actoren/paar/" in links
    assert not links & {f"/actoren/{slug}/" for slug in ("alleen", "concept", "gestopt")}


def test_there_are_at_most_seven_ribbons(client: Client, seven: dict[str, Any]) -> None:
    places = list(seven.values())
    for number in range(12):
        network(f"net-{number}", [places[number % 7], places[(number + 1 + number // 7) % 7]])
    ribbons = {link for link in home(client).one("div", class_="loom").links if link.startswith("/actoren/")}
    assert len(ribbons) == 7


def test_the_newest_show_and_drafts_do_not(client: Client, seven: dict[str, Any]) -> None:
    kind = ActorKindFactory(label="Koor")
    fresh = [ActorFactory(municipality=seven["Genk"], kind=kind) for _ in range(5)]
    ActorFactory(slug="concept", municipality=seven["Genk"], draft=True)
    ActorFactory(slug="archief", municipality=seven["Genk"], archived=True)
    shown = actor_links(read(client.get("/")).one("section", aria_labelledby="h-vers"))
    assert len(shown) == len(set(shown)) == 4
    assert set(shown) <= {actor.get_absolute_url() for actor in fresh}


def test_who_was_published_yesterday_comes_after_today(client: Client, seven: dict[str, Any]) -> None:
    old = ActorFactory(slug="oud", municipality=seven["As"])
    Actor.objects.filter(pk=old.pk).update(published_at="2020-01-01T12:00:00Z")
    for number in range(4):
        ActorFactory(slug=f"nieuw-{number}", municipality=seven["As"])
    shown = actor_links(home(client).one("section", aria_labelledby="h-vers"))
    assert "/actoren/oud/" not in shown
    Actor.objects.filter(slug="oud").update(status=Publication.DRAFT, published_at=None)
    Actor.objects.filter(slug="oud").publish()
    assert Actor.objects.newest().first().slug == "oud"


def test_the_three_groups_count_published_actors(client: Client, seven: dict[str, Any]) -> None:
    group = TargetGroupFactory(slug="kansarmoede", is_primary=True)
    TargetGroupFactory(slug="ouderen")
    ActorFactory(words={"target_groups": [group]})
    ActorFactory(words={"target_groups": [group]}, draft=True)
    section = home(client).one("section", aria_labelledby="h-wie")
    assert section.links == ["/actoren/?doelgroep=kansarmoede"]
    assert section.one("p", class_="day").one("span").words == "1"


def test_searching_from_home_leads_to_the_search_page(client: Client, seven: dict[str, Any]) -> None:
    form = home(client).one("form", role="search")
    assert (form.attributes["action"], form.one("input").attributes["name"]) == ("/zoeken/", "q")
    assert home(client, "/en/").one("form", role="search").attributes["action"] == "/en/zoeken/"


def test_english_home_stays_english(client: Client, seven: dict[str, Any]) -> None:
    network("breed", list(seven.values()))
    page = home(client, "/en/")
    assert page.one("html").attributes["lang"] == "en"
    links = [link for link in page.one("main").links if link.startswith("/")]
    assert links
    assert all(link.startswith("/en/") for link in links)


def test_home_sets_no_cookie(client: Client) -> None:
    assert not client.get("/").cookies
