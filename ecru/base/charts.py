"""Small charts about municipalities, as SVG: pure functions, no script, no style attribute.

A bar is a piece of cloth of the place that it is about, the only dye in the picture; a place without a number is a hole
with a basted edge. A line is a coal thread through its knots; a knot that is not certain is basted. Every chart belongs
beside a table with the same numbers, so the drawing itself is hidden from screen readers.
"""

from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from ecru.base.weave import cloth, number

ROW, BAR, NAME_WIDTH, HOLE = 34, 22, 166, 48  # px
WIDTH = 400  # px, of the drawing before it scales
LABEL_ROOM = 112  # px behind the longest bar, for its number and how exact it is
SHORTEST = 2.0  # px, so that a small number is still seen
HEIGHT, SIDE_ROOM, TOP, BOTTOM = 190, 44, 34, 30  # px, of a line and the room around it


class Bar(NamedTuple):
    """A place with its number as a value and as people read it; no value where nobody gives one.

    ``here`` is the place that the page is about; ``certain`` is false when the source is not exact.
    """

    slug: str
    name: str
    value: float | None
    text: str
    here: bool = False
    certain: bool = True


class Knot(NamedTuple):
    """The number of a year; ``certain`` is false when the source is still to be checked."""

    year: int
    value: float
    certain: bool = True


def bars(rows: Sequence[Bar], top: float | None = None) -> str:
    """Bars below each other, from zero; the edge of one that is not certain is basted.

    ``top`` is the number of a full bar; without it the largest is. The cloth of the place that the page is about is
    dyed; the others stay undyed, so that one thing leads.
    """
    highest = max([top or 0, *[row.value for row in rows if row.value is not None]], default=0) or 1
    parts = [bar(row, index * ROW, highest) for index, row in enumerate(rows)]
    height = ROW * len(rows)
    axis = f'<path class="axis" d="M{NAME_WIDTH} 0V{height}"/>'
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" aria-hidden="true">{"".join(parts)}{axis}</svg>'
    )


def bar(row: Bar, y: int, full: float) -> str:
    """One bar with its name before it and its number behind it; ``full`` is the number of a full bar."""
    here = ' class="here"' if row.here else ""
    baseline, top = number(y + ROW / 2 + 5), number(y + (ROW - BAR) / 2)
    name = f'<text{here} x="{NAME_WIDTH - 10}" y="{baseline}" text-anchor="end">{escape(row.name)}</text>'
    if row.value is None:
        box = f'<rect class="hole" x="{NAME_WIDTH}" y="{top}" width="{HOLE}" height="{BAR}"/>'
        spot = NAME_WIDTH + HOLE + 10
        return f'{name}{box}<text class="none" x="{spot}" y="{baseline}">{escape(row.text)}</text>'
    length = max(max(row.value, 0) / full * (WIDTH - NAME_WIDTH - LABEL_ROOM), SHORTEST)
    place = f'x="{NAME_WIDTH}" y="{top}" width="{number(length)}" height="{BAR}"'
    paint = cloth(row.slug if row.here else "", "P")
    edge = "edge" if row.certain else "edge basted"
    drawing = f'<rect class="ground" {place}/><rect {place} fill="{paint}"/><rect class="{edge}" {place}/>'
    figure = f'<text{here} x="{number(NAME_WIDTH + length + 8)}" y="{baseline}">{escape(row.text)}</text>'
    return name + drawing + figure


def line(slug: str, knots: Sequence[Knot], written: Callable[[float], str]) -> str:
    """A thread through the numbers of several years, in the order of time; needs two knots or more, else nothing.

    The height does not start at zero: the thread shows the change, and every knot carries its number.
    """
    if len(knots) < 2:  # noqa: PLR2004
        return ""
    row = sorted(knots)
    spots = [(x, y, knot) for (x, y), knot in zip(positions(row), row, strict=True)]
    threads = "".join(
        f'<path class="{"thread" if there.certain else "thread basted"}" d="M{number(a)} {number(b)}L{number(c)} {number(d)}"/>'
        for (a, b, _here), (c, d, there) in pairwise(spots)
    )
    marks = "".join(mark(slug, x, y, knot, written) for x, y, knot in spots)
    return f'<svg class="chart line" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{threads}{marks}</svg>'


def positions(knots: Sequence[Knot]) -> list[tuple[float, float]]:
    """Where each knot lies, in px: years from left to right, numbers from low to high."""
    first, last = knots[0].year, knots[-1].year
    low, high = min(knot.value for knot in knots), max(knot.value for knot in knots)
    wide, tall = WIDTH - 2 * SIDE_ROOM, HEIGHT - TOP - BOTTOM - 24
    return [
        (
            SIDE_ROOM + wide * (knot.year - first) / ((last - first) or 1),
            TOP + (tall * (high - knot.value) / (high - low) if high > low else tall / 2),
        )
        for knot in knots
    ]


def mark(slug: str, x: float, y: float, knot: Knot, written: Callable[[float], str]) -> str:
    """A knot: a small square of cloth with its number above it and its year at the foot."""
    box = f'x="{number(x - 8)}" y="{number(y - 8)}" width="16" height="16"'
    edge = "edge" if knot.certain else "edge basted"
    spot = number(x)
    return (
        f'<rect class="ground" {box}/><rect {box} fill="{cloth(slug, "p")}"/><rect class="{edge}" {box}/>'
        f'<text class="here" x="{spot}" y="{number(y - 16)}" text-anchor="middle">{escape(written(knot.value))}</text>'
        f'<text x="{spot}" y="{HEIGHT - 6}" text-anchor="middle">{knot.year}</text>'
    )
