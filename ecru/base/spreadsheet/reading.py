"""Reading a table that somebody sends: only CSV and XLSX, only values, and never more than fits.

Whatever cannot be read raises ``Unreadable`` with a sentence that says what to do. Nothing of the file is executed:
formulas give the value that was stored with them, macros and links to elsewhere are refused or ignored.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _

from .cells import plain, said, tidy

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 150 * 1024 * 1024
MOST_PARTS = 500

DELIMITERS = ";,\t|"
# Excel puts such a line first, so that another one knows what stands between the cells: sep=;
TOLD_DELIMITER = re.compile(r'\A"?sep=([^\w\s"]|\t)"?\1*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
ZIP_START = b"PK\x03\x04"
OTHER_STARTS = (b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"{\\rtf", b"Rar!")


class Unreadable(Exception):  # noqa: N818 - named after what the file is
    """A file that is no table we read; the text says why and what to do."""


@dataclass
class Table:
    """A table as text: its columns, its rows with their number in the file, and what to know about the reading."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]
    notices: list[str] = field(default_factory=list)


def read_table(upload: IO[bytes]) -> Table:
    """The first sheet of ``upload``. Raises ``Unreadable`` for what is no table, or too large a one."""
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable(
            _("This file is larger than %(most)d MB. Split it.") % {"most": MOST_BYTES // 1024 // 1024}
        )
    if not content.strip():
        raise Unreadable(_("This file is empty."))
    if content.startswith(OTHER_STARTS):
        raise Unreadable(_("This is not a table we can read. Save it as .xlsx or .csv and choose that file."))
    notices: list[str] = []
    lines = xlsx_rows(content, notices) if content.startswith(ZIP_START) else csv_rows(content, notices)
    return Table(*_framed(lines), notices)


def _framed(lines: Iterable[list[str]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headers and the rows that hold something, each with its number as a spreadsheet counts."""
    headers: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(lines, 1):
        if not any(cells):
            continue
        if not headers:
            headers = cells
            continue
        if len(rows) == MOST_ROWS:
            raise Unreadable(
                _("This file has more than %(most)s rows. Split it, and import the parts one by one.")
                % {"most": f"{MOST_ROWS:,}".replace(",", ".")}
            )
        rows.append((number, cells))
    if not rows:
        raise Unreadable(_("This table has no rows below its headers."))
    if len(headers) > MOST_COLUMNS:
        raise Unreadable(
            _("This table has more than %(most)d columns. Is it the right file?") % {"most": MOST_COLUMNS}
        )
    return headers, rows


def csv_rows(content: bytes, notices: list[str]) -> Iterator[list[str]]:
    """The rows of a CSV file, whatever its delimiter; in UTF-8, UTF-16 with a mark, or the letters of Windows."""
    text = decoded(content, notices)
    if "\0" in text:
        raise Unreadable(_("This is not a table we can read. Save it as .xlsx or .csv and choose that file."))
    text, delimiter = delimited(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield _texts(cells)
    except csv.Error as error:
        raise Unreadable(
            _("Around line %(line)d there is a quote that does not close, or a cell without end.")
            % {"line": reader.line_num}
        ) from error


def delimited(text: str) -> tuple[str, str]:
    """The text of a table, and what stands between its cells: what a first line ``sep=;`` says, or what its headers show.

    A spreadsheet does not show that first line, so it is left out, and no row counts it.
    """
    if told := TOLD_DELIMITER.match(text):
        return text[told.end() :], told[1]
    first = next((line for line in text.splitlines() if line.strip()), "")
    return text, max(DELIMITERS, key=first.count)


def decoded(content: bytes, notices: list[str]) -> str:
    """The text of ``content``; says it in ``notices`` when that took a guess."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252":
            notices.append(
                _(
                    "The letters of this file are those of Windows (Windows-1252). Look whether é, ë and ’ came through."
                )
            )
        return text
    raise Unreadable(_("We cannot read the letters of this file. Save it as “CSV UTF-8” or as .xlsx."))


def xlsx_rows(content: bytes, notices: list[str]) -> Iterator[list[str]]:
    """The rows of the first sheet that holds something: values only."""
    import openpyxl  # noqa: PLC0415 - it takes a worker 8 MB that only who sends a workbook needs

    with _opened(content) as archive:
        _refuse_traps(archive)
        if _has_formulas(archive):
            notices.append(
                _(
                    "This file has formulas. We read the values that were saved with them, nothing is calculated."
                )
            )
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet: Any = next(iter(book.worksheets))
        if len(book.worksheets) > 1:
            notices.append(_("Only the first sheet is read: “%(sheet)s”.") % {"sheet": sheet.title})
        sheet.reset_dimensions()  # what the file says about its own size may be a lie
        for cells in sheet.iter_rows(values_only=True):
            yield _texts(said(cell) for cell in islice(cells, MOST_COLUMNS + 2))
    except Unreadable:
        raise
    except Exception as error:  # a broken workbook fails in more ways than openpyxl names
        raise Unreadable(
            _("This workbook is damaged. Open it, save it again as .xlsx, and choose that file.")
        ) from error


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise Unreadable(
            _("This workbook is damaged. Open it, save it again as .xlsx, and choose that file.")
        ) from error


def _refuse_traps(archive: zipfile.ZipFile) -> None:
    """Refuses what is no workbook, has macros, grows beyond measure when unpacked, or defines XML entities."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("This is not a table we can read. Save it as .xlsx or .csv and choose that file."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(_("This workbook has macros. Save it as .xlsx, without them."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(_("This workbook is far larger than it looks. Save only the table, in a new file."))
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                if b"<!DOCTYPE" in stream.read(4096).upper():
                    raise Unreadable(
                        _("This workbook is damaged. Open it, save it again as .xlsx, and choose that file.")
                    )


def _has_formulas(archive: zipfile.ZipFile) -> bool:
    """Whether a sheet holds a formula."""
    for part in archive.infolist():
        if not part.filename.startswith("xl/worksheets/sheet"):
            continue
        with archive.open(part) as stream:
            rest = b""
            while block := stream.read(1 << 20):
                if b"<f>" in rest + block or b"<f " in rest + block:
                    return True
                rest = block[-2:]
    return False


def _texts(cells: Iterable[str]) -> list[str]:
    """The cells as tidy text, without the empty ones at the end of the row."""
    texts = [tidy(plain(cell)) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts
