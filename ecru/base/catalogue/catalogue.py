"""A catalogue: the shelf of one model, filled from the database and kept right by the edition."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from threading import RLock
from typing import Any

from django.db.models import F, IntegerField, ManyToManyField, QuerySet, Value

from ecru.base.edition import ALL, edition

from .reading import Reading, read, read_unfinished
from .shelf import Found, OrderKey, Record, Shelf

MOST_RENEWED = 500  # above this, filling the shelf anew is quicker
MOST_WASTED = 1000


@dataclass(frozen=True)
class Plan:
    """What a catalogue copies.

    ``records``: what everyone may see. ``facets``: names of fields (a choice, a foreign key or a relation to many).
    ``texts``: the columns that search looks in: names, other names, topics, all words; empty for no search.
    ``columns``: what orders need. ``orders``: by name, from a row to what is compared; the first is the usual one.
    ``stands_on``: models of which a change may change any record.
    """

    records: Callable[[], QuerySet]
    facets: tuple[str, ...]
    texts: tuple[str, ...]
    columns: tuple[str, ...]
    orders: Mapping[str, OrderKey]
    stands_on: tuple[str, ...] = ()


class Catalogue:
    """The published records of one model in memory. One per process; safe to use from several threads."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.lock = RLock()
        self.kept: Shelf | None = None
        self.changed: set[int] = set()
        edition.subscribe(self.hear)

    # --- Keeping it right -------------------------------------------------------------------------------------

    def hear(self, changed: dict[str, set[int]] | None) -> None:
        """Takes note of what the edition says."""
        with self.lock:
            own = set() if changed is None else changed.get(self.label, set())
            others = changed is None or any(label in changed for label in self.plan.stands_on)
            self.changed |= own
            if others or ALL in own or len(self.changed) > MOST_RENEWED:
                self.kept = None
                self.changed = set()

    @property
    def label(self) -> str:
        """The label of the model, as notes of changes have it."""
        return self.plan.records().model._meta.label_lower

    def shelf(self) -> Shelf:
        """The shelf as the database is now. Ask once per page, and never in a transaction that may be taken back."""
        edition.refresh()
        with self.lock:
            if self.kept is None or self.kept.wasted > MOST_WASTED + len(self.kept.alive):
                fresh = Shelf(self.plan.facets, self.plan.orders)
                fresh.put(self.load())
                self.kept, self.changed = fresh, set()
            elif self.changed:
                gone, self.changed = self.changed, set()
                for key in gone:
                    self.kept.remove(key)
                self.kept.put(self.load(gone))
            return self.kept

    def load(self, keys: Iterable[int] | None = None) -> Iterator[Record]:
        """The records with ``keys``, or all of them, in two queries."""
        plan, records = self.plan, self.plan.records().order_by("pk")
        if keys is not None:
            records = records.filter(pk__in=keys)
        model = records.model
        many = [name for name in plan.facets if isinstance(model._meta.get_field(name), ManyToManyField)]
        single = [name for name in plan.facets if name not in many]
        ties = self.ties(many, keys)
        texts = tuple(dict.fromkeys(plan.texts))
        names = ("pk", *(model._meta.get_field(name).attname for name in single), *texts, *plan.columns)
        first_text, first_column = 1 + len(single), 1 + len(single) + len(texts)
        for values in records.values_list(*names).iterator(2000):
            answers: dict[str, Sequence[Any]] = {
                name: (value,) for name, value in zip(single, values[1:first_text], strict=True)
            }
            answers |= ties.get(values[0], {})
            row = dict(zip(plan.columns, values[first_column:], strict=True))
            yield Record(values[0], answers, values[first_text:first_column], row)

    def ties(self, many: Sequence[str], keys: Iterable[int] | None) -> dict[int, dict[str, list[Any]]]:
        """The answers in relations to many, by record and by facet."""
        if not many:
            return {}
        parts = [self.tie(name, number, keys) for number, name in enumerate(many)]
        ties: dict[int, dict[str, list[Any]]] = {}
        rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
        for own, number, other in rows.iterator(5000):
            ties.setdefault(own, {}).setdefault(many[number], []).append(other)
        return ties

    def tie(self, name: str, number: int, keys: Iterable[int] | None) -> QuerySet:
        """The rows of one relation: key, ``number``, key of the answer."""
        relation: Any = self.plan.records().model._meta.get_field(name)
        own, other = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
        rows = relation.remote_field.through.objects.order_by()
        if keys is not None:
            rows = rows.filter(**{f"{own}__in": keys})
        named = rows.annotate(facet=Value(number, IntegerField()), own=F(own), other=F(other))
        return named.values_list("own", "facet", "other")

    # --- Asking it --------------------------------------------------------------------------------------------

    def read(self, query: str) -> Reading:
        """How ``query`` is understood."""
        return read(query, self.shelf().words)

    def find(self, reading: Reading) -> Found:
        """Who answers ``reading``."""
        return self.shelf().find(reading)

    def suggest(self, text: str, limit: int = 8) -> list[int]:
        """The keys of records whose names go on like ``text``; when none does, of what it probably means."""
        shelf = self.shelf()
        unfinished = shelf.find(read_unfinished(text))
        rest = () if unfinished.is_partial else unfinished.keys(0, limit)
        understood = shelf.find(read(text, shelf.words)) if len(rest) < limit else None
        more = understood.keys(0, limit) if understood is not None else ()
        return list(dict.fromkeys(chain(rest, more)))[:limit]
