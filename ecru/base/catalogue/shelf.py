"""The shelf: the records of a catalogue as sets of numbers, and their orders."""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from itertools import islice
from typing import Any

from pyroaring import BitMap

from ecru.base.text import BETWEEN, WEAK_WORDS

from .reading import Reading, rereadings
from .shuffle import shuffle_of
from .words import FIELDS, Levels, Words

MISSED = 10_000  # what a word costs that a record does not answer
REFINED = 400  # a group of equally good records up to this size is put in order by the whole phrase
BATCH = 1000  # records that are added at once
SPARSE = 8  # below one in so many, sorting beats walking through the order of all

Row = Any  # a named tuple of the columns
Groups = list[tuple[int, BitMap]]
OrderKey = Callable[[Row], tuple[Any, ...]]


@dataclass(frozen=True)
class Record:
    """A record as it comes from the database: key, one answer for each single facet, texts, other columns."""

    key: int
    answers: Sequence[Any]
    texts: Sequence[str]
    row: Row


class Order:
    """All records in one order, from which any selection can be taken a page at a time."""

    def __init__(self, key_of: Callable[[int], tuple[Any, ...]], slots: Iterable[int]) -> None:
        self.key_of = key_of
        self.entries = sorted(slots, key=key_of)

    def add(self, slot: int) -> None:
        """Puts a record in its place."""
        insort(self.entries, slot, key=self.key_of)

    def walk(self, within: BitMap) -> Iterator[int]:
        """The records of ``within``, in order."""
        if len(within) * SPARSE < len(self.entries):
            return iter(sorted(within, key=self.key_of))
        return (slot for slot in self.entries if slot in within)


class Found:
    """What a question finds: ``docs``, and which of them answer it best."""

    def __init__(self, shelf: "Shelf", reading: Reading, groups: Groups) -> None:
        self.shelf, self.reading, self.groups = shelf, reading, groups
        self.docs = BitMap.union(*(docs for _cost, docs in groups)) if groups else BitMap()

    def __len__(self) -> int:
        return len(self.docs)

    @property
    def is_partial(self) -> bool:
        """Whether no record answers all words, so that these answer some."""
        return bool(self.groups) and self.groups[-1][0] >= MISSED

    def keys(self, start: int, stop: int, within: BitMap | None = None) -> list[int]:
        """The keys of the records ``start`` to ``stop``, the best first."""
        chosen: list[int] = []
        for slot in self.walk(within):
            chosen.append(slot)
            if len(chosen) >= stop:
                break
        return [self.shelf.keys[slot] for slot in chosen[start:stop]]

    def walk(self, within: BitMap | None = None) -> Iterator[int]:
        """The records, best first; equally good ones by the phrase in their name, then in the usual order."""
        usual = self.shelf.order(self.shelf.usual)
        for _cost, docs in self.groups:
            group = docs if within is None else docs & within
            if len(group) <= REFINED:
                yield from sorted(group, key=lambda slot: (self.closeness(slot), usual.key_of(slot)))
            else:
                yield from usual.walk(group)

    def closeness(self, slot: int) -> int:
        """How the name has the words as they were typed: 0 it is that, 1 begins so, 2 has it, 3 not."""
        name, phrase = self.shelf.names[slot], self.reading.phrase
        if name == phrase:
            return 0
        if name.startswith(phrase):
            return 1
        return 2 if phrase in name else 3


