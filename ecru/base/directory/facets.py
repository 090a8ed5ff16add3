"""Facets: a question about records with a closed list of answers, several of which may be chosen at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import django_filters
from django import forms
from django.db.models import Case, Count, F, IntegerField, Model, QuerySet, When

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
    """A filter that knows its answers, narrows by them and counts what each would give."""

    field_class = AnswersField

    def __init__(
        self, field_name: str, *, label: Any, answers: Callable[[], Iterable[Answer]], **kwargs: Any
    ) -> None:
        """``answers`` is asked once per request; its order is the order of the list."""
        super().__init__(field_name=field_name, label=label, required=False, **kwargs)
        self.relation_name = field_name
        self.ask = answers
        self._answers: list[Answer] | None = None

    @property
    def answers(self) -> list[Answer]:
        """All answers, fetched once (a filter set copies its filters, so this lives as long as the request)."""
        if self._answers is None:
            self._answers = list(self.ask())
        return self._answers

    def known(self, values: Iterable[str]) -> list[Answer]:
        """The answers among ``values``; what is not known is left out, so that a wrong link still shows a list."""
        wanted = set(values)
        return [answer for answer in self.answers if answer.value in wanted]

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        """``qs`` with records that have at least one of the chosen answers."""
        chosen = self.known(value) if value else []
        return self.narrow(qs, [answer.key for answer in chosen]) if chosen else qs

    def narrow(self, queryset: QuerySet, keys: list[Any]) -> QuerySet:
        """``queryset`` with records that have one of ``keys``."""
        return queryset.filter(**{f"{self.relation_name}__in": keys})

    def tally(self, queryset: QuerySet) -> QuerySet:
        """Rows of ``key`` and ``n``: how many records of ``queryset`` have each answer."""
        raise NotImplementedError

    def options(self, counts: dict[Any, int], chosen: Iterable[str]) -> list[Option]:
        """The answers with their counts."""
        wanted = set(chosen)
        return [
            Option(answer.value, answer.label, counts.get(number, 0), answer.value in wanted, answer.slug)
            for number, answer in ((self.number(answer), answer) for answer in self.answers)
        ]

    def number(self, answer: Answer) -> Any:
        """What ``tally`` calls this answer."""
        return answer.key


class OneFacet(Facet):
    """A facet on a foreign key: a record has one answer."""

    def tally(self, queryset: QuerySet) -> QuerySet:
        """Counts by foreign key."""
        return queryset.order_by().values(key=F(f"{self.relation_name}_id")).annotate(n=Count("pk"))


class ManyFacet(Facet):
    """A facet on a many-to-many relation: a record may have several answers."""

    def narrow(self, queryset: QuerySet, keys: list[Any]) -> QuerySet:
        """Narrows through the relation's own table, so that nothing is doubled."""
        through, own, other = self.relation(queryset.model)
        return queryset.filter(pk__in=through.objects.filter(**{f"{other}__in": keys}).values(own))

    def tally(self, queryset: QuerySet) -> QuerySet:
        """Counts the rows of the relation's own table."""
        through, own, other = self.relation(queryset.model)
        rows = through.objects.filter(**{f"{own}__in": queryset.order_by().values("pk")})
        return rows.values(key=F(other)).annotate(n=Count("pk"))

    def relation(self, model: type[Model]) -> tuple[Any, str, str]:
        """The table between, the column of ``model`` in it, and the column of the answers."""
        relation: Any = model._meta.get_field(self.relation_name)
        own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        return relation.remote_field.through, f"{own}_id", f"{other}_id"


class ChoiceFacet(Facet):
    """A facet on a column with choices; counts by the choice's number, as every facet counts in whole numbers."""

    def tally(self, queryset: QuerySet) -> QuerySet:
        """Counts by the position of the choice in the list."""
        position = Case(
            *[When(**{self.relation_name: answer.key}, then=n) for n, answer in enumerate(self.answers)],
            output_field=IntegerField(),
        )
        return queryset.order_by().values(key=position).annotate(n=Count("pk"))

    def number(self, answer: Answer) -> int:
        """The position of the choice in the list."""
        return self.answers.index(answer)


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
