"""Borders out of files: the good ones are kept, the hostile ones change nothing and say why."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.management.commands import load_borders
from actors.models import Border, Municipality
from ecru.base.edition import edition
from tests.actors.ground import GRID, collection, edge, feature, written

pytestmark = pytest.mark.usefixtures("field")

Load = Callable[[Any], str]
LAMBERT = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::31370"}}
WORLD = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
THIN = [[5.5, 51.0], [5.6, 51.0], [5.5, 51.0], [5.5, 51.0]]
HOSTILE = [
    ("", "JSON"),
    (b"\xff\xfe\x00", "JSON"),
    (b"%PDF-1.7", "JSON"),
    ("[" * 100_000, "JSON"),
    ("null", "FeatureCollection"),
    ([], "FeatureCollection"),
    ({"type": "Feature"}, "FeatureCollection"),
    ({"type": "FeatureCollection"}, "geen objecten"),
    ({"type": "FeatureCollection", "features": {}}, "geen objecten"),
    ({"type": "FeatureCollection", "features": []}, "geen objecten"),
    (collection(crs=LAMBERT), "31370"),
    (collection(crs="EPSG:3812"), "3812"),
    (collection(crs={"properties": ["x"]}), "WGS84"),
    (collection(None), "NISCODE"),
    (collection({"properties": None}), "NISCODE"),
    (collection({"properties": {"NISCODE": "7101"}}), "NISCODE"),
    (collection({"properties": {"NISCODE": "٧١٠١٦"}}), "NISCODE"),
    (collection({"properties": {"NISCODE": "71016"}, "geometry": None}), "geen veelhoek"),
    (collection(feature("71016", type="Point", coordinates=[5.5, 51])), "Point"),
    (collection(feature("71016", type=["Polygon"])), "geen veelhoek"),
    (collection(feature("71016", type="\ud800" * 90)), "geen veelhoek"),
    (collection(feature("71016", coordinates=None)), "sluit niets in"),
    (collection(feature("71016", coordinates=[])), "sluit niets in"),
    (collection(feature("71016", coordinates=[THIN])), "sluit niets in"),
    (collection(feature("71016", coordinates="rond")), "niet te tekenen"),
    (collection(feature("71016", coordinates=7)), "niet te tekenen"),
    (collection(feature("71016", coordinates=[[5.5, 51.0]])), "niet te tekenen"),
    (collection(feature("71016", coordinates=[[["5.5", "51.0"]]])), "niet te tekenen"),
    (collection(feature("71016", coordinates=[[[None, None]]])), "niet te tekenen"),
    (collection(feature("71016", coordinates=[[[5.5]]])), "niet te tekenen"),
    (collection(feature("71016", coordinates=[[{"0": 5.5, "1": 51}]])), "niet te tekenen"),
    (collection(feature("71016", coordinates=[[[10**400, 51]]])), "niet te tekenen"),
    (collection(feature("71016", coordinates=[[[float("nan"), 51]]])), "WGS84"),
    (collection(feature("71016", coordinates=[[[float("inf"), 51]]])), "WGS84"),
    (collection(feature("71016", coordinates=[[[224_000.5, 183_000.5]]])), "Lambert"),
    (collection(feature("71016", coordinates=[[[722_000, 680_000]]])), "Lambert"),
    (collection(feature("71016", coordinates=[[[50.97, 5.5]]])), "breedte, lengte"),
    (collection(feature("71016", coordinates=[[[2.35, 48.85]]])), "België"),
    (collection(feature("11002")), "NIS-codes"),
]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Loads content from a file and gives back what the command said."""

    def run(content: Any) -> str:
        said = StringIO()
        call_command("load_borders", written(tmp_path, content), stdout=said)
        return said.getvalue()

    return run


def border(slug: str) -> Border:
    return Border.objects.get(municipality__slug=slug)


def lines(said: str) -> dict[str, str]:
    """What was said, by the word before the colon."""
    return dict(line.split(": ", 1) for line in said.splitlines() if ": " in line)


def test_the_first_load_gives_everyone_a_border(load: Load) -> None:
    said = lines(load(collection()))
    assert Border.objects.count() == 8
    assert set(said["Nieuw"].rstrip(".").split(", ")) == {
        name for code, (name, *_rest) in GRID.items() if code != "11002"
    }
    assert "Hasselt" in said["Hier zonder NIS-code, dus niet gezocht"]
    assert said["Weggelaten"].startswith("1 ")
    genk = border("genk")
    assert genk.shape == [[[[round(a, 5), round(b, 5)] for a, b in edge(2, 1)]]]
    assert set(genk.adjacent) == {"as", "heusden-zolder", "houthalen-helchteren", "zonhoven"}
    assert (genk.source, str(genk)) == ("grenzen.geojson", f"Genk: {genk.loaded_on}")


