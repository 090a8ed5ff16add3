"""One question to every catalogue: groups of hits by kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ecru.base.catalogue import Found, Reading
from ecru.base.text import LONGEST_QUERY, query_words

from .kinds import KINDS, Hit, Kind

SHOWN = 5


@dataclass(frozen=True)
class Group:
    """What one kind answers: how many there are, and its hits."""

    kind: Kind
    query: str
    found: Found
    user: Any

    @property
    def total(self) -> int:
        """How many records answer."""
        return len(self.found)

    @property
    def reading(self) -> Reading:
        """How this kind understood the question."""
        return self.found.reading

    @property
    def url(self) -> str:
        """Where all of them stand."""
        return self.kind.all_url(self.query)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than the search page shows."""
        return self.total > SHOWN

    @property
    def best(self) -> int:
        """The cost of its best answer; 0 is a whole word of a name."""
        return self.found.groups[0][0]

    @cached_property
    def hits(self) -> list[Hit]:
        """The best few."""
        return self.page(0, SHOWN)

    def page(self, start: int, stop: int) -> list[Hit]:
        """The hits ``start`` to ``stop``, best first."""
        records = self.kind.fetch(self.found.keys(start, stop), self.user)
        return [self.kind.hit(record, self.reading) for record in records]


@dataclass(frozen=True)
class SearchResult:
    """The answer to a question: the groups that have one, best first, and how the question was understood."""

    query: str
    groups: Sequence[Group]
    meant: str = ""
    is_partial: bool = False

    @property
    def total(self) -> int:
        """How many records answer."""
        return sum(group.total for group in self.groups)

    def group(self, slug: str) -> Group | None:
        """The group of one kind; None when it has no answer."""
        return next((group for group in self.groups if group.kind.slug == slug), None)


def search(query: str, user: Any, kinds: Sequence[Kind] = KINDS) -> SearchResult:
    """Who and what answers ``query``, as far as ``user`` may see it. Anything is accepted.

    A kind that takes a word for a typing mistake stands back where another kind knows that word, unless only with the mistake
    mended all words are answered; and a kind that answers some words where another answers all.
    """
    query = cleaned(query)
    readings = {kind.slug: kind.catalogue.read(query) for kind in kinds}
    known = {
        word for word in query_words(query) if any(knows(reading, word) for reading in readings.values())
    }
    groups = [Group(kind, query, kind.catalogue.find(readings[kind.slug]), user) for kind in kinds]
    groups = [group for group in groups if group.total]
    steady = [
        group for group in groups if not any(typed in known for typed, _used in group.reading.corrected)
    ]
    whole = [group for group in steady if not group.found.is_partial]
    if not whole:
        whole = [group for group in groups if not group.found.is_partial]
        groups = steady
    shown = sorted(whole or groups, key=lambda group: group.best)
    corrected = next((group.reading.meant for group in shown if group.reading.meant), "")
    return SearchResult(query, shown, corrected, bool(groups) and not whole)


def knows(reading: Reading, word: str) -> bool:
    """Whether the folded ``word`` was taken as it was typed, because somebody uses it."""
    return word not in reading.unknown and all(word != typed for typed, _used in reading.corrected)


def cleaned(query: str) -> str:
    """``query`` as the page shows it: printable, at most 200 letters."""
    printable = (letter if letter.isprintable() else " " for letter in query[: LONGEST_QUERY * 2])
    return "".join(printable).strip()[:LONGEST_QUERY].strip()
