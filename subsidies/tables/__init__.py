"""Measures as a table: what goes out as a spreadsheet comes in again, row by row compared with what we know."""

from django.utils.translation import gettext_lazy as _

from ecru.base.tables.exchange import Exchange
from subsidies.models.tables import MeasureImport, MeasureImportRow

from .columns import MOST_ROUNDS, MeasureTable, table
from .comparing import Comparer
from .undoing import Undoer
from .writing import Writer

MEASURES = Exchange(
    table,
    MeasureImport,
    MeasureImportRow,
    Comparer,
    Writer,
    Undoer,
    stranger=_(
        "This table has none of the columns by which we know a measure: %(columns)s. Is the first row the one with the headers?"
    ),
)

__all__ = ["MEASURES", "MOST_ROUNDS", "MeasureTable", "table"]
