"""Facets: a question about records with a closed list of answers, several of which may be chosen at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from pyroaring import BitMap

from ecru.base.catalogue import Shelf

MOST_VALUES = 60
LONGEST_VALUE = 100
LONG_LIST = 12
SHOWN_OF_LONG_LIST = 6


@dataclass(frozen=True)
class Option:
    """One answer: its key in the address, its label, and how many results it would give."""

    value: str
    label: str
    count: int
    checked: bool
    slug: str = ""

    @property
    def name(self) -> str:
        """The label, as the name of a municipality."""
        return self.label


@dataclass(frozen=True)
class OptionGroup:
    """Answers under a heading; without a label they stand on their own."""

    label: str
    options: list[Option]


@dataclass
class Answer:
    """A possible answer before counting: database key, key in the address, label, heading."""

    key: Any
    value: str
    label: str
    heading: str = ""
    first: bool = False
    slug: str = ""
    record: Any = None


class AnswersField(forms.Field):
    """Reads every value of a doubled key; never an error: what is too long or too much is left out."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> list[str]:
        """The distinct values, at most sixty."""
        texts = [str(text) for text in value or [] if text and len(str(text)) <= LONGEST_VALUE]
        return list(dict.fromkeys(texts))[:MOST_VALUES]


class Facet(django_filters.Filter):
    """A filter on a field of the catalogue: a choice, a foreign key, or a relation to many. It knows its answers."""

    field_class = AnswersField

    def __init__(
        self, field_name: str, *, label: Any, answers: Callable[[], Iterable[Answer]], **kwargs: Any
    ) -> None:
        """``answers`` gives the closed list of answers, in the order of the list."""
        super().__init__(field_name=field_name, label=label, required=False, **kwargs)
        self.name = field_name
        self.ask = answers

    @property
    def answers(self) -> list[Answer]:
        """All answers."""
        return list(self.ask())

    def known(self, values: Iterable[str]) -> list[Answer]:
        """The answers among ``values``; what is not known is left out, so that a wrong link still shows a list."""
        wanted = set(values)
        return [answer for answer in self.answers if answer.value in wanted] if wanted else []

    def having(self, shelf: Shelf, keys: Iterable[Any]) -> BitMap:
        """Who on ``shelf`` has at least one of the answers ``keys``."""
        return shelf.with_any(self.name, keys)

    def tally(self, shelf: Shelf, within: BitMap) -> dict[Any, int]:
        """How many of ``within`` have each answer, by its key."""
        return shelf.counts(self.name, within)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        """``qs`` with records that have at least one of the chosen answers; what the catalogue gives, in SQL."""
        chosen = [answer.key for answer in self.known(value)]
        if not chosen:
            return qs
        having = qs.model._default_manager.filter(**{f"{self.name}__in": chosen})
        return qs.filter(pk__in=having.values("pk"))

    def options(self, counts: dict[Any, int], chosen: Iterable[str]) -> list[Option]:
        """The answers with their counts."""
        wanted = set(chosen)
        return [
            Option(
                answer.value,
                answer.label,
                counts.get(answer.key, 0),
                answer.value in wanted,
                answer.slug,
            )
            for answer in self.answers
        ]


@dataclass
class FacetPanel:
    """A facet as the page shows it: the answers up front, and the rest by heading behind "more"."""

    name: str
    label: str
    options: list[Option]
    more: list[OptionGroup] = field(default_factory=list)
    open: bool = False
    chosen: bool = False

    @property
    def more_count(self) -> int:
        """How many answers stand behind "more"."""
        return sum(len(group.options) for group in self.more)


def panel(name: str, facet: Facet, options: list[Option], is_open: bool) -> FacetPanel:
    """How ``facet`` shows its ``options``: a long list shows those that come first, or the most frequent ones."""
    label = str(facet.label)
    if len(options) <= LONG_LIST:
        return FacetPanel(name, label, options, open=is_open)
    firsts = {answer.value for answer in facet.answers if answer.first}
    if not firsts:
        frequent = sorted(options, key=lambda option: -option.count)[:SHOWN_OF_LONG_LIST]
        firsts = {option.value for option in frequent}
    firsts |= {option.value for option in options if option.checked}
    headings: dict[str, list[Option]] = {}
    for answer, option in zip(facet.answers, options, strict=True):
        if option.value not in firsts:
            headings.setdefault(answer.heading, []).append(option)
    more = [OptionGroup(heading, rest) for heading, rest in headings.items()]
    shown = [option for option in options if option.value in firsts]
    return FacetPanel(name, label, shown, more, is_open, any(option.checked for option in options))
