"""What needs attention: the start page of the admin asks every app, and each answers for its own records.

An app registers a function with ``watch`` in a module of its admin; the ground floor knows none of them by name. Each
function gets the person who looks and returns items, and asks the database a constant number of questions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, QuerySet


@dataclass(frozen=True)
class Part:
    """One side of an item, such as one field that is missing, with the list of exactly these records."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Attention:
    """Something that waits for an editor: how much, since when, why it matters, and the list of exactly these records.

    ``order`` puts items in order, lowest first: people who wait (10) come before records that age (50).
    """

    label: str
    count: int
    url: str
    why: str
    oldest: date | datetime | None = None
    order: int = 50
    parts: list[Part] = field(default_factory=list)


Watcher = Callable[[Any], Iterable[Attention]]
watchers: list[Watcher] = []


def watch(watcher: Watcher) -> Watcher:
    """Lets the start page ask ``watcher``; usable as a decorator. The same function counts once."""
    if watcher not in watchers:
        watchers.append(watcher)
    return watcher


def attention_for(user: Any) -> list[Attention]:
    """All that waits for ``user``, in order; what is done (count 0) comes too, so that a page can say so."""
    items = [item for watcher in watchers for item in watcher(user)]
    return sorted(items, key=lambda item: (item.order, item.label))


def counted(records: QuerySet, since: str, **told: Any) -> Attention:
    """An item about ``records``: how many, and the oldest by the field ``since``; one query. ``told`` is the rest of it."""
    found = records.order_by().aggregate(count=Count("pk"), oldest=Min(since))
    return Attention(count=found["count"], oldest=found["oldest"], **told)
