"""By when the turn of a dossier has to be done: one rule, for one dossier (``due_of``) and in SQL (``due``)."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, DateTimeField, DurationField, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Cast, ExtractHour
from django.db.models.lookups import Exact

from ecru.base.at_once import kept

from .dossier_words import REOPENED, REPORTING, TrackName
from .standing import BRUSSELS, SECOND, end_of

IN_THE_MAKING = ("concept", "idee", "opmaak", "revisie")  # the round still decides when it has to be ready
NOON, DAY = timedelta(hours=12), timedelta(days=1)
SUMMER, NOON_IN_SUMMER = timedelta(hours=2), 14
WINTER = timedelta(hours=1)
OWES_REPORT = Q(track=TrackName.OWN, phase=REPORTING)


def due_of(dossier: Any) -> datetime | None:
    """By when the turn of ``dossier`` has to be done, extra time included; None without a deadline."""
    if dossier.phase == REPORTING and dossier.is_own:
        known = kept(dossier, "agreement")
        agreement = getattr(dossier, "agreement", None) if known is None else next(iter(known), None)
        return end_of(agreement.report_due_on) if agreement else None
    if dossier.phase == REOPENED:
        moment = dossier.reopened_until
    elif dossier.phase in IN_THE_MAKING and dossier.call:
        moment = dossier.call.closes_at
    else:
        return None
    return max(moment, dossier.grace_until) if moment and dossier.grace_until else moment


def due() -> Case:
    """The same in SQL, of the dossier in a query."""
    ends = Case(
        When(phase=REOPENED, then=F("reopened_until")),
        When(phase__in=IN_THE_MAKING, then=F("call__closes_at")),
        output_field=DateTimeField(),
    )
    later = When(grace_until__gt=ends, then=F("grace_until"))
    return Case(When(OWES_REPORT, then=last_second("agreement__report_due_on")), later, default=ends)


def last_second(day: str) -> Case:
    """What ``end_of`` says of the column ``day``. The clock changes at night, so at noon it says already by how much the day ends earlier."""
    begin = Cast(day, DateTimeField())  # in universal time
    in_summer = Exact(ExtractHour(after(begin, NOON), tzinfo=BRUSSELS), NOON_IN_SUMMER)
    return Case(
        When(in_summer, then=after(begin, DAY - SUMMER - SECOND)), default=after(begin, DAY - WINTER - SECOND)
    )


def after(moment: Any, length: timedelta) -> ExpressionWrapper:
    """``length`` after ``moment``."""
    return ExpressionWrapper(moment + Value(length, DurationField()), output_field=DateTimeField())
