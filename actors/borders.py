"""Municipal borders out of GeoJSON: read, checked, made simpler, and kept.

The official source is the Voorlopig Referentiebestand Gemeentegrenzen (VRBG) of Digitaal Vlaanderen, collection Refgem,
under the Gratis Open Data Licentie Vlaanderen, which asks to name the source.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ecru.base.geometry import Shape, corners, simpler

from .models import Border, Municipality

CODE, NAME = "niscode", "naam"
TOLERANCE = 40.0  # metres; at the scale of our maps less than two pixels
WORLDWIDE = {"CRS84", "4326"}  # how names of WGS84 end, in "urn:ogc:def:crs:OGC:1.3:CRS84" and "EPSG:4326"
WEST, SOUTH, EAST, NORTH = 2.3, 49.4, 6.5, 51.6  # a box around Belgium, in degrees
# What became of codes on 1 January 2025 (Statbel): the old code and the one of the merged municipality.
MERGED = {
    "71022": "71072",
    "73040": "71072",
    "71057": "71071",
    "71069": "71071",
    "73006": "73110",
    "73032": "73110",
    "73009": "73111",
    "73083": "73111",
}


class Unreadable(Exception):  # noqa: N818 - it says what the file is
    """A file without usable borders; the text says why, and what to do."""


@dataclass
class Loaded:
    """What a load did, by name or code."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    without_code: list[str] = field(default_factory=list)
    others: int = 0


def read_borders(text: bytes | str) -> tuple[dict[str, Shape], str]:
    """The shape of every NIS code in a GeoJSON FeatureCollection, and the address of its next page (or nothing).

    Raises ``Unreadable``.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This is not JSON: %(why)s") % {"why": str(error)[:200]}) from error
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise Unreadable(_("This is not a GeoJSON FeatureCollection."))
    check_system(content)
    features = content.get("features")
    if not isinstance(features, list) or not features:
        raise Unreadable(_("There are no features in it."))
    shapes: dict[str, Shape] = {}
    for number, feature in enumerate(features, 1):
        code, shape = read_feature(number, feature)
        shapes[code] = [*shapes.get(code, []), *shape]
    return shapes, next_page(content)


def check_system(content: dict[str, Any]) -> None:
    """Refuses coordinates of which the file itself says that they are not longitude and latitude."""
    system = content.get("crs")
    if not system:
        return
    told = system.get("properties") if isinstance(system, dict) else None
    named = str(told.get("name", "")) if isinstance(told, dict) else str(system)
    if not named.endswith(tuple(WORLDWIDE)):
        raise Unreadable(
            _("Its coordinates are in %(system)s. Ask the source for WGS84 (EPSG:4326): longitude, latitude.")
            % {"system": named[:80]}
        )


def next_page(content: dict[str, Any]) -> str:
    """Where the rest is, when a service gives its answer in pages (OGC API Features, "next")."""
    links = content.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "next" and isinstance(link.get("href"), str):
            return link["href"]
    return ""


def read_feature(number: int, feature: Any) -> tuple[str, Shape]:
    """The NIS code and the polygons of one feature; ``number`` says which one in messages."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    known = (
        {str(name).lower(): value for name, value in (properties or {}).items()}
        if isinstance(properties, dict)
        else {}
    )
    code = str(known.get(CODE, "")).strip()
    if not (code.isascii() and code.isdigit() and len(code) == 5):  # noqa: PLR2004 - a NIS code
        raise Unreadable(
            _("Feature %(number)s has no property NISCODE of 5 digits. Is this the collection Refgem?")
            % {"number": number}
        )
    geometry = feature.get("geometry")
    geometry = geometry if isinstance(geometry, dict) else {}
    kind, parts = geometry.get("type"), geometry.get("coordinates") or []
    if kind not in ("Polygon", "MultiPolygon"):
        raise Unreadable(
            _("Feature %(number)s (%(code)s) is no polygon but %(kind)s.")
            % {"number": number, "code": code, "kind": str(kind or _("nothing"))[:40]}
        )
    try:
        shape = [
            [list(read_ring(ring)) for ring in polygon]
            for polygon in ([parts] if kind == "Polygon" else parts)
        ]
    except (TypeError, ValueError, LookupError, OverflowError) as error:
        raise Unreadable(
            _("Feature %(number)s (%(code)s) has a border that cannot be drawn.")
            % {"number": number, "code": code}
        ) from error
    return code, shape


