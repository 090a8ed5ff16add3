"""The map of the directory: the same answers as the list, and nobody else is asked anything before the click."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from actors import mapping
from actors.models import Actor, Border, Municipality
from ecru.base.models import Publication
from tests.actors.answers import actor_facts, followed, found, right
from tests.actors.conftest import editor_browser
from tests.actors.ground import edge
from tests.actors.markup import Element, read

pytestmark = pytest.mark.usefixtures("field")

MAP = "/actoren/?weergave=kaart"
TILES = "https://geo.api.vlaanderen.be"
ADDRESSES = [
    "",
    "?q=koor",
    "?q=zzzzzz",
    "?gemeente=genk&gemeente=as&soort=bibliotheek",
    "?doelgroep=mensen-in-kansarmoede&sorteer=naam&pagina=2",
    "?gemeente=atlantis&q=%3Cscript%3E%00%27--",
    "?pagina=-1&sorteer=stuk&weergave=kaart",
]


def points(visitor: Client, address: str = "") -> Any:
    answer = visitor.get(f"/actoren/kaart.geojson{address}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/geo+json"
    return json.loads(answer.content)


def slugs(answer: Any) -> set[str]:
    return {feature["properties"]["url"].split("/")[-2] for feature in answer["features"]}


def seat(slug: str) -> Municipality | None:
    return Actor.objects.select_related("municipality").get(slug=slug).municipality


def allowed(visitor: Client, address: str) -> str:
    """What a page may show as a picture."""
    policy = dict(
        part.strip().split(" ", 1)
        for part in visitor.get(address)["Content-Security-Policy"].split(";")
        if " " in part.strip()
    )
    return policy["img-src"]


def with_borders() -> None:
    """Borders for Genk and As, side by side."""
    for column, slug in enumerate(("genk", "as")):
        Border.objects.create(
            municipality=Municipality.objects.get(slug=slug),
            shape=[[edge(column, 1)]],
            adjacent=[],
            source="proef",
            loaded_on="2026-11-20",
        )


# --- Points -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_map_holds_what_the_list_holds(address: str, visitor: Client) -> None:
    answer, listed = points(visitor, address), found(followed(address))
    assert answer["found"] == len(listed)
    assert answer["placeless"] + len(answer["features"]) == len(listed)
    centred = {slug for slug in listed if (place := seat(slug)) and place.latitude is not None}
    assert slugs(answer) == centred
    assert not answer["grouped"]


def test_who_has_no_place_of_its_own_stands_in_the_middle_of_its_municipality(visitor: Client) -> None:
    singers = next(
        f for f in points(visitor)["features"] if f["properties"]["url"] == "/actoren/regenboogkoor/"
    )
    place = seat("regenboogkoor")
    assert place
    assert singers["geometry"] == {
        "type": "Point",
        "coordinates": [float(place.longitude or 0), float(place.latitude or 0)],
    }
    assert singers["properties"] == {
        "name": "Het Regenboogkoor",
        "url": "/actoren/regenboogkoor/",
        "place": place.slug,
        "approximate": True,
    }


def test_who_has_a_place_of_its_own_stands_there(visitor: Client) -> None:
    singers = Actor.objects.get(slug="regenboogkoor")
    singers.latitude, singers.longitude = "50.96000", "5.49000"
    singers.save()
    found = points(visitor, "?q=regenboogkoor")["features"][0]
    assert found["geometry"]["coordinates"] == [5.49, 50.96]
    assert found["properties"]["approximate"] is False


def test_drafts_stand_on_nobodys_map(visitor: Client) -> None:
    assert "regenboogkoor" in slugs(points(visitor))
    Actor.objects.filter(slug="regenboogkoor").update(status=Publication.DRAFT)
    assert "regenboogkoor" not in slugs(points(visitor))
    assert "regenboogkoor" not in slugs(points(editor_browser()))


def test_many_points_become_one_for_each_municipality(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    Actor.objects.filter(slug="cultuurconnect").update(latitude="50.84700", longitude="4.35000")
    single = points(visitor, "?gemeente=genk")["features"]
    monkeypatch.setattr(mapping, "MOST_POINTS", 3)
    answer = points(Client())
    assert answer["grouped"]
    heaps = {
        f["properties"]["place"]: f["properties"] for f in answer["features"] if "count" in f["properties"]
    }
    here = {slug for slug, actor in actor_facts().items() if actor["municipality"] == "genk"}
    assert heaps["genk"]["count"] == len(here)
    assert heaps["genk"]["url"] == "/actoren/?gemeente=genk&weergave=lijst"
    alone = [f["properties"]["name"] for f in answer["features"] if "count" not in f["properties"]]
    assert alone == ["Cultuurconnect"]
    together = sum(heap["count"] for heap in heaps.values()) + len(alone)
    assert together + answer["placeless"] == answer["found"] == len(right({}))
    assert len(single) > 3


def test_a_point_for_a_municipality_keeps_the_other_choices(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "MOST_POINTS", 0)
    heaps = points(visitor, "?soort=bibliotheek&gemeente=as&weergave=kaart")["features"]
    assert [heap["properties"]["url"] for heap in heaps] == [
        "/actoren/?gemeente=as&soort=bibliotheek&weergave=lijst"
    ]


def test_points_speak_the_language_of_their_address(visitor: Client) -> None:
    answer = json.loads(visitor.get("/en/actoren/kaart.geojson?q=regenboogkoor").content)
    assert answer["features"][0]["properties"]["url"].startswith("/en/actoren/")


@pytest.mark.parametrize("address", ["/actoren/kaart.geojson", "/gemeenten/omtrek.geojson"])
def test_points_are_read_only_and_kept_until_something_changes(address: str, visitor: Client) -> None:
    assert visitor.post(address).status_code == 405
    first = visitor.get(address)
    assert visitor.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    Actor.objects.filter(slug="regenboogkoor").archive()
    with_borders()
    assert visitor.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


# --- Outlines ---------------------------------------------------------------------------------------------------


def test_without_borders_the_seven_are_squares_as_large_as_their_people(visitor: Client) -> None:
    answer = json.loads(visitor.get("/gemeenten/omtrek.geojson").content)
    assert (answer["schematic"], answer["attribution"]) == (True, "")
    wide = {
        f["properties"]["place"]: f["geometry"]["coordinates"][0][0][1][0]
        - f["geometry"]["coordinates"][0][0][0][0]
        for f in answer["features"]
    }
    assert len(wide) == 7
    assert max(wide, key=lambda slug: wide[slug]) == "genk"
    assert (wide["genk"] / wide["as"]) ** 2 == pytest.approx(66_171 / 8_198, rel=0.01)


def test_who_has_no_position_has_no_square(visitor: Client) -> None:
    Municipality.objects.filter(slug="as").update(latitude=None)
    answer = json.loads(visitor.get("/gemeenten/omtrek.geojson").content)
    assert "as" not in {f["properties"]["place"] for f in answer["features"]}
    with_borders()
    answer = json.loads(visitor.get("/gemeenten/omtrek.geojson").content)
    assert [f["properties"]["centre"] is None for f in answer["features"]] == [True, False], (
        "but it has its border"
    )


def test_with_borders_they_are_their_borders_with_whose_they_are(visitor: Client, settings: Settings) -> None:
    with_borders()
    answer = json.loads(visitor.get("/gemeenten/omtrek.geojson").content)
    assert (answer["schematic"], answer["attribution"]) == (False, settings.BORDERS_ATTRIBUTION)
    assert [f["properties"]["name"] for f in answer["features"]] == ["As", "Genk"]
    assert [f["properties"]["centre"] for f in answer["features"]] == [[5.5888, 51.0092], [5.4886, 50.9678]]
    assert answer["features"][1]["geometry"] == {"type": "MultiPolygon", "coordinates": [[edge(0, 1)]]}


# --- The page ---------------------------------------------------------------------------------------------------


def atlas(visitor: Client, address: str = MAP) -> Element:
    return read(visitor.get(address)).one("figure", id="kaart")


def given(visitor: Client, address: str = MAP) -> Any:
    """What the script is told."""
    return json.loads(atlas(visitor, address).attributes["data-known"])


def test_the_page_is_whole_without_javascript(visitor: Client) -> None:
    page = read(visitor.get(f"{MAP}&q=koor"))
    figure = page.one("figure", id="kaart")
    drawing = figure.one("svg", class_="map")
    assert "/actoren/?q=koor&gemeente=genk&weergave=kaart" in drawing.links
    assert {"hidden"} <= set(figure.one(class_="atlas-ask").attributes)
    assert {"hidden"} <= set(figure.one(class_="atlas-map").attributes)
    listed = {
        link.split("/")[-2] for link in page.one("ul", class_="samples").links if link.startswith("/actoren/")
    }
    assert listed == found(followed("?q=koor"))
    views = page.one("nav", aria_label="Weergave")
    assert [link.attributes.get("aria-current") for link in views.every("a")] == [None, None, "true"]
    assert "/actoren/?q=koor&weergave=kaart" in views.links
    assert page.one("form", id="filters").one("input", name="weergave").attributes["value"] == "kaart"


def test_the_page_says_who_is_asked_before_the_click(visitor: Client) -> None:
    words = atlas(visitor).one(class_="atlas-ask").words
    assert "Digitaal Vlaanderen" in words
    assert "IP-adres" in words
    html = visitor.get(MAP).content.decode()
    assert html.count(TILES) == 1, "only the script is told the address"


def test_the_map_can_do_without_pictures_of_others(visitor: Client, settings: Settings) -> None:
    settings.MAP_TILES_URL = ""
    words = atlas(visitor).one(class_="atlas-ask").words
    assert "Digitaal Vlaanderen" not in words
    assert "blijft op dit platform" in words
    assert given(visitor)["tiles"] == ""
    assert TILES not in visitor.get(MAP).content.decode()
    assert allowed(visitor, MAP) == allowed(visitor, "/actoren/")


def test_only_the_map_may_show_pictures_of_others(visitor: Client) -> None:
    for address in (
        "/",
        "/actoren/",
        "/actoren/?weergave=lijst",
        "/experten/?weergave=kaart",
        "/gemeenten/genk/",
    ):
        assert TILES not in visitor.get(address)["Content-Security-Policy"]
    for _kept in range(2):
        assert set(allowed(visitor, MAP).split()) == {*allowed(visitor, "/actoren/").split(), TILES, "data:"}
    policy = visitor.get(MAP)["Content-Security-Policy"]
    assert policy.count(TILES) == 1
    assert "unsafe" not in policy


def test_other_pages_load_nothing_of_the_map(visitor: Client) -> None:
    for address in ("/actoren/", "/experten/?weergave=kaart", "/gemeenten/genk/"):
        html = visitor.get(address).content.decode()
        assert "leaflet" not in html
        assert 'id="kaart"' not in html


def test_the_script_is_told_all_in_the_language_of_the_page(visitor: Client, settings: Settings) -> None:
    settings.MAP_TILES_ATTRIBUTION = "</script><b>Wij</b>"
    dutch = given(visitor, f"{MAP}&q=koor&sorteer=naam")
    assert dutch["points"] == "/actoren/kaart.geojson?q=koor"
    assert dutch["list"] == "/actoren/?q=koor&sorteer=naam&weergave=lijst"
    assert dutch["attribution"] == "</script><b>Wij</b>"
    english = given(visitor, "/en/actoren/?weergave=kaart")
    assert english["points"] == "/en/actoren/kaart.geojson"
    assert english["outlines"] == "/en/gemeenten/omtrek.geojson"
    assert set(english["texts"]) == set(dutch["texts"])
    assert [name for name, text in english["texts"].items() if text == dutch["texts"][name]] == ["actor"]


def test_a_choice_swaps_the_map_too(visitor: Client) -> None:
    answer = visitor.get(f"{MAP}&gemeente=genk", headers={"HX-Request": "true"})
    assert "/actoren/kaart.geojson?gemeente=genk" in answer.content.decode()
    assert "<script" not in answer.content.decode(), "HTMX would leave it out"
    assert answer["HX-Push-Url"] == "/actoren/?gemeente=genk&weergave=kaart"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (MAP, "actoren hebben geen plaats op de kaart"),
        (f"{MAP}&gemeente=genk&soort=bibliotheek", "Iedereen uit de lijst staat op de kaart"),
        (f"{MAP}&q=cultuurconnect", "1 actor heeft geen plaats op de kaart"),
    ],
)
def test_the_caption_says_who_is_not_on_the_map(address: str, words: str, visitor: Client) -> None:
    assert words in atlas(visitor, address).one("figcaption").words


def test_an_empty_map_says_nothing_of_places(visitor: Client) -> None:
    assert atlas(visitor, f"{MAP}&q=zzzzzz").one("figcaption").words == ""


def test_with_borders_the_drawing_is_of_the_ground(visitor: Client, settings: Settings) -> None:
    with_borders()
    figure = atlas(visitor, f"{MAP}&gemeente=genk&soort=bibliotheek")
    pieces = {link.attributes["aria-label"]: link for link in figure.one("svg", class_="map").every("a")}
    assert list(pieces) == ["As, resultaten: 1", "Genk, resultaten: 1"]
    genk = pieces["Genk, resultaten: 1"]
    assert genk.attributes["aria-current"] == "true"
    assert genk.attributes["href"] == "/actoren/?soort=bibliotheek&weergave=kaart"
    assert {path.attributes.get("class") for path in genk.every("path")} == {"ground", None, "edge"}
    assert genk.words == "Genk"
    assert settings.BORDERS_ATTRIBUTION in figure.one("figcaption").words


def test_a_municipality_without_results_is_a_hole_on_the_ground_too(visitor: Client) -> None:
    with_borders()
    holes = atlas(visitor, f"{MAP}&q=regenboogkoor").one("svg", class_="map").every("a", class_="hole")
    assert [hole.words for hole in holes] == ["As"]


def test_the_privacy_page_tells_of_the_map(visitor: Client) -> None:
    words = read(visitor.get("/privacy/")).one("main").words
    assert "Open de kaart" in words
    assert "IP-adres" in words
