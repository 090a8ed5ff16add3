"""The edition: which state of the public records a process has seen, so that what it keeps in memory stays right.

Everything that pages show notes its changes (``Shown``). A process reads the new notes once per request; whoever keeps
a copy (catalogues, pages) hears from the ``edition`` which records to look at again. No lock is held while writing:
numbers of notes may become visible out of order, so a process keeps looking at a gap until it is settled.
"""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import RLock, local
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connections, models, router
from django.db.models.base import ModelState
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language

from .by_keys import ByKeys

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY = 200  # more records than this at once are noted as "all of them"
KEPT = 20_000  # notes that stay; a process that missed more starts anew
SETTLED = timedelta(
    minutes=10
)  # no transaction is open longer, so a gap in the numbers that is older stays empty
ALL = 0

Row = TypeVar("Row", bound=models.Model)
Thing = TypeVar("Thing")
Listener = Callable[[dict[str, set[int]] | None], None]


class ChangeNote(models.Model):
    """That a record changed, written in the same transaction; ``key`` 0 stands for all records of ``model``."""

    model = models.CharField(max_length=80)
    key = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "base"

    def __str__(self) -> str:
        return f"{self.model} {self.key or 'all'}"


def note_changes(model: type[models.Model], keys: Iterable[int]) -> None:
    """Notes that records of ``model`` changed, appeared or went; more than 200 become one note about all."""
    changed = list(keys)
    label = model._meta.label_lower
    if len(changed) > MANY:
        changed = [ALL]
    ChangeNote.objects.bulk_create([ChangeNote(model=label, key=key) for key in changed])


def forget_old_notes() -> int:
    """Throws away all notes but the last 20 000 or so, and says how many. Done once a day: no change of a record waits for it."""
    last = ChangeNote.objects.aggregate(last=models.Max("pk"))["last"] or 0
    return ChangeNote.objects.filter(pk__lte=last - KEPT).delete()[0]


