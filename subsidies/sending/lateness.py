"""Who pressed "send" too late: the second in which it came in is kept, so that ECRU can see it when it grants extra time."""

from datetime import datetime

from subsidies.models import Dossier, LateSending
from subsidies.workflow.conditions import ROUND_TAKES, STILL_REOPENED, round_takes, still_reopened
from subsidies.workflow.words import Step


def is_late(dossier: Dossier, step: Step, at: datetime) -> bool:
    """Whether ``step`` sends ``dossier`` and ``at`` is too late for that."""
    if dossier.phase not in step.start:
        return False
    closed = ROUND_TAKES in step.conditions and not round_takes(dossier, at)
    return closed or (STILL_REOPENED in step.conditions and not still_reopened(dossier, at))


def note_late(dossier: Dossier, step: Step, at: datetime) -> LateSending | None:
    """Keeps that somebody pressed at ``at`` (aware), when that was too late; once for each second. None when it was not."""
    moment = at.replace(microsecond=0)
    if not is_late(dossier, step, moment):
        return None
    return LateSending.objects.get_or_create(dossier=dossier, at=moment)[0]
