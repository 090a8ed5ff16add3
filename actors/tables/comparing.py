"""The dry run: what every row of a table would change. Nothing but the rows themselves is written.

It goes in batches, each in a transaction of its own, so that it can stop and go on at any moment; two windows that
drive it at the same time wait for each other.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from actors.models import Actor, ImportRow, ImportRun, SlugRedirect
from actors.models.tables import ImportState, RowState
from ecru.base.spreadsheet.cells import tidy
from ecru.base.text import fold

from .bulk import BATCH, rewrite
from .cells import joined, parts
from .columns import KEYS, NEVER_EMPTY, table, whole
from .families import refuse_lost_families
from .words import Words


def compare_some(run: ImportRun, *, seconds: float) -> None:
    """Compares rows of ``run`` for about ``seconds``; after the last one the import is ready to be decided on."""
    comparer, end = Comparer(run), time.monotonic() + seconds
    while comparer.next_batch() and time.monotonic() < end:
        pass


def answer_some(run: ImportRun, answers: dict[int, str]) -> None:
    """Notes what rows with a question mean ("zelfde", "nieuw", "overslaan"), by their key, and compares them again."""
    with transaction.atomic():
        for row in run.rows.filter(state=RowState.QUESTION, pk__in=answers):
            row.answer, row.state = answers[row.pk], RowState.WAITING
            row.save(update_fields=["answer", "state"])
        reopen(run)


def answer_all(run: ImportRun, answer: str) -> None:
    """Notes one ``answer`` for every row that still has a question."""
    with transaction.atomic():
        run.rows.filter(state=RowState.QUESTION).update(answer=answer, state=RowState.WAITING)
        reopen(run)


def reopen(run: ImportRun) -> None:
    """Lets rows be compared again, unless the import was decided on meanwhile."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state not in {ImportState.READY, ImportState.COMPARING} or locked.is_being_written:
        transaction.set_rollback(True)
        return
    locked.state = ImportState.COMPARING
    locked.save(update_fields=["state"])


@dataclass
class Known:
    """The actors that a batch of rows names, by each of their keys."""

    by_key: dict[tuple[str, str], Actor] = field(default_factory=dict)
    moved: dict[str, Actor] = field(default_factory=dict)

    def add(self, actors: Iterable[Actor]) -> None:
        """Adds ``actors``."""
        for actor in actors:
            self.by_key["pk", str(actor.pk)] = actor
            for name in KEYS:
                value = getattr(actor, name)
                if value:
                    self.by_key[name, value.casefold()] = actor


