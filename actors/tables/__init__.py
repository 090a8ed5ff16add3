"""Actors as a table: what goes out as a spreadsheet comes in again, row by row compared with what we know."""

from django.utils.translation import gettext_lazy as _

from actors.models import ImportRow, ImportRun
from ecru.base.tables.exchange import Exchange
from ecru.base.tables.sending import NotOurs
from ecru.base.tables.writing import Changed

from .columns import ActorTable, headers_of, table
from .comparing import Comparer
from .undoing import Undoer
from .writing import Writer

ACTORS = Exchange(
    table,
    ImportRun,
    ImportRow,
    Comparer,
    Writer,
    Undoer,
    stranger=_(
        "This table has none of the columns by which we know an actor: %(columns)s. Is the first row the one with the headers?"
    ),
)
undo, write = ACTORS.undo, ACTORS.write

__all__ = ["ACTORS", "ActorTable", "Changed", "NotOurs", "headers_of", "table", "undo", "write"]
