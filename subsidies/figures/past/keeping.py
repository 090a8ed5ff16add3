"""Taking a table in, making its dossiers once, and taking them back: the only functions that do so."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import User
from ecru.base.spreadsheet import Table
from ecru.base.tables.bulk import BATCH
from ecru.base.tables.runs import ImportState, RowState
from ecru.base.tables.sending import store
from ecru.base.text import fold
from subsidies.models import PastDossier, PastImport, PastRow
from subsidies.permissions import runs_dossiers

from .columns import recognised
from .reading import Known, Reader

SHOWN = 20
KEYS = ("actor", "measure", "provider", "municipality")


def receive(*, table: Table, file_name: str, by: User, key: uuid.UUID) -> PastImport:
    """Reads every row of ``table`` and keeps what each would make; nothing is made yet. ``key`` is of the form: sent twice, it gives one import.

    Raises ``Unreadable`` for a table that is not about dossiers, and ``PermissionDenied``.
    """
    if not runs_dossiers(by):
        raise PermissionDenied
    columns, notices = recognised(table)
    run = PastImport(
        made_by=by,
        made_by_name=str(by)[:254],
        file_name=file_name[:200],
        key=key,
        state=ImportState.READY,
        columns=list(columns),
        notices=[*table.notices, *notices],
    )
    reader = Reader(Known())
    rows = []
    for number, cells in table.rows:
        named = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
        after, faults = reader.read(number, named)
        rows.append(
            PastRow(
                run=run,
                number=number,
                cells=named,
                name=named.get("title", "")[:200],
                state=RowState.REFUSED if faults else RowState.NEW,
                after=after,
                faults=faults,
            )
        )
    return store(run, rows, key)


def newest() -> Any:
    """The tables that came in last."""
    return PastImport.objects.order_by("-pk")[:SHOWN]


def locked(run: PastImport, state: str) -> PastImport | None:
    """``run`` for this transaction alone, if it is still in ``state``. Imports wait for each other: two may tell of the same dossier."""
    found = {one.pk: one for one in PastImport.objects.select_for_update().order_by("pk")}[run.pk]
    return found if found.state == state else None


@transaction.atomic
def bring_in(*, run: PastImport, by: User) -> int:
    """Makes what the rows without a fault say; how many. 0 when somebody did so before. Raises ``PermissionDenied``.

    A dossier that came in with another table meanwhile stays out, and its row says so.
    """
    if not runs_dossiers(by):
        raise PermissionDenied
    mine = locked(run, ImportState.READY)
    if mine is None:
        return 0
    there = {
        (actor, year, fold(title))
        for actor, year, title in PastDossier.objects.values_list("actor", "year", "title")
    }
    made: list[PastRow] = []
    new: list[PastDossier] = []
    late: list[PastRow] = []
    for row in mine.rows.to_write():
        dossier = dossier_of(row, mine)
        if (dossier.actor_id, dossier.year, fold(dossier.title)) in there:
            row.state = RowState.SKIPPED
            row.left_alone = _("This dossier came in with an earlier table.")
            late.append(row)
        else:
            row.dossier = dossier
            made.append(row)
            new.append(dossier)
    PastDossier.objects.bulk_create(new, batch_size=BATCH)
    PastRow.objects.bulk_update(made, ["dossier"], batch_size=BATCH)
    PastRow.objects.bulk_update(late, ["state", "left_alone"], batch_size=BATCH)
    mine.state, mine.done_at = ImportState.DONE, timezone.now()
    mine.save(update_fields=["state", "done_at"])
    return len(made)


def dossier_of(row: PastRow, run: PastImport) -> PastDossier:
    """The earlier dossier that ``row`` tells; not stored yet."""
    values = dict(row.after)
    keys = {f"{name}_id": values.pop(name) for name in KEYS}
    for name in ("requested", "granted"):
        values[name] = Decimal(values[name]) if values[name] is not None else None
    values["asked_on"] = date.fromisoformat(values["asked_on"]) if values["asked_on"] else None
    return PastDossier(run=run, **values, **keys)


@transaction.atomic
def take_back(*, run: PastImport, by: User) -> int:
    """Removes every dossier that ``run`` made; how many. 0 when somebody did so before. Raises ``PermissionDenied``."""
    if not runs_dossiers(by):
        raise PermissionDenied
    mine = locked(run, ImportState.DONE)
    if mine is None:
        return 0
    gone: int = PastDossier.objects.filter(run=mine).delete()[1].get(PastDossier._meta.label, 0)
    mine.state, mine.undone_at = ImportState.UNDONE, timezone.now()
    mine.undone_by, mine.undone_by_name = by, str(by)[:254]
    mine.save(update_fields=["state", "undone_at", "undone_by", "undone_by_name"])
    return gone


def stop(*, run: PastImport, by: User) -> bool:
    """Lets a table go before anything is made of it; whether that was still possible. Raises ``PermissionDenied``."""
    if not runs_dossiers(by):
        raise PermissionDenied
    return run.cancel()
