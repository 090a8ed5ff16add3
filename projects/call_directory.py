"""The directory of calls. It shows what is open today, says so, and has a visible way to what is closed."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from actors.answers import DISCIPLINES, TARGET_GROUPS, THEMES, places
from actors.filters import PlacedDirectory
from ecru.base.directory import Facet, Sort

from .answers import RESOURCES, directions
from .catalogues import CALLS
from .models import PartnerCall

SHOW = "toon"
OPEN, ALL, CLOSED = "open", "alles", "gesloten"


class CallDirectory(PlacedDirectory):
    """Who seeks or offers what: every call, by direction, what, place, people, discipline and theme."""

    catalogue = CALLS
    watched_as = "oproepen"
    richting = Facet("direction", label=_("Seeks or offers?"), answers=directions)
    wat = Facet("resources", label=_("What?"), answers=RESOURCES)
    gemeente = Facet("municipalities", label=_("Municipality"), answers=places)
    doelgroep = Facet("target_groups", label=_("For whom?"), answers=TARGET_GROUPS)
    discipline = Facet("disciplines", label=_("Discipline"), answers=DISCIPLINES)
    thema = Facet("themes", label=_("Theme"), answers=THEMES)

    open_facets = frozenset({"richting", "wat"})
    sorts = (
        Sort("relevantie", _("best match")),
        Sort("sluit", _("closes first")),
        Sort("nieuw", _("newest")),
        Sort("naam", _("name")),
    )

    class Meta:
        model = PartnerCall
        fields: list[str] = []

    @classmethod
    def questions(cls) -> list[str]:
        """Also whether closed calls show."""
        return [*super().questions(), SHOW]

    @cached_property
    def shown(self) -> str:
        """Which calls show: what is open, unless the address asks for all or for what is closed."""
        wanted = self.asked.get(SHOW, OPEN)
        return wanted if wanted in {ALL, CLOSED} else OPEN

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Which calls show goes along with every choice."""
        return super().carried + ([(SHOW, self.shown)] if self.shown != OPEN else [])

    @cached_property
    def open_now(self) -> BitMap:
        """What takes answers today, in Brussels: worked out from its last day, never stored."""
        today, rows = timezone.localdate(), self.shelf.rows
        return BitMap(
            slot
            for slot in self.shelf.alive
            if rows[slot].closed_at is None and rows[slot].closes_on >= today
        )

    def chosen_of(self, found: BitMap) -> BitMap:
        """Of ``found`` what shows."""
        if self.shown == ALL:
            return found
        return found & self.open_now if self.shown == OPEN else found - self.open_now

    def narrowed(self, without: str = "") -> BitMap:
        """The calls under all filters, or under all but one; and open or closed as was asked."""
        return self.chosen_of(super().narrowed(without))

    @property
    def all(self) -> int:
        """How many calls show without any other filter."""
        return len(self.chosen_of(self.shelf.alive))

    @cached_property
    def standing_counts(self) -> dict[str, int]:
        """How many of what the filters find are open, and how many closed."""
        found = super().narrowed()
        still = len(found & self.open_now)
        return {OPEN: still, CLOSED: len(found) - still, ALL: len(found)}

    @property
    def standing_links(self) -> list[tuple[str, int, str, bool]]:
        """The three ways to look: which, how many, the address, and whether it is the chosen one."""
        counts = self.standing_counts
        return [
            (way, counts[way], self.url(**{SHOW: way if way != OPEN else None}), way == self.shown)
            for way in (OPEN, CLOSED, ALL)
        ]

    def keys(self, start: int, stop: int) -> list[int]:
        """As every directory; where both show, and nobody searches, what is open comes before what is closed."""
        if self.shown != ALL or self.query or self.sort.value in {"nieuw", "naam"}:
            return super().keys(start, stop)
        return self.shelf.take(self.open_first(), start, stop)

    def open_first(self) -> Iterator[int]:
        """What is open, then the rest."""
        order = self.shelf.order("sluit")
        yield from order.walk(self.matches & self.open_now)
        yield from order.walk(self.matches - self.open_now)

    def url(self, **changes: Any) -> str:
        """The address with ``changes``; which calls show stays as it is unless that changes."""
        return super().url(**{SHOW: self.shown if self.shown != OPEN else None, **changes})
