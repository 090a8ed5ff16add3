"""The partner regions of InduCult2.0 and InduCCI, on the map and one by one, from the facts of the sources."""

import html
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from projects.europe import drawing
from projects.models import EuropeanProject, Region, RegionPart
from projects.models.regions import PARTS
from tests.factories import ActorFactory, PracticeFactory

DATA = Path(settings.BASE_DIR) / "data"


def page(address: str) -> str:
    """What a visitor reads."""
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_facts_are_in_and_right(all_facts: None) -> None:
    stated = json.loads((DATA / "regions.json").read_text())
    assert Region.objects.count() == len(stated["regions"]) == 15
    for fact in stated["regions"]:
        region = Region.objects.with_parts().get(slug=fact["slug"])
        assert (region.name, region.actor and region.actor.slug) == (fact["name"], fact["actor"])
        assert (region.latitude, region.longitude) == (Decimal(str(fact["lat"])), Decimal(str(fact["lon"])))
        assert {part.project.slug for part in region.parts.all()} == {
            part["project"] for part in fact["projects"]
        }
    assert {project.slug for project in EuropeanProject.objects.all()} == {"inducult2-0", "inducci"}


def test_every_region_stands_on_the_map_and_in_the_table_in_both_languages(all_facts: None) -> None:
    dutch, english = page("/netwerk/"), page("/en/netwerk/")
    for region in Region.objects.all():
        assert dutch.count(region.name) >= 2
        assert f'"/netwerk/{region.slug}/"' in dutch
    assert "Duitsland" in dutch
    assert "Germany" in english
    assert "Dit zijn plannen" in dutch
    assert "15 × Pilootacties" in dutch
    assert "15 × Pilot actions" in english


def test_who_reads_english_meets_no_dutch_words_in_it(all_facts: None) -> None:
    english = page("/en/netwerk/")
    for project in EuropeanProject.objects.all():
        assert len(project.aims_en) == len(project.aims) > 0
        for aim, dutch in zip(project.aims_en, project.aims, strict=True):
            assert html.escape(aim) in english
            assert dutch not in english
    for name, dutch in (("Saxony", "Saksen"), ("Linz and Upper Austria", "Linz en Opper-Oostenrijk")):
        assert name in english
        assert dutch not in english
        assert dutch in page("/netwerk/")
    region = Region.objects.get(slug="saksen")
    assert "<title>Saxony" in page("/en/netwerk/saksen/")
    assert "partner region" in page("/en/netwerk/saksen/")
    assert {part.role for part in RegionPart.objects.all()} <= PARTS.keys()
    assert RegionPart(role="gastheer").as_what == "gastheer"
    names = [
        point["properties"]["name"] for point in Client().get("/en/netwerk/kaart.json").json()["features"]
    ]
    assert "Saxony" in names
    assert region.name not in names


def test_the_points_are_what_the_map_script_reads(all_facts: None) -> None:
    answer = Client().get("/netwerk/kaart.json").json()
    assert (answer["found"], answer["placeless"], len(answer["features"])) == (15, 0, 15)
    point = next(point for point in answer["features"] if point["properties"]["name"] == "Leoben")
    assert point["geometry"]["coordinates"] == [15.09, 47.38]
    assert page(point["properties"]["url"])


def test_a_region_tells_who_stands_for_it_and_what_they_share(all_facts: None) -> None:
    region = Region.objects.get(slug="chemnitz")
    told = page("/netwerk/chemnitz/")
    assert region.description[:40] in told
    assert "Economic Development Corporation Chemnitz" in told
    assert "InduCCI" in told
    assert region.description_en[:40] in page("/en/netwerk/chemnitz/")
    assert Client().get("/netwerk/atlantis/").status_code == 404


def test_an_actor_that_does_not_show_is_not_named(db: None) -> None:
    hidden = ActorFactory(name="Geheime dienst", draft=True)
    PracticeFactory(title="Stil werk", maker=hidden)
    Region.objects.create(
        slug="ver",
        name="Ver",
        country="Verland",
        country_code="XX",
        latitude=80,
        longitude=-120,
        actor=hidden,
    )
    told = page("/netwerk/ver/")
    assert "Verland" in told
    assert "Geheime dienst" not in told
    assert "Stil werk" not in told


def region(name: str, north: float, east: float) -> Region:
    """A region at a place, not stored."""
    at: Any = {"latitude": Decimal(str(north)), "longitude": Decimal(str(east))}
    return Region(slug=name.lower(), name=name, country="", country_code="BE", **at)


def test_the_drawing_has_a_row_for_every_name_and_keeps_everybody_inside() -> None:
    drawn = drawing([region("Zuid", -80, 5), region("Limburg", 51, 5.5), region("Noord", 89, 170)])
    assert [spot.region.name for spot in drawn.spots] == ["Noord", "Limburg", "Zuid"]
    assert [spot.name_y for spot in drawn.spots] == [24, 72, 120]
    assert drawn.home is not None
    assert drawn.home.region.name == "Limburg"
    for spot in drawn.spots:
        assert 0 <= spot.x <= drawn.names_x
        assert 0 <= spot.y <= drawn.height


def test_a_drawing_without_regions_is_empty(db: None) -> None:
    Region.objects.all().delete()
    assert drawing([]).height == 0
    assert "0 regio" in page("/netwerk/")
