"""Queries per page: as many at 2 as at 200 actors, and never more than twelve."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from actors.expert_relations import offering
from actors.models import Actor, Scale
from actors.terms import ON_CARDS, called_otherwise, fell_silent, sources
from ecru.urls import SITEMAPS
from projects.catalogues import CALLS, CALLS_ON_ROWS
from projects.matching.deeds import deeds
from projects.matching.leaving_out import pauses
from projects.matching.suggesting import SUGGESTED_PRACTICES
from projects.panels.together import joined
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DisciplineFactory,
    ExpertFactory,
    MunicipalityFactory,
    SourceFactory,
    TargetGroupFactory,
    ThemeFactory,
    TopicFactory,
)

MOST = 12
PAGES = {
    "home": "/",
    "list": "/actoren/",
    "list, filtered": "/actoren/?gemeente=genk&gemeente=as&doelgroep=ouderen&soort=vereniging&schaal=lokaal",
    "list, words": "/actoren/?q=muziek",
    "list, by distance": "/actoren/?sorteer=afstand-genk",
    "list, compact by name": "/actoren/?sorteer=naam&weergave=lijst",
    "list, empty by words": "/actoren/?q=onbestaanbaar&soort=vereniging",
    "list, empty by choices": "/actoren/?gemeente=leeg&thema=migratie&discipline=dans",
    "list, unknown choice": "/actoren/?gemeente=atlantis",
    "map": "/actoren/?weergave=kaart&gemeente=genk&q=muziek",
    "points of the map": "/actoren/kaart.geojson",
    "outlines of the map": "/gemeenten/omtrek.geojson",
    "actor": "/actoren/koor/",
    "experts": "/experten/",
    "experts, filtered": "/experten/?gemeente=genk&onderwerp=buurtwerk&beschikbaar=onbekend&q=feest",
    "experts, empty": "/experten/?q=onbestaanbaar&gemeente=leeg",
    "expert": "/experten/koor/",
    "municipalities": "/gemeenten/",
    "municipality": "/gemeenten/genk/",
    "feed": "/actoren/feed/",
    "sitemap": "/sitemap.xml",
    "sitemap of actors": "/sitemap-actors.xml",
    "sitemap of experts": "/sitemap-experts.xml",
    "share card": "/actoren/koor/kaart.png",
    "share card of an expert": "/experten/koor/kaart.png",
}


class Town:
    """A small field that can grow: two municipalities, words to describe actors by, and a choir with a family."""

    def __init__(self) -> None:
        self.genk = MunicipalityFactory(name="Genk", inhabitants=66_171)
        self.as_ = MunicipalityFactory(name="As", inhabitants=8_198)
        MunicipalityFactory(name="Leeg", inhabitants=10)
        self.kinds = [ActorKindFactory(label="Vereniging"), ActorKindFactory(label="Koepel")]
        self.words = {
            "target_groups": [TargetGroupFactory(label="Ouderen", is_primary=True), TargetGroupFactory()],
            "themes": [ThemeFactory(label="Migratie"), ThemeFactory()],
            "disciplines": [DisciplineFactory(label="Dans"), DisciplineFactory()],
        }
        self.topics = [TopicFactory(label="Buurtwerk"), TopicFactory(label="Coaching")]
        self.choir = self.settle("koor", self.genk)

    def settle(self, slug: str, seat: Any, **fields: Any) -> Actor:
        words: dict[str, Any] = {**self.words, "active_in": [self.genk, self.as_]}
        fields = {
            "kind": self.kinds[len(slug) % 2],
            "scale": Scale.REGIONAL,
            "source": SourceFactory(),
            **fields,
        }
        actor = ActorFactory(slug=slug, name=slug.capitalize(), municipality=seat, words=words, **fields)
        ExpertFactory(slug=slug, actor=actor, source=fields["source"], words={"topics": self.topics})
        return actor

    def grow(self, number: int) -> None:
        while (count := Actor.objects.count()) < number:
            parent = self.choir if count % 10 == 0 else None
            actor = self.settle(f"actor-{count}", self.as_ if count % 2 else self.genk, parent=parent)
            actor.names.create(name=f"Oude naam {count}")
            if count % 7 == 0:
                self.choir.umbrellas.add(actor)


def queries_of(visitor: Client, address: str) -> list[str]:
    """What a visit asks of the database in a worker that is at work: it has the catalogues, and what it remembers, but no cards."""
    for first in ("/", "/actoren/", "/experten/", "/praktijken/", "/oproepen/", "/projecten/"):
        assert visitor.get(first).status_code == 200
    with translation.override("nl"):
        CALLS.shelf()
        joined()
        deeds()
        offering()
        for remembered in (fell_silent, pauses, sources, called_otherwise):
            remembered()
    for cards in (ON_CARDS, CALLS_ON_ROWS, SUGGESTED_PRACTICES):
        cards.hear(None)
    with CaptureQueriesContext(connection) as log:
        assert visitor.get(address).status_code == 200
    return [query["sql"] for query in log.captured_queries]


@pytest.mark.unmeasured
@pytest.mark.django_db
def test_pages_ask_as_much_of_two_actors_as_of_two_hundred(visitor: Client) -> None:
    town = Town()
    town.grow(2)
    first = {name: len(queries_of(visitor, address)) for name, address in PAGES.items()}
    town.grow(200)
    later = {name: len(queries_of(visitor, address)) for name, address in PAGES.items()}
    # Two actors are no family: the relatives of the choir cost one query more.
    first["actor"] += 1
    assert {name: number for name, number in later.items() if number > first[name]} == {}
    machines = 2 * len(SITEMAPS)  # a sitemap counts every section and looks at its last change
    most = {name: machines if name == "sitemap" else MOST for name in later}
    assert {name: number for name, number in later.items() if number > most[name]} == {}


@pytest.mark.django_db
def test_a_page_of_one_actor_costs_the_same_with_family_and_relations(visitor: Client) -> None:
    town = Town()
    town.grow(12)
    some = len(queries_of(visitor, "/actoren/koor/"))
    town.grow(100)
    assert len(queries_of(visitor, "/actoren/koor/")) == some <= MOST


@pytest.mark.usefixtures("field")
@pytest.mark.parametrize(
    "address",
    [
        *(
            "/",
            "/en/",
            "/actoren/",
            "/actoren/?q=koor&gemeente=genk",
            "/actoren/?sorteer=afstand-as",
            "/actoren/?q=zzzz",
        ),
        *(
            "/actoren/?gemeente=as&soort=museum&thema=migratie&doelgroep=ouderen&schaal=vlaams&discipline=dans&q=erfgoed",
        ),
        *(
            "/actoren/ecru/",
            "/actoren/trefpunt-armoede/",
            "/actoren/zelforganisaties/",
            "/actoren/roosje-chini/",
            "/experten/",
            "/experten/?onderwerp=buurtwerk&aanbod=advies&taal=nl&gemeente=genk&q=dossier",
            "/experten/stebo/",
        ),
        *("/gemeenten/", "/gemeenten/genk/", "/gemeenten/hasselt/", "/aanmelden/", "/actoren/feed/"),
    ],
)
def test_pages_of_the_real_field_stay_within_twelve(address: str, visitor: Client) -> None:
    queries = queries_of(visitor, address)
    assert len(queries) <= MOST, "\n".join(queries)
    assert len(queries) == len(set(queries)), "the same question twice"
