"""A directory as a page needs it: what was asked, what was found, and what else there is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Count, IntegerField, QuerySet, Value
from django.http import QueryDict

from ecru.base.text import LONGEST_QUERY

from .facets import Facet, FacetPanel, panel
from .ordering import shuffled_daily
from .pages import Pager

ALL, FOUND, WITHOUT = -1, -2, -1000
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
    """A way to order a list."""

    value: str
    label: Any
    fields: tuple[Any, ...]
    prepare: Callable[[Any], Any] = lambda found: found


@dataclass(frozen=True)
class Suggestion:
    """A way out of an empty list: which choice to let go, and how many results that gives."""

    label: str
    url: str
    count: int


class Directory(django_filters.FilterSet):
    """A list that can be searched, narrowed, ordered and paged. Subclasses declare filters and sorts."""

    sorts: ClassVar[tuple[Sort, ...]] = ()
    open_facets: ClassVar[frozenset[str]] = frozenset()
    looks: ClassVar[tuple[str, ...]] = ("stalen", "lijst")

    q = TextFilter()

    def __init__(self, data: QueryDict, queryset: Any, path: str = "") -> None:
        """``data``: the query string as it came; ``queryset``: what this visitor may see; ``path``: of the list."""
        self.path = path
        self.asked = data
        super().__init__(data, queryset=queryset)

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

    def narrowed(self, without: str = "") -> Any:
        """The records under all filters, or under all but one."""
        found: Any = self.queryset
        for name in self.active:
            if name != without:
                found = self.filters[name].filter(found, self.cleaned[name])
        return found

    @cached_property
    def counts(self) -> dict[int, dict[Any, int]]:
        """Every count of the page in one query: by facet (its position), then by answer."""
        parts = [self.total(self.queryset, ALL), self.total(self.narrowed(), FOUND)]
        for position, (name, facet) in enumerate(self.facets.items()):
            rows = facet.tally(self.narrowed(without=name))
            parts.append(
                rows.annotate(facet=Value(position, IntegerField())).values_list("facet", "key", "n")
            )
        counts: dict[int, dict[Any, int]] = {}
        for part, key, number in parts[0].union(*parts[1:], all=True):
            counts.setdefault(part, {})[key] = number
        return counts

    def total(self, queryset: Any, part: int) -> QuerySet:
        """A row with the number of records in ``queryset``, in the shape of ``counts``."""
        number = IntegerField()
        rows = queryset.order_by().values(facet=Value(part, number), key=Value(0, number))
        return rows.annotate(n=Count("pk")).values_list("facet", "key", "n")

    @property
    def found(self) -> int:
        """How many records match."""
        return self.counts.get(FOUND, {}).get(0, 0)

    @property
    def all(self) -> int:
        """How many records there are without any filter."""
        return self.counts.get(ALL, {}).get(0, 0)

    @cached_property
    def pager(self) -> Pager:
        """The page that was asked for."""
        return Pager.at(self.asked.get(PAGE, "1"), self.found, lambda number: self.url(**{PAGE: str(number)}))

    @cached_property
    def records(self) -> list[Any]:
        """The records on the page, in order: first their keys, so that the database never sorts whole records."""
        if not self.found:
            return []
        keys = self.pager.slice(self.ordered(self.narrowed()).values_list("pk", flat=True))
        visible: Any = self.queryset
        cards = visible.for_cards().in_bulk(keys)
        return [cards[key] for key in keys if key in cards]

    def ordered(self, queryset: Any) -> Any:
        """``queryset`` in the chosen order, ties shuffled daily."""
        best_first = ("rank",) if self.query and self.sort is self.all_sorts[0] else ()
        found = self.sort.prepare(queryset).annotate(shuffle=shuffled_daily())
        return found.order_by(*best_first, *self.sort.fields, "shuffle", "pk")

    # --- What the page shows ----------------------------------------------------------------------------------

    @cached_property
    def panels(self) -> list[FacetPanel]:
        """The facets with their counted options."""
        return [
            panel(
                name,
                facet,
                facet.options(self.counts.get(position, {}), self.cleaned[name]),
                name in self.active or name in self.open_facets,
            )
            for position, (name, facet) in enumerate(self.facets.items())
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
        """For an empty list: which filter to let go, and how many results that gives; the most useful first."""
        if self.found or not self.active:
            return []
        parts = [self.total(self.narrowed(without=name), WITHOUT + n) for n, name in enumerate(self.active)]
        counts = {part: number for part, _key, number in parts[0].union(*parts[1:], all=True)}
        ways = [
            Suggestion(self.choice_label(name), self.url(**{name: None}), counts.get(WITHOUT + n, 0))
            for n, name in enumerate(self.active)
        ]
        return sorted((way for way in ways if way.count), key=lambda way: -way.count)

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
