"""The portal's own template tags. They draw and format what a page already has; they never query.

A *place* here is any object with ``slug``, ``name`` and ``inhabitants`` (a municipality).
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from django import template
from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from ecru.base import loom as loom_drawing
from ecru.base import outline as outline_drawing
from ecru.base import patchwork as map_drawing
from ecru.base import prose, weave
from ecru.base.directory.facets import Option

register = template.Library()

NO_BREAK = "\N{NO-BREAK SPACE}"
THOUSAND = 1000


class PlaceLike(Protocol):
    """What the tags need of a municipality."""

    @property
    def slug(self) -> str: ...

    @property
    def name(self) -> str: ...


def woven(places: Iterable[Any]) -> list[weave.Place]:
    """Municipalities as the loom knows them; unknown numbers of inhabitants become zero."""
    return [weave.Place(place.slug, place.name, getattr(place, "inhabitants", 0) or 0) for place in places]


def chosen(over: Collection[str] | str | None) -> Collection[str] | None:
    """The slugs in ``over``; a single slug may come as text. None (or an empty text) means every place."""
    if isinstance(over, str):
        return {over} if over else None
    return over


# --- Cloth ------------------------------------------------------------------------------------------------------


@register.simple_tag
def weave_defs() -> SafeString:
    """The hidden SVG with the woven patterns; once per page, before anything that is woven."""
    return SafeString(weave.patterns())


@register.simple_tag
def warp(places: Iterable[PlaceLike], over: Collection[str] | str | None = None) -> SafeString:
    """Vertical yarns of all places; only those in ``over`` (slugs) are dyed, or all when it is left out."""
    return SafeString(weave.warp(woven(places), chosen(over)))


@register.simple_tag
def weft(
    places: Iterable[PlaceLike], over: Collection[str] | str | None = None, turn: int | None = None
) -> SafeString:
    """One thread through the warp, on top of the places in ``over`` and under the others.

    ``turn`` weaves plainly instead: over every second place, starting with the first (0) or the second (1).
    """
    yarns = woven(places)
    on_top = chosen(over) if turn is None else {place.slug for place in yarns[turn % 2 :: 2]}
    return SafeString(weave.weft(yarns, on_top))


@register.simple_tag
def fan(places: Iterable[PlaceLike]) -> SafeString:
    """The yarns that spread from the masthead of the home page to its loom."""
    return SafeString(weave.fan(woven(places)))


@register.simple_tag
def loom(places: Iterable[PlaceLike], ribbons: Iterable[Mapping[str, Any]], title: str) -> SafeString:
    """The loom of the home page: cloth by inhabitants, with a ribbon for everything in ``ribbons``.

    A ribbon is a mapping with ``name``, ``slugs`` and optionally ``url``. ``title`` names the list for screen readers.
    Seven ribbons fit on a phone.
    """
    yarns = woven(places)
    threads = [loom_drawing.Ribbon(str(r["name"]), tuple(r["slugs"]), str(r.get("url", ""))) for r in ribbons]
    drawings = [draw(yarns, threads, title, whole) for draw in (loom_drawing.wide, loom_drawing.tall)]
    return SafeString(f'<div class="loom">{"".join(drawings)}</div>')


@register.simple_tag
def swatch(slug: str, size: str = "t") -> SafeString:
    """A small square of a place's cloth; ``size`` is ``t``, ``p``, ``P`` or ``X`` (2, 3, 6 or 12 px a crossing)."""
    return SafeString(weave.swatch(slug, size))


@register.simple_tag
def portrait(seed: str | int, slugs: Iterable[str], variant: str = "sample") -> SafeString:
    """The cloth of one subject: its places are the warp. ``variant``: ``sample``, ``feature`` or ``banner``."""
    return SafeString(weave.portrait(seed, slugs, variant))


@register.simple_tag
def town(municipality: PlaceLike | None, url: str = "", size: str = "t") -> SafeString:
    """The swatch and the name of a municipality; a link when ``url`` is given. Nothing for no municipality."""
    if not municipality:
        return SafeString("")
    square = SafeString(weave.swatch(municipality.slug, size))
    if url:
        return format_html('<a class="town" href="{}">{}{}</a>', url, square, municipality.name)
    return format_html('<span class="town">{}{}</span>', square, municipality.name)


@register.simple_tag
def towns(municipalities: Iterable[PlaceLike]) -> SafeString:
    """Several municipalities in a row, each with its swatch."""
    return format_html_join(" ", "{}", ((town(municipality),) for municipality in municipalities))


