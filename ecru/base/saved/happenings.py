"""What happened in the lists that people watch: something is new, changed, or back. Each happening has a number.

A saved search remembers the numbers that its owner knows. So "what is new for them" is a difference of sets of numbers,
also for what only now fits the search, and however often somebody looks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from .watched import LONGEST_MARK, Watched

AT_ONCE = 500  # rows in one statement
REMEMBERED = timedelta(days=800)  # a yearly call that skipped a year is still "back", not "new"


class Why(models.TextChoices):
    """What happened."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    BACK = "back", _("back again")


class HappeningQuerySet(models.QuerySet["Happening"]):
    """Questions about happenings."""

    def of(self, directory: str) -> Self:
        """Those in one list."""
        return self.filter(directory=directory)

    def with_numbers(self, numbers: Iterable[int]) -> Self:
        """Those with one of ``numbers``."""
        return self.filter(pk__in=list(numbers))

    def long_gone(self, now: datetime) -> Self:
        """What left its list so long ago that nobody remembers."""
        return self.filter(gone_at__lt=now - REMEMBERED)


class Happening(models.Model):
    """The last thing that happened to one record of a list. Its key is the number; a new happening is a new row."""

    directory = models.CharField(_("list"), max_length=40)
    key = models.BigIntegerField()
    mark = models.CharField(max_length=LONGEST_MARK, blank=True)
    why = models.CharField(_("what happened"), max_length=10, choices=Why, default=Why.NEW)
    previous = models.BigIntegerField(default=0)
    at = models.DateTimeField(_("when"), default=timezone.now)
    gone_at = models.DateTimeField(_("gone since"), null=True, blank=True, db_index=True)

    objects = HappeningQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = _("happening")
        verbose_name_plural = _("happenings")
        constraints = [models.UniqueConstraint(fields=["directory", "key"], name="happening_once")]

    def __str__(self) -> str:
        return f"{self.directory} {self.key}: {self.get_why_display()}"


class Known(NamedTuple):
    """A happening as it is read: number, key of the record, mark, what, the number before, and gone since when."""

    number: int
    key: int
    mark: str
    why: str
    previous: int
    gone_at: datetime | None


def read(entry: Watched) -> list[Known]:
    """What is known of the list; one query."""
    rows = Happening.objects.of(entry.name).values_list("pk", "key", "mark", "why", "previous", "gone_at")
    return [Known(*row) for row in rows]


def present(entry: Watched, now: datetime) -> dict[int, str]:
    """The key of every record that is worth telling at ``now``, and its mark. From memory."""
    shelf, today = entry.directory.catalogue.shelf(), timezone.localdate(now)
    found = ((shelf.keys[slot], shelf.rows[slot]) for slot in shelf.alive.copy())
    return {key: entry.mark(row)[:LONGEST_MARK] for key, row in found if entry.live(row, today)}


@dataclass
class Changes:
    """What differs between the list and what is known of it."""

    fresh: list[Happening] = field(default_factory=list)
    over: list[int] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.fresh or self.over or self.returned or self.gone)


def compare(entry: Watched, now: datetime, known: Iterable[Known]) -> Changes:
    """What happened since ``known`` was written."""
    there, changes = present(entry, now), Changes()
    for old in known:
        mark = there.pop(old.key, None)
        if mark is None:
            if old.gone_at is None:
                changes.gone.append(old.number)
            continue
        back = old.gone_at is not None and now - old.gone_at >= entry.away
        if back or mark != old.mark:
            why = Why.BACK if old.gone_at else Why.CHANGED
            changes.over.append(old.number)
            changes.fresh.append(made(entry, old.key, mark, now, why, old.number))
        elif old.gone_at is not None:
            changes.returned.append(old.number)
    changes.fresh += [made(entry, key, mark, now) for key, mark in there.items()]
    return changes


def made(  # noqa: PLR0913, PLR0917 - a row, column by column
    entry: Watched, key: int, mark: str, now: datetime, why: Why = Why.NEW, previous: int = 0
) -> Happening:
    """A happening that is not written yet."""
    return Happening(directory=entry.name, key=key, mark=mark, why=why, previous=previous, at=now)


def portions(numbers: Iterable[int]) -> Iterator[list[int]]:
    """``numbers`` in portions that one statement can take."""
    rest = iter(numbers)
    while portion := list(islice(rest, AT_ONCE)):
        yield portion


def notice(entry: Watched, now: datetime) -> list[Known]:
    """Writes down what happened in the list since somebody looked last, and returns what is known then.

    Two may do so at once: a record has one row, and who comes second adds nothing. Not in a transaction that changed
    records of the list and may be taken back.
    """
    known = read(entry)
    changes = compare(entry, now, known)
    if not changes:
        return known
    with transaction.atomic():
        for numbers in portions(changes.over):
            Happening.objects.with_numbers(numbers).delete()
        Happening.objects.bulk_create(changes.fresh, batch_size=AT_ONCE, ignore_conflicts=True)
        for numbers in portions(changes.returned):
            Happening.objects.with_numbers(numbers).update(gone_at=None)
        for numbers in portions(changes.gone):
            Happening.objects.with_numbers(numbers).update(gone_at=now)
    return read(entry)


class Scene:
    """A list with the numbers of what happened last to its records, for one look at any number of searches."""

    def __init__(self, entry: Watched, known: list[Known]) -> None:
        self.entry = entry
        self.by_number: dict[int, Known] = {one.number: one for one in known}
        self.number_of = {one.key: one.number for one in known if one.gone_at is None}
        self.live = BitMap(self.number_of.values())
        self.found_by: dict[str, BitMap | None] = {}

    @property
    def all_numbers(self) -> BitMap:
        """Every number that still means something: also of what is gone, and of what happened before."""
        return BitMap(self.by_number) | BitMap(one.previous for one in self.by_number.values())

    def found(self, question: str) -> BitMap | None:
        """The numbers of what the query string finds, and is live; None when it asks for what no longer exists.

        Who answers some of the words only does not count: the list shows them for want of better.
        """
        if question not in self.found_by:
            self.found_by[question] = self.look(question)
        return self.found_by[question]

    def look(self, question: str) -> BitMap | None:
        """The same, worked out."""
        listing: Any = self.entry.opened(question)
        if listing.is_widened:
            return None
        if listing.answering is not None and listing.answering.is_partial:
            return BitMap()
        keys = listing.shelf.keys
        numbers = (self.number_of.get(keys[slot], 0) for slot in listing.matches)
        return BitMap(number for number in numbers if number)


def scene(entry: Watched, now: datetime | None = None) -> Scene:
    """The list as it is: with ``now``, after writing down what happened; without, as somebody did last."""
    return Scene(entry, notice(entry, now) if now else read(entry))
