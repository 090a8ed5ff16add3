"""The municipalities as they lie on the ground, drawn from their borders. Pure geometry, no script.

It takes the place of the schematic patchwork as soon as borders are loaded.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ecru.base.geometry import Shape, area, metres
from ecru.base.weave import Place, number

WIDTH = 480.0  # units of the drawing
ROOM = 4.0


class Outline(NamedTuple):
    """One municipality: the ``d`` of its path, and where its name stands."""

    place: Place
    path: str
    x: float
    y: float


class Drawing(NamedTuple):
    """All of them; ``view_box`` is the value of the SVG attribute."""

    view_box: str
    outlines: list[Outline]


def outline(places: Sequence[Place], shapes: Mapping[str, Shape]) -> Drawing:
    """The ``places`` that have a shape (by slug), north up, as wide as the patchwork."""
    rings = {
        slug: [[metres(at) for at in ring] for polygon in shape for ring in polygon]
        for slug, shape in shapes.items()
    }
    points = [point for every in rings.values() for ring in every for point in ring]
    if not points:
        return Drawing("0 0 0 0", [])
    west, north = min(x for x, _y in points), max(y for _x, y in points)
    scale = WIDTH / ((max(x for x, _y in points) - west) or 1)
    height = (north - min(y for _x, y in points)) * scale

    def spot(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - west) * scale, (north - point[1]) * scale

    drawn = []
    for place in places:
        if place.slug in rings:
            lines = [[spot(point) for point in ring] for ring in rings[place.slug]]
            path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "z" for ring in lines)
            widest = max(lines, key=area)
            middle = [(min(values) + max(values)) / 2 for values in zip(*widest, strict=True)]
            drawn.append(Outline(place, path, middle[0], middle[1]))
    box = (-ROOM, -ROOM, WIDTH + 2 * ROOM, height + 2 * ROOM)
    return Drawing(" ".join(map(number, box)), drawn)
