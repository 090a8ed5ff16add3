"""The map of the directory: what stands where, as GeoJSON, and what the page says about whom the map asks."""

import json
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pyroaring import BitMap

from ecru.base.geometry import Shape, square
from ecru.base.patchwork import sides
from ecru.base.weave import Place

from .catalogues import position
from .filters import ActorDirectory
from .models import Border, Municipality

MAP = "kaart"
MOST_POINTS = 5_000  # with more, the map shows one point per municipality
LARGEST_SIDE = 9_000.0  # metres, the square of the largest municipality on a map without borders


class MappedDirectory(ActorDirectory):
    """Who is who, also on a map."""

    looks = (*ActorDirectory.looks, MAP)

    @property
    def points_url(self) -> str:
        """Where the map finds the same results as the list."""
        return self.url(weergave=None, sorteer=None).replace(self.path, reverse("actor-map"), 1)

    @property
    def map_settings(self) -> str:
        """All that the script of the map needs to know, texts included, as JSON."""
        known = {
            "points": self.points_url,
            "outlines": reverse("municipality-outlines"),
            "list": self.url(weergave="lijst"),
            "tiles": settings.MAP_TILES_URL,
            "attribution": settings.MAP_TILES_ATTRIBUTION,
            "maxZoom": settings.MAP_TILES_MAX_ZOOM,
            "texts": map_texts(),
        }
        return json.dumps(known)

    @property
    def map_owner(self) -> str:
        """Who is asked for pictures of the base map; empty when nobody is."""
        return map_owner()

    @property
    def borders_attribution(self) -> str:
        """Whose borders are drawn."""
        return settings.BORDERS_ATTRIBUTION if self.shapes else ""

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """The borders of the seven by slug; empty as long as none is loaded."""
        return {border.municipality.slug: border.shape for border in Border.objects.of_the_seven()}

    @cached_property
    def placed(self) -> BitMap:
        """The results that have a place on the map: their own, or else the centre of their seat."""
        rows = self.shelf.rows
        return BitMap(slot for slot in self.matches if position(rows[slot]) is not None)

    @property
    def placeless(self) -> int:
        """How many results have no place on the map."""
        return self.found - len(self.placed)

    def points(self) -> dict[str, Any]:
        """The results as GeoJSON, with how many have no place on the map (``placeless``).

        Published facts only, narrow rows, and never more than ``MOST_POINTS`` of them and a point for each municipality.
        """
        grouped = len(self.placed) > MOST_POINTS
        return {
            "type": "FeatureCollection",
            "found": self.found,
            "placeless": self.placeless,
            "grouped": grouped,
            "features": [*self.heaps()] if grouped else [*self.actor_points(self.placed)],
        }

    def heaps(self) -> Iterator[dict[str, Any]]:
        """One point per municipality with the number of its actors; who has no seat there stands on its own."""
        seats = self.shelf.counts("municipality", self.placed)
        heaped = []
        centred = Municipality.objects.filter(latitude__isnull=False, longitude__isnull=False)
        for place in centred.in_bulk([key for key in seats if key]).values():
            heaped.append(place.pk)
            yield point(
                (float(place.latitude or 0), float(place.longitude or 0)),
                name=place.name,
                url=self.url(gemeente=[place.slug], weergave="lijst"),
                place=place.slug,
                count=seats[place.pk],
                approximate=True,
            )
        rest = self.placed - self.shelf.with_any("municipality", heaped)
        yield from self.actor_points(BitMap(islice(rest, MOST_POINTS)))

    def actor_points(self, slots: BitMap) -> Iterator[dict[str, Any]]:
        """One point for each of the records in ``slots``."""
        rows = {self.shelf.keys[slot]: self.shelf.rows[slot] for slot in slots}
        named = self.catalogue.plan.records().filter(pk__in=rows).order_by("pk")
        for key, slug, name, place in named.values_list("pk", "slug", "name", "municipality__slug"):
            yield point(
                position(rows[key]) or (0.0, 0.0),
                name=name,
                url=reverse("actor-detail", args=[slug]),
                place=place or "",
                approximate=rows[key].latitude is None,
            )


