"""Charts tell the truth: lengths follow numbers, and what is not known or not exact looks so."""

import re
from xml.etree import ElementTree as ET

import pytest

from ecru.base import charts
from ecru.base.charts import Bar, Knot

ROWS = [
    Bar("as", "As", 25, "25 %"),
    Bar("genk", "Genk", 50, "meer dan 50 %", here=True, certain=False),
    Bar("beringen", "Beringen", None, "geen cijfer"),
    Bar("leopoldsburg", "<Leopoldsburg>", 0, "0 & niets"),
]


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def lengths(svg: str) -> list[float]:
    return [float(box.attrib["width"]) for box in drawn(svg).iter("rect") if box.get("class") == "ground"]


def test_bars_are_as_long_as_their_numbers() -> None:
    quarter, half, none = lengths(charts.bars(ROWS, 100))
    assert half == pytest.approx(2 * quarter, abs=0.1)
    assert none == charts.SHORTEST, "a zero is still seen"
    assert lengths(charts.bars(ROWS))[1] > half, "without a top, the largest is full"
    assert all(
        length <= charts.WIDTH - charts.NAME_WIDTH - charts.LABEL_ROOM
        for length in lengths(charts.bars(ROWS))
    )


def test_what_is_unknown_is_a_hole_and_what_is_inexact_is_basted() -> None:
    picture = drawn(charts.bars(ROWS, 100))
    kinds = [box.get("class") for box in picture.iter("rect")]
    assert kinds.count("hole") == 1
    assert kinds.count("edge basted") == 1
    words = ["".join(text.itertext()) for text in picture.iter("text")]
    assert words == [
        "As",
        "25 %",
        "Genk",
        "meer dan 50 %",
        "Beringen",
        "geen cijfer",
        "<Leopoldsburg>",
        "0 & niets",
    ]


def test_only_the_place_of_the_page_is_dyed() -> None:
    svg = charts.bars(ROWS, 100)
    assert set(re.findall(r"url\(#P-([a-z-]+)\)", svg)) == {"genk", "undyed"}
    assert svg.count('class="here"') == 2


def test_bars_without_any_number_are_all_holes() -> None:
    picture = drawn(charts.bars([Bar("as", "As", None, "geen cijfer")]))
    assert [box.get("class") for box in picture.iter("rect")] == ["hole"]


def test_a_thread_needs_two_years() -> None:
    assert charts.line("genk", [], str) == ""
    assert charts.line("genk", [Knot(2019, 10)], str) == ""


def test_a_thread_rises_with_the_number_and_keeps_time() -> None:
    knots = [Knot(2024, 30, certain=False), Knot(2019, 10), Knot(2020, 20)]
    picture = drawn(charts.line("genk", knots, lambda value: f"{value:g} mensen"))
    boxes = [
        (float(box.attrib["x"]), float(box.attrib["y"]))
        for box in picture.iter("rect")
        if box.get("class") == "ground"
    ]
    (x1, y1), (x2, y2), (x3, y3) = boxes
    assert x1 < x2 < x3
    assert x3 - x2 == pytest.approx(4 * (x2 - x1), abs=1), "four years are four times one year"
    assert y1 > y2 > y3
    assert [path.get("class") for path in picture.iter("path")] == ["thread", "thread basted"]
    assert [box.get("class") for box in picture.iter("rect")].count("edge basted") == 1
    words = ["".join(text.itertext()) for text in picture.iter("text")]
    assert words == ["10 mensen", "2019", "20 mensen", "2020", "30 mensen", "2024"]


def test_a_thread_that_does_not_rise_is_level() -> None:
    boxes = drawn(charts.line("genk", [Knot(2019, 5), Knot(2020, 5)], str)).iter("rect")
    assert len({box.attrib["y"] for box in boxes}) == 1


def test_two_numbers_of_one_year_do_not_divide_by_nothing() -> None:
    assert "<svg" in charts.line("genk", [Knot(2019, 5), Knot(2019, 6)], str)
