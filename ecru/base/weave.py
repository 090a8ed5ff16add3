"""Draws figures about municipalities as cloth: pure geometry in, SVG text out.

A municipality is one dye (a CSS custom property named after its slug) and one binding (a weave draft), so colour is
never the only signal. Every number that decides a width comes in as a ``Place``; nothing here knows how many people
live anywhere. Places that have no dye of their own are drawn in undyed thread.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from re import finditer
from typing import NamedTuple, TypeVar

Choice = TypeVar("Choice")

UNDYED = "undyed"
PEOPLE_PER_YARN = 4000
YARN_FILL = 0.62  # the part of its pitch that a yarn covers; the rest is the gap between two yarns
PICK = 2  # px, the side of one crossing in the smallest pattern


@dataclass(frozen=True)
class Place:
    """A municipality as the loom needs it: ``slug`` names dye and binding, ``inhabitants`` decides its width."""

    slug: str
    name: str
    inhabitants: int


# Point paper, as a weaver draws it: one string is one pick (row), # is warp on top and . is weft on top.
BINDINGS = {
    "as": ["#.", ".#"],  # plain weave
    "beringen": ["##..", "#..#", "..##", ".##."],  # twill
    "genk": [
        "####..##",
        "####.##.",
        "######..",
        "#####..#",
        "##......",
        "#..#....",
        "..##....",
        ".##.....",
    ],  # houndstooth
    "heusden-zolder": ["#.", "#.", "#.", ".#", ".#", ".#"],  # rib
    "houthalen-helchteren": ["##..", "##..", "..##", "..##"],  # basket
    "leopoldsburg": [".####", "##.##", "####.", "#.###", "###.#"],  # satin
    "maasmechelen": [
        "#..###..",
        "..##.##.",
        ".##...##",
        "##..#..#",
        "#..###..",
        "##..#..#",
        ".##...##",
        "..##.##.",
    ],  # goose eye
    UNDYED: [".##", "##.", "#.#"],  # a fine twill for every place without a dye
}
# The light tokens of static/css/ecru.css, by name; a test compares them.
DYES = {
    "as": "#a55a08",
    "beringen": "#23408a",
    "genk": "#b8311a",
    "heusden-zolder": "#215c3e",
    "houthalen-helchteren": "#8c2c68",
    "leopoldsburg": "#65651c",
    "maasmechelen": "#0b6873",
    UNDYED: "#b9a67c",
}
SIZES = {"t": 1.0, "p": 1.5, "P": 3.0, "X": 6.0}  # pattern prefix -> scale; a crossing is 2, 3, 6 or 12 px


def thread(slug: str) -> str:
    """The name under which a place is dyed and woven: its own slug, or ``undyed`` for a place without a dye."""
    return slug if slug in BINDINGS else UNDYED


def number(value: float) -> str:
    """``value`` for an SVG attribute: at most two decimals, none that are needless."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def cloth(slug: str, size: str = "t") -> str:
    """The paint of a place's woven pattern, for a ``fill`` attribute. ``size`` is one of ``SIZES``."""
    if size not in SIZES:
        raise ValueError(f"A pattern has no size {size!r}; choose one of {', '.join(SIZES)}")
    return f"url(#{size}-{thread(slug)})"


def filled(paint: str, x: str = "0", width: str = "100%") -> str:
    """A rectangle of ``paint`` over the full height of its SVG; ``x`` and ``width`` are SVG lengths."""
    start = "" if x == "0" else f' x="{x}"'
    return f'<rect{start} width="{width}" height="100%" fill="{paint}"/>'


# --- Bindings ---------------------------------------------------------------------------------------------------


def draft_path(draft: Sequence[str]) -> str:
    """The path of one repeat of a binding, in px of the smallest pattern: a bar for every run of warp on top."""
    bars = []
    for row, pick in enumerate(draft):
        for run in finditer("#+", pick):
            length = (run.end() - run.start()) * PICK
            bars.append(f"M{run.start() * PICK} {row * PICK}h{length}v{PICK}h-{length}z")
    return "".join(bars)


