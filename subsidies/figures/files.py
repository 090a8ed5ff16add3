"""Tables to take along, as CSV or as a workbook."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils import timezone

from ecru.base.spreadsheet import MEDIA_TYPES, Cell, csv_lines, xlsx_bytes


def table_file(kind: str, name: str, headers: list[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A download of ``rows``. ``kind``: "csv" or "xlsx"."""
    content = xlsx_bytes(headers, rows, name) if kind == "xlsx" else "".join(csv_lines(headers, rows))
    file_name = f"{name}-{timezone.localdate().isoformat()}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return HttpResponse(content, content_type=MEDIA_TYPES[kind], headers=disposition)
