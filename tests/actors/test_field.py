"""The real field after a load: 234 actors, 16 municipalities, and twenty looked up by hand in the sources."""

from typing import Any

import pytest

from actors.models import (
    Actor,
    ActorKind,
    ActorName,
    Discipline,
    Figure,
    Municipality,
    PopulationCount,
    Source,
    TargetGroup,
    Theme,
    Topic,
)
from tests.actors.answers import actor_facts, facts

pytestmark = pytest.mark.usefixtures("field")

SEVEN = ["as", "beringen", "genk", "heusden-zolder", "houthalen-helchteren", "leopoldsburg", "maasmechelen"]
# Read in the culture policy plan of 2019 (and two leaflets): address, name, seat, kind, where at work, page, words.
CAST = [
    ("ecru", "ECRU", "genk", "projectvereniging", SEVEN, "p. 6", "zeven Limburgse gemeenten"),
    ("rimo-limburg", "SAAMO Limburg", None, "samenlevingsopbouw", SEVEN, "p. 30", "Trefpunt Armoede"),
    ("vormingplus-limburg", "Avansa Limburg", None, "vereniging", [], "p. 30", "in hun vrije tijd"),
    ("projectvereniging-mijnstreek", "Projectvereniging Mijnstreek", None, "projectvereniging",
     [slug for slug in SEVEN if slug != "leopoldsburg"], "p. 11", "2,5 voltijdse"),
    ("projectvereniging-cultuurcentraal", "Projectvereniging CultuurCentraal", None, "projectvereniging",
     ["beringen", "houthalen-helchteren", "leopoldsburg", "zonhoven"], "p. 13", "geen eigen personeel"),
    ("zelforganisaties", "Zelforganisaties in de regio", None, "zelforganisatie", SEVEN, "p. 32", "Italiaanse"),
    ("openluchtmuseum-bokrijk", "Openluchtmuseum Bokrijk", None, "museum", [], "p. 28", "CRAFTS."),
    ("passerelle", "Passerelle vzw", "genk", "kunstenorganisatie", ["genk"], "p. 26", "dans, performance"),
    ("villa-basta", "Villa Basta", "hasselt", "kunstenorganisatie", ["genk", "hasselt"], "p. 36", "jonge kunstenaars"),
    ("mals-vlees", "Mals Vlees vzw", "beringen", "kunstenorganisatie", ["beringen"], "p. 36", "Ingrid Dullens"),
    ("hetgevolg", "HETGEVOLG", "leopoldsburg", "kunstenorganisatie", ["leopoldsburg", "turnhout"], "p. 35", "Kwartier IJzer"),
    ("het-nieuwstedelijk", "Het Nieuwstedelijk", None, "kunstenorganisatie", ["genk", "hasselt", "leuven"], "p. 36", "de Queeste"),
    ("de-drieschaar", "Gemeenschapscentrum De Drieschaar", "as", "cultuurcentrum", ["as"], "p. 32", "gemeenschapscentrum van As"),
    ("regenboogkoor", "Het Regenboogkoor", "genk", "amateurkunst", ["genk"], "p. 42", "iedereen welkom"),
    ("labiomista", "LABIOMISTA", "genk", "site", ["genk"], "p. 33", "Zwartberg"),
    ("motives-for-jazz", "Motives for Jazz vzw", None, "kunstenorganisatie", ["heusden-zolder"], "p. 35", "sinds 1997"),
    ("compagnie-en-co", "Compagnie & Co", "lommel", "armoedeorganisatie", ["lommel"], "p. 37", "Lommel"),
    ("t-weyerke", "’t Weyerke", None, "welzijnsorganisatie", ["beringen", "heusden-zolder"], "p. 38", "met een beperking"),
    ("roosje-chini", "Roosje Chini", None, "kunstenaar", [], "p. 45", ""),
    ("padova-chamber-of-commerce", "Padova Chamber of Commerce, Industry, Craft and Agriculture", None,
     "europese-partner", [], "", "Veneto"),
]  # fmt: skip


@pytest.mark.parametrize("row", CAST, ids=[row[0] for row in CAST])
def test_what_the_sources_say_is_what_the_portal_knows(row: tuple[Any, ...]) -> None:
    slug, name, seat, kind, places, page, words = row
    actor = Actor.objects.for_page().get(slug=slug)
    assert actor.name == name
    assert (actor.municipality.slug if actor.municipality else None) == seat
    assert actor.kind.slug == kind
    assert sorted(place.slug for place in actor.active_in.all()) == sorted(places)
    assert actor.source_pages.split(";")[0].split(",")[0] == page
    assert words in actor.description
    assert actor.is_public


