"""The partner regions on a map of Europe: where the points stand in our own drawing, and the same as GeoJSON."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from actors.mapping import map_texts, point

from .models import Region

WEST, EAST, SOUTH, NORTH = (
    3.5,
    21.5,
    44.5,
    52.0,
)  # degrees: from the sea to Poland, from Croatia to the north of Germany
WIDTH = 900  # units of the drawing
FLAT = cos(radians((SOUTH + NORTH) / 2))  # a degree of longitude against one of latitude, in the middle
HEIGHT = round(WIDTH * (NORTH - SOUTH) / ((EAST - WEST) * FLAT))
HOME = "limburg"
LABEL = 34  # units between two labels above each other
RIGHT_HALF = WIDTH * 0.62  # labels of points beyond stand on the left of the point


@dataclass
class Spot:
    """A region in the drawing: where its point is, where its label stands (``label_y``), and on which side."""

    region: Region
    x: float
    y: float
    label_y: float
    is_left: bool

    @property
    def is_home(self) -> bool:
        """Whether this is our own region."""
        return self.region.slug == HOME

    @property
    def label_x(self) -> float:
        """Where the label begins, or ends when it stands on the left."""
        return self.x - 14 if self.is_left else self.x + 14

    @property
    def anchor(self) -> str:
        """How SVG puts the label at ``label_x``."""
        return "end" if self.is_left else "start"


def drawing(regions: Iterable[Region]) -> list[Spot]:
    """The regions as points in a drawing of ``WIDTH`` by ``HEIGHT`` units; labels on one side never cover each other."""
    spots = [spot_of(region) for region in regions]
    for side in (True, False):
        taken = float("-inf")
        for spot in sorted((spot for spot in spots if spot.is_left is side), key=lambda spot: spot.y):
            spot.label_y = max(spot.y, taken + LABEL)
            taken = spot.label_y
    return spots


def spot_of(region: Region) -> Spot:
    """Where a region stands; what lies beyond the drawing stands at its edge."""
    east = min(max(float(region.longitude), WEST), EAST)
    north = min(max(float(region.latitude), SOUTH), NORTH)
    x = round((east - WEST) / (EAST - WEST) * WIDTH, 1)
    y = round((NORTH - north) / (NORTH - SOUTH) * HEIGHT, 1)
    return Spot(region, x, y, y, x > RIGHT_HALF)


def points(regions: Iterable[Region]) -> dict[str, Any]:
    """The regions as GeoJSON, in the form that the script of the map reads."""
    features = [
        point(
            (float(region.latitude), float(region.longitude)),
            name=region.name,
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
