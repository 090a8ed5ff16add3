"""What is visited: the three pages of the floor, and pages of the portal, cold and warm."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, cycle
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from tests.bench.words import COMMON, RARE

SEVEN = ("genk", "houthalen-helchteren", "maasmechelen", "heusden-zolder", "beringen", "as", "leopoldsburg")
LIST_PAGES = 10
REFERENCE = "(c) list of 24"


@dataclass
class Page:
    """Something to visit. ``cold``: after an edit; ``warm``: after the same address was asked for already."""

    name: str
    addresses: Iterator[str]
    floor: bool = False
    cold: bool = False
    warm: bool = False

    def __post_init__(self) -> None:
        self.lock = Lock()

    def next(self) -> str:
        """The address of the next visit; safe among threads."""
        with self.lock:
            return next(self.addresses)


def floor_pages(facts: dict[str, Any]) -> list[Page]:
    """The three pages of plain Django."""
    return [
        Page("(a) bare 20 kB", cycle(["/bare/"]), floor=True),
        Page("(b) one row", (f"/row/{key}/" for key in cycle(facts["keys"])), floor=True),
        Page(REFERENCE, (f"/list/?page={n}" for n in cycle(range(1, LIST_PAGES + 1))), floor=True),
    ]


def portal_pages(facts: dict[str, Any]) -> list[Page]:
    """The pages of the portal."""
    number = count(1)
    fresh: Callable[..., str] = lambda **query: f"/actoren/?{urlencode({**query, 'bench': next(number)})}"  # noqa: E731
    worked: Callable[..., str] = lambda **query: f"/praktijken/?{urlencode({**query, 'bench': next(number)})}"  # noqa: E731
    pairs = cycle([(place, group) for group in facts["groups"] for place in SEVEN[:5]])
    return [
        Page("home, cold", (f"/?bench={next(number)}" for _ in count()), cold=True),
        Page("home, warm", cycle(["/"]), warm=True),
        Page("directory, cold", (fresh() for _ in count()), cold=True),
        Page("directory, warm", cycle(["/actoren/"]), warm=True),
        Page(
            "directory, two filters",
            (fresh(gemeente=place, doelgroep=group) for place, group in pairs),
            cold=True,
        ),
        Page("search, rare", (fresh(q=RARE) for _ in count()), cold=True),
        Page("search, common", (fresh(q=COMMON) for _ in count()), cold=True),
        Page("calls", (f"/oproepen/?{urlencode({'bench': next(number)})}" for _ in count()), cold=True),
        Page("call", (f"/oproepen/{slug}/" for slug in cycle(facts["calls"])), cold=True),
        Page("projects", (f"/projecten/?{urlencode({'bench': next(number)})}" for _ in count()), cold=True),
        Page("project", (f"/projecten/{slug}/" for slug in cycle(facts["projects"])), cold=True),
        Page("actor", (f"/actoren/{slug}/" for slug in cycle(facts["slugs"])), cold=True),
        Page("practices, cold", (worked() for _ in count()), cold=True),
        Page("practices, warm", cycle(["/praktijken/"]), warm=True),
        Page(
            "practices, two filters",
            (worked(gemeente=place, doelgroep=group) for place, group in pairs),
            cold=True,
        ),
        Page("practice", (f"/praktijken/{slug}/" for slug in cycle(facts["practices"])), cold=True),
        Page("municipality", (f"/gemeenten/{slug}/" for slug in cycle(SEVEN)), cold=True),
    ]
