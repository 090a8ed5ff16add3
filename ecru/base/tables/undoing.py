"""Undoing an import: back to what it was, except where somebody worked since. That is left alone, and told."""

from typing import Any, ClassVar

from django.contrib.admin.models import CHANGE, DELETION
from django.core.exceptions import ValidationError
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _

from .bulk import batches, rewrite
from .runs import RowState
from .writing import Cells, Writer


class Undoer:
    """Takes back the rows of one import in the name of ``user``."""

    writer_type: ClassVar[type[Writer]]
    own: ClassVar[frozenset[type[Any]]] = (
        frozenset()
    )  # kinds of records that go with the record, or only tell of it

    def __init__(self, user: Any, run: Any) -> None:
        reason = _("Import of %(file)s undone") % {"file": run.file_name}
        self.writer: Any = self.writer_type(user, reason, run)
        self.words = self.writer.words
        self.table = self.writer.table

    def undo(self, run: Any) -> None:
        """The changed records first, as they may mention the new ones."""
        written = run.rows.to_write()
        for rows in batches(list(written.filter(state=RowState.CHANGED))):
            self.set_back(rows)
        new = list(written.filter(state=RowState.NEW))
        going = [row for rows in batches(new) for row in self.untouched(rows)]
        self.remove(self.unneeded(going))
        if new:
            rewrite(new, ["left_alone"])

    def records_of(self, rows: list[Any]) -> dict[int, Any]:
        """The records of ``rows`` as they are now; a row whose record is gone says so."""
        locked = self.table.whole(self.writer.model._default_manager.select_for_update(of=("self",)))
        records = locked.in_bulk([row.record_key for row in rows if row.record_key])
        for row in rows:
            if row.record_key not in records:
                row.left_alone = _("It was deleted or merged since.")
        return records

    def set_back(self, rows: list[Any]) -> None:
        """Gives changed records their cells of before, where these are still what the import wrote."""
        records = self.records_of(rows)
        self.writer.meet([row.before for row in rows])
        changes: list[Cells] = []
        for row in rows:
            record = records.get(row.record_key)
            cells = self.cells_back(row, record) if record else {}
            if record and cells:
                changes.append((record, cells))
        if changes:
            self.writer.change(changes)
            self.writer.note([record for record, _cells in changes], CHANGE, _("Import undone."))
        rewrite(rows, ["left_alone"])

    def cells_back(self, row: Any, record: Any) -> dict[str, str]:
        """The cells of ``row`` that can go back to what they were."""
        cells, left = {}, []
        for name, before in row.before.items():
            now = self.table.cell(name, record, self.words)
            if now == before:
                continue
            if now == row.after.get(name) and self.is_possible(name, before):
                cells[name] = before
            else:
                left.append(self.table.header_of(name))
        if left:
            row.left_alone = _("Changed since, so left alone: %(columns)s.") % {"columns": ", ".join(left)}
        return cells

    def is_possible(self, name: str, cell: str) -> bool:
        """Whether ``cell`` still means something."""
        try:
            self.table.stored(name, cell, self.words)
        except ValidationError:
            return False
        return True

    def untouched(self, rows: list[Any]) -> list[Any]:
        """Those of the new records that nobody worked on since."""
        records, going = self.records_of(rows), []
        for row in rows:
            record = records.get(row.record_key)
            if record is None:
                continue
            changed = [
                self.table.header_of(name)
                for name in self.table.fields
                if name != "slug"
                and self.table.cell(name, record, self.words) != row.after.get(name, self.table.blank(name))
            ]
            changed += self.changed_beside(record)
            if changed:
                row.left_alone = _("Changed since, so it stays: %(columns)s.") % {
                    "columns": ", ".join(changed)
                }
            else:
                going.append(row)
        return going

    def changed_beside(self, record: Any) -> list[str]:
        """What of ``record`` was added since that stands in no column, in words."""
        return []

    def unneeded(self, rows: list[Any]) -> list[Any]:
        """Those of ``rows`` whose record no other one needs; a record that goes as well needs nothing."""
        while True:
            needed = self.needed_among({row.record_key for row in rows if row.record_key})
            for row in rows:
                if row.record_key in needed:
                    row.left_alone = _("Other records refer to it by now, so it stays.")
            if not needed:
                return rows
            rows = [row for row in rows if row.record_key not in needed]

    def needed_among(self, keys: set[int]) -> set[int]:
        """Those of ``keys`` to which a record refers that does not go with them."""
        needed: set[int] = set()
        for relation in self.relations():
            model: Any = relation.related_model
            name = relation.field.name
            for part in batches(sorted(keys)):
                found = model._base_manager.filter(**{f"{name}__in": part})
                if model is self.writer.model:
                    found = found.exclude(pk__in=keys)
                needed |= set(
                    found.values_list(f"{name}__pk" if relation.many_to_many else f"{name}_id", flat=True)
                )
        return needed & keys

    def relations(self) -> list[Any]:
        """Every relation from another record to one of this kind, but for those that go with it."""
        return [
            relation
            for relation in self.writer.model._meta.get_fields(include_hidden=True)
            if isinstance(relation, ForeignObjectRel)
            and relation.related_model not in self.own
            and not relation.related_model._meta.auto_created
        ]

    def remove(self, rows: list[Any]) -> None:
        """Deletes the records of ``rows``; the history keeps their names."""
        for part in batches(rows):
            records = list(self.writer.model._default_manager.filter(pk__in=[row.record_key for row in part]))
            self.writer.note(records, DELETION, _("Import undone."))
            self.writer.note_deleted(records)
            self.writer.model._default_manager.filter(pk__in=[record.pk for record in records]).delete()
            for row in part:
                row.forget_record()