@register.simple_tag
def patchwork(
    places: Iterable[PlaceLike],
    urls: Mapping[str, str] | None = None,
    counts: Mapping[str, int] | None = None,
    current: Collection[str] | str = (),
) -> SafeString:
    """A schematic map: one square per municipality, as large as its number of inhabitants.

    ``urls`` says per slug where a square leads (by default to the municipality's own page), ``counts`` how many results
    it holds, ``current`` which slugs are chosen now.
    """
    links = urls or {place.slug: place.get_absolute_url() for place in places}  # type: ignore[attr-defined]
    marked = {current} if isinstance(current, str) else set(current)
    drawing = map_drawing.patchwork(woven(places))
    squares = [
        map_square(
            square,
            links.get(square.place.slug, ""),
            (counts or {}).get(square.place.slug),
            square.place.slug in marked,
        )
        for square in drawing.squares
    ]
    return format_html(
        '<svg class="map" viewBox="{}" role="group" aria-label="{}">{}</svg>',
        drawing.view_box,
        gettext("Map: choose a municipality"),
        SafeString("".join(squares)),
    )


@register.simple_tag
def outline_map(
    places: Iterable[PlaceLike],
    shapes: Mapping[str, Any],
    urls: Mapping[str, str],
    counts: Mapping[str, int],
    current: Collection[str] = (),
) -> SafeString:
    """The map of the municipalities by their real borders; ``shapes`` by slug, the rest as for ``patchwork``."""
    drawing = outline_drawing.outline(woven(places), shapes)
    pieces = [
        map_piece(
            one, urls.get(one.place.slug, ""), counts.get(one.place.slug), one.place.slug in set(current)
        )
        for one in drawing.outlines
    ]
    return format_html(
        '<svg class="map" viewBox="{}" role="group" aria-label="{}">{}</svg>',
        drawing.view_box,
        gettext("Map: choose a municipality"),
        SafeString("".join(pieces)),
    )


def map_piece(piece: outline_drawing.Outline, url: str, count: int | None, is_current: bool) -> SafeString:
    """One municipality on the map with borders, as a link."""
    words = loom_drawing.broken(piece.place)
    first = piece.y + 6 - 10 * (len(words) - 1)
    lines = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        ((weave.number(piece.x), weave.number(first + 20 * row), word) for row, word in enumerate(words)),
    )
    drawn = format_html(
        '<path class="ground" d="{0}"/><path d="{0}" fill="{1}"/><path class="edge" d="{0}"/>{2}',
        piece.path,
        weave.cloth(piece.place.slug, "P"),
        lines,
    )
    return map_link(piece.place.name, url, count, is_current, drawn)


def map_link(name: str, url: str, count: int | None, is_current: bool, drawn: SafeString) -> SafeString:
    """A municipality on a map, whose name says how many results it holds."""
    spoken = (
        name if count is None else gettext("%(name)s, results: %(count)s") % {"name": name, "count": count}
    )
    return format_html(
        '<a href="{}" aria-label="{}"{}{}>{}</a>',
        url,
        spoken,
        SafeString(' aria-current="true"') if is_current else "",
        SafeString(' class="hole"') if count == 0 else "",
        drawn,
    )


def map_square(square: map_drawing.Square, url: str, count: int | None, is_current: bool) -> SafeString:
    """One municipality on the map, as a link."""
    place = square.place
    box = format_html(
        'x="{}" y="{}" width="{}" height="{}"',
        *map(weave.number, (square.x, square.y, square.side, square.side)),
    )
    words = format_html_join(
        "",
        '<text x="{}" y="{}">{}</text>',
        ((weave.number(x), weave.number(y), text) for x, y, text in square.label),
    )
    drawn = format_html(
        '<rect class="ground" {}/><rect {} fill="{}"/>{}<rect class="edge" {}/>',
        box,
        box,
        weave.cloth(place.slug, "P"),
        words,
        box,
    )
    return map_link(place.name, url, count, is_current, drawn)


# --- Pieces of a page -------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """One drawing out of ``static/icons``, hidden from screen readers: always put words next to it."""
    return SafeString(icon_source(name))


@cache
def icon_source(name: str) -> str:
    """The SVG of an icon, read once."""
    path = finders.find(f"icons/{name}.svg")
    if not path:
        raise ValueError(f"There is no icon {name!r} in static/icons")
    source = Path(path).read_text(encoding="utf-8").strip()
    return source.replace(' xmlns="http://www.w3.org/2000/svg"', ' aria-hidden="true"', 1)


