"""Who never asked: published actors at work without any dossier, with when we last were in touch. A list to act on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.urls import reverse

from actors.answers import KINDS, seven
from actors.models import Actor
from ecru.base.directory.pages import Pager
from subsidies.models import ActorNote, never_asked

from .asking import tidy

ELSEWHERE = "elders"


@dataclass(frozen=True)
class Silent:
    """Which actors somebody wants to see: of one municipality, of one kind."""

    place: str = ""
    kind: str = ""
    page: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Silent":
        """The choice in the address; what does not exist counts for nothing."""
        place, kind = tidy(asked.get("gemeente", "")), tidy(asked.get("soort", ""))
        sound = place in {ELSEWHERE, *(one.slug for one in seven())}
        known = kind in {one.value for one in KINDS()}
        return cls(place if sound else "", kind if known else "", tidy(asked.get("pagina", "")))

    def question(self, **changes: str) -> str:
        """The choice as it stands in an address, with its question mark."""
        mine = {"gemeente": self.place, "soort": self.kind, **changes}
        asked = {name: value for name, value in mine.items() if value}
        return f"?{urlencode(asked)}" if asked else ""

    def address(self, **changes: str) -> str:
        """The page with this choice."""
        return f"{reverse('figures-never')}{self.question(**changes)}"


@dataclass(frozen=True)
class Group:
    """A municipality or a kind, with how many never asked."""

    name: str
    count: int
    url: str
    current: bool


class NeverAsked:
    """The page for ``choice``. Five queries."""

    def __init__(self, choice: Silent) -> None:
        self.choice = choice
        self.everyone = Actor.objects.published().filter(never_asked(), closed=False)
        self.found = self.everyone.filter(*self.rules())
        rows = self.everyone.order_by().values_list("municipality", "kind").annotate(number=Count("pk"))
        self.counts = {(place, kind): number for place, kind, number in rows}
        self.keys = {place.slug: place.pk for place in seven()}
        self.pager = Pager.at(choice.page, self.total, lambda number: choice.address(pagina=str(number)))

    def rules(self) -> list[Q]:
        """What narrows the list."""
        rules = [Q(kind__slug=self.choice.kind)] if self.choice.kind else []
        if self.choice.place == ELSEWHERE:
            rules.append(Q(municipality=None) | ~Q(municipality__in=[place.pk for place in seven()]))
        elif self.choice.place:
            rules.append(Q(municipality__slug=self.choice.place))
        return rules

    def counted(self, place: str, kind: str) -> int:
        """How many of ``place`` and ``kind`` (slugs; empty for any)."""
        kinds = {one.key for one in KINDS() if not kind or one.value == kind}
        return sum(
            number
            for (town, sort), number in self.counts.items()
            if sort in kinds and (not place or self.is_in(town, place))
        )

    def is_in(self, key: int | None, place: str) -> bool:
        """Whether the municipality ``key`` is the one that ``place`` means."""
        return key not in self.keys.values() if place == ELSEWHERE else key == self.keys[place]

    @property
    def total(self) -> int:
        """How many the list holds."""
        return self.counted(self.choice.place, self.choice.kind)

    def places(self, elsewhere: str) -> list[Group]:
        """Each municipality, of the chosen kind; ``elsewhere``: the name for the others."""
        names = [*((place.slug, place.name) for place in seven()), (ELSEWHERE, elsewhere)]
        here = self.choice.place
        return [
            Group(
                name,
                self.counted(slug, self.choice.kind),
                self.choice.address(gemeente="" if slug == here else slug),
                slug == here,
            )
            for slug, name in names
        ]

    def kinds(self) -> list[Group]:
        """Each kind that occurs, in the chosen municipality."""
        here = self.choice.kind
        groups = [
            Group(
                kind.label,
                self.counted(self.choice.place, kind.value),
                self.choice.address(soort="" if kind.value == here else kind.value),
                kind.value == here,
            )
            for kind in KINDS()
        ]
        return [group for group in groups if group.count]

    def rows(self) -> Any:
        """All of the list, with ``last_contact``: the longest silent on top, whom we never met first."""
        notes = ActorNote.objects.filter(actor=OuterRef("pk")).order_by().values("actor")
        last = notes.annotate(last=Max("on")).values("last")
        return (
            self.found.annotate(last_contact=Subquery(last))
            .select_related("municipality", "kind")
            .order_by(F("last_contact").asc(nulls_first=True), "name", "pk")
        )

    @property
    def lines(self) -> Any:
        """The page of it."""
        return self.pager.part_of(self.rows())