def test_the_seven_come_in_the_order_of_the_warp(load: Load) -> None:
    load(collection())
    slugs = [border.municipality.slug for border in Border.objects.of_the_seven()]
    assert slugs == [place.slug for place in Municipality.objects.members()]


def test_a_second_load_changes_nothing(load: Load) -> None:
    load(collection())
    before = list(Border.objects.order_by("pk").values())
    state = edition.refresh()
    said = lines(load(collection()))
    assert set(said) >= {"Zoals het was"}
    assert not set(said) & {"Nieuw", "Veranderd"}
    assert list(Border.objects.order_by("pk").values()) == before
    assert edition.refresh() == state, "kept pages stay"


def test_a_moved_border_is_changed_and_the_others_stay(load: Load) -> None:
    load(collection())
    state = edition.refresh()
    moved = collection(feature("71016", coordinates=[edge(3, 2)]))
    said = lines(load(moved))
    assert (said["Veranderd"], "Nieuw" in said) == ("Genk.", False)
    assert "As (71002)" in said["Niet in dit bestand, dus niets aan veranderd"]
    assert border("genk").shape[0][0][0] == [5.4, 51.0]
    assert border("as").shape[0][0][0] == [5.4, 50.9]
    assert edition.refresh() != state, "kept pages are made anew"


def test_a_municipality_of_parts_with_holes_and_heights(load: Load) -> None:
    high = [[[east, north, 80.0] for east, north in edge(2, 1)]]
    hole = [[5.34, 50.94], [5.36, 50.94], [5.36, 50.96], [5.34, 50.96], [5.34, 50.94]]
    parts = feature("71016", type="MultiPolygon", coordinates=[[*high, hole], [edge(3, 2)]])
    load(collection(parts, feature("71002"), feature("71002", coordinates=[edge(4, 2)]), crs=WORLD))
    assert [len(polygon) for polygon in border("genk").shape] == [2, 1]
    assert all(len(at) == 2 for polygon in border("genk").shape for ring in polygon for at in ring)
    assert len(border("as").shape) == 2, "two features with one code are two parts of it"


def test_the_code_may_be_written_small_or_as_a_number(load: Load) -> None:
    content = collection(feature("71016"), feature("71002"))
    content["features"][0]["properties"] = {"niscode": 71016}
    load(content)
    assert Border.objects.count() == 2


def test_who_merged_gets_the_border_of_the_new_municipality(load: Load) -> None:
    Municipality.objects.filter(slug="hasselt").update(nis_code="71022")
    said = load(
        collection(feature("71016"), json.loads(json.dumps(feature("71066")).replace("71066", "71072")))
    )
    assert "Hasselt: 71022 → 71072" in said
    assert border("hasselt").adjacent == ["genk"]


@pytest.mark.parametrize(("content", "reason"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_changes_nothing_and_says_why(content: Any, reason: str, load: Load) -> None:
    load(collection())
    before = list(Border.objects.order_by("pk").values())
    with pytest.raises(CommandError) as refused:
        load(content)
    assert reason in str(refused.value)
    assert str(refused.value).startswith("grenzen.geojson: ")
    assert str(refused.value).endswith("Er is niets veranderd.")
    assert "Traceback" not in str(refused.value)
    assert list(Border.objects.order_by("pk").values()) == before


def test_one_bad_border_takes_all_back(load: Load) -> None:
    with pytest.raises(CommandError, match="Maasmechelen"):
        load(collection(feature("71016"), feature("73107", coordinates=[THIN])))
    assert not Border.objects.exists()


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match=r"weg\.geojson: .*Er is niets veranderd"):
        call_command("load_borders", tmp_path / "weg.geojson")
    with pytest.raises(CommandError, match="niet te lezen"):
        call_command("load_borders", tmp_path)
    monkeypatch.setattr(load_borders, "LARGEST", 1024 * 1024)
    with pytest.raises(CommandError, match="groter dan 1 MB"):
        call_command("load_borders", written(tmp_path, " " * (1024 * 1024 + 1)))


def test_many_positions_become_few(load: Load) -> None:
    west, south = 5.3, 50.9
    wavy = [[west + 0.00001 * step, south + 0.000001 * (step % 2)] for step in range(10_000)]
    ring = [*wavy, [5.4, 51.0], [5.3, 51.0], wavy[0]]
    load(collection(feature("71016", coordinates=[ring])))
    assert sum(len(ring) for polygon in border("genk").shape for ring in polygon) <= 6


def test_a_load_asks_as_much_for_two_as_for_eight(load: Load) -> None:
    load(collection())
    with CaptureQueriesContext(connection) as few:
        load(collection(feature("71016"), feature("71002")))
    with CaptureQueriesContext(connection) as many:
        load(collection())
    assert len(few) == len(many)
