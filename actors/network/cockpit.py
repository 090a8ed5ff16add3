"""What the cockpit shows: the table of municipalities and states, and the list behind each number."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.answers import KINDS, seven
from actors.models import Actor, Municipality
from ecru.base.directory.pages import Pager

from .actions import Line, lines_of
from .states import State, network_counts, with_network_state

ELSEWHERE = "elders"
DENSITIES = 4  # patterns from thin to thick; no actor at all is a hole
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Choice:
    """Which actors somebody wants to see; what does not exist in the address counts for nothing."""

    place: str = ""
    state: str = ""
    kind: str = ""
    query: str = ""
    page: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Choice":
        """The choice in the address."""
        known = {
            "gemeente": [ELSEWHERE, *(place.slug for place in seven())],
            "staat": State.values,
            "soort": [kind.slug for kind in kinds()],
        }
        texts = {name: str(asked.get(name, "")) for name in ("gemeente", "staat", "soort", "q", "pagina")}
        sound = {name: texts[name] if texts[name] in values else "" for name, values in known.items()}
        query = " ".join(texts["q"].split())[:LONGEST_QUERY]
        return cls(sound["gemeente"], sound["staat"], sound["soort"], query, texts["pagina"])

    def address(self, **changes: str) -> str:
        """The page with this choice; ``changes`` win, and without a page it is the first."""
        return f"{reverse('network')}{self.question(**changes)}"

    def question(self, **changes: str) -> str:
        """The choice as it stands in an address, with its question mark; empty for all actors."""
        names = {"gemeente": self.place, "staat": self.state, "soort": self.kind, "q": self.query}
        asked = {name: value for name, value in {**names, **changes}.items() if value}
        return f"?{urlencode(asked)}" if asked else ""


@dataclass(frozen=True)
class Cell:
    """How many actors of one municipality are in one state, and the list of them."""

    count: int
    url: str
    density: int = 0
    current: bool = False


@dataclass(frozen=True)
class Row:
    """A municipality with its cells; None for actors without a seat in the seven."""

    municipality: Municipality | None
    cells: list[Cell]
    total: Cell


@dataclass
class Cockpit:
    """The page: ``choice`` is what somebody wants to see."""

    choice: Choice
    places: list[Municipality] = field(default_factory=seven)

    def __post_init__(self) -> None:
        slugs = {place.pk: place.slug for place in self.places}
        self.counts: Counter[tuple[str, State]] = Counter()
        for (place, state), number in network_counts().items():
            self.counts[slugs.get(place or 0, ELSEWHERE), state] += number

    @property
    def rows(self) -> list[Row]:
        """A row for each of the seven, and one for who sits elsewhere or nowhere."""
        known = [(place.slug, place) for place in self.places]
        return [self.row(slug, place) for slug, place in [*known, (ELSEWHERE, None)]]

    @property
    def totals(self) -> Row:
        """The row at the foot."""
        return self.row("", None)

    @property
    def total(self) -> int:
        """How many actors there are."""
        return self.counts.total()

    def row(self, slug: str, place: Municipality | None) -> Row:
        """The row of one place; of all of them for no ``slug``."""
        cells = [self.cell(slug, state) for state in State]
        return Row(place, cells, self.cell(slug, None))

    def cell(self, slug: str, state: State | None) -> Cell:
        """One number."""
        count = sum(
            number
            for (place, found), number in self.counts.items()
            if (not slug or place == slug) and (state is None or found == state)
        )
        value = state.value if state else ""
        url = Choice(slug, value).address()
        current = (self.choice.place, self.choice.state) == (slug, value)
        return Cell(count, url, self.density(count) if slug and state else 0, current)

    def density(self, count: int) -> int:
        """How thick the pattern behind ``count`` is, from 1 to 4; 0 for none."""
        most = max(self.counts.values(), default=0)
        return -(-count * DENSITIES // most) if count else 0

    def pager(self) -> Pager:
        """The page of the list that is asked for."""
        found = chosen(self.choice).count()
        return Pager.at(self.choice.page, found, lambda number: self.choice.address(pagina=str(number)))

    def lines(self, pager: Pager) -> list[Line]:
        """The actors on the page, each with since when and what to do next; a constant number of queries."""
        words = ("disciplines", "target_groups", "themes")
        actors = chosen(self.choice).for_cards().prefetch_related(*words).order_by("search_name", "pk")
        return lines_of(pager.part_of(actors))


def chosen(choice: Choice) -> Any:
    """The actors of ``choice``, each with its state."""
    actors = Actor.objects.all()
    if choice.place == ELSEWHERE:
        actors = actors.exclude(municipality__member=True)
    elif choice.place:
        actors = actors.filter(municipality__slug=choice.place)
    if choice.kind:
        actors = actors.filter(kind__slug=choice.kind)
    if choice.query:
        actors = actors.search(choice.query)
    found = with_network_state(actors)
    return found.filter(network_state=choice.state) if choice.state else found


def kinds() -> list[Any]:
    """The kinds of actors to choose from, from memory."""
    return [answer.record for answer in KINDS()]


def actor_rows(choice: Choice) -> Iterator[list[str]]:
    """The lines of the table of actors: names and states, nothing about people."""
    found = chosen(choice).select_related("kind", "municipality").order_by("search_name", "pk")
    names = ("name", "slug", "kind__label", "municipality__name", "network_state")
    for name, slug, kind, place, state in found.values_list(*names).iterator(chunk_size=1000):
        yield [name, slug, kind, place or "", str(State(state).label)]


def count_rows(cockpit: Cockpit) -> Iterator[list[str]]:
    """The lines of the table of counts."""
    for row in cockpit.rows:
        name = row.municipality.name if row.municipality else _("elsewhere or not known")
        yield [name, *(str(cell.count) for cell in row.cells), str(row.total.count)]
    totals = cockpit.totals
    yield [_("together"), *(str(cell.count) for cell in totals.cells), str(totals.total.count)]


def actor_headers() -> list[str]:
    """What stands above the table of actors."""
    return [_("name"), _("address"), _("kind"), _("municipality"), _("State")]


def count_headers() -> list[str]:
    """What stands above the table of counts."""
    return [_("municipality"), *(str(state.label) for state in State), _("together")]