def test_what_is_special_about_them() -> None:
    cast = {actor.slug: actor for actor in Actor.objects.for_page()}
    assert cast["rimo-limburg"].former_names == ["RIMO Limburg"]
    assert cast["vormingplus-limburg"].former_names == ["Vormingplus Limburg"]
    assert cast["projectvereniging-mijnstreek"].successor_names == ["Projectvereniging Midden-Limburg"]
    assert sorted(cast["het-nieuwstedelijk"].merged_names) == ["Braakland/ZheBilding", "de Queeste"]
    assert "Projectvereniging Midden-Limburg" in cast["ecru"].other_names
    assert {slug for slug, actor in cast.items() if actor.closed} == {
        "projectvereniging-mijnstreek",
        "projectvereniging-cultuurcentraal",
        "ford-genk",
    }
    umbrellas = cast["zelforganisaties"].umbrellas.values_list("slug", flat=True)
    assert set(umbrellas) == {"aif-plus", "utv", "tub", "fmv", "ic-limburg", "acli"}
    assert (cast["padova-chamber-of-commerce"].place, cast["padova-chamber-of-commerce"].country) == (
        "Padova",
        "IT",
    )
    assert cast["padova-chamber-of-commerce"].verified_on is None
    assert cast["roosje-chini"].named_only
    assert cast["regenboogkoor"].parent.slug == "dienst-gelijke-kansen-genk"
    assert "2019" in str(cast["regenboogkoor"].source)


def test_hints_stay_apart() -> None:
    hinted = {
        slug: fact["municipality_hint"]
        for slug, fact in actor_facts().items()
        if fact.get("municipality_hint")
    }
    assert len(hinted) == 5
    for slug, hint in hinted.items():
        actor = Actor.objects.get(slug=slug)
        assert (actor.municipality, actor.municipality_hint.slug) == (None, hint["slug"])
        assert actor.municipality_hint_basis == hint["basis"]
        assert hint["slug"] not in actor.active_in.values_list("slug", flat=True)
    assert Actor.objects.exclude(municipality_hint=None).count() == len(hinted)


def test_everything_in_the_files_is_in() -> None:
    words = facts("vocabularies.json")
    assert (Actor.objects.count(), Municipality.objects.count()) == (234, 16)
    assert list(Municipality.objects.members().values_list("slug", flat=True)) == SEVEN
    for model, name in {
        ActorKind: "actor_kinds",
        Discipline: "disciplines",
        TargetGroup: "target_groups",
        Theme: "themes",
        Topic: "expertise_topics",
    }.items():
        assert list(model.objects.order_by("position").values_list("slug", "label", "label_en")) == [
            (term["slug"], term["label"], term["label_en"]) for term in words[name]
        ]
    sources = {source["id"] for source in words["sources"]} | {
        source["slug"] for source in facts("geography.json")["sources"]
    }
    assert set(Source.objects.values_list("slug", flat=True)) == sources
    places = facts("municipalities.json")
    assert Figure.objects.count() == len(places["regional_figures"]) + sum(
        len(place["figures"]) for place in places["municipalities"]
    )


def test_every_field_of_every_actor_is_as_written() -> None:
    for actor in Actor.objects.for_page().prefetch_related("umbrellas"):
        fact = actor_facts()[actor.slug]
        assert actor.description == (fact["description"] or "")
        assert actor.note == (fact.get("note") or "")
        assert actor.scale == fact["scale"]
        assert actor.source.slug == fact["source"]["file"]
        assert (actor.parent.slug if actor.parent else None) == fact["parent"]
        for name in ("active_in", "disciplines", "target_groups", "themes"):
            assert sorted(term.slug for term in getattr(actor, name).all()) == sorted(fact[name])
        assert sorted(term.slug for term in actor.umbrellas.all()) == sorted(fact.get("umbrellas", []))
        names = {
            *fact.get("also_known_as", []),
            *fact.get("merged_from", []),
            fact.get("now_called"),
            fact["name"],
        }
        assert names - {None} == {
            actor.name,
            *ActorName.objects.filter(actor=actor).values_list("name", flat=True),
        }
        assert not actor.contact_email_public


def test_every_word_of_a_long_list_stands_under_a_heading() -> None:
    for model in (ActorKind, Discipline, Theme):
        assert list(model.objects.filter(group=None)) == []
    loose = TargetGroup.objects.filter(group=None)
    assert {group.is_primary for group in loose} <= {True}
    assert TargetGroup.objects.filter(is_primary=True).count() == 3


def test_inhabitants_and_places_are_known() -> None:
    genk = Municipality.objects.with_inhabitants().get(slug="genk")
    assert (genk.inhabitants, genk.nis_code) == (66_171, "71016")
    assert PopulationCount.objects.in_year(2019).filter(municipality__member=True).count() == 7
    assert not Municipality.objects.members().filter(latitude=None).exists()
