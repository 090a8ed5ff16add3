"""How many days dossiers stood in a phase: from the line of the history that brought them there to the one that took them on.

Counted in SQL: the history of ten thousand dossiers has a hundred thousand lines.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Window
from django.db.models.functions import Lead

from subsidies.models import DossierEvent
from subsidies.phases import TRACKS
from subsidies.workflow.words import Phase, Track

from .asking import Asked
from .selecting import dossiers_of

DAYS = {
    "sqlite": "(julianday(left_at) - julianday(came_at))",
    "postgresql": "(EXTRACT(EPOCH FROM (left_at - came_at)) / 86400.0)",
}
# The median of an even number is the mean of the two in the middle.
QUERY = """
WITH stays AS ({stays}),
lengths AS (SELECT dossier_key, track_name, phase_name, {days} AS days FROM stays WHERE left_at IS NOT NULL),
ranked AS (
    SELECT dossier_key, track_name, phase_name, days,
        ROW_NUMBER() OVER (PARTITION BY track_name, phase_name ORDER BY days) AS place,
        COUNT(*) OVER (PARTITION BY track_name, phase_name) AS many
    FROM lengths)
SELECT track_name, phase_name, COUNT(DISTINCT dossier_key),
    AVG(CASE WHEN place IN ((many + 1) / 2, (many + 2) / 2) THEN days END), MAX(days)
FROM ranked GROUP BY track_name, phase_name"""


@dataclass(frozen=True)
class Length:
    """How long dossiers stood in ``phase``, in days. ``dossiers``: how many left it."""

    track: Track
    phase: Phase
    dossiers: int
    median: float
    longest: float


def lengths_of(asked: Asked) -> list[Length]:
    """Each phase that dossiers of ``asked`` left, in the order of the tables. One query."""
    keys = dossiers_of(asked).order_by().values("pk")
    # The first line of a history comes from nowhere, so it brings somewhere too.
    stays: Any = (
        DossierEvent.objects.order_by()
        .exclude(old_phase=F("new_phase"))
        .filter(dossier__in=keys)
        .annotate(
            dossier_key=F("dossier_id"),
            track_name=F("dossier__track"),
            phase_name=F("new_phase"),
            came_at=F("at"),
            left_at=Window(Lead("at"), partition_by=F("dossier_id"), order_by=F("pk").asc()),
        )
        .values("dossier_key", "track_name", "phase_name", "came_at", "left_at")
    )
    try:
        inner, given = stays.query.sql_with_params()
    except EmptyResultSet:  # the question leaves nothing, as Django sees beforehand
        return []
    query = QUERY.format(stays=inner, days=DAYS[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        rows = {(row[0], row[1]): row[2:] for row in cursor.fetchall()}
    return [
        Length(track, phase, number, float(median), float(longest))
        for track in TRACKS.values()
        for phase in track.phases
        if (row := rows.get((track.key, phase.key)))
        for number, median, longest in [row]
    ]
