"""A catalogue: the shelf of one model, filled from the database and kept right by the edition."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter
from threading import RLock
from typing import Any

from django.db.models import ManyToManyField, QuerySet

from ecru.base.by_keys import ByKeys
from ecru.base.edition import ALL, edition
from ecru.base.ties import ties

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


def light(value: Any) -> Any:
    """``value`` as it is kept: an exact number takes four times the room, and orders need no exactness."""
    return float(value) if isinstance(value, Decimal) else value


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

    @cached_property
    def row(self) -> type:
        """A row of the columns, by their names."""
        return namedtuple("Row", self.plan.columns)

    @cached_property
    def many(self) -> list[str]:
        """The facets that are a relation to many."""
        model = self.plan.records().model
        return [name for name in self.plan.facets if isinstance(model._meta.get_field(name), ManyToManyField)]

    @cached_property
    def single(self) -> list[str]:
        """The facets of which a record has one answer."""
        return [name for name in self.plan.facets if name not in self.many]

    @cached_property
    def others(self) -> list[str]:
        """The columns that are no texts."""
        return [name for name in self.plan.columns if name not in self.plan.texts]

    @cached_property
    def asked(self) -> ByKeys:
        """How records are asked for: their keys, answers, texts and other columns."""
        records = self.plan.records().order_by("pk")
        single = [records.model._meta.get_field(name).attname for name in self.single]
        return ByKeys(records.values_list("pk", *single, *self.plan.texts, *self.others))

    @cached_property
    def label(self) -> str:
        """The label of the model, as notes of changes have it."""
        return self.plan.records().model._meta.label_lower

    def shelf(self) -> Shelf:
        """The shelf as the database is now. Ask once per page, and never in a transaction that may be taken back."""
        edition.refresh()
        with self.lock:
            if self.kept is None or self.kept.wasted > MOST_WASTED + len(self.kept.alive):
                self.kept, self.changed = self.filled(Shelf(self.plan.facets, self.plan.orders)), set()
            elif self.changed:
                gone, self.changed = self.changed, set()
                for key in gone:
                    self.kept.remove(key)
                self.filled(self.kept, gone)
            return self.kept

    def filled(self, shelf: Shelf, keys: Iterable[int] | None = None) -> Shelf:
        """``shelf`` with the records that have ``keys``, or with all of them, as they are now; two queries."""
        shelf.put(self.load(keys), self.single)
        if self.many:
            rows = ties(self.plan.records().model, self.many, None if keys is None else list(keys))
            for number, pairs in groupby(rows, key=itemgetter(0)):
                shelf.tie(self.many[number], ((own, other) for _number, own, other in pairs))
        return shelf

    def load(self, keys: Iterable[int] | None) -> Iterator[Record]:
        """The records with ``keys``, or all of them."""
        texts = slice(1 + len(self.single), 1 + len(self.single) + len(self.plan.texts))
        rows = self.asked.records.iterator(1000) if keys is None else self.asked.rows(list(keys))
        for values in rows:
            found = dict(zip(self.plan.texts, values[texts], strict=True)) | dict(
                zip(self.others, values[texts.stop :], strict=True)
            )
            row = self.row(*(light(found[name]) for name in self.plan.columns))
            yield Record(values[0], values[1 : texts.start], values[texts], row)

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
