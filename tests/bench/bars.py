"""The bars: what the figures should reach at 10 000 actors on PostgreSQL, and whether they do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

ENGINE, ACTORS = "postgresql", 10_000
FEW, MANY = 1_000, 100_000
MOST_QUERIES = 12
MOST_MEMORY = 110  # MB
LONGEST_START = 4  # seconds
MOST_GROWTH = 2.0
LONGEST_SUGGESTIONS = 60  # milliseconds
RATIOS = {
    "directory, cold": 2.0,
    "directory, warm": 0.2,
    "directory, two filters": 2.5,
    "search, rare": 2.5,
    "search, common": 3.0,
    "actor": 0.8,
    "practices, cold": 2.0,
    "practices, warm": 0.2,
    "practices, two filters": 2.5,
    "practice": 0.8,
    "gaps, cold": 4.0,
    "gaps, warm": 0.2,
    "gaps, other lists": 4.0,
    "finder, empty": 3.0,
    "finder, a whole plan": 3.0,
    "finder, nothing fits": 3.0,
    "desk": 4.0,
    "board": 3.0,
    "dossier": 4.0,
    "payments": 4.0,
    "home, cold": 0.8,
    "home, warm": 0.2,
}
GROWING = ("directory, cold", "practices, cold", "search, rare", "search, common")


@dataclass(frozen=True)
class Bar:
    """One figure beside what it should be at most."""

    name: str
    most: float
    value: float

    @property
    def met(self) -> bool:
        """Whether the figure is small enough."""
        return self.value <= self.most


def bars(results: Iterable[dict[str, Any]]) -> list[Bar]:
    """Every bar that ``results`` hold the figures for."""
    by_size = {(result["engine"], result["actors"]): result for result in results}
    found: list[Bar] = []
    main = by_size.get((ENGINE, ACTORS))
    if main:
        pages = {page["page"]: page for page in main["pages"]}
        found += [Bar(f"{name}: x (c)", most, pages[name]["ratio"]) for name, most in RATIOS.items()]
        found.append(
            Bar("suggestions for one actor, ms", LONGEST_SUGGESTIONS, main["suggestions"]["median_ms"])
        )
        found.append(Bar("largest worker, MB resident", MOST_MEMORY, main["portal"]["rss"]))
        found.append(Bar("start to first answer, s", LONGEST_START, main["portal"]["start_s"]))
    few, many = by_size.get((ENGINE, FEW)), by_size.get((ENGINE, MANY))
    if few and many:
        before, after = ({page["page"]: page["median_ms"] for page in each["pages"]} for each in (few, many))
        found += [
            Bar(
                f"{name}: {MANY} against {FEW} actors",
                MOST_GROWTH,
                round(after[name] / before[name], 2),
            )
            for name in GROWING
        ]
    asked = [
        max(page["queries"]) for result in by_size.values() for page in result["pages"] if page["queries"]
    ]
    if asked:
        found.append(Bar("queries of the page that asks most", MOST_QUERIES, max(asked)))
    return found


def told(results: Iterable[dict[str, Any]]) -> str:
    """The bars as lines."""
    lines = [
        f"{bar.name:<52}{bar.value:>9g}  of {bar.most:<6g} {'met' if bar.met else 'NOT MET'}"
        for bar in bars(results)
    ]
    return "\n".join(["\nThe bars", *lines]) if lines else ""
