"""Borders for tests: the seven as squares that touch, in the form of the official register."""

import json
from pathlib import Path
from typing import Any

SIDE = 0.1  # degrees
# The codes of the seven, and where each square stands in a grid: Genk touches As, and Zonhoven is one of the others.
GRID = {
    "71002": ("As", 3, 1),
    "71004": ("Beringen", 0, 1),
    "71016": ("Genk", 2, 1),
    "71070": ("Heusden-Zolder", 1, 1),
    "72039": ("Houthalen-Helchteren", 2, 2),
    "71034": ("Leopoldsburg", 0, 2),
    "73107": ("Maasmechelen", 4, 1),
    "71066": ("Zonhoven", 2, 0),
    "11002": ("Antwerpen", 0, 0),
}


def edge(column: int, row: int) -> list[list[float]]:
    """The ring of one square of the grid."""
    west, south = round(5.1 + SIDE * column, 6), round(50.8 + SIDE * row, 6)
    east, north = round(5.1 + SIDE * (column + 1), 6), round(50.8 + SIDE * (row + 1), 6)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: str, **changes: Any) -> dict[str, Any]:
    """One municipality of the register; ``changes`` go into its geometry."""
    name, column, row = GRID[code]
    geometry = {"type": "Polygon", "coordinates": [edge(column, row)], **changes}
    return {"type": "Feature", "properties": {"NISCODE": code, "NAAM": name}, "geometry": geometry}


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    """A GeoJSON FeatureCollection; of everything in the grid unless told otherwise."""
    return {
        "type": "FeatureCollection",
        "features": list(features) or [feature(code) for code in GRID],
        **more,
    }


def written(folder: Path, content: Any) -> Path:
    """A file with ``content``: text as it is, anything else as JSON."""
    path = folder / "grenzen.geojson"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path
