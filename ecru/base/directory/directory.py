"""A directory as a page needs it: what was asked, what was found, and what else there is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlsplit

import django_filters
from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from pyroaring import BitMap

from ecru.base.catalogue import Catalogue, Found, Reading, Row, Shelf
from ecru.base.text import LONGEST_QUERY

from .facets import Facet, FacetPanel, panel
from .pages import Pager

PAGE, SORT, LOOK = "pagina", "sorteer", "weergave"


class AnyText(forms.CharField):
    """A text of which nothing is refused: control characters become spaces, and what is too long is cut."""

    def clean(self, value: Any) -> str:
        """The text, at most 200 characters."""
        text = "".join(
            letter if letter.isprintable() else " " for letter in str(value or "")[: LONGEST_QUERY * 2]
        )
        return text.strip()[:LONGEST_QUERY]


class TextFilter(django_filters.Filter):
    """Narrows by words, with the queryset's own ``search``."""

    field_class = AnyText

    def filter(self, qs: Any, value: str) -> Any:
        """``qs`` with records that match."""
        return qs.search(value) if value else qs


@dataclass(frozen=True)
class Chip:
    """A choice that was made, and the address of the same list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Sort:
    """A way to order a list: an order of the catalogue, or by ``distance`` (None: no place known)."""

    value: str
    label: Any
    distance: Callable[[Row], float | None] | None = None


@dataclass(frozen=True)
class Suggestion:
    """A way out of an empty list: which choice to let go, or with ``keeps`` the only one to keep, and how many results that gives."""

    label: str
    url: str
    count: int
    keeps: bool = False

    @property
    def text(self) -> str:
        """What to do, in words."""
        words = _("Only %(choice)s") if self.keeps else _("Let go of %(choice)s")
        return words % {"choice": self.label}


class Directory(django_filters.FilterSet):
    """A list that can be searched, narrowed, ordered and paged. Subclasses declare catalogue, filters and sorts."""

    catalogue: ClassVar[Catalogue]
    sorts: ClassVar[tuple[Sort, ...]] = ()
    open_facets: ClassVar[frozenset[str]] = frozenset()
    looks: ClassVar[tuple[str, ...]] = ("stalen", "lijst")
    watched_as: ClassVar[str] = (
        ""  # its name among the lists that people are told news of (``ecru.base.saved``)
    )

    q = TextFilter()

    def __init__(self, data: QueryDict, path: str = "") -> None:
        """``data``: the query string as it came; ``path``: of the list."""
        self.path = path
        self.asked = data
        super().__init__(data, queryset=self.catalogue.plan.records())

    @classmethod
    def questions(cls) -> list[str]:
        """The names in the query string that the list reads."""
        return [*cls.base_filters, PAGE, SORT, LOOK]

    # --- What was asked ---------------------------------------------------------------------------------------

    @cached_property
    def cleaned(self) -> dict[str, Any]:
        """The value of every filter. The fields refuse nothing, so there is always an answer."""
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def query(self) -> str:
        """The words that were searched for."""
        return self.cleaned.get("q", "")

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """The facets, by their name in the address."""
        return {name: entry for name, entry in self.filters.items() if isinstance(entry, Facet)}

    @cached_property
    def active(self) -> list[str]:
        """The names of the filters that narrow the list."""
        named = [name for name, facet in self.facets.items() if facet.known(self.cleaned[name])]
        return (["q"] if self.query else []) + named

    @cached_property
    def unknown(self) -> list[str]:
        """Values in the address that no facet knows; the page says that they do not count."""
        return [
            value
            for name, facet in self.facets.items()
            for value in self.cleaned[name]
            if value not in {answer.value for answer in facet.answers}
        ]

    @property
    def is_widened(self) -> bool:
        """Whether a filter lost every answer that the address gives it, so that the list holds more than was asked."""
        return any(
            self.cleaned[name] and not facet.known(self.cleaned[name]) for name, facet in self.facets.items()
        )

    @cached_property
    def all_sorts(self) -> list[Sort]:
        """Every order that can be chosen; the first is the usual one, and puts the best match first."""
        return list(self.sorts)

    @cached_property
    def sort(self) -> Sort:
        """The chosen order; the usual one when the address names none that exists."""
        return next(
            (sort for sort in self.all_sorts if sort.value == self.asked.get(SORT)), self.all_sorts[0]
        )

    @property
    def look(self) -> str:
        """How the list is drawn: the first of ``looks`` unless the address names another one."""
        wanted = self.asked.get(LOOK, "")
        return wanted if wanted in self.looks else self.looks[0]

    # --- What was found ---------------------------------------------------------------------------------------

    @cached_property
    def shelf(self) -> Shelf:
        """The catalogue as it is now; one state for the whole page."""
        return self.catalogue.shelf()

    @cached_property
    def reading(self) -> Reading:
        """How the words are understood."""
        return self.catalogue.read(self.query) if self.answering is None else self.answering.reading

    @cached_property
    def answering(self) -> Found | None:
        """Who answers the words; None when there is no word in what was typed, so that it does not narrow."""
        reading = self.catalogue.read(self.query)
        return self.shelf.find(reading) if self.query and not reading.is_empty else None

    @cached_property
    def choices(self) -> dict[str, BitMap]:
        """For each filter in which something was chosen: who has one of the chosen answers."""
        return {
            name: facet.having(self.shelf, [answer.key for answer in facet.known(self.cleaned[name])])
            for name, facet in self.facets.items()
            if name in self.active
        }

    def narrowed(self, without: str = "") -> BitMap:
        """The records under all filters, or under all but one."""
        found = self.shelf.alive
        if self.answering is not None and without != "q":
            found = self.answering.docs
        for name, having in self.choices.items():
            if name != without:
                found = found & having
        return found

    @cached_property
    def matches(self) -> BitMap:
        """The records under all filters."""
        return self.narrowed()

    @cached_property
    def counts(self) -> dict[str, dict[Any, int]]:
        """What each answer of each filter would give, with the other filters as they are."""
        return {
            name: facet.tally(
                self.shelf, self.narrowed(without=name) if name in self.choices else self.matches
            )
            for name, facet in self.facets.items()
        }

    @property
    def found(self) -> int:
        """How many records match."""
        return len(self.matches)

    @property
    def all(self) -> int:
        """How many records there are without any filter."""
        return len(self.shelf.alive)

    @cached_property
    def pager(self) -> Pager:
        """The page that was asked for."""
        return Pager.at(self.asked.get(PAGE, "1"), self.found, lambda number: self.url(**{PAGE: str(number)}))

    @cached_property
    def records(self) -> list[Any]:
        """The records on the page, in order."""
        return self.cards(self.keys(self.pager.start, self.pager.stop))

    def cards(self, keys: Sequence[int]) -> list[Any]:
        """The records with ``keys`` that are still there, in that order, with all that their cards show."""
        found = self.catalogue.plan.records().for_cards().in_bulk(keys) if keys else {}  # type: ignore[attr-defined]
        return [found[key] for key in keys if key in found]

    def keys(self, start: int, stop: int) -> list[int]:
        """The keys of the records ``start`` to ``stop`` in the chosen order."""
        if self.answering is not None and self.sort is self.all_sorts[0]:
            return self.answering.keys(start, stop, self.matches)
        if self.sort.distance:
            walk = self.shelf.nearest(self.matches, self.sort.distance, stop)
        else:
            walk = self.shelf.order(self.sort.value).walk(self.matches)
        return self.shelf.take(walk, start, stop)

    # --- What the page shows ----------------------------------------------------------------------------------

    @cached_property
    def panels(self) -> list[FacetPanel]:
        """The facets with their counted options."""
        return [
            panel(
                name,
                facet,
                facet.options(self.counts[name], self.cleaned[name]),
                name in self.active or name in self.open_facets,
            )
            for name, facet in self.facets.items()
        ]

    def counts_of(self, name: str) -> dict[str, int]:
        """How many results each answer of a facet would give, by its key in the address."""
        return {
            option.value: option.count
            for entry in self.panels
            if entry.name == name
            for options in [entry.options, *[group.options for group in entry.more]]
            for option in options
        }

    @cached_property
    def chips(self) -> list[Chip]:
        """The choices that were made, each with a way to take it back."""
        return list(self.made_choices())

    def made_choices(self) -> Iterator[Chip]:
        """One chip for the words and one for every chosen answer."""
        if self.query:
            yield Chip(f"“{self.query}”", self.url(q=None))
        for name, facet in self.facets.items():
            chosen = facet.known(self.cleaned[name])
            for answer in chosen:
                rest = [other.value for other in chosen if other is not answer]
                yield Chip(answer.label, self.url(**{name: rest}))

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """For an empty list: which filter to let go, and how many results that gives; the most useful first.

        Where nothing comes of letting one go: which one to keep alone.
        """
        if self.found or not self.active:
            return []
        ways = [
            Suggestion(self.choice_label(name), self.url(**{name: None}), len(self.narrowed(without=name)))
            for name in self.active
        ]
        if not any(way.count for way in ways):
            ways = [self.alone(name) for name in self.active]
        return sorted((way for way in ways if way.count), key=lambda way: -way.count)

    def alone(self, name: str) -> Suggestion:
        """The list with only what was chosen in the filter ``name``."""
        url = self.url(**dict.fromkeys(set(self.active) - {name}))
        kept = type(self)(QueryDict(urlsplit(url).query), self.path)
        return Suggestion(self.choice_label(name), url, kept.found, keeps=True)

    def choice_label(self, name: str) -> str:
        """The words or answers that were chosen in one filter."""
        if name == "q":
            return f"“{self.query}”"
        return ", ".join(answer.label for answer in self.facets[name].known(self.cleaned[name]))

    @property
    def look_links(self) -> list[tuple[str, str, bool]]:
        """The ways to draw the list: name, address, and whether it is the chosen one."""
        return [
            (look, self.url(**{LOOK: look if look != self.looks[0] else None}), look == self.look)
            for look in self.looks
        ]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Names and values that the form of the filters sends along unseen."""
        return [(LOOK, self.look)] if self.look != self.looks[0] else []

    @property
    def question(self) -> str:
        """The query string of what was asked, without page, order and look: equal for equal questions."""
        return self.url(**{SORT: None, LOOK: None}).partition("?")[2]

    @property
    def question_in_words(self) -> str:
        """What was asked, in words; empty for the whole list."""
        return ", ".join(chip.label for chip in self.chips)

    @property
    def watch_url(self) -> str:
        """Where one asks to hear of news in this list; empty when nobody can."""
        if not self.watched_as:
            return ""
        address, question = reverse("alert-new", args=[self.watched_as]), self.question
        return f"{address}?{question}" if question else address

    @property
    def cleared(self) -> str:
        """The address of the list with every choice let go."""
        return self.url(**dict.fromkeys(["q", *self.facets]))

    def url(self, **changes: Any) -> str:
        """The address of this list with ``changes``; None or an empty list lets go. Any change but a page starts at 1."""
        query = QueryDict(mutable=True)
        query.setlist("q", [self.query] if self.query else [])
        for name, facet in self.facets.items():
            query.setlist(name, [answer.value for answer in facet.known(self.cleaned[name])])
        query.setlist(SORT, [self.sort.value] if self.sort is not self.all_sorts[0] else [])
        query.setlist(LOOK, [self.look] if self.look != self.looks[0] else [])
        for name, value in changes.items():
            query.setlist(name, value if isinstance(value, list) else [value] if value else [])
        for name in [name for name in query if not query.getlist(name)]:
            del query[name]
        return f"{self.path}?{query.urlencode()}" if query else self.path
