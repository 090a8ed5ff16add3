"""Draws the card that a shared link shows elsewhere: the cloth of the places concerned, with the title as a weft.

Ask ``sharecard`` for one: this module brings Pillow along.
"""

import io
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from .weave import BINDINGS, DYES, UNDYED, Chance, thread

WIDTH, HEIGHT = 1200, 630  # px, the size that every network that shows cards asks for
EDGE = 64
CLOTH_HEIGHT = 216
CROSSING = 12
TOOTH = 24
TITLE_SIZES = range(96, 39, -4)
TITLE_LINES = 3
TITLE_HEIGHT = 216
SUBTITLE_SIZE = 34
SUBTITLE_LINES = 2
LONGEST = 300  # characters; no card has room for more

CLOTH, BLEACHED, INK, SOOT = "#f2ecdf", "#fbf8f0", "#1c1917", "#41392d"


class Line(NamedTuple):
    """One line of text and how wide it is, in px."""

    text: str
    width: float


def draw_card(title: str, subtitle: str, places: Sequence[str]) -> bytes:
    """A PNG of ``WIDTH`` by ``HEIGHT`` px: the woven ``places`` (slugs, left to right), ``title``, ``subtitle``.

    The same words give the same bytes. A place without a dye, or no place at all, is undyed cloth. Long titles
    shrink, then end in an ellipsis; characters that the house fonts lack are left out.
    """
    card = Image.new("RGB", (WIDTH, HEIGHT), CLOTH)
    pen = ImageDraw.Draw(card)
    draw_cloth(card, places)
    draw_wefts(pen, Chance(title))
    draw_teeth(pen)
    bottom = draw_title(pen, title)
    draw_subtitle(pen, subtitle, bottom)
    draw_signature(pen)
    out = io.BytesIO()
    card.quantize(palette=palette(), dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


# --- Cloth ------------------------------------------------------------------------------------------------------


def draw_cloth(card: Image.Image, places: Sequence[str]) -> None:
    """Weaves ``places`` side by side along the top of ``card``, each equally wide."""
    names = [thread(slug) for slug in places] or [UNDYED]
    for index, name in enumerate(names):
        left, right = (WIDTH * step // len(names) for step in (index, index + 1))
        piece = woven(name).crop((0, 0, right - left, CLOTH_HEIGHT))
        card.paste(piece, (left, 0))


@cache
def woven(name: str) -> Image.Image:
    """The cloth of one dye over the full width of a card; its binding repeats every few crossings."""
    draft = BINDINGS[name]
    repeat = Image.new("RGB", (len(draft[0]), len(draft)), BLEACHED)
    for row, pick in enumerate(draft):
        for end, crossing in enumerate(pick):
            if crossing == "#":
                repeat.putpixel((end, row), rgb(DYES[name]))
    tile = repeat.resize((repeat.width * CROSSING, repeat.height * CROSSING), Image.Resampling.NEAREST)
    cloth = Image.new("RGB", (WIDTH, CLOTH_HEIGHT), BLEACHED)
    for top in range(0, CLOTH_HEIGHT, tile.height):
        for left in range(0, WIDTH, tile.width):
            cloth.paste(tile, (left, top))
    return cloth


def draw_wefts(pen: ImageDraw.ImageDraw, chance: Chance) -> None:
    """Lays coal wefts over the cloth, some of them broken, as in the portrait of an actor."""
    top = 24 + chance.below(36)
    while top < CLOTH_HEIGHT - TOOTH:
        thickness, dash = chance.pick((8, 12, 24)), chance.pick((0, 24, 48, 96))
        for left in range(0, WIDTH, dash + CROSSING) if dash else [0]:
            right = left + dash if dash else WIDTH
            pen.rectangle((left, top, right - 1, top + thickness - 1), fill=INK)
        top += 48 + chance.below(80)


def draw_teeth(pen: ImageDraw.ImageDraw) -> None:
    """Pinks the lower edge of the cloth: a cut sample."""
    for left in range(0, WIDTH, TOOTH):
        bottom = CLOTH_HEIGHT + 1
        pen.polygon(
            [(left, bottom), (left + TOOTH // 2, CLOTH_HEIGHT - TOOTH // 2), (left + TOOTH, bottom)],
            fill=CLOTH,
        )


def draw_signature(pen: ImageDraw.ImageDraw) -> None:
    """Signs the card: the seven warp threads of the mark, the name, and what ECRU is."""
    top, unit = HEIGHT - 82, 1.5
    for index, colour in enumerate(list(DYES.values())[:7]):
        left = EDGE + (0.7 + 4.4 * index) * unit
        pen.rectangle((left, top, left + 3 * unit, top + 32 * unit), fill=colour)
        over = top + (8 if index % 2 == 0 else 20) * unit
        pen.rectangle((left - 0.7 * unit, over, left + 3.7 * unit, over + 4 * unit), fill=INK)
    pen.text((EDGE + 66, top + 42), "ECRU", font=bold(46), fill=INK, anchor="ls")
    after = EDGE + 66 + bold(46).getlength("ECRU") + 16
    pen.text((after, top + 42), "digitaal cultuurplatform", font=plain(28), fill=SOOT, anchor="ls")


# --- Words ------------------------------------------------------------------------------------------------------


def draw_title(pen: ImageDraw.ImageDraw, title: str) -> int:
    """Writes ``title`` as large as fits, and lets its last line go on as a weft; returns where it ends, in px."""
    text = drawable(title)
    size = next((size for size in TITLE_SIZES if fits(text, size)), TITLE_SIZES[-1])
    lines = shortened(text, bold(size), TITLE_LINES)
    baseline = CLOTH_HEIGHT + 28
    for line in lines:
        baseline += size
        pen.text((EDGE, baseline), line.text, font=bold(size), fill=INK, anchor="ls")
    if lines:
        middle, half = baseline - size * 0.26, max(5, size // 12)
        pen.rectangle((EDGE + lines[-1].width + size * 0.3, middle - half, WIDTH, middle + half), fill=INK)
    return baseline


def draw_subtitle(pen: ImageDraw.ImageDraw, subtitle: str, top: int) -> None:
    """Writes ``subtitle`` below ``top`` (px), on one or two lines as far as there is room above the signature."""
    font, baseline = plain(SUBTITLE_SIZE), top + 18
    room = SUBTITLE_LINES if top < HEIGHT - 200 else 1
    for line in shortened(drawable(subtitle), font, room):
        baseline += SUBTITLE_SIZE + 6
        pen.text((EDGE, baseline), line.text, font=font, fill=SOOT, anchor="ls")


def fits(text: str, size: int) -> bool:
    """Whether ``text`` has room as a title of ``size`` px without cutting a word."""
    lines = list(islice(wrapped(text, bold(size)), TITLE_LINES + 1))
    whole = " ".join(line.text for line in lines) == text
    return whole and len(lines) <= TITLE_LINES and len(lines) * size <= TITLE_HEIGHT


def wrapped(text: str, font: ImageFont.FreeTypeFont) -> Iterator[Line]:
    """``text`` in lines that fit between the edges; a word that is wider than that is cut."""
    line, width = "", 0.0
    for word in text.split():
        longer = f"{line} {word}".strip()
        wide = font.getlength(longer)
        if line and wide > WIDTH - 2 * EDGE:
            yield Line(line, width)
            longer, wide = word, font.getlength(word)
        while wide > WIDTH - 2 * EDGE:
            keep = max(1, int(len(longer) * (WIDTH - 2 * EDGE) / wide) - 1)
            yield Line(longer[:keep], font.getlength(longer[:keep]))
            longer = longer[keep:]
            wide = font.getlength(longer)
        line, width = longer, wide
    if line:
        yield Line(line, width)


def shortened(text: str, font: ImageFont.FreeTypeFont, most: int) -> list[Line]:
    """The first ``most`` lines of ``text``; the last one ends in an ellipsis when something is left out."""
    lines = list(islice(wrapped(text, font), most + 1))
    if len(lines) <= most:
        return lines
    last = lines[most - 1].text
    while font.getlength(f"{last}…") > WIDTH - 2 * EDGE:
        last = last[:-1]
    last = f"{last.rstrip(' ,.;:')}…"
    return [*lines[: most - 1], Line(last, font.getlength(last))]


def drawable(text: str) -> str:
    """``text`` on one line, in the characters that the fonts have; an accented one they lack loses its accent."""
    out = []
    for character in unicodedata.normalize("NFC", " ".join(text[: 2 * LONGEST].split())):
        bare = unicodedata.normalize("NFKD", character)[0]
        out.append(next((option for option in (character, bare) if known(option)), ""))
    return " ".join("".join(out).split())[:LONGEST]


@lru_cache(maxsize=2048)
def known(character: str) -> bool:
    """Whether both fonts have a drawing of ``character``; those that stand for nothing or steer do not count."""
    if unicodedata.category(character)[0] == "C":
        return False
    return all(shape(font, character) != shape(font, "\uffff") for font in (bold(24), plain(24)))


def shape(font: ImageFont.FreeTypeFont, character: str) -> tuple[tuple[int, int], bytes]:
    """What ``font`` draws for ``character``, as size and pixels."""
    mask = font.getmask(character)
    return mask.size, bytes(mask)


# --- Ink and type -----------------------------------------------------------------------------------------------


# Cut with fontTools from the web fonts' sources: one weight each, Latin and Latin Extended, as plain TrueType, so that
# a card does not depend on how Pillow was built (woff2 needs brotli).


@cache
def bold(size: int) -> ImageFont.FreeTypeFont:
    """Bricolage Grotesque for titles, at ``size`` px."""
    return ImageFont.truetype(settings.BASE_DIR / "static/fonts/bricolage-card.ttf", size)


@cache
def plain(size: int) -> ImageFont.FreeTypeFont:
    """Atkinson Hyperlegible Next for reading, at ``size`` px."""
    return ImageFont.truetype(settings.BASE_DIR / "static/fonts/atkinson-card.ttf", size)


@cache
def palette() -> Image.Image:
    """The colours of a card: every token as it is, and the steps between letters and cloth."""
    colours = [rgb(colour) for colour in (*DYES.values(), CLOTH, BLEACHED, INK, SOOT)]
    colours += [between(letters, CLOTH, step / 16) for letters in (INK, SOOT) for step in range(1, 16)]
    holder = Image.new("P", (1, 1))
    holder.putpalette([value for colour in colours for value in colour])
    return holder


def rgb(colour: str) -> tuple[int, int, int]:
    """``colour`` (#rrggbb) as three numbers from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def between(first: str, second: str, part: float) -> tuple[int, int, int]:
    """The colour that lies ``part`` (0 to 1) of the way from ``first`` to ``second``."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(rgb(first), rgb(second), strict=True))
    return red, green, blue
