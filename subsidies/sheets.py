"""What a dossier says, as sheets of plain values: for the snapshot of what was sent, its PDF, and whoever reads it later.

Each part of a dossier (story, answers, budget, files, advice) makes its own sheet; this room knows none of them by name.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from .models import Dossier


@dataclass(frozen=True)
class Grid:
    """A table: names of columns, rows of texts, the columns with numbers (from 0), and the last row."""

    head: list[str]
    rows: list[list[str]]
    numbers: list[int] = field(default_factory=list)
    total: list[str] | None = None


@dataclass(frozen=True)
class Sheet:
    """One part in plain values: short facts (name, words), long texts (heading, words) and tables. Texts are in the language that is active."""

    key: str
    title: str
    facts: list[list[str]] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    order: int = 50

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)


SheetMaker = Callable[[Dossier], Sheet | None]
sheet_makers: list[SheetMaker] = []


def sheet(maker: SheetMaker) -> SheetMaker:
    """Makes ``maker`` known; it gives None where a dossier has nothing of that part. A constant number of queries each."""
    if maker not in sheet_makers:
        sheet_makers.append(maker)
    return maker


def sheets_of(dossier: Dossier) -> list[Sheet]:
    """All sheets of ``dossier``, in order."""
    made = [found for maker in sheet_makers if (found := maker(dossier)) is not None]
    return sorted(made, key=lambda one: one.order)
