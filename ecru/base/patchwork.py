"""A schematic map of the municipalities: one square each, as large as the number of people who live there.

Positions follow from the sizes, so squares never overlap, whatever the figures become. Pure geometry, no dependencies.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ecru.base.weave import Place

SPAN = 268.0  # the side, in units, of a square that would hold everybody
GAP = 4.0
LINE = 20.0  # height of one line of a label
LABEL_INSET = 6.0

# How a name breaks inside its square. A name that never fits is written above or beside the square instead.
LABELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "as": ("inside", ("As",)),
    "beringen": ("inside", ("Beringen",)),
    "genk": ("inside", ("Genk",)),
    "heusden-zolder": ("inside", ("Heusden-", "Zolder")),
    "houthalen-helchteren": ("above", ("Houthalen-Helchteren",)),
    "leopoldsburg": ("beside", ("Leopoldsburg",)),
    "maasmechelen": ("inside", ("Maas-", "mechelen")),
}


class Line(NamedTuple):
    """One line of a label: its text and the start of its baseline."""

    x: float
    y: float
    text: str


class Square(NamedTuple):
    """One municipality on the map; ``x``, ``y`` (top left) and ``side`` in units, with the lines of its label."""

    place: Place
    x: float
    y: float
    side: float
    label: tuple[Line, ...]


class Patchwork(NamedTuple):
    """The whole map; ``view_box`` is the value of the SVG attribute."""

    view_box: str
    squares: list[Square]


def sides(places: Sequence[Place]) -> dict[str, float]:
    """The side of every square, in units: the square root of its share of all inhabitants."""
    total = sum(max(place.inhabitants, 1) for place in places)
    return {place.slug: SPAN * (max(place.inhabitants, 1) / total) ** 0.5 for place in places}


def corners(side: dict[str, float]) -> dict[str, tuple[float, float]]:
    """The top left corner of every square: each leans on its neighbour, as the municipalities do.

    From west to east: Leopoldsburg above Beringen, then Heusden-Zolder, then Houthalen-Helchteren with As at its
    foot, and below these Genk and Maasmechelen.
    """
    leopoldsburg, beringen, zolder, houthalen, as_, genk = (
        side.get(slug, 0.0)
        for slug in ("leopoldsburg", "beringen", "heusden-zolder", "houthalen-helchteren", "as", "genk")
    )
    beringen_top = leopoldsburg + GAP
    zolder_left = max(beringen, leopoldsburg) + GAP
    zolder_top = beringen_top + max(beringen - zolder, 0) / 2 + zolder * 0.18
    east = zolder_left + zolder + GAP
    seam = max(zolder_top + zolder * 0.55, houthalen + LINE * 1.5)
    return {
        "leopoldsburg": (max(beringen - leopoldsburg, 0) / 2, 0.0),
        "beringen": (0.0, beringen_top),
        "heusden-zolder": (zolder_left, zolder_top),
        "houthalen-helchteren": (east, seam - houthalen),
        "as": (east + houthalen + GAP, seam - as_),
        "genk": (east, seam + GAP),
        "maasmechelen": (east + genk + GAP, seam + GAP),
    }


def label(slug: str, x: float, y: float, side: float) -> tuple[Line, ...]:
    """The lines of a municipality's name, set at the foot of its square, above it or beside it."""
    where, words = LABELS[slug]
    if where == "above":
        return (Line(x, y - 6, words[0]),)
    if where == "beside":
        return (Line(x + side + LABEL_INSET, y + side / 2 + 6, words[0]),)
    last = y + side - 8
    return tuple(
        Line(x + LABEL_INSET, last - LINE * (len(words) - 1 - row), word) for row, word in enumerate(words)
    )


def patchwork(places: Sequence[Place]) -> Patchwork:
    """The map of ``places``. A place that has no spot on this map (one outside the seven) is left out."""
    known = [place for place in places if place.slug in LABELS]
    side = sides(known)
    spots = corners(side)
    squares = []
    for place in known:
        x, y = spots[place.slug]
        squares.append(Square(place, x, y, side[place.slug], label(place.slug, x, y, side[place.slug])))
    right = max((square.x + square.side for square in squares), default=0)
    bottom = max((square.y + square.side for square in squares), default=0)
    return Patchwork(f"-3 -3 {right + 6:.0f} {bottom + 6:.0f}", squares)
