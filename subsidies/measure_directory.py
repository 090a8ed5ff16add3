"""The directory of measures: its facets, its orders, and what stands in the place of what."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from actors.answers import DISCIPLINES, TARGET_GROUPS, places
from actors.terms import at_hand, known_ties
from ecru.base.catalogue import Shelf
from ecru.base.directory import Facet, Sort
from ecru.base.directory.facets import Answer

from .answers import FORMS, LEGAL_FORMS
from .catalogues import MEASURES
from .models import Level, Measure, Standing
from .single import OneOrAll
from .timetable import Board, board

SHOW, ALL, DEADLINE = "toon", "alles", "deadline"
OPEN_TO_ALL = "alle"
LATEST = float("inf")
TURNS = {
    Standing.CLOSING: 0,
    Standing.OPEN: 0,
    Standing.ONGOING: 0,
    Standing.EXPECTED: 1,
    Standing.UNKNOWN: 2,
    Standing.SPENT: 3,
    Standing.CLOSED: 4,
}


def levels() -> list[Answer]:
    """Who stands behind it."""
    return [Answer(choice.value, choice.value, str(choice.label).capitalize()) for choice in Level]


def standings() -> list[Answer]:
    """Where it stands."""
    return [Answer(choice.value, choice.value, str(choice.label).capitalize()) for choice in Standing]


class UnlimitedFacet(Facet):
    """A facet with one more answer: what has none of the others, because it is for all or because no source says."""

    none = _("For everybody, or not mentioned")

    @property
    def answers(self) -> list[Answer]:
        """The words, and then none of them."""
        return [*super().answers, Answer(None, OPEN_TO_ALL, str(self.none), first=True)]

    def having(self, shelf: Shelf, keys: Iterable[Any]) -> BitMap:
        """Who has one of ``keys``; None stands for none at all."""
        wanted = list(keys)
        found = shelf.with_any(self.name, [key for key in wanted if key is not None])
        return found | self.without(shelf) if None in wanted else found

    def tally(self, shelf: Shelf, within: BitMap) -> dict[Any, int]:
        """How many of ``within`` have each answer, and how many have none."""
        return {**shelf.counts(self.name, within), None: len(self.without(shelf) & within)}

    def without(self, shelf: Shelf) -> BitMap:
        """Who has no answer."""
        return shelf.alive - shelf.with_any(self.name, list(shelf.answers[self.name]))

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        """``qs`` with who has one of the chosen answers; what the catalogue gives, in SQL."""
        chosen = [answer.key for answer in self.known(value)]
        if not chosen:
            return qs
        asked = Q(**{f"{self.name}__in": [key for key in chosen if key is not None]})
        if None in chosen:
            asked |= Q(**{f"{self.name}__isnull": True})
        having = qs.model._default_manager.filter(asked)
        return qs.filter(pk__in=having.order_by().values("pk"))


class PlaceFacet(UnlimitedFacet):
    """Where measures hold; some sources do not name the places."""

    none = _("Places not mentioned")


class StandingFacet(Facet):
    """Where a measure stands this second: the timetable knows, not the catalogue."""

    def having(self, shelf: Shelf, keys: Iterable[Any]) -> BitMap:
        """Who stands as one of ``keys`` says."""
        wanted = set(keys)
        known = board().standings
        return BitMap(slot for slot in shelf.alive if known.get(shelf.keys[slot]) in wanted)

    def tally(self, shelf: Shelf, within: BitMap) -> dict[Any, int]:
        """How many of ``within`` stand where."""
        known, counts = board().standings, dict.fromkeys(Standing, 0)
        for slot in within:
            counts[known.get(shelf.keys[slot], Standing.UNKNOWN)] += 1
        return dict(counts)

    def filter(self, qs: Any, value: list[str]) -> Any:
        """``qs`` with what stands so; what the timetable gives, in SQL."""
        chosen = [Standing(answer.key) for answer in self.known(value)]
        return qs.standing(chosen) if chosen else qs


def measure_cards(keys: Sequence[int]) -> dict[int, Measure]:
    """The published measures with ``keys``, by key, with all that a card shows; two queries."""
    found = Measure.objects.published().for_bare_cards().in_bulk(keys) if keys else {}
    words: dict[str, Callable[[], Iterable[Answer]]] = {"municipalities": places, "forms": FORMS}
    at_hand(found.values(), known_ties(MEASURES, found.values(), list(words)), words)
    return found


class MeasureDirectory(OneOrAll):
    """Which support there is: every measure, by who gives it, what, to whom, where, and whether one can ask now."""

    catalogue = MEASURES
    watched_as = "steun"
    status = StandingFacet("standing", label=_("Can you ask now?"), answers=standings)
    gemeente = PlaceFacet("municipalities", label=_("Municipality"), answers=places)
    wie = UnlimitedFacet("legal_forms", label=_("Who are you?"), answers=LEGAL_FORMS)
    vorm = Facet("forms", label=_("What do you get?"), answers=FORMS)
    niveau = Facet("level", label=_("Who gives it?"), answers=levels)
    doelgroep = UnlimitedFacet("target_groups", label=_("For whom?"), answers=TARGET_GROUPS)
    discipline = UnlimitedFacet("disciplines", label=_("Discipline"), answers=DISCIPLINES)

    open_facets = frozenset({"status", "gemeente", "wie"})
    sorts: ClassVar[tuple[Sort, ...]] = (
        Sort("relevantie", _("best match")),
        Sort(DEADLINE, _("first deadline")),
        Sort("naam", _("name")),
        Sort("nieuw", _("newest here")),
    )

    class Meta:
        model = Measure
        fields: list[str] = []

    @classmethod
    def questions(cls) -> list[str]:
        """Also whether it shows what another one takes the place of."""
        return [*super().questions(), SHOW]

    @cached_property
    def shows_all(self) -> bool:
        """Whether what another measure takes the place of shows too."""
        return self.asked.get(SHOW) == ALL

    @property
    def carried(self) -> list[tuple[str, str]]:
        """That goes along with every choice."""
        return super().carried + ([(SHOW, ALL)] if self.shows_all else [])

    @cached_property
    def replaced(self) -> BitMap:
        """What another measure takes the place of, in every place that was asked for (or wherever it holds)."""
        shelf = self.shelf
        asked = [answer.key for answer in self.facets["gemeente"].known(self.cleaned["gemeente"])]
        holding = shelf.answers["municipalities"]
        slots = BitMap()
        for general, locals_ in shelf.answers["replaces"].items():
            slot, instead = shelf.place.get(general), locals_ & shelf.alive
            if slot is None or not instead:
                continue
            where = [
                docs for place, docs in holding.items() if slot in docs and (not asked or place in asked)
            ]
            if all(docs & instead for docs in where):
                slots.add(slot)
        return slots

    def narrowed(self, without: str = "") -> BitMap:
        """The measures under all filters, or under all but one, without what another one takes the place of."""
        found = super().narrowed(without)
        return found if self.shows_all or self.only is not None else found - self.replaced

    @property
    def all(self) -> int:
        """How many measures show without any other filter."""
        return len(self.shelf.alive if self.shows_all else self.shelf.alive - self.replaced)

    @cached_property
    def left_out(self) -> int:
        """How many of what the filters find do not show, because another measure takes their place."""
        return 0 if self.shows_all or self.only is not None else len(super().narrowed() & self.replaced)

    @property
    def show_url(self) -> str:
        """The same list with, or again without, what another measure takes the place of."""
        return self.url(**{SHOW: None if self.shows_all else ALL})

    @cached_property
    def board(self) -> Board:
        """Where everything stands; one state for the whole page."""
        return board()

    def cards(self, keys: Sequence[int]) -> list[Measure]:
        """The measures with ``keys`` that are still there, in that order, with all that their cards show."""
        found = measure_cards(keys)
        return [found[key] for key in keys if key in found]

    def keys(self, start: int, stop: int) -> list[int]:
        """As every directory; by deadline when that is the order, and by what one can still do when nobody searches."""
        if self.sort.value == DEADLINE:
            return self.shelf.take(self.by_deadline(), start, stop)
        if self.sort is self.all_sorts[0] and self.answering is None:
            return self.shelf.take(self.by_use(), start, stop)
        return super().keys(start, stop)

    def by_use(self) -> Iterator[int]:
        """What one can ask now, then what one can wait for, then what has no date, then the rest; the narrowest area first."""
        shelf, known = self.shelf, self.board.standings
        usual = shelf.order(shelf.usual)
        turns = {slot: TURNS[known.get(shelf.keys[slot], Standing.UNKNOWN)] for slot in self.matches}
        return iter(sorted(self.matches, key=lambda slot: (turns[slot], usual.key_of(slot))))

    def by_deadline(self) -> Iterator[int]:
        """What closes first comes first, then what has no date; what exists no more or is closed comes last."""
        shelf, known = self.shelf, self.board
        usual = shelf.order(shelf.usual)

        def key(slot: int) -> tuple[Any, ...]:
            pk = shelf.keys[slot]
            day = known.deadlines.get(pk)
            last = known.standings.get(pk) == Standing.CLOSED
            return (last, day.timestamp() if day else LATEST, usual.key_of(slot))

        return iter(sorted(self.matches, key=key))

    def url(self, **changes: Any) -> str:
        """The address with ``changes``; whether all shows stays as it is unless that changes."""
        return super().url(**{SHOW: ALL if self.shows_all else None, **changes})