class Shelf:
    """Numbered places for records. A record that changes gets a new place, and its old one is no longer ``alive``."""

    def __init__(self, facets: Sequence[str], orders: Mapping[str, OrderKey]) -> None:
        self.order_keys = orders
        self.usual = next(iter(orders))
        self.alive = BitMap()
        self.keys: list[int] = []
        self.names: list[str] = []
        self.rows: list[Row] = []
        self.place: dict[int, int] = {}
        self.answers: dict[str, dict[Any, BitMap]] = {name: {} for name in facets}
        self.titles: tuple[dict[str, BitMap], dict[str, BitMap]] = ({}, {})
        self.words = Words(self.alive, self.titles)
        self.orders: dict[tuple[str, date], Order] = {}

    # --- Keeping it right -------------------------------------------------------------------------------------

    def put(self, records: Iterable[Record], single: Sequence[str]) -> None:
        """Adds records, or puts them in place of what they were. ``single``: the facets of their answers."""
        records = iter(records)
        while batch := list(islice(records, BATCH)):
            first = len(self.keys)
            for slot, record in enumerate(batch, first):
                self.keys.append(record.key)
                self.names.append(record.texts[0].strip() if record.texts else "")
                self.rows.append(record.row)
                for name, value in zip(single, record.answers, strict=True):
                    self.answers[name].setdefault(value, BitMap()).add(slot)
                for titles, text in zip(self.titles, record.texts, strict=False):
                    for title in filter(None, text.strip().split(BETWEEN)):
                        titles.setdefault(title, BitMap()).add(slot)
            self.words.fill((slot, record.texts[:FIELDS]) for slot, record in enumerate(batch, first))
            for slot, record in enumerate(batch, first):
                self.remove(record.key)
                self.place[record.key] = slot
                self.alive.add(slot)
                for order in self.orders.values():
                    order.add(slot)

    def tie(self, facet: str, ties: Iterable[tuple[int, Any]]) -> None:
        """Adds answers of a relation to many: pairs of the key of a record and an answer."""
        answers = self.answers[facet]
        for key, value in ties:
            slot = self.place.get(key)
            if slot is not None:
                answers.setdefault(value, BitMap()).add(slot)

    def remove(self, key: int) -> None:
        """Takes a record away, if it is there."""
        slot = self.place.pop(key, None)
        if slot is not None:
            self.alive.discard(slot)

    @property
    def wasted(self) -> int:
        """How many places hold nothing any more."""
        return len(self.keys) - len(self.alive)

    # --- Asking it --------------------------------------------------------------------------------------------

    def with_any(self, facet: str, values: Iterable[Any]) -> BitMap:
        """Who has at least one of ``values``."""
        sets = [self.answers[facet][value] for value in values if value in self.answers[facet]]
        return BitMap.union(*sets) & self.alive if sets else BitMap()

    def counts(self, facet: str, within: BitMap) -> dict[Any, int]:
        """How many of ``within`` have each answer."""
        return {
            value: count
            for value, docs in self.answers[facet].items()
            if (count := docs.intersection_cardinality(within))
        }

    def answers_of(self, facet: str, key: int) -> list[Any]:
        """The answers of one record; empty for who is not in the catalogue."""
        slot = self.place.get(key)
        return [] if slot is None else [value for value, docs in self.answers[facet].items() if slot in docs]

    def has(self, facet: str, answer: Any, key: int) -> bool:
        """Whether ``answer`` is among those of one record."""
        slot = self.place.get(key)
        return slot is not None and slot in self.answers[facet].get(answer, ())

    def order(self, name: str, today: date | None = None) -> Order:
        """The order called ``name``; ties are shuffled daily."""
        shuffle, day = shuffle_of(today)
        if (name, day) not in self.orders:
            self.orders = {known: order for known, order in self.orders.items() if known[1] == day}
            key = self.order_keys[name]
            self.orders[name, day] = Order(
                lambda slot: (*key(self.rows[slot]), shuffle(self.keys[slot]), self.keys[slot]), self.alive
            )
        return self.orders[name, day]

    def take(self, slots: Iterator[int], start: int, stop: int) -> list[int]:
        """The keys of the records ``start`` to ``stop`` of a walk."""
        return [self.keys[slot] for number, slot in zip(range(stop), slots, strict=False) if number >= start]

    def nearest(self, within: BitMap, distance: Callable[[Row], float | None], stop: int) -> Iterator[int]:
        """The ``stop`` records of ``within`` that are nearest; who has no place comes last."""
        usual = self.order(self.usual)

        def key(slot: int) -> tuple[Any, ...]:
            far = distance(self.rows[slot])
            return (far is None, far or 0.0, usual.key_of(slot))

        return iter(nsmallest(stop, within, key=key))

    def find(self, reading: Reading) -> Found:
        """Who answers the words of ``reading``: all of them, or when nobody does, as many as possible.

        Before words are let go they are read otherwise; what was found tells by which reading.
        """
        levels = [self.words.levels(word) for word in reading.words]
        if reading.unfinished and levels:
            levels[-1] = self.words.levels(reading.words[-1], unfinished=True)
        groups = self.weighed(levels)
        if not groups and WEAK_WORDS & set(reading.words):
            levels = [
                level for word, level in zip(reading.words, levels, strict=True) if word not in WEAK_WORDS
            ]
            groups = self.weighed(levels)
        if not groups and len(levels) > 1 and not reading.unfinished:
            for other in rereadings(reading, self.words):
                groups = self.weighed([self.words.levels(word) for word in other.words])
                if groups:
                    return Found(self, other, self.titled(other.phrase, groups))
        if not groups and len(levels) > 1:
            groups = self.partly(levels)
        return Found(self, reading, self.titled(reading.phrase, groups))

    def partly(self, levels: Sequence[Levels]) -> Groups:
        """Who answers as many of the words as anybody does."""
        groups = self.weighed([[*level, (MISSED, self.others(level))] for level in levels])
        fewest = min((cost // MISSED for cost, _docs in groups), default=0)
        return [group for group in groups if group[0] // MISSED == fewest < len(levels)]

    def titled(self, phrase: str, groups: Groups) -> Groups:
        """``groups`` with in front of them who is called exactly ``phrase``: by name, then by another name."""
        front: Groups = []
        for cost, titles in zip((-2, -1), self.titles, strict=True):
            called = titles.get(phrase, BitMap()) & self.alive
            for _cost, docs in front:
                called -= docs
            if called:
                front.append((cost, called))
        for _cost, called in front:
            groups = [(cost, docs - called) for cost, docs in groups]
        return [*front, *[(cost, docs) for cost, docs in groups if docs]]

    def others(self, levels: Levels) -> BitMap:
        """Who is in none of ``levels``."""
        return self.alive - BitMap.union(*(docs for _cost, docs in levels)) if levels else self.alive

    def weighed(self, levels: Sequence[Levels]) -> Groups:
        """Who is in a level of every word, by the sum of the costs; the cheapest first."""
        sums: dict[int, BitMap] = {0: self.alive} if levels else {}
        for options in levels:
            next_sums: dict[int, BitMap] = {}
            for total, docs in sums.items():
                for cost, answering in options:
                    both = docs & answering
                    if both:
                        known = next_sums.get(total + cost)
                        next_sums[total + cost] = both if known is None else known | both
            sums = next_sums
        return sorted(sums.items())
