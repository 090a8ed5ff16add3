"""Shapes on the surface of the earth: simpler, side by side, and drawn. Pure functions, no dependencies.

A position is (longitude, latitude) in degrees (WGS84), as in GeoJSON; a ring is a closed line of positions; a shape is a
list of polygons, each an outer ring and its holes. Distances are flat with one cosine: right to 1 % within Flanders.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, hypot, radians

METRES = 111_320.0  # metres in one degree of latitude
MIDDLE = cos(radians(51.05))  # the middle of the seven
FEWEST = 4  # positions of a ring that encloses anything, the last equal to the first

Position = Sequence[float]
Ring = list[list[float]]
Shape = list[list[Ring]]


def metres(position: Position) -> tuple[float, float]:
    """``position`` as metres east and north of zero."""
    return position[0] * METRES * MIDDLE, position[1] * METRES


def distance(one: Position, other: Position) -> float:
    """Metres between two positions."""
    (a, b), (c, d) = metres(one), metres(other)
    return hypot(a - c, b - d)


def off_line(point: Position, start: Position, end: Position) -> float:
    """Metres from ``point`` to the stretch between ``start`` and ``end``."""
    (x, y), (a, b), (c, d) = metres(point), metres(start), metres(end)
    along, up = c - a, d - b
    length = along * along + up * up
    part = max(0.0, min(1.0, ((x - a) * along + (y - b) * up) / length)) if length else 0.0
    return hypot(x - a - part * along, y - b - part * up)


def simplified(line: Sequence[Position], tolerance: float) -> Ring:
    """``line`` with fewer positions, nowhere more than ``tolerance`` metres off (Douglas and Peucker, 1973).

    Works with a list of stretches instead of recursion: the border of a municipality has thousands of positions.
    """
    if not line:
        return []
    kept = {0, len(line) - 1}
    stretches = [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        between = range(first + 1, last)
        furthest = max(between, key=lambda n: off_line(line[n], line[first], line[last]), default=first)
        if furthest != first and off_line(line[furthest], line[first], line[last]) > tolerance:
            kept.add(furthest)
            stretches += [(first, furthest), (furthest, last)]
    return [[round(line[n][0], 5), round(line[n][1], 5)] for n in sorted(kept)]


def simpler(shape: Iterable[Iterable[Sequence[Position]]], tolerance: float) -> Shape:
    """``shape`` with simplified rings; what is smaller than ``tolerance`` falls away."""
    polygons = [[simplified(ring, tolerance) for ring in polygon] for polygon in shape]
    whole = [[ring for ring in polygon if len(ring) >= FEWEST] for polygon in polygons]
    return [
        polygon for polygon, drawn in zip(whole, polygons, strict=True) if polygon and polygon[0] == drawn[0]
    ]


def corners(shape: Iterable[Iterable[Sequence[Position]]]) -> set[tuple[float, float]]:
    """Every position of ``shape``, to a tenth of a metre: neighbours in one official data set share theirs."""
    return {(round(at[0], 6), round(at[1], 6)) for polygon in shape for ring in polygon for at in ring}


def square(centre: Position, side: float) -> Shape:
    """A square of ``side`` metres around ``centre``."""
    east, north = side / 2 / METRES / MIDDLE, side / 2 / METRES
    x, y = centre
    ring = [[x - east, y - north], [x + east, y - north], [x + east, y + north], [x - east, y + north]]
    return [[[[round(a, 5), round(b, 5)] for a, b in [*ring, ring[0]]]]]


def area(ring: Sequence[Position]) -> float:
    """Square metres inside ``ring``."""
    return abs(sum(a * d - c * b for (a, b), (c, d) in pairwise(map(metres, ring)))) / 2
