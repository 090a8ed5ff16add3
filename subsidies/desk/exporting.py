"""The list as a table for a spreadsheet: exactly the dossiers of the choice, in its order."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ecru.base.spreadsheet import MOST_ROWS, Cell

from .listing import Line, line_of

AT_ONCE = 1000  # dossiers fetched together


def headers() -> list[str]:
    """The names of the columns."""
    return [
        _("Number of the dossier"),
        _("Title"),
        _("Who asks"),
        _("Track"),
        _("Phase"),
        _("Here since"),
        _("By"),
        _("Whose turn"),
        _("Support"),
        _("Giver"),
        _("Round closes"),
        _("Where"),
        _("Asked"),
        _("Granted"),
        _("What came of it"),
        _("Sent on"),
        _("Decided on"),
    ]


def table_rows(dossiers: Any) -> Iterator[list[Cell]]:
    """A row for each of ``dossiers``, at most as many as we read back; fetched by the thousand."""
    found = dossiers.for_cards()[:MOST_ROWS]
    for dossier in found.iterator(chunk_size=AT_ONCE):
        yield cells(line_of(dossier))


def cells(line: Line) -> list[Cell]:
    """One dossier."""
    dossier, phase = line.dossier, line.phase
    measure = dossier.asked_measure
    return [
        dossier.number or "",
        dossier.title,
        dossier.actor.name,
        dossier.get_track_display(),
        str(phase.name),
        day(dossier.since),
        moment(dossier.due),
        str(phase.acts.label),
        measure.name if measure else "",
        dossier.giver,
        moment(dossier.call.closes_at) if dossier.call else "",
        ", ".join(place.name for place in dossier.municipalities.all()),
        money(dossier.requested),
        money(dossier.granted),
        dossier.get_outcome_display(),
        moment(dossier.submitted_at),
        day(dossier.decided_at),
    ]


def day(at: Any) -> str:
    """The day of a moment, as a spreadsheet sorts it."""
    return timezone.localtime(at).date().isoformat() if at else ""


def moment(at: Any) -> str:
    """A moment in Brussels, as a spreadsheet sorts it."""
    return date_format(timezone.localtime(at), "Y-m-d H:i:s") if at else ""


def money(amount: Decimal | None) -> Cell:
    """An amount, which a spreadsheet adds up; empty for none."""
    return "" if amount is None else amount