@cache
def patterns() -> str:
    """The hidden SVG with every binding in every size: ``#t-genk`` (2 px a crossing) up to ``#X-genk`` (12 px)."""
    out = []
    for slug, draft in BINDINGS.items():
        box = f'width="{len(draft[0]) * PICK}" height="{len(draft) * PICK}" patternUnits="userSpaceOnUse"'
        out.append(
            f'<pattern id="t-{slug}" {box}><path fill="var(--{slug})" d="{draft_path(draft)}"/></pattern>'
        )
        out += [
            f'<pattern id="{size}-{slug}" href="#t-{slug}" patternTransform="scale({scale:g})"/>'
            for size, scale in SIZES.items()
            if size != "t"
        ]
    return f'<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">{"".join(out)}</svg>'


def swatch(slug: str, size: str = "t") -> str:
    """A small square of a place's cloth; the stylesheet decides how large."""
    return f'<svg class="swatch" aria-hidden="true">{filled(cloth(slug, size))}</svg>'


# --- Warp and weft ----------------------------------------------------------------------------------------------


class Strip(NamedTuple):
    """The part of the warp that belongs to one place, in percent of the whole width."""

    place: Place
    start: float
    end: float


def strips(places: Sequence[Place]) -> list[Strip]:
    """Where each place lies in the warp. A place without known inhabitants counts as one person."""
    weights = [max(place.inhabitants, 1) for place in places]
    total, start, out = sum(weights), 0.0, []
    for place, weight in zip(places, weights, strict=True):
        end = start + 100 * weight / total
        out.append(Strip(place, start, end))
        start = end
    return out


def yarns(strip: Strip) -> Iterator[tuple[float, float]]:
    """Left and right edge, in percent, of the yarns of one place: one for about 4,000 people, at least one."""
    count = max(1, round(strip.place.inhabitants / PEOPLE_PER_YARN))
    pitch = (strip.end - strip.start) / count
    for index in range(count):
        left = strip.start + index * pitch
        yield left, left + pitch * YARN_FILL


def dye(slug: str, over: Collection[str] | None) -> str:
    """The colour of a place's yarns: its dye, or undyed when ``over`` is given and leaves the place out."""
    dyed = over is None or slug in over
    return f"var(--{thread(slug) if dyed else UNDYED})"


def stretched(name: str, height: int, drawing: str) -> str:
    """An SVG that fills any box; its own coordinates run from 0 to 100 and from 0 to ``height``."""
    return f'<svg class="{name}" viewBox="0 0 100 {height}" preserveAspectRatio="none" aria-hidden="true">{drawing}</svg>'


def warp(places: Sequence[Place], over: Collection[str] | None = None, name: str = "warp") -> str:
    """The vertical yarns of all places; only the places in ``over`` are dyed, or all when it is None."""
    paths = []
    for strip in strips(places):
        lines = "".join(f"M{number(a)} 0H{number(b)}V1H{number(a)}z" for a, b in yarns(strip))
        paths.append(f'<path fill="{dye(strip.place.slug, over)}" d="{lines}"/>')
    return stretched(name, 1, "".join(paths))


def weft(places: Sequence[Place], over: Collection[str] | None = None) -> str:
    """One thread through the warp: on top of the places in ``over`` (all when None), under the others."""
    lines = "".join(
        f"M{number(start)} 0H{number(end)}V1H{number(start)}z"
        for place, start, end in strips(places)
        if over is None or place.slug in over
    )
    return stretched("weft", 1, f'<path d="{lines}"/>')


def fan(places: Sequence[Place], start: float = 79, end: float = 100) -> str:
    """Yarns that lie between ``start`` and ``end`` (percent) at the top and spread to the full width at the bottom."""
    squeeze = (end - start) / 100
    paths = []
    for strip in strips(places):
        lines = "".join(
            f"M{number(start + a * squeeze)} 0H{number(start + b * squeeze)}L{number(b)} 100H{number(a)}z"
            for a, b in yarns(strip)
        )
        paths.append(f'<path fill="{dye(strip.place.slug, None)}" d="{lines}"/>')
    return stretched("fan", 100, "".join(paths))


# --- Portraits --------------------------------------------------------------------------------------------------


