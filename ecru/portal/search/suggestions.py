"""Suggestions while somebody types: the same for everyone, so that every cache may keep them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from django.contrib.auth.models import AnonymousUser

from ecru.base.catalogue import Found
from ecru.base.catalogue.reading import read_unfinished
from ecru.base.catalogue.shelf import Groups
from ecru.base.catalogue.words import PART, STEP
from ecru.base.text import fold

from .answer import cleaned
from .kinds import KINDS, Kind

MOST = 8
FIRST = 2  # of every kind that has them
FEWEST_LETTERS = 2
NAMED = 2 * STEP  # below this cost a word stands in a name or another name


@dataclass(frozen=True)
class Suggestion:
    """A record that goes on like what was typed: its name, its address, what it is, and what helps to recognise it."""

    label: str
    url: str
    kind: str
    detail: str

    def as_json(self) -> dict[str, str]:
        """As the browser gets it."""
        return asdict(self)


def suggest(query: str, kinds: Sequence[Kind] = KINDS) -> list[Suggestion]:
    """At most eight published records whose names go on like ``query``; none below two letters.

    When nothing goes on like it, what was probably meant.
    """
    query = cleaned(query)
    if len(fold(query).replace(" ", "")) < FEWEST_LETTERS:
        return []
    begun = {kind.slug: begins(kind, query) for kind in kinds}
    if not any(begun.values()):
        begun = {kind.slug: kind.catalogue.suggest(query, MOST) for kind in kinds}
    room = allotted({slug: len(keys) for slug, keys in begun.items()})
    return [*told(kinds, {slug: keys[: room[slug]] for slug, keys in begun.items()}, query)][:MOST]


def allotted(found: dict[str, int]) -> dict[str, int]:
    """How many of eight places each kind gets: two at most, and what is left goes to who has most."""
    room = {slug: min(number, FIRST) for slug, number in found.items()}
    for slug in sorted(found, key=lambda slug: -found[slug]):
        room[slug] += min(found[slug] - room[slug], max(0, MOST - sum(room.values())))
    return room


def begins(kind: Kind, query: str) -> list[int]:
    """The keys of records of which words begin like those of ``query``, all of them: in names where any do.

    First comes a name in which all of it begins one word: HETGEVOLG for "het gev".
    """
    found = kind.catalogue.find(read_unfinished(query))
    dearest = NAMED * len(found.reading.words)
    named = [(cost, records) for cost, records in found.groups if cost < dearest]
    separate = [] if found.is_partial else named or found.groups
    keys = [
        Found(found.shelf, found.reading, groups).keys(0, MOST) for groups in (in_one(kind, query), separate)
    ]
    return list(dict.fromkeys(chain(*keys)))[:MOST]


def in_one(kind: Kind, query: str) -> Groups:
    """Who has a word in a name that begins like the words of ``query`` written as one; nobody for a single word."""
    folded = fold(query)
    if " " not in folded:
        return []
    found = kind.catalogue.find(read_unfinished(folded.replace(" ", "")))
    return [(cost, records) for cost, records in found.groups if cost < NAMED and cost % STEP <= PART]


def told(kinds: Sequence[Kind], begun: dict[str, list[int]], query: str) -> Iterator[Suggestion]:
    """The suggestions of every kind, by key."""
    visitor = AnonymousUser()
    for kind in kinds:
        for record in kind.fetch(begun[kind.slug], visitor):
            name: Any = record
            yield Suggestion(
                str(name),
                name.get_absolute_url(),
                str(kind.label),
                known_as(kind, name, query) or kind.detail(name),
            )


def known_as(kind: Kind, record: Any, query: str) -> str:
    """The other name that somebody is typing, when the name itself does not have it: "vroeger: RIMO Limburg"."""
    typed = fold(query)
    if typed in fold(str(record)):
        return ""
    return next((f"{how}: {name}" for how, name in kind.aliases(record) if typed in fold(name)), "")