class ShownQuerySet(models.QuerySet[Row]):
    """Records that pages show: what changes many at once is noted too."""

    def noted(self) -> list[int]:
        """The keys to note before a change: at most one more than makes a note about all."""
        return list(self.order_by().values_list("pk", flat=True)[: MANY + 1])

    def update(self, **kwargs: Any) -> int:
        """Changes every record, and notes it."""
        keys = self.noted()
        changed = super().update(**kwargs)
        note_changes(self.model, keys)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        """Removes every record, and notes it."""
        keys = self.noted()
        removed = super().delete()
        note_changes(self.model, keys)
        return removed

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        """Makes records, and notes it."""
        made = super().bulk_create(objs, *args, **kwargs)
        note_changes(self.model, [record.pk or ALL for record in made])
        return made

    def bulk_update(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> int:
        """Changes fields of records, and notes it: once, not with every part that the database can take."""
        records = list(objs)
        plain = models.QuerySet[Row](self.model, query=self.query.chain(), using=self.db)
        changed = plain.bulk_update(records, *args, **kwargs)
        note_changes(self.model, [record.pk for record in records])
        return changed


class Shown(models.Model):
    """A record that public pages show; its manager is a ``ShownQuerySet``. Its relations to many note nothing: change them through a verb that saves."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, and notes it."""
        super().save(*args, **kwargs)
        note_changes(type(self), [self.pk])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Removes, and notes it."""
        key = self.pk
        removed = super().delete(*args, **kwargs)
        note_changes(type(self), [key])
        return removed


def notes_after(floor: int) -> list[tuple[int, str, int, datetime]]:
    """The first of the notes with a number above ``floor``, in order: number, model, key and moment.

    Every request asks this, kept pages too, so Django does not make the question anew each time.
    """
    table, moment = ChangeNote._meta.db_table, ChangeNote._meta.get_field("at")
    connection = connections[router.db_for_write(ChangeNote)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, model, key, at FROM {table} WHERE id > %s ORDER BY id LIMIT {KEPT // 2}",  # noqa: S608 - names of our own
            [floor],
        )
        rows = cursor.fetchall()
    column = moment.get_col(table)
    for convert in connection.ops.get_db_converters(column):
        rows = [(*row[:3], convert(row[3], column, connection)) for row in rows]
    return rows


class Edition:
    """What this process has read of the notes; safe to use from several threads."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.listeners: list[Listener] = []
        self.reading = local()
        self.floor: int | None = None
        self.above: set[int] = set()
        self.key = ""  # a text that differs as soon as anything shown changed; call ``refresh`` first

    def subscribe(self, listener: Listener) -> None:
        """``listener`` hears the keys that changed by model label; None when all that it keeps may be wrong."""
        self.listeners.append(listener)

    def refresh(self) -> str:
        """Reads the notes that are new, tells the listeners, and returns ``key``. One short query.

        Inside ``one_reading`` only the first call asks the database.
        """
        if getattr(self.reading, "done", False):
            return self.key
        with self.lock:
            if self.floor is None:
                self.start()
            else:
                self.catch_up(self.floor)
            self.key = f"{self.floor}.{len(self.above)}.{max(self.above, default=0)}"
            if hasattr(self.reading, "done"):
                self.reading.done = True
            return self.key

    @contextmanager
    def one_reading(self) -> "Iterator[None]":
        """Within this block (a request) the notes are read once at most, so that one page shows one state.

        A block within another one is part of it.
        """
        if hasattr(self.reading, "done"):
            yield
            return
        self.reading.done = False
        try:
            yield
        finally:
            del self.reading.done

    def forget(self) -> None:
        """Starts anew, as after a restart; for tests, whose transactions are taken back."""
        with self.lock:
            self.floor, self.above = None, set()
            self.tell(None)

    def start(self) -> None:
        """Takes the present state for known; what may still be under way is watched."""
        horizon = timezone.now() - SETTLED
        last_settled = self.notes().filter(at__lt=horizon).order_by("-pk").values("pk")[:1]
        known = self.notes().filter(models.Q(at__gte=horizon) | models.Q(pk__in=last_settled))
        rows = list(known.values_list("pk", "at"))
        recent = [(number, at) for number, at in rows if at >= horizon]
        settled = next((number for number, at in rows if at < horizon), None)
        floor = settled if settled is not None else recent[0][0] - 1 if recent else 0
        self.floor = self.settle(floor, [(number, at) for number, at in recent if number > floor])
        self.above = {number for number, _at in recent if number > self.floor}
        self.tell(None)

    def catch_up(self, floor: int) -> None:
        """Reads what came after ``floor`` and was not seen yet."""
        rows = notes_after(floor)
        fresh = [row for row in rows if row[0] not in self.above]
        if len(rows) == KEPT // 2:
            self.start()
            return
        self.above |= {row[0] for row in fresh}
        self.floor = self.settle(floor, [(number, at) for number, _label, _key, at in rows])
        self.above = {number for number in self.above if number > self.floor}
        changed: dict[str, set[int]] = {}
        for _number, label, key, _at in fresh:
            changed.setdefault(label, set()).add(key)
        if changed:
            self.tell(changed)

    def settle(self, floor: int, rows: list[tuple[int, datetime]]) -> int:
        """The highest number below which nothing can appear any more."""
        horizon = timezone.now() - SETTLED
        for number, at in rows:
            if number != floor + 1 and at >= horizon:
                break
            floor = number
        return floor

    def tell(self, changed: dict[str, set[int]] | None) -> None:
        """Tells every listener."""
        for listener in self.listeners:
            listener(changed)

    def notes(self) -> models.QuerySet[ChangeNote]:
        """The notes in order, from the database that is written to."""
        return ChangeNote.objects.using(router.db_for_write(ChangeNote)).order_by("pk")


edition = Edition()


class Remembered(Generic[Thing]):
    """Something worked out once, and again when a record of one of ``models`` changed; apart for each language."""

    def __init__(self, make: Callable[[], Thing], *models: str) -> None:
        """``models``: labels in lower case, such as "actors.theme"."""
        self.make, self.models = make, models
        self.kept: dict[str | None, Thing] = {}
        edition.subscribe(self.hear)

    def __call__(self) -> Thing:
        """The thing, as the database is now."""
        edition.refresh()
        language = get_language()
        thing = self.kept.get(language)
        if thing is None:
            thing = self.kept[language] = self.make()
        return thing

    def __deepcopy__(self, _memo: dict[int, Any]) -> "Remembered[Thing]":
        """Itself: a filter set copies its filters, and what is remembered is remembered once."""
        return self

    def hear(self, changed: dict[str, set[int]] | None) -> None:
        """Forgets what may have changed."""
        if changed is None or any(label in changed for label in self.models):
            self.kept = {}


def remembered(*models: str) -> Callable[[Callable[[], Thing]], Remembered[Thing]]:
    """Makes a function without arguments one that is ``Remembered``."""
    return lambda make: Remembered(make, *models)


class KeptRecords(Generic[Row]):
    """Records as cards show them, each read once and again when it changed: at most ``room`` of them in each worker."""

    def __init__(self, ask: Callable[[], models.QuerySet[Row]], room: int = 400) -> None:
        """``ask``: the records with all that is kept of them: columns of their own, nothing of what they point at."""
        self.ask, self.room = ByKeys(ask()), room
        self.label = self.ask.records.model._meta.label_lower
        self.lock = RLock()
        self.kept: dict[int, Row] = {}
        edition.subscribe(self.hear)

    def __call__(self, keys: Iterable[int]) -> dict[int, Row]:
        """The records with ``keys``, by key, as the database is now: copies, to which the asker may add. One query for new ones."""
        state, wanted = edition.refresh(), list(keys)
        with self.lock:
            found = {key: self.kept[key] for key in wanted if key in self.kept}
        if missing := [key for key in wanted if key not in found]:
            fresh = {record.pk: record for record in self.ask.found(missing)}
            found |= fresh
            with self.lock:
                if edition.key == state and len(self.kept) + len(fresh) > self.room:
                    self.kept = {}
                if edition.key == state:  # else what was read may be older than what somebody heard meanwhile
                    self.kept |= fresh
        return {key: twin(found[key]) for key in wanted if key in found}

    def hear(self, changed: dict[str, set[int]] | None) -> None:
        """Forgets what changed."""
        gone = {ALL} if changed is None else changed.get(self.label, set())
        with self.lock:
            self.kept = {} if ALL in gone else {key: one for key, one in self.kept.items() if key not in gone}


def twin(record: Row) -> Row:
    """A copy of ``record`` as it was read, with places of its own for what is found beside it; quicker than ``copy``."""
    made = record.__class__.__new__(record.__class__)
    made.__dict__.update(record.__dict__)
    made._state = ModelState()
    made._state.__dict__ |= record._state.__dict__ | {"fields_cache": dict(record._state.fields_cache)}
    return made


class OneEdition:
    """Lets a request see one state of what it shows: the notes of changes are read once, when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with edition.one_reading():
            return self.get_response(request)
