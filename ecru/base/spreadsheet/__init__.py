"""Tables that people open in a spreadsheet: CSV and XLSX, read with suspicion and written without formulas."""

from .cells import LONGEST_CELL, plain, safe
from .reading import MOST_BYTES, MOST_ROWS, Table, Unreadable, read_table
from .writing import MEDIA_TYPES, Cell, csv_lines, xlsx_bytes

__all__ = [
    "LONGEST_CELL",
    "MEDIA_TYPES",
    "MOST_BYTES",
    "MOST_ROWS",
    "Cell",
    "Table",
    "Unreadable",
    "csv_lines",
    "plain",
    "read_table",
    "safe",
    "xlsx_bytes",
]
