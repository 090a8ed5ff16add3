"""Shapes on the ground: simpler without lying, side by side, and drawn."""

import re
from itertools import pairwise
from math import cos, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecru.base.geometry import area, corners, distance, off_line, simpler, simplified, square
from ecru.base.outline import WIDTH, outline
from ecru.base.weave import Place

GENK, AS = (5.5, 50.965), (5.585, 51.007)
WOBBLE = [[5.5 + 0.001 * step, 50.9 + (0.0001 if step % 2 else 0)] for step in range(50)]
positions = st.tuples(st.floats(5, 6), st.floats(50.8, 51.3))


def ring(east: float, north: float, side: float = 0.05, points: int = 4) -> list[list[float]]:
    """A closed ring around a point."""
    turns = [2 * 3.141592653589793 * number / points for number in range(points)]
    around = [[east + side * cos(turn), north + side * sin(turn)] for turn in turns]
    return [*around, around[0]]


def test_distances_are_right_to_one_percent() -> None:
    assert distance(GENK, GENK) == 0
    assert distance((5.5, 50.5), (5.5, 51.5)) == pytest.approx(111_250, rel=0.01)
    assert distance((5, 51), (6, 51)) == pytest.approx(70_060, rel=0.01)
    assert distance(GENK, AS) == distance(AS, GENK) == pytest.approx(7_560, rel=0.02)


def test_how_far_a_point_lies_from_a_line() -> None:
    start, end = (5.0, 51.0), (6.0, 51.0)
    assert off_line((5.5, 51.0), start, end) == pytest.approx(0, abs=1e-6)
    assert off_line((5.5, 51.01), start, end) == pytest.approx(1113.2)
    assert off_line((4.0, 51.0), start, end) == pytest.approx(distance((4.0, 51.0), start)), "past its end"
    assert off_line((5.0, 51.01), start, start) == pytest.approx(1113.2), "a line of no length"


def test_a_line_gets_simpler_but_never_more_than_the_tolerance_off() -> None:
    assert simplified([], 10) == []
    assert simplified([(5, 51)], 10) == [[5, 51]]
    assert simplified(WOBBLE, 20) == [WOBBLE[0], WOBBLE[-1]]
    assert simplified(WOBBLE, 1) == [[round(a, 5), round(b, 5)] for a, b in WOBBLE]


@given(st.lists(positions, min_size=2, max_size=40), st.floats(1, 5000))
def test_every_position_stays_near_the_simpler_line(
    line: list[tuple[float, float]], tolerance: float
) -> None:
    simple = simplified(line, tolerance)
    assert len(simple) <= len(line)
    for point in line:
        near = min(off_line(point, one, other) for one, other in pairwise(simple))
        assert near <= tolerance + 2, "rounding to five decimals moves a metre at most"


def test_what_is_smaller_than_the_tolerance_falls_away() -> None:
    large, island, hole = ring(5.5, 51), ring(5.8, 51, 0.00001), ring(5.5, 51, 0.00001)
    assert len(simpler([[large, hole], [island]], 40)) == 1
    assert [len(polygon) for polygon in simpler([[large, hole]], 40)] == [1]
    assert simpler([[island, large]], 40) == [], "a polygon whose outer ring is gone"
    assert simpler([], 40) == []


def test_neighbours_share_corners() -> None:
    one, other = square((5.5, 51.0), 1000), square((5.6, 51.0), 1000)
    assert corners(one) & corners(one) == corners(one)
    assert not corners(one) & corners(other)


def test_a_square_has_the_asked_side() -> None:
    [[edge]] = square(GENK, 2000)
    assert edge[0] == edge[-1]
    assert distance(edge[0], edge[1]) == pytest.approx(2000, rel=0.01)
    assert area(edge) == pytest.approx(4_000_000, rel=0.01)


def test_the_drawing_lies_as_the_ground_does() -> None:
    shapes = {
        "genk": [[ring(5.5, 50.96)]],
        "as": [[ring(5.7, 51.1), ring(5.7, 51.1, 0.01)]],
        "elders": [[ring(5.5, 51)]],
    }
    drawing = outline(
        [Place("as", "As", 1), Place("genk", "Genk", 1), Place("hasselt", "Hasselt", 1)], shapes
    )
    by_slug = {piece.place.slug: piece for piece in drawing.outlines}
    assert list(by_slug) == ["as", "genk"], "who has no shape is not drawn"
    assert by_slug["as"].x > by_slug["genk"].x, "east is right"
    assert by_slug["as"].y < by_slug["genk"].y, "north is up"
    assert by_slug["as"].path.count("M") == 2, "the hole is drawn too"
    left, top, wide, _tall = map(float, drawing.view_box.split())
    numbers = [float(text) for piece in drawing.outlines for text in re.findall(r"-?[\d.]+", piece.path)]
    assert min(numbers) >= min(left, top)
    assert wide == pytest.approx(WIDTH - 2 * left)


def test_without_shapes_there_is_nothing_to_draw() -> None:
    assert outline([Place("as", "As", 1)], {}).outlines == []
    assert outline([Place("as", "As", 1)], {"as": []}).outlines == []
    assert outline([Place("as", "As", 1)], {"as": [[[[5.5, 51]] * 4]]}).outlines[0].x == 0
