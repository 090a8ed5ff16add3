"""The partner regions on a map of Europe: where the points stand in our own drawing, and the same as GeoJSON."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from actors.mapping import map_texts, point

from .models import Region

WEST, EAST, SOUTH, NORTH = (
    3.5,
    20.5,
    45.0,
    51.8,
)  # degrees: from the sea to Poland, from Croatia to the north of Germany
WIDTH, LAND, LABELS = 680, 330, 372  # units of the drawing: all of it, where points stand, where names begin
ROW = 48  # units between two names: 24 px on a narrow phone, enough to touch
HOME = "limburg"


@dataclass(frozen=True)
class Spot:
    """A region in the drawing: where its point is, and at what height its name stands beside the others."""

    region: Region
    x: int
    y: int
    name_y: int

    @property
    def is_home(self) -> bool:
        """Whether this is our own region."""
        return self.region.slug == HOME


@dataclass(frozen=True)
class Drawing:
    """The regions as a fan of threads from our own: not to scale, the north above. ``spots`` stand from north to south."""

    spots: list[Spot]
    home: Spot | None
    width: int = WIDTH
    names_x: int = LABELS

    @property
    def height(self) -> int:
        """A row for every name."""
        return ROW * len(self.spots)


def drawing(regions: Iterable[Region]) -> Drawing:
    """``regions`` as a drawing: points by latitude and longitude, names under each other beside them."""
    ordered = sorted(regions, key=lambda region: (-region.latitude, region.longitude))
    height = ROW * len(ordered)
    spots = []
    for number, region in enumerate(ordered):
        east = (min(max(float(region.longitude), WEST), EAST) - WEST) / (EAST - WEST)
        south = (NORTH - min(max(float(region.latitude), SOUTH), NORTH)) / (NORTH - SOUTH)
        spots.append(Spot(region, round(east * LAND), round(south * height), round((number + 0.5) * ROW)))
    return Drawing(spots, next((spot for spot in spots if spot.is_home), None))


def points(regions: Iterable[Region]) -> dict[str, Any]:
    """The regions as GeoJSON, in the form that the script of the map reads."""
    features = [
        point(
            (float(region.latitude), float(region.longitude)),
            name=region.called,
            url=region.get_absolute_url(),
            place="",
            approximate=bool(region.position_note),
        )
        for region in regions
    ]
    return {
        "type": "FeatureCollection",
        "found": len(features),
        "placeless": 0,
        "grouped": False,
        "features": features,
    }


def map_settings() -> str:
    """All that the script of the map needs to know, texts included, as JSON."""
    texts = map_texts() | {
        "map": _("Map with the partner regions. Arrow keys move it, plus and minus zoom."),
        "group": _("%(count)s regions together: %(places)s"),
        "heap": _("%(count)s regions in %(places)s"),
        "approximate": _("about here: the capital stands for the region"),
        "ready": _("The map is open. It shows %(count)s regions."),
        "elsewhere": _("partner region"),
    }
    known = {
        "points": reverse("region-map"),
        "outlines": reverse("municipality-outlines"),
        "list": reverse("region-list"),
        "tiles": settings.MAP_TILES_URL,
        "attribution": settings.MAP_TILES_ATTRIBUTION,
        "maxZoom": settings.MAP_TILES_MAX_ZOOM,
        "texts": texts,
    }
    return json.dumps(known)
