"""What the page of somebody shows of their searches: how much is new, and what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .happenings import Scene, scene
from .letters import MOST
from .searches import SavedSearch


@dataclass(frozen=True)
class Watching:
    """A saved search and how much its owner was not told yet."""

    search: SavedSearch
    count: int


def with_news(searches: Iterable[SavedSearch]) -> list[Watching]:
    """Each search with how much is new; one query for each list that they are about."""
    scenes: dict[str, Scene] = {}
    found = []
    for search in searches:
        entry = search.entry
        if entry and entry.name not in scenes:
            scenes[entry.name] = scene(entry)
        found.append(Watching(search, len(fresh(search, scenes[entry.name])) if entry else 0))
    return found


def fresh(search: SavedSearch, there: Scene) -> list[int]:
    """The keys of the records of which something is new in ``search``: what cannot wait first, then the newest."""
    found = there.found(search.question)
    return list(there.keys_of(there.news(found, search.known_numbers))) if found is not None else []


@dataclass(frozen=True)
class Resting:
    """What waits for somebody in one search: how much, and the first of it with a line about each."""

    count: int
    records: list[tuple[Any, str]]


def at_rest(search: SavedSearch) -> Resting:
    """What is new in ``search`` and was not told yet."""
    entry = search.entry
    if entry is None:
        return Resting(0, [])
    keys = fresh(search, scene(entry))
    records = entry.opened("").cards(keys[:MOST])
    return Resting(len(keys), [(record, entry.line(record)) for record in records])
