"""Writing an import: every row in one transaction, or none. What changed since it was compared is never overwritten."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .bulk import BATCH, batches
from .columns import Table
from .runs import RowState
from .words import Words

Cells = tuple[Any, dict[str, str]]  # a record, and the cells that it gets


class Changed(Exception):  # noqa: N818 - named after what happened
    """Records changed after the import was compared; ``numbers`` are the rows that have to be looked at again."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


class Writer:
    """Writes rows of the import ``run`` in the name of ``user``; ``reason`` stands in the history of every record."""

    table: ClassVar[Table]
    words_type: ClassVar[type[Words]]

    def __init__(self, user: Any, reason: str, run: Any) -> None:
        self.user, self.reason, self.run = user, reason, run
        self.words: Any = self.words_type()

    @property
    def model(self) -> Any:
        """The kind of record."""
        return self.table._meta.model

    def write(self, rows: list[Any]) -> None:
        """Makes the new records first, so that the others can name them."""
        new = [row for row in rows if row.state == RowState.NEW]
        old = [row for row in rows if row.state == RowState.CHANGED]
        self.prepare(new)
        self.refuse_meaningless(rows)
        self.refuse_taken(new)
        changes = [change for batch in batches(new) for change in self.make(batch)]
        for batch in batches(changes):
            self.apply(batch)
        self.note_added([row.record for row in new if row.record])
        for rows_then in batches(old):
            self.change(self.changes_of(rows_then))
        self.note([row.record for row in new], ADDITION, _("Added by an import."))
        self.note([row.record for row in old], CHANGE, _("Changed by an import."))

    def settle(self, rows: list[Any]) -> list[str]:
        """What follows elsewhere, once all ``rows`` are written; returns what could not be settled, in words for who wrote."""
        return []

    def note(self, records: Sequence[Any], flag: int, message: str) -> None:
        """Writes a line in the log of every record."""
        if records:
            LogEntry.objects.log_actions(self.user.pk, records, flag, message)

    def refuse_taken(self, rows: list[Any]) -> None:
        """Raises ``Changed`` when somebody gave a key of a new row away meanwhile."""
        taken: list[int] = []
        for name in self.table.keys:
            wanted = {self.value(name, row.after[name]): row.number for row in rows if row.after.get(name)}
            for part in batches(list(wanted)):
                known = self.model._default_manager.order_by().filter(**{f"{name}__in": part})
                taken += [wanted[value] for value in known.values_list(name, flat=True)]
        if taken:
            raise Changed(taken)

    def refuse_meaningless(self, rows: list[Any]) -> None:
        """Raises ``Changed`` when a word that a row uses was taken away meanwhile."""
        self.meet([row.after for row in rows])
        lost = []
        for row in rows:
            try:
                for name in {*self.table.one, *self.table.many} & set(row.after):
                    self.value(name, row.after[name])
            except ValidationError:
                lost.append(row.number)
        if lost:
            raise Changed(lost)

    def value(self, name: str, cell: str) -> Any:
        """What we keep for ``cell``."""
        return self.table.stored(name, cell, self.words)

    def changes_of(self, rows: list[Any]) -> list[Cells]:
        """What ``rows`` change. Raises ``Changed`` when a cell is not what it was."""
        locked = self.table.whole(self.model._default_manager.select_for_update(of=("self",)))
        records = locked.in_bulk([row.record_key for row in rows if row.record_key])
        changes, stale = [], []
        for row in rows:
            record = records.get(row.record_key)
            if record is None or any(
                self.table.cell(name, record, self.words) != said for name, said in row.before.items()
            ):
                stale.append(row.number)
            else:
                changes.append((record, dict(row.after)))
        if stale:
            raise Changed(stale)
        return changes

    def link(self, name: str, cells: list[tuple[Any, str]]) -> None:
        """Replaces the relation ``name`` of records."""
        if not cells:
            return
        relation: Any = self.model._meta.get_field(name)
        through, one, other = (
            relation.remote_field.through,
            relation.m2m_field_name(),
            relation.m2m_reverse_field_name(),
        )
        through.objects.filter(**{f"{one}__in": [record.pk for record, _cell in cells]}).delete()
        through.objects.bulk_create(
            [
                through(**{f"{one}_id": record.pk, f"{other}_id": self.key(name, slug)})
                for record, cell in cells
                for slug in self.value(name, cell)
            ],
            batch_size=BATCH,
        )

    # --- What a kind of table fills in ---------------------------------------------------------------------------

    def prepare(self, new: list[Any]) -> None:
        """Takes note of the rows that will make a record, before anything else."""

    def meet(self, many: list[dict[str, str]]) -> None:
        """Looks up the records that these cells mention."""

    def make(self, rows: list[Any]) -> list[Cells]:
        """New records with what needs no other record; returns them with what is still to do."""
        raise NotImplementedError

    def apply(self, changes: list[Cells]) -> None:
        """Gives every record the cells that stand with it, and lets search find the result."""
        raise NotImplementedError

    def key(self, name: str, slug: str) -> int | None:
        """The key of the record that ``slug`` names in relation ``name``."""
        raise NotImplementedError

    def note_added(self, records: list[Any]) -> None:
        """Writes new records in the history."""
        raise NotImplementedError

    def note_deleted(self, records: list[Any]) -> None:
        """Writes in the history that records go."""
        raise NotImplementedError

    def change(self, changes: list[Cells]) -> None:
        """Does ``apply``, and writes in the history what that changed."""
        raise NotImplementedError
