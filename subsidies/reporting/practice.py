"""A report that ECRU accepted begins a practice, so that others learn from it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from actors.models import User
from projects.models import Practice
from projects.sharing import start_practice
from subsidies.dossiers.performing import locked
from subsidies.models import Dossier, FinalReport
from subsidies.permissions import may_tell_as_practice


@transaction.atomic
def become_practice(*, dossier: Dossier, by: User) -> Practice:
    """Begins a practice with all that the report tells, and ties it to the report. Twice begins one.

    Raises ``PermissionDenied``, also before ECRU accepted the report, and ``FinalReport.DoesNotExist`` without one in parts.
    """
    mine = locked(dossier)
    if not may_tell_as_practice(by, mine):
        raise PermissionDenied
    report = FinalReport.objects.select_for_update(of=("self",)).get(dossier=mine)
    if report.became is None:
        report.became = start_practice(by=by, actor=mine.actor, prefill=as_practice(mine, report))
        report.save()
    return report.became


def as_practice(dossier: Dossier, report: FinalReport) -> dict[str, Any]:
    """What a practice begins with when it grows out of ``dossier``: fields by name, relations as lists of keys."""
    year = dossier.reported_at.year if dossier.reported_at else None
    return {
        "title": dossier.title,
        "description": dossier.summary,
        "approach": report.done,
        "results": report.worked,
        "did_not_work": report.did_not_work,
        "watch_out": report.watch_out,
        "year_from": year,
        "year_to": year,
        "municipalities": sorted(dossier.municipalities.values_list("pk", flat=True)),
        "target_groups": sorted(dossier.target_groups.values_list("pk", flat=True)),
    }