class Chance:
    """Choices that look random and are the same every time for the same seed."""

    def __init__(self, seed: str | int) -> None:
        """Starts a row of choices; ``seed`` is any text or number that names the subject for good."""
        self.seed = str(seed)
        self.count = 0

    def below(self, limit: int) -> int:
        """The next choice: a whole number from 0 up to, not including, ``limit``."""
        self.count += 1
        digest = sha256(f"{self.seed}/{self.count}".encode()).digest()
        return int.from_bytes(digest[:4], "big") % limit

    def pick(self, options: Sequence[Choice]) -> Choice:
        """The next choice, out of ``options``."""
        return options[self.below(len(options))]


def wefts(chance: Chance, height: int, first: tuple[int, int]) -> Iterator[str]:
    """Coal threads across a portrait of ``height`` px; the topmost lies between the two heights in ``first``."""
    y = first[0] + chance.below(first[1] - first[0])
    while y < height:
        dash = chance.pick(["", "24 12", "12 12", "48 12"])
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        yield f'<path d="M0 {y}H4000" stroke="var(--ink)" stroke-width="{chance.pick([4, 6, 12])}"{dashes}/>'
        y += 24 + chance.below(46)


def selvedge(chance: Chance, slug: str, size: str, ground: str) -> str:
    """A side strip of the same cloth in another scale, which half of the one-place portraits have."""
    if chance.pick([True, False]):
        return ""
    width = f"{chance.pick([22, 30, 38])}%"
    other = "X" if size == "p" else "p"
    strip = filled(f"var(--{ground})", width=width) + filled(cloth(slug, other), width=width)
    return strip + filled("var(--ink)", x=width, width="9")


def basted_cloth(chance: Chance, name: str, height: int) -> str:
    """The cloth of a subject without a place: raw, not dyed and not woven, held together by basting stitches."""
    out = [filled(f"var(--{chance.pick(['bleached', 'raw', 'raw', 'undyed'])})")]
    y = 14 + chance.below(18)
    while y < height:
        dash = chance.pick(["18 10", "26 10", "10 8"])
        out.append(f'<path d="M0 {y}H4000" stroke="var(--ink)" stroke-width="3" stroke-dasharray="{dash}"/>')
        y += 26 + chance.below(34)
    out += [
        f'<line x1="{x}%" x2="{x}%" y2="100%" stroke="var(--ink)" stroke-width="3" stroke-dasharray="14 9"/>'
        for x in range(chance.pick([8, 20, 32]), 100, chance.pick([22, 34, 46]))
    ]
    return f'<svg class="{name} basted" aria-hidden="true">{"".join(out)}</svg>'


FEW = 2  # with more places than this a strip gets too narrow for the fine pattern
VARIANTS = {"sample": ("swatch pink", 130), "feature": ("swatch pink", 400), "banner": ("swatch banner", 200)}


def portrait(seed: str | int, slugs: Iterable[str], variant: str = "sample") -> str:
    """The cloth of one subject, always the same for the same ``seed`` and places.

    The places are the warp; scale, ground, side strip and coal wefts follow from the seed. ``variant`` is ``sample``
    (a card), ``feature`` (a large card) or ``banner`` (a band across the page).
    """
    return drawn(seed, tuple(dict.fromkeys(slugs)), variant)


@lru_cache(maxsize=300)
def drawn(seed: str | int, places: tuple[str, ...], variant: str) -> str:
    """As ``portrait``; the last three hundred are kept."""
    name, height = VARIANTS[variant]
    chance = Chance(seed)
    if not places:
        return basted_cloth(chance, name, height)
    banner = variant == "banner"
    ground = "bleached" if banner else chance.pick(["bleached", "bleached", "undyed", "raw"])
    if ground == "undyed" and UNDYED in map(thread, places):
        ground = "bleached"
    out = [filled(f"var(--{ground})")] if ground != "bleached" else []
    scales = "XXXP" if banner else "PPX" if len(places) > FEW else "PPXp"
    size = "P"
    for index, slug in enumerate(places):
        size = chance.pick(scales)
        width = 100 / len(places)
        out.append(
            filled(
                cloth(slug, size), x=f"{number(index * width)}%" if index else "0", width=f"{number(width)}%"
            )
        )
    if len(places) == 1 and not banner:
        out.append(selvedge(chance, places[0], size, ground))
    out += wefts(chance, height, (8, 28) if banner else (10, 40))
    return f'<svg class="{name}" aria-hidden="true">{"".join(out)}</svg>'
