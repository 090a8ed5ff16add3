"""Writing tables for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from .cells import safe, tidy

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cell = str | int | Decimal  # a number is added up; text is text, also when it looks like a number
BYTE_ORDER_MARK = "\ufeff"  # without it, Excel takes UTF-8 for something else


def csv_lines(headers: Iterable[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a CSV file as Excel in Dutch opens it: UTF-8 with a mark, ``;`` between cells, and a comma in a number."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    line.write(BYTE_ORDER_MARK)
    writer.writerow([safe(tidy(header)) for header in headers])
    yield line.getvalue()
    for cells in rows:
        line.seek(0)
        line.truncate()
        writer.writerow([written(cell) for cell in cells])
        yield line.getvalue()


def written(cell: Cell) -> str:
    """``cell`` as it stands in a CSV file."""
    return safe(tidy(cell)) if isinstance(cell, str) else str(cell).replace(".", ",")


def xlsx_bytes(headers: Iterable[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """A workbook with one sheet, every text of it text and every number a number, and the first row always in sight."""
    # Here, as in reading.py: only who asks for a workbook needs it.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    heads = []
    for header in headers:
        cell = WriteOnlyCell(sheet, value=safe(tidy(header)))
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for cells in rows:
        sheet.append([safe(tidy(cell)) if isinstance(cell, str) else cell for cell in cells])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()