def read_ring(ring: Any) -> Iterator[list[float]]:
    """The positions of a ring, each inside Belgium; a height is left out."""
    for position in ring:
        if not all(isinstance(number, int | float) for number in position[:2]):
            raise ValueError(position)
        east, north = float(position[0]), float(position[1])
        if WEST <= north <= EAST and SOUTH <= east <= NORTH:
            raise Unreadable(_("Its coordinates are latitude, longitude. GeoJSON wants longitude first."))
        if not (WEST <= east <= EAST and SOUTH <= north <= NORTH):
            raise Unreadable(
                _(
                    "It has the position %(position)s, which is no longitude and latitude in Belgium. "
                    "Is it in Lambert? Ask the source for WGS84 (EPSG:4326)."
                )
                % {"position": f"{east:g}, {north:g}"}
            )
        yield [east, north]


@transaction.atomic
def keep_borders(shapes: dict[str, Shape], *, source: str, today: date) -> Loaded:
    """Gives every municipality whose NIS code is in ``shapes`` its border; all or nothing. Others keep theirs.

    Raises ``Unreadable`` when no code is known here, or a border has no surface.
    """
    loaded, found = Loaded(), {}
    used = set()
    for place in Municipality.objects.select_for_update().order_by("-member", "position", "name"):
        code = place.nis_code if place.nis_code in shapes else MERGED.get(place.nis_code, "")
        if not place.nis_code:
            loaded.without_code.append(place.name)
        elif code not in shapes:
            loaded.missing.append(f"{place.name} ({place.nis_code})")
        else:
            found[place] = shapes[code]
            used.add(code)
            if code != place.nis_code:
                loaded.merged.append(f"{place.name}: {place.nis_code} → {code}")
    if not found:
        raise Unreadable(
            _("None of its %(count)s NIS codes belongs to a municipality here.") % {"count": len(shapes)}
        )
    loaded.others = len(set(shapes) - used)
    near = adjacency(found)
    kept = {border.municipality_id: border for border in Border.objects.all()}
    for place, shape in found.items():
        keep_border(
            loaded,
            kept.get(place.pk),
            place,
            {"shape": drawn(place, shape), "adjacent": near[place], "source": source, "loaded_on": today},
        )
    return loaded


def drawn(place: Municipality, shape: Shape) -> Shape:
    """``shape`` as it is kept: simpler, and not empty."""
    simple = simpler(shape, TOLERANCE)
    if not simple:
        raise Unreadable(_("The border of %(place)s encloses nothing.") % {"place": place.name})
    return simple


def adjacency(shapes: dict[Municipality, Shape]) -> dict[Municipality, list[str]]:
    """The slugs of the municipalities that share at least two positions of their border with each one."""
    points = {place: corners(shape) for place, shape in shapes.items()}
    return {
        place: [other.slug for other in shapes if other != place and len(points[place] & points[other]) > 1]
        for place in shapes
    }


def keep_border(loaded: Loaded, known: Border | None, place: Municipality, values: dict[str, Any]) -> None:
    """Writes one border, unless it is the same as before but for its date."""
    if known and all(getattr(known, name) == values[name] for name in ("shape", "adjacent", "source")):
        loaded.unchanged.append(place.name)
        return
    border = known or Border(municipality=place)
    for name, value in values.items():
        setattr(border, name, value)
    border.save()
    (loaded.updated if known else loaded.created).append(place.name)
