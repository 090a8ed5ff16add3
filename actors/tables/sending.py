"""A table comes in: its columns are recognised and its rows stored, before anything is compared."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actors.models import ImportRow, ImportRun
from ecru.base.spreadsheet import Table, Unreadable
from ecru.base.text import fold

from .columns import KEYS, header_of, named, nearest
from .words import digits_of


class NotOurs(Unreadable):
    """A table, but not one of actors."""


def send(*, table: Table, file_name: str, user: Any, key: uuid.UUID) -> ImportRun:
    """Stores the rows of ``table`` to be compared. ``key`` is of the form: sent twice, it gives one import.

    Raises ``NotOurs`` when there is no column to know an actor by, or one stands there twice.
    """
    columns, notices = recognised(table.headers)
    run = ImportRun(
        made_by=user,
        made_by_name=str(user),
        file_name=file_name[:200],
        key=key,
        columns=list(columns),
        notices=[*table.notices, *notices],
    )
    rows = [
        ImportRow(
            run=run,
            number=number,
            cells={name: cells[place] if place < len(cells) else "" for name, place in columns.items()},
        )
        for number, cells in table.rows
    ]
    refuse_twins(rows)
    try:
        with transaction.atomic():
            run.save()
            ImportRow.objects.bulk_create(rows, batch_size=500)
    except IntegrityError:
        return ImportRun.objects.get(key=key)
    return run


def recognised(headers: list[str]) -> tuple[dict[str, int], list[str]]:
    """Where each of our columns stands, and what to say about the columns that are not ours."""
    columns: dict[str, int] = {}
    notices = []
    for place, header in enumerate(headers):
        name = named(header)
        if name in columns:
            raise NotOurs(_("The column “%(column)s” stands in this table twice.") % {"column": header[:80]})
        if name:
            columns[name] = place
        elif header:
            near = nearest(header)
            told = _("We leave the column “%(column)s” out: we do not know it.") % {"column": header[:80]}
            hint = _("Did you mean “%(near)s”?") % {"near": near} if near else ""
            notices.append(f"{told} {hint}".strip())
    if not {"name", *KEYS} & set(columns):
        wanted = ", ".join(header_of(name) for name in ("name", *KEYS))
        raise NotOurs(
            _(
                "This table has none of the columns by which we know an actor: %(columns)s. Is the first row the one with the headers?"
            )
            % {"columns": wanted}
            + "".join(f" {notice}" for notice in notices[:3])
        )
    return columns, notices


def refuse_twins(rows: list[ImportRow]) -> None:
    """Refuses rows that name the same actor as another row of the table."""
    met: dict[tuple[str, ...], ImportRow] = {}
    for row in rows:
        for mark in marks_of(row.cells):
            first = met.setdefault(mark, row)
            if first is not row:
                refuse_twin(row, first, mark[0])
                if len(mark[1:]) == 1:  # a key of our own: none of the two can be trusted
                    refuse_twin(first, row, mark[0])


def marks_of(cells: dict[str, str]) -> list[tuple[str, ...]]:
    """What tells a row from others: its keys; without any, its name and place."""
    keys = {
        "slug": cells.get("slug", ""),
        "kbo_number": digits_of(cells.get("kbo_number", "").rjust(10, "0")),
        "v_code": cells.get("v_code", "").casefold(),
    }
    marks = [(name, value) for name, value in keys.items() if value.strip("0")]
    if marks or not cells.get("name"):
        return list(marks)
    return [("name", fold(cells["name"]), fold(cells.get("municipality", "") or cells.get("place", "")))]


def refuse_twin(row: ImportRow, other: ImportRow, column: str) -> None:
    """Refuses ``row`` for what it has in common with ``other``."""
    row.state = ImportRow.State.REFUSED
    row.name = row.cells.get("name", "")[:200]
    told = _("Row %(number)d has the same. Take one of the two out.") % {"number": other.number}
    fault = [column, told, row.cells.get(column, "")[:100]]
    if fault not in row.faults:
        row.faults.append(fault)
