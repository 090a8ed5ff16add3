"""The columns of the table, by any of the names that people give them."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from ecru.base.spreadsheet import Table, Unreadable
from ecru.base.text import fold

MOST_ROWS = 5000


class Column(NamedTuple):
    """A column: its key, its header (in Dutch, as the tables of the team have it), other headers, an example."""

    key: str
    header: str
    others: tuple[str, ...]
    example: str
    required: bool = False


COLUMNS = (
    Column("title", "titel", ("project", "naam van het project", "title"), "Zomerbal", required=True),
    Column("actor", "organisatie", ("aanvrager", "actor", "vereniging"), "Koor De Mijnlamp"),
    Column("kbo", "kbo", ("ondernemingsnummer", "kbo-nummer"), "0440.966.354"),
    Column("giver", "gever", ("verstrekker", "subsidiegever", "funder"), "Vlaamse overheid"),
    Column("measure", "maatregel", ("steunmaatregel", "subsidielijn"), ""),
    Column("year", "jaar", ("year",), "2024", required=True),
    Column("asked_on", "datum", ("aangevraagd op", "date"), "15-03-2024"),
    Column("requested", "gevraagd", ("gevraagd bedrag", "bedrag gevraagd"), "4.500,00"),
    Column("granted", "toegekend", ("toegekend bedrag", "bedrag toegekend"), "3.000,00"),
    Column("outcome", "uitkomst", ("resultaat", "beslissing"), "toegekend", required=True),
    Column("municipality", "gemeente", ("municipality",), "Genk"),
)


def headers() -> list[str]:
    """The headers of an empty table."""
    return [column.header for column in COLUMNS]


def recognised(table: Table) -> tuple[dict[str, int], list[str]]:
    """Where each column stands, and what to say about those that we leave out. Raises ``Unreadable`` when one misses or stands there twice."""
    names = {fold(name): one.key for one in COLUMNS for name in (one.header, *one.others)}
    found: dict[str, int] = {}
    notices = []
    for place, header in enumerate(table.headers):
        key = names.get(fold(header))
        if key is None:
            if header:
                notices.append(
                    _("We leave the column “%(column)s” out: we do not know it.") % {"column": header[:80]}
                )
        elif key in found:
            raise Unreadable(
                _("The column “%(column)s” stands in this table twice.") % {"column": header[:80]}
            )
        else:
            found[key] = place
    missing = [one.header for one in COLUMNS if one.required and one.key not in found]
    if "actor" not in found and "kbo" not in found:
        missing.append("organisatie")
    if "giver" not in found and "measure" not in found:
        missing.append("gever")
    if missing:
        told = _("This table lacks: %(columns)s. Is the first row the one with the headers?")
        raise Unreadable(told % {"columns": ", ".join(missing)})
    if len(table.rows) > MOST_ROWS:
        raise Unreadable(_("At most %(most)d rows fit in one table. Split it.") % {"most": MOST_ROWS})
    return found, notices
