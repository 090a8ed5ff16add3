"""The dry run: what every row of a table would change. Nothing but the rows themselves is written.

It goes in batches, each in a transaction of its own, so that it can stop and go on at any moment; two windows that
drive it at the same time wait for each other.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction

from ecru.base.spreadsheet.cells import tidy

from .bulk import BATCH, rewrite
from .columns import Table
from .runs import ImportState, RowState
from .words import Words

SAME, NEW, SKIP = "zelfde", "nieuw", "overslaan"  # what an editor answers to a question about a row
LONGEST_NAME = 200


def reopen(run: Any) -> None:
    """Lets rows be compared again, unless the import was decided on meanwhile."""
    locked = type(run)._default_manager.select_for_update().get(pk=run.pk)
    if locked.state not in {ImportState.READY, ImportState.COMPARING} or locked.is_being_written:
        transaction.set_rollback(True)
        return
    locked.state = ImportState.COMPARING
    locked.save(update_fields=["state"])


class Comparer:
    """Compares the rows of one import; keeps what words mean from batch to batch. A kind of table fills in the rest."""

    table: ClassVar[Table]
    words_type: ClassVar[type[Words]]

    def __init__(self, run: Any) -> None:
        self.run: Any = run
        self.words: Any = self.words_type()

    def next_batch(self) -> bool:
        """Compares the next rows; whether there may be more."""
        with transaction.atomic():
            run = type(self.run)._default_manager.select_for_update().get(pk=self.run.pk)
            if run.state != ImportState.COMPARING:
                return False
            rows = list(run.rows.waiting()[:BATCH])
            if rows:
                self.compare(rows)
                return True
            self.finish(run)
            run.state = ImportState.READY
            run.save(update_fields=["state"])
            return False

    def compare(self, rows: list[Any]) -> None:
        """Decides on ``rows``."""
        known = self.meet(rows)
        for row in rows:
            self.decide(row, known)
        changed = ["state", "name", rows[0].record_name, "alike", "before", "after", "faults"]
        rewrite(rows, changed)

    def decide(self, row: Any, known: Any) -> None:
        """What ``row`` means."""
        row.name = row.cells.get(self.table.title, "")[:LONGEST_NAME]
        row.before, row.after, row.faults = {}, {}, []
        if row.answer == SKIP:
            row.state = RowState.SKIPPED
            return
        record = self.record_of(row, known)
        row.record = record
        if record:
            row.name = row.name or str(getattr(record, self.table.title))[:LONGEST_NAME]
        elif not row.answer and not row.faults:
            self.ask(row)
        self.differ(row, record)
        row.state = self.state_of(row)

    def state_of(self, row: Any) -> RowState:
        """How a row that was compared stands."""
        if row.faults:
            return RowState.REFUSED
        if row.record:
            return RowState.CHANGED if row.after else RowState.SAME
        return RowState.QUESTION if row.alike_id and not row.answer else RowState.NEW

    def fault(self, row: Any, name: str, text: str) -> None:
        """Notes that the column ``name`` of ``row`` is wrong."""
        row.faults.append([name, text, row.cells.get(name, "")[:100]])

    def differ(self, row: Any, record: Any) -> None:
        """Fills ``before`` and ``after`` with the cells that differ, and ``faults`` with those that are wrong."""
        for name, said in row.cells.items():
            if not said and (record is None or name in self.table.never_empty):
                continue
            try:
                told = tidy(self.table.told(name, self.table.stored(name, said, self.words), self.words))
            except ValidationError as error:
                self.fault(row, name, " ".join(error.messages))
                continue
            self.put(row, record, name, told)
        if record is None:
            for name in self.table.needed:
                if not row.cells.get(name):
                    self.fault(row, name, self.needed_because())
        self.settle(row, record)

    def now(self, name: str, record: Any) -> str:
        """The text of the column ``name`` as it is stored now."""
        return self.table.cell(name, record, self.words) if record else self.table.blank(name)

    def then(self, name: str, row: Any, record: Any) -> str:
        """The text of the column ``name`` as it would be."""
        return str(row.after[name]) if name in row.after else self.now(name, record)

    def put(self, row: Any, record: Any, name: str, told: str) -> None:
        """Notes that column ``name`` becomes ``told``, if that is a difference."""
        old = self.now(name, record)
        row.before.pop(name, None)
        row.after.pop(name, None)
        if told != old:
            row.before[name], row.after[name] = old, told

    # --- What a kind of table fills in ---------------------------------------------------------------------------

    def meet(self, rows: list[Any]) -> Any:
        """The records that ``rows`` are about or mention, as ``record_of`` takes them; a constant number of queries."""
        raise NotImplementedError

    def record_of(self, row: Any, known: Any) -> Any:
        """The record that ``row`` is about; None for a new one."""
        raise NotImplementedError

    def needed_because(self) -> str:
        """What to say about a cell that a new record cannot do without."""
        raise NotImplementedError

    def ask(self, row: Any) -> None:
        """Sets ``row.alike`` when the row looks like a record that is known already."""

    def settle(self, row: Any, record: Any) -> None:
        """What follows from the rules of a record."""

    def finish(self, run: Any) -> None:
        """What can only be decided when every row is compared."""
