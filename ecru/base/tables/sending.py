"""A table comes in: its columns are recognised and its rows stored, before anything is compared."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ecru.base.spreadsheet import Unreadable

from .bulk import BATCH
from .columns import Table
from .runs import RowState


class NotOurs(Unreadable):
    """A table, but not one of the records that were expected."""


def recognised(table: Table, headers: list[str], stranger: Any) -> tuple[dict[str, int], list[str]]:
    """Where each of our columns stands, and what to say about the columns that are not ours.

    ``stranger``: a sentence for a table without any of the columns by which records are known. Raises ``NotOurs``.
    """
    columns: dict[str, int] = {}
    notices = []
    for place, header in enumerate(headers):
        name = table.named(header)
        if name in columns:
            raise NotOurs(_("The column “%(column)s” stands in this table twice.") % {"column": header[:80]})
        if name:
            columns[name] = place
        elif header:
            near = table.nearest(header)
            told = _("We leave the column “%(column)s” out: we do not know it.") % {"column": header[:80]}
            hint = _("Did you mean “%(near)s”?") % {"near": near} if near else ""
            notices.append(f"{told} {hint}".strip())
    known_by = (table.title, *table.keys)
    if not set(known_by) & set(columns):
        wanted = ", ".join(table.header_of(name) for name in known_by)
        more = "".join(f" {notice}" for notice in notices[:3])
        raise NotOurs(str(stranger) % {"columns": wanted} + more)
    return columns, notices


def store(run: Any, rows: list[Any], key: uuid.UUID) -> Any:
    """Writes ``run`` and its rows; the one there is when the same form was sent before."""
    try:
        with transaction.atomic():
            run.save()
            type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
    except IntegrityError:
        return type(run)._default_manager.get(key=key)
    return run


def refuse_twins(table: Table, rows: list[Any]) -> None:
    """Refuses rows that name the same record as another row of the table."""
    met: dict[tuple[str, ...], Any] = {}
    for row in rows:
        for mark in table.marks_of(row.cells):
            first = met.setdefault(mark, row)
            if first is not row:
                refuse_twin(table, row, first, mark[0])
                if len(mark[1:]) == 1:  # a key of our own: none of the two can be trusted
                    refuse_twin(table, first, row, mark[0])


def refuse_twin(table: Table, row: Any, other: Any, column: str) -> None:
    """Refuses ``row`` for what it has in common with ``other``."""
    row.state = RowState.REFUSED
    row.name = row.cells.get(table.title, "")[:200]
    told = _("Row %(number)d has the same. Take one of the two out.") % {"number": other.number}
    fault = [column, told, row.cells.get(column, "")[:100]]
    if fault not in row.faults:
        row.faults.append(fault)
