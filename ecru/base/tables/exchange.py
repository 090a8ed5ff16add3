"""One kind of table, from the file that comes in to the import that is undone: everything an admin does with it."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ecru.base.spreadsheet import Table as Read

from .columns import Table
from .comparing import Comparer, reopen
from .runs import ImportState, RowState, TableRow, TableRun
from .sending import recognised, refuse_twins, store
from .undoing import Undoer
from .writing import Changed, Writer


@dataclass(frozen=True)
class Exchange:
    """A kind of table: its columns, its records of an import, and what is particular to it.

    ``stranger``: a sentence for a file that has none of the columns %(columns)s by which a record is known.
    """

    table: Table
    run: type[TableRun]
    row: type[TableRow]
    comparer: type[Comparer]
    writer: type[Writer]
    undoer: type[Undoer]
    stranger: Any

    def send(self, *, table: Read, file_name: str, user: Any, key: uuid.UUID) -> Any:
        """Stores the rows of ``table`` to be compared. ``key`` is of the form: sent twice, it gives one import.

        Raises ``NotOurs`` when there is no column to know a record by, or one stands there twice.
        """
        columns, notices = recognised(self.table, table.headers, self.stranger)
        run = self.run(
            made_by=user,
            made_by_name=str(user),
            file_name=file_name[:200],
            key=key,
            columns=list(columns),
            notices=[*table.notices, *notices],
        )
        make: Any = self.row
        rows = [
            make(
                run=run,
                number=number,
                cells={name: cells[place] if place < len(cells) else "" for name, place in columns.items()},
            )
            for number, cells in table.rows
        ]
        refuse_twins(self.table, rows)
        return store(run, rows, key)

    def compare_some(self, run: Any, *, seconds: float) -> None:
        """Compares rows of ``run`` for about ``seconds``; after the last one the import is ready to be decided on."""
        comparer, end = self.comparer(run), time.monotonic() + seconds
        while comparer.next_batch() and time.monotonic() < end:
            pass

    def answer_some(self, run: Any, answers: dict[int, str]) -> None:
        """Notes what rows with a question mean ("zelfde", "nieuw", "overslaan"), by their key, and compares them again."""
        with transaction.atomic():
            for row in run.rows.filter(state=RowState.QUESTION, pk__in=answers):
                row.answer, row.state = answers[row.pk], RowState.WAITING
                row.save(update_fields=["answer", "state"])
            reopen(run)

    def answer_all(self, run: Any, answer: str) -> None:
        """Notes one ``answer`` for every row that still has a question."""
        with transaction.atomic():
            run.rows.filter(state=RowState.QUESTION).update(answer=answer, state=RowState.WAITING)
            reopen(run)

    def write(self, run: Any, *, user: Any, tell: Callable[[str], object] = str) -> bool:
        """Makes and changes what ``run`` says; whether this call did it (somebody else may have, a moment before).

        ``tell`` hears what could not be settled besides. Raises ``Changed`` when records are not what they were when it was compared: then nothing is written, and the
        rows it names are compared again.
        """
        if not run.claim(ImportState.READY):
            return False
        try:
            with transaction.atomic():
                locked = self.locked(run, ImportState.READY)
                if locked is None:
                    return False
                reason = _("Import of %(file)s") % {"file": run.file_name}
                rows, writer = list(run.rows.to_write()), self.writer(user, reason, locked)
                writer.write(rows)
                left = writer.settle(rows)
                locked.state, locked.done_at, locked.writing_since = ImportState.DONE, timezone.now(), None
                locked.save(update_fields=["state", "done_at", "writing_since"])
            for told in left:
                tell(told)
            return True
        except Changed as changed:
            run.release()
            with transaction.atomic():
                run.rows.filter(number__in=changed.numbers).update(state=RowState.WAITING)
                reopen(run)
            raise
        finally:
            run.release()

    def undo(self, run: Any, *, user: Any) -> bool:
        """Takes back what ``run`` wrote; whether this call did it. Rows say in ``left_alone`` what could not be taken back."""
        if not run.claim(ImportState.DONE):
            return False
        try:
            with transaction.atomic():
                locked = self.locked(run, ImportState.DONE)
                if locked is None:
                    return False
                self.undoer(user, run).undo(run)
                locked.state, locked.undone_at, locked.writing_since = (
                    ImportState.UNDONE,
                    timezone.now(),
                    None,
                )
                locked.undone_by, locked.undone_by_name = user, str(user)
                told = ["state", "undone_at", "undone_by", "undone_by_name", "writing_since"]
                locked.save(update_fields=told)
            return True
        finally:
            run.release()

    def locked(self, run: Any, state: str) -> Any:
        """``run`` for this transaction alone, if it is still in ``state``."""
        found = self.run._default_manager.select_for_update().get(pk=run.pk)
        return found if found.state == state else None