def point(at: tuple[float, float], **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature at a latitude and longitude; GeoJSON has them the other way round."""
    geometry = {"type": "Point", "coordinates": [at[1], at[0]]}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


# --- Outlines -------------------------------------------------------------------------------------------------


def outlines() -> dict[str, Any]:
    """The seven as GeoJSON: their borders, or, as long as none is loaded, a square around each centre."""
    borders = list(Border.objects.of_the_seven())
    if borders:
        shapes = [(border.municipality, border.shape) for border in borders]
    else:
        shapes = list(
            squares([place for place in Municipality.objects.members() if place.latitude is not None])
        )
    return {
        "type": "FeatureCollection",
        "schematic": not borders,
        "attribution": settings.BORDERS_ATTRIBUTION if borders else "",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "MultiPolygon", "coordinates": shape},
                "properties": {"place": place.slug, "name": place.name, "centre": centre_of(place)},
            }
            for place, shape in shapes
        ],
    }


def centre_of(place: Municipality) -> list[float] | None:
    """Longitude and latitude of the middle of a municipality."""
    if place.latitude is None or place.longitude is None:
        return None
    return [float(place.longitude), float(place.latitude)]


def squares(places: list[Municipality]) -> Iterator[tuple[Municipality, Shape]]:
    """A square around the centre of every place, as large as its share of the inhabitants."""
    people = [Place(place.slug, place.name, getattr(place, "inhabitants", 0) or 0) for place in places]
    side = sides(people)
    scale = LARGEST_SIDE / max(side.values(), default=1)
    for place in places:
        yield (
            place,
            square((float(place.longitude or 0), float(place.latitude or 0)), side[place.slug] * scale),
        )


# --- What the page says and allows ----------------------------------------------------------------------------


def tile_host() -> str:
    """The scheme and host that pictures of the base map come from; empty when there is none."""
    parts = urlsplit(settings.MAP_TILES_URL)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def with_tiles(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """``response``, whose page may show pictures of the base map; no other page may.

    Leaflet lets go of a picture by putting an empty one of its own in its place, which is a ``data:`` address.
    """
    host = tile_host()
    allow = csp_update({"img-src": [host, "data:"]} if host else {})
    allow(lambda _request: response)(request)
    return response


def pin_settings(place: Municipality | None) -> str:
    """All that the script of the pin needs to know, as JSON; the map opens on ``place``, or on the seven."""
    known = {
        "outlines": reverse("municipality-outlines"),
        "tiles": settings.MAP_TILES_URL,
        "attribution": settings.MAP_TILES_ATTRIBUTION,
        "maxZoom": settings.MAP_TILES_MAX_ZOOM,
        "centre": list(reversed(centre_of(place) or [])) if place else [],
        "texts": {
            **{name: text for name, text in map_texts().items() if name in {"zoomIn", "zoomOut", "failed"}},
            "map": _("Map. Arrow keys move it, plus and minus zoom, Enter puts the pin in the middle."),
            "ready": _("The map is open."),
            "put": _("The pin stands at %(north)s, %(east)s."),
            "gone": _("The pin is gone."),
            "pin": _("The pin. Drag it, or use the buttons."),
        },
    }
    return json.dumps(known)


def map_owner() -> str:
    """Who is asked for pictures of the base map; empty when nobody is."""
    return settings.MAP_TILES_OWNER if tile_host() else ""


def map_texts() -> dict[str, str]:
    """What the script of the map says, in the visitor's language."""
    return {
        "map": _("Map with the results. Arrow keys move it, plus and minus zoom."),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "close": _("Close"),
        "group": _("%(count)s actors together: %(places)s"),
        "heap": _("%(count)s actors in %(places)s"),
        "actor": _("%(name)s, %(places)s"),
        "approximate": _("about here: only the municipality is known"),
        "more": _("and %(count)s more: see the list"),
        "all": _("See the list"),
        "failed": _("The map cannot be loaded now. The list has everything."),
        "untiled": _(
            "The pictures of the base map do not come through. The spots do stand where they should."
        ),
        "ready": _("The map is open. It shows %(count)s actors."),
        "elsewhere": _("elsewhere"),
    }
