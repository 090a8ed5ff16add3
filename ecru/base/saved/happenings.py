"""What happened in the lists that people watch: something is new, changed, or back. Each happening has a number.

A saved search remembers the numbers that its owner knows. So "what is new for them" is a difference of sets of numbers,
also for what only now fits the search, and however often somebody looks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from .watched import LONGEST_MARK, Fact, Watched

AT_ONCE = 500  # rows in one statement
LONGEST_TRAIL = 200
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
    """The last thing that happened to one fact about one record of a list. Its key is the number; a new happening is a new row.

    ``fact`` is empty for the record itself. ``what`` says which parts of it changed. ``trail`` holds the numbers before
    ``previous``, so that who knows an older one is not told that the record is new.
    """

    directory = models.CharField(_("list"), max_length=40)
    key = models.BigIntegerField()
    fact = models.CharField(max_length=LONGEST_MARK, blank=True)
    mark = models.CharField(max_length=LONGEST_MARK, blank=True)
    why = models.CharField(_("what happened"), max_length=10, choices=Why, default=Why.NEW)
    what = models.CharField(max_length=10, blank=True)
    previous = models.BigIntegerField(default=0)
    trail = models.CharField(max_length=LONGEST_TRAIL, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    gone_at = models.DateTimeField(_("gone since"), null=True, blank=True, db_index=True)

    objects = HappeningQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = _("happening")
        verbose_name_plural = _("happenings")
        constraints = [models.UniqueConstraint(fields=["directory", "key", "fact"], name="happening_once")]

    def __str__(self) -> str:
        return f"{self.directory} {self.key}: {self.get_why_display()}"


class Known(NamedTuple):
    """A happening as it is read: number, key of the record, fact, mark, what happened, the numbers before, gone since when."""

    number: int
    key: int
    fact: str
    mark: str
    why: str
    what: str
    previous: int
    trail: str
    gone_at: datetime | None

    @property
    def before(self) -> BitMap:
        """The numbers of what happened before."""
        return BitMap([*([self.previous] if self.previous else []), *map(int, self.trail.split())])


COLUMNS = ("pk", *Known._fields[1:])


def read(entry: Watched) -> list[Known]:
    """What is known of the list; one query."""
    return [Known(*row) for row in Happening.objects.of(entry.name).values_list(*COLUMNS)]


Present = dict[tuple[int, str], Fact]


def present(entry: Watched, now: datetime) -> Present:
    """All that is worth telling at ``now``, by the key of the record and the name of the fact. From memory."""
    shelf, today = entry.directory.catalogue.shelf(), timezone.localdate(now)
    if entry.facts:
        told = entry.facts(now).items()
        return {
            (key, name): fact for key, facts in told if key in shelf.place for name, fact in facts.items()
        }
    found = ((shelf.keys[slot], shelf.rows[slot]) for slot in shelf.alive.copy())
    return {(key, ""): Fact(entry.mark(row)[:LONGEST_MARK]) for key, row in found if entry.live(row, today)}


@dataclass
class Changes:
    """What differs between the list and what is known of it."""

    fresh: list[Happening] = field(default_factory=list)
    over: list[int] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.fresh or self.over or self.returned or self.gone)


def compare(entry: Watched, there: Present, now: datetime, known: Iterable[Known]) -> Changes:
    """What happened since ``known`` was written, when ``there`` is what there is. A record that was long away is back; a fact is not."""
    rest, changes = dict(there), Changes()
    for old in known:
        fact = rest.pop((old.key, old.fact), None)
        if fact is None:
            if old.gone_at is None:
                changes.gone.append(old.number)
            continue
        back = not old.fact and old.gone_at is not None and now - old.gone_at >= entry.away
        if back or fact.mark != old.mark:
            changes.over.append(old.number)
            changes.fresh.append(following(entry, old, fact, now))
        elif old.gone_at is not None:
            changes.returned.append(old.number)
    changes.fresh += [
        Happening(directory=entry.name, key=key, fact=name, mark=fact.mark, at=now)
        for (key, name), fact in rest.items()
    ]
    return changes


def following(entry: Watched, old: Known, fact: Fact, now: datetime) -> Happening:
    """What takes the place of ``old``, not written yet."""
    trail = " ".join(map(str, sorted(old.before, reverse=True)))
    return Happening(
        directory=entry.name,
        key=old.key,
        fact=old.fact,
        mark=fact.mark,
        why=Why.BACK if old.gone_at else Why.CHANGED,
        what="" if old.gone_at else entry.differing(old.mark, fact.mark),
        previous=old.number,
        trail=trail if len(trail) <= LONGEST_TRAIL else trail[:LONGEST_TRAIL].rpartition(" ")[0],
        at=now,
    )


def portions(numbers: Iterable[int]) -> Iterator[list[int]]:
    """``numbers`` in portions that one statement can take."""
    rest = iter(numbers)
    while portion := list(islice(rest, AT_ONCE)):
        yield portion


def notice(entry: Watched, now: datetime, there: Present | None = None) -> list[Known]:
    """Writes down what happened in the list since somebody looked last, and returns what is known then.

    Two may do so at once: a record has one row, and who comes second adds nothing. Not in a transaction that changed
    records of the list and may be taken back.
    """
    known = read(entry)
    changes = compare(entry, present(entry, now) if there is None else there, now, known)
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

    def __init__(self, entry: Watched, known: list[Known], there: Present) -> None:
        self.entry = entry
        self.by_number: dict[int, Known] = {one.number: one for one in known}
        self.facts = {
            one.number: there.get((one.key, one.fact), Fact()) for one in known if one.gone_at is None
        }
        self.numbers_of: dict[int, list[int]] = {}
        for number in self.facts:
            self.numbers_of.setdefault(self.by_number[number].key, []).append(number)
        self.live = BitMap(self.facts)
        self.found_by: dict[str, BitMap | None] = {}

    @cached_property
    def all_numbers(self) -> BitMap:
        """Every number that still means something: also of what is gone, and of what happened before."""
        return BitMap(self.by_number) | BitMap.union(
            BitMap(), *(one.before for one in self.by_number.values() if one.previous)
        )

    @cached_property
    def hurried(self) -> BitMap:
        """The numbers of what cannot wait for the mail of the week."""
        return BitMap(number for number, fact in self.facts.items() if fact.hurry)

    @cached_property
    def sequels(self) -> BitMap:
        """The numbers of what is only news for who knows what it was before."""
        return BitMap(number for number, fact in self.facts.items() if fact.sequel)

    def news(self, found: BitMap, known: BitMap) -> BitMap:
        """What of ``found`` is news for who knows ``known``."""
        fresh = found - known
        untold = (number for number in fresh & self.sequels if self.by_number[number].previous not in known)
        return fresh - BitMap(untold)

    def keys_of(self, numbers: BitMap) -> dict[int, list[int]]:
        """The records that ``numbers`` are about, each with its numbers: what cannot wait first, then the newest."""
        by_key: dict[int, list[int]] = {}
        for number in sorted(numbers, key=lambda number: (number not in self.hurried, -number)):
            by_key.setdefault(self.by_number[number].key, []).append(number)
        return by_key

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
        return BitMap(number for slot in listing.matches for number in self.numbers_of.get(keys[slot], ()))


def scene(entry: Watched, now: datetime | None = None) -> Scene:
    """The list as it is: with ``now``, after writing down what happened; without, as somebody did last."""
    there = present(entry, now or timezone.now())
    return Scene(entry, notice(entry, now, there) if now else read(entry), there)