@register.simple_block_tag(takes_context=True)
def masthead(  # noqa: PLR0913 - one argument for every line of a page top
    context: Context,
    content: str,
    title: str,
    *,
    lead: str = "",
    crumbs: Sequence[Mapping[str, str]] = (),
    over: Collection[str] | str | None = None,
) -> str:
    """The top of a page: title, lead and crumbs, with room for actions between the tags. Needs ``places`` around it."""
    return component(
        "masthead",
        content,
        title=title,
        lead=lead,
        crumbs=crumbs,
        over=over,
        places=context.get("places", []),
    )


@register.simple_block_tag
def panel(content: str, kind: str = "", title: str = "", id: str = "") -> str:  # noqa: A002 - reads as the attribute
    """A framed piece of text. ``kind``: empty, ``basted`` (not fixed yet), ``alert`` (went wrong), ``note`` (now)."""
    return component("panel", content, kind=kind, title=title, id=id)


def component(name: str, content: str, **values: object) -> SafeString:
    """A component with ``content`` inside."""
    return render_to_string(f"components/{name}.html", {**values, "content": content})


# --- Numbers ----------------------------------------------------------------------------------------------------


def decimal(value: object) -> Decimal | None:
    """``value`` as an exact number, or None when it is empty or no number."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def rounded(number: Decimal, decimals: int) -> Decimal:
    """``number`` with ``decimals`` decimals; half a unit rounds away from zero, and there is no minus zero."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def written(number: Decimal, decimals: int) -> str:
    """``number`` with ``decimals`` decimals, in the way of the active language."""
    return number_format(rounded(number, decimals), decimal_pos=decimals, use_l10n=True, force_grouping=True)


@register.filter
def whole(value: object) -> str:
    """A whole number with thousands set apart: 66171 becomes 66.171 in Dutch."""
    if type(value) is int and 0 <= value < THOUSAND:
        return str(value)  # most numbers on a page; what follows takes twenty times as long
    number = decimal(value)
    return "" if number is None else written(number, 0)


@register.filter
def amount(value: object) -> str:
    """A number without needless decimals: 57.30 becomes 57,3 and 90.0 becomes 90 in Dutch."""
    number = decimal(value)
    return "" if number is None else written(number, max(0, -int(number.normalize().as_tuple().exponent)))


@register.filter
def euro(value: object, decimals: int = 2) -> str:
    """Money: € 26.468,40 in Dutch, €26,468.40 in English. ``decimals`` 0 leaves out the cents."""
    number = decimal(value)
    if number is None:
        return ""
    sign = "-" if rounded(number, decimals) < 0 else ""
    digits = written(abs(number), decimals)
    if (get_language() or "").startswith("en"):
        return f"{sign}€{digits}"
    return f"€{NO_BREAK}{sign}{digits}"


# --- Filters ----------------------------------------------------------------------------------------------------


@register.simple_tag
def choices(name: str, options: Iterable[Option]) -> SafeString:
    """The choices of one filter, each with the number of results it would give; in Python, as there are hundreds.

    ``name``: of the filter in the address. A choice with a ``slug`` is a municipality, and shows its pattern.
    """
    one, many = (ngettext("result", "results", number) for number in (1, 2))
    return format_html_join(
        "\n",
        '<label class="choice{}"><input type="checkbox" id="{}-{}" name="{}" value="{}"{}>'
        '<span>{}</span><small>{}<span class="sr"> {}</span></small></label>',
        (
            (
                "" if option.count or option.checked else " none",
                name,
                option.value,
                name,
                option.value,
                " checked" if option.checked else "",
                town(option) if option.slug else option.name,
                whole(option.count),
                one if option.count == 1 else many,
            )
            for option in options
        ),
    )


# --- Text and data ----------------------------------------------------------------------------------------------


@register.filter
def markdown(text: str | None) -> SafeString:
    """CommonMark as safe HTML; headings start at h3."""
    return SafeString(prose.to_html(text or ""))


@register.simple_tag
def in_dutch() -> SafeString:
    """Says, inside a tag, that what people wrote is Dutch, on pages in another language."""
    return SafeString("" if get_language() == "nl" else ' lang="nl"')


@register.filter
def jsonld(data: object) -> SafeString:
    """Structured data for search engines, in a script element that no browser runs and no text can leave."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04X}")
    return SafeString(f'<script type="application/ld+json">{text}</script>')
