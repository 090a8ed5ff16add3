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
    """Something to visit. ``cold``: after an edit; ``warm``: after the same address was asked for already; ``cookie``: by whom."""

    name: str
    addresses: Iterator[str]
    floor: bool = False
    cold: bool = False
    warm: bool = False
    cookie: str = ""

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


def support_pages(facts: dict[str, Any]) -> list[Page]:
    """The finder and the pages of where support is missing, with so many measures that they count."""
    number, axes = count(1), cycle(["doelgroep", "vorm", "discipline", "soort"])

    def fresh(**query: str) -> str:
        return f"/steun/hiaten/?{urlencode({**query, 'bench': next(number)})}"

    def seek(**asked: str) -> str:
        return f"/steun/zoeken/?{urlencode({**asked, 'bench': next(number)})}"

    pairs = cycle([(place, group) for group in facts["groups"] for place in SEVEN[:5]])
    others = (fresh(**{"as": axis, "bereik": "ruimer"}) for axis in axes)
    return [
        Page("gaps, cold", (fresh() for _ in count()), cold=True),
        Page("gaps, warm", cycle(["/steun/hiaten/"]), warm=True),
        Page("gaps, other lists", others, cold=True),
        Page("gaps, a cell", (f"/steun/hiaten/{place}/vorm/subsidie/" for place in cycle(SEVEN)), cold=True),
        Page("finder, empty", (seek() for _ in count()), cold=True),
        Page(
            "finder, a whole plan",
            (
                seek(wie="vzw", gemeente=place, doelgroep=group, vorm="subsidie", bedrag="1.500")
                for place, group in pairs
            ),
            cold=True,
        ),
        Page(
            "finder, nothing fits",
            (seek(wie="gemeente", gemeente=place, bedrag="99.999.999") for place in cycle(SEVEN)),
            cold=True,
        ),
        Page("finder, warm", cycle(["/steun/zoeken/?wie=vzw&gemeente=genk"]), warm=True),
    ]


def desk_pages(cookie: str, dossiers: list[int]) -> list[Page]:
    """The desk, for who runs the network. ``dossiers``: the keys of some."""
    boards = ("/regie/bord/?spoor=eigen-steun", "/regie/bord/?spoor=begeleiding")
    return [
        Page("desk", cycle(["/regie/"]), cookie=cookie),
        Page("board", cycle(boards), cookie=cookie),
        Page(
            "dossiers",
            (f"/regie/dossiers/?pagina={n}" for n in cycle(range(1, LIST_PAGES + 1))),
            cookie=cookie,
        ),
        Page(
            "dossiers, filtered",
            (f"/regie/dossiers/?gemeente={place}&stand=wacht" for place in cycle(SEVEN)),
            cookie=cookie,
        ),
        Page("dossier", (f"/mijn/dossiers/{key}/" for key in cycle(dossiers)), cookie=cookie),
        Page("time line", cycle(["/regie/tijdlijn/"]), cookie=cookie),
        Page(
            "payments",
            (f"/regie/betalingen/?schijven={n}" for n in cycle(range(1, LIST_PAGES + 1))),
            cookie=cookie,
        ),
        Page("figures", cycle(["/regie/cijfers/"]), cookie=cookie),
    ]