class Comparer:
    """Compares the rows of one import; keeps what words mean from batch to batch."""

    def __init__(self, run: ImportRun) -> None:
        self.run, self.words = run, Words()

    def next_batch(self) -> bool:
        """Compares the next rows; whether there may be more."""
        with transaction.atomic():
            run = ImportRun.objects.select_for_update().get(pk=self.run.pk)
            if run.state != ImportState.COMPARING:
                return False
            rows = list(run.rows.waiting()[:BATCH])
            if rows:
                self.compare(rows)
                return True
            refuse_lost_families(run)
            run.state = ImportState.READY
            run.save(update_fields=["state"])
            return False

    def compare(self, rows: list[ImportRow]) -> None:
        """Decides on ``rows``."""
        known = self.meet(rows)
        for row in rows:
            self.decide(row, known)
        changed = ["state", "name", "actor", "alike", "before", "after", "faults"]
        rewrite(rows, changed)

    def meet(self, rows: list[ImportRow]) -> Known:
        """The actors that ``rows`` are about or mention."""
        if not self.words.promised:
            own = self.run.rows.exclude(state=RowState.REFUSED).values_list("cells__slug", flat=True)
            self.words.promised = {slug for slug in own if slug}
        self.words.meet(word for row in rows for word in table.mentioned(row.cells))
        wanted: dict[str, set[str]] = {name: set() for name in KEYS}
        for row in rows:
            for name, value in keys_of(row, self.words).items():
                wanted[name].add(value)
        naming = Q(pk__in=[row.alike_id for row in rows if row.answer == "zelfde"])
        for name, values in wanted.items():
            naming |= Q(**{f"{name}__in": values})
        known = Known()
        known.add(whole(Actor.objects.filter(naming)))
        moved = SlugRedirect.objects.select_related("actor").filter(slug__in=wanted["slug"])
        known.moved = {redirect.slug: redirect.actor for redirect in moved}
        return known

    def decide(self, row: ImportRow, known: Known) -> None:
        """What ``row`` means."""
        row.name = row.cells.get("name", "")[:200]
        row.before, row.after, row.faults = {}, {}, []
        if row.answer == "overslaan":
            row.state = RowState.SKIPPED
            return
        actor = self.actor_of(row, known)
        row.actor = actor
        if actor:
            row.name = row.name or actor.name[:200]
        elif not row.answer and not row.faults and not keys_of(row, self.words):
            place = row.cells.get("place", "") or self.seat_of(row)
            row.alike_id = self.words.namesake(row.cells.get("name", ""), place)
        self.differ(row, actor)
        row.state = self.state_of(row)

    def state_of(self, row: ImportRow) -> RowState:
        """How a row that was compared stands."""
        if row.faults:
            return RowState.REFUSED
        if row.actor:
            return RowState.CHANGED if row.after else RowState.SAME
        return RowState.QUESTION if row.alike_id and not row.answer else RowState.NEW

    def seat_of(self, row: ImportRow) -> str:
        """The name of the municipality that ``row`` gives, as far as we understand it."""
        try:
            slug = table.stored("municipality", row.cells.get("municipality", ""), self.words)
        except ValidationError:
            return ""
        return self.words.list_of("municipality").labels.get(slug, "") if slug else ""

    def actor_of(self, row: ImportRow, known: Known) -> Actor | None:
        """The actor that ``row`` is about; None for a new one. Keys that contradict each other are faults."""
        if row.answer == "zelfde" and (chosen := known.by_key.get(("pk", str(row.alike_id)))):
            return chosen
        keys = keys_of(row, self.words)
        found = {name: known.by_key.get((name, value.casefold())) for name, value in keys.items()}
        first = next((actor for actor in found.values() if actor), None)
        for name, actor in found.items():
            if first and actor and actor != first:
                text = _("This belongs to “%(name)s” (%(slug)s), but another key of this row does not.")
                self.fault(row, name, text % {"name": actor.name, "slug": actor.slug})
            elif name == "slug" and (survivor := known.moved.get(keys[name])):
                text = _("This one was merged into “%(name)s”: write %(slug)s.")
                self.fault(row, name, text % {"name": survivor.name, "slug": survivor.slug})
            elif first and not actor and name == "slug":
                text = _("We do not know this key. The other number is of “%(name)s”: write %(slug)s.")
                self.fault(row, name, text % {"name": first.name, "slug": first.slug})
        return first

    def fault(self, row: ImportRow, name: str, text: str) -> None:
        """Notes that the column ``name`` of ``row`` is wrong."""
        row.faults.append([name, text, row.cells.get(name, "")[:100]])

    def differ(self, row: ImportRow, actor: Actor | None) -> None:
        """Fills ``before`` and ``after`` with the cells that differ, and ``faults`` with those that are wrong."""
        for name, said in row.cells.items():
            if not said and (actor is None or name in NEVER_EMPTY):
                continue
            try:
                told = tidy(table.told(name, table.stored(name, said, self.words), self.words))
            except ValidationError as error:
                self.fault(row, name, " ".join(error.messages))
                continue
            self.put(row, actor, name, told)
        if actor is None:
            for name in ("name", "kind"):
                if not row.cells.get(name):
                    self.fault(row, name, _("A new actor needs this."))
        self.settle(row, actor)

    def now(self, name: str, actor: Actor | None) -> str:
        """The text of the column ``name`` as it is stored now."""
        return table.cell(name, actor, self.words) if actor else table.blank(name)

    def put(self, row: ImportRow, actor: Actor | None, name: str, told: str) -> None:
        """Notes that column ``name`` becomes ``told``, if that is a difference."""
        old = self.now(name, actor)
        row.before.pop(name, None)
        row.after.pop(name, None)
        if told != old:
            row.before[name], row.after[name] = old, told

    def settle(self, row: ImportRow, actor: Actor | None) -> None:
        """What follows from the rules of an actor: the seat is a place of work, a former name stays known."""

        def then(name: str) -> str:
            return row.after.get(name, self.now(name, actor))

        seat, places = then("municipality"), parts(then("active_in"))
        if seat and seat not in places:
            stored = table.stored("active_in", joined([*places, seat]), self.words)
            self.put(row, actor, "active_in", table.told("active_in", stored, self.words))
        if bool(then("latitude")) != bool(then("longitude")):
            self.fault(row, "latitude", _("Give both latitude and longitude, or neither."))
        if actor and "name" in row.after:
            former = [name for name in parts(then("former_names")) if name != row.after["name"]]
            if fold(actor.name) != fold(row.after["name"]) and tidy(actor.name) not in former:
                former.append(tidy(actor.name))
            self.put(row, actor, "former_names", joined(former))
        if row.cells.get("slug") and then("parent") == row.cells["slug"]:
            self.fault(row, "parent", _("An actor cannot be part of itself."))


def keys_of(row: ImportRow, words: Words) -> dict[str, str]:
    """The keys that ``row`` gives and that can be one, as we keep them."""
    keys = {}
    for name in KEYS:
        said = row.cells.get(name, "")
        try:
            value = table.stored(name, said, words) if said else ""
        except ValidationError:
            continue
        if value:
            keys[name] = value
    return keys
