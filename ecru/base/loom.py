"""The loom of the home page: a piece of cloth per municipality, and a ribbon for whatever connects several.

The pieces are as wide (or, on a phone, as high) as the share of inhabitants. A ribbon lies over the municipalities that
take part and dives under the others. Sizes are SVG attributes in percent and px: no style attribute, no script.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from ecru.base.weave import Place, Strip, cloth, number, strips, warp

RIBBON = 28  # px, thickness of a ribbon; also its pitch on a phone, less the gap
LETTER = 8.1  # px, mean width of a letter of a label, with some room to spare
NARROWEST = 1024  # px, the narrowest screen that shows the wide loom
TALL = 704  # px, height of the loom on a phone
FRINGE = 24
NAMES = 68  # px, room for the names below the wide loom
LINE = 18  # px between two lines of a name

BREAKS = {"leopoldsburg": ("Leopolds-", "burg"), "maasmechelen": ("Maas-", "mechelen")}


@dataclass(frozen=True)
class Ribbon:
    """Something that connects municipalities: its name, the slugs of those that take part, and where it leads."""

    name: str
    slugs: Collection[str]
    url: str = ""


class Run(NamedTuple):
    """An unbroken stretch of places, in percent of the whole."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """How much of the whole the stretch covers, in percent."""
        return self.end - self.start


def runs(cloths: Sequence[Strip], slugs: Collection[str]) -> list[Run]:
    """The stretches where a ribbon lies on top; neighbours that both take part make one stretch."""
    out: list[Run] = []
    for place, start, end in cloths:
        if place.slug not in slugs:
            continue
        if out and out[-1].end == start:
            out[-1] = Run(out[-1].start, end)
        else:
            out.append(Run(start, end))
    return out


def anchor(stretch: Run, words: str, length: int) -> tuple[float, str]:
    """Where a label starts or ends, in percent, and its class, on a loom of ``length`` px.

    A label that is too long for its ribbon stands beside it: after it, or before it when there is no room after it.
    """
    needed = len(words) * LETTER + 16
    if needed <= stretch.length * length / 100:
        return stretch.start, "on"
    if needed <= (100 - stretch.end) * length / 100:
        return stretch.end, "after"
    return stretch.start, "before"


def linked(ribbon: Ribbon, cloths: Sequence[Strip], drawing: str) -> str:
    """The drawing of one ribbon as an item of the list, with a name that says which municipalities take part."""
    names = ", ".join(strip.place.name for strip in cloths if strip.place.slug in ribbon.slugs)
    spoken = escape(f"{ribbon.name}: {names}")
    if ribbon.url:
        inner = f'<a href="{escape(ribbon.url)}" aria-label="{spoken}">{drawing}</a>'
    else:
        inner = f'<g role="img" aria-label="{spoken}">{drawing}</g>'
    return f'<g role="listitem" class="ribbon">{inner}</g>'


def broken(place: Place) -> tuple[str, ...]:
    """The name of a place in pieces that fit in a narrow column."""
    if place.slug in BREAKS:
        return BREAKS[place.slug]
    head, hyphen, tail = place.name.partition("-")
    return (head + hyphen, tail) if tail else (place.name,)


def stacked(x: str, y: str, first: float, lines: Sequence[tuple[str, str]]) -> str:
    """Lines of text below each other. ``lines`` pairs a class with text; ``first`` moves the first baseline, in px."""
    spans = []
    for row, (name, text) in enumerate(lines):
        kind = f' class="{name}"' if name else ""
        spans.append(f'<tspan x="{x}" dy="{number(LINE if row else first)}"{kind}>{escape(text)}</tspan>')
    return f'<text class="name" y="{y}">{"".join(spans)}</text>'


# --- Wide: places side by side, ribbons across ----------------------------------------------------------------


def wide_ribbon(ribbon: Ribbon, cloths: Sequence[Strip], y: float) -> str:
    """One horizontal ribbon whose top lies at ``y`` px."""
    stretches = runs(cloths, ribbon.slugs)
    if not stretches:
        return ""
    boxes = "".join(
        f'<rect x="{number(run.start)}%" y="{number(y)}" width="{number(run.length)}%" height="{RIBBON}"/>'
        for run in stretches
    )
    spot, kind = anchor(max(stretches, key=lambda run: run.length), ribbon.name, NARROWEST)
    shift = -8 if kind == "before" else 8
    text = f'<text class="{kind}" x="{number(spot)}%" dx="{shift}" y="{number(y + 19)}">{escape(ribbon.name)}</text>'
    return linked(ribbon, cloths, boxes + text)


def wide_name(strip: Strip, y: int, figure: str) -> str:
    """The name and the number of inhabitants under one piece of cloth."""
    room = (strip.end - strip.start) * NARROWEST / 100 - 8
    fits = len(strip.place.name) * LETTER <= room
    words = (strip.place.name,) if fits else broken(strip.place)
    lines = [("", word) for word in words] + [("figure", figure)]
    return f'<svg x="{number(strip.start)}%" overflow="visible">{stacked("6", str(y), LINE, lines)}</svg>'


def wide(places: Sequence[Place], ribbons: Sequence[Ribbon], title: str, figure: Callable[[int], str]) -> str:
    """The loom for a wide screen. ``title`` names the list of ribbons; ``figure`` writes a number of people."""
    cloths = strips(places)
    height = max(400, 44 * len(ribbons) + 24)
    step = (height - 32) / max(len(ribbons), 1)
    pieces = "".join(
        f'<rect x="{number(start)}%" width="{number(end - start)}%" height="{height}" fill="{cloth(place.slug, "P")}"/>'
        for place, start, end in cloths
    )
    fringe = warp(places, name="fringe").replace("<svg", f'<svg y="{height}" height="{FRINGE}"', 1)
    names = "".join(wide_name(strip, height + FRINGE, figure(strip.place.inhabitants)) for strip in cloths)
    threads = "".join(
        wide_ribbon(ribbon, cloths, 16 + row * step + (step - RIBBON) / 2)
        for row, ribbon in enumerate(ribbons)
    )
    floor = f'<rect class="floor" y="{height}" width="100%" height="{FRINGE + NAMES}"/>'
    return (
        f'<svg class="wide" height="{height + FRINGE + NAMES}" role="group">{pieces}{floor}{fringe}{names}'
        f'<g role="list" aria-label="{escape(title)}">{threads}</g></svg>'
    )


# --- Tall: places below each other, ribbons down --------------------------------------------------------------


def tall_ribbon(ribbon: Ribbon, cloths: Sequence[Strip], x: int) -> str:
    """One vertical ribbon whose left edge lies at ``x`` px from the right edge of the loom (so ``x`` is negative)."""
    stretches = runs(cloths, ribbon.slugs)
    if not stretches:
        return ""
    boxes = "".join(
        f'<rect x="{x}" y="{number(run.start)}%" width="{RIBBON - 4}" height="{number(run.length)}%"/>'
        for run in stretches
    )
    spot, kind = anchor(max(stretches, key=lambda run: run.length), ribbon.name, TALL)
    turned = f"translate({x + 8} {-8 if kind == 'before' else 8}) rotate(90)"
    text = f'<text class="{kind}" transform="{turned}">{escape(ribbon.name)}</text>'
    return linked(ribbon, cloths, f'{boxes}<svg y="{number(spot)}%" overflow="visible">{text}</svg>')


def tall_name(strip: Strip, figure: str) -> str:
    """The name and the number of inhabitants on one piece of cloth, as many lines as its height allows."""
    words = broken(strip.place)
    room = (strip.end - strip.start) * TALL / 100
    lines = [("", word) for word in words]
    if room >= LINE * (len(words) + 1):
        lines.append(("figure", figure))
    elif len(words) == 1:
        lines = [("", f"{words[0]} {figure}")]
    else:
        lines[-1] = ("", f"{words[-1]} {figure}")
    middle = (strip.start + strip.end) / 2
    return stacked("16", f"{number(middle)}%", 5 - LINE * (len(lines) - 1) / 2, lines)


def tall(places: Sequence[Place], ribbons: Sequence[Ribbon], title: str, figure: Callable[[int], str]) -> str:
    """The loom for a narrow screen; see ``wide``."""
    cloths = strips(places)
    pieces = "".join(
        f'<rect y="{number(start)}%" width="100%" height="{number(end - start)}%" fill="{cloth(place.slug, "P")}"/>'
        for place, start, end in cloths
    )
    names = "".join(tall_name(strip, figure(strip.place.inhabitants)) for strip in cloths)
    first = -8 - RIBBON * len(ribbons)
    threads = "".join(tall_ribbon(ribbon, cloths, first + RIBBON * row) for row, ribbon in enumerate(ribbons))
    return (
        f'<svg class="tall" height="{TALL}" role="group">{pieces}{names}'
        f'<svg x="100%" overflow="visible" role="list" aria-label="{escape(title)}">{threads}</svg></svg>'
    )
