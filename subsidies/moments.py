"""Days and hours as people here write them, and the moments that they mean: always in Brussels, summer time included."""

import re
from datetime import UTC, date, datetime, time
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models.standing import BRUSSELS, end_of, midnight

FIRST_YEAR, LAST_YEAR = 2000, 2100  # of a round: anything else is a slip of the keyboard
SUMMER, WINTER = "zomertijd", "wintertijd"
FOLDS: Final = {SUMMER: 0, WINTER: 1}
HOUR = re.compile(r"^(\d{1,2})(?:[:.uh](\d{2})?(?::(\d{2}))?)?(?:\s+(zomertijd|wintertijd))?$", re.ASCII)


def read_hour(text: str) -> tuple[time, str]:
    """The hour in ``text`` (17:00, 17.30, 17u), and "zomertijd" or "wintertijd" when it says so. Raises ``ValueError``."""
    found = HOUR.match(text)
    if not found:
        raise ValueError(text)
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    return time(hour, minute, second), found[4] or ""


def moment_of(day: date, hour: time | None, *, last: bool = False, which: str = "") -> datetime:
    """The moment of ``day`` and ``hour`` in Brussels, in universal time.

    Without an hour it is the first second of the day, or with ``last`` its last one. ``which`` says "zomertijd" or "wintertijd"
    of an hour that comes twice. Raises ``ValidationError`` for an hour that the night of summer time leaves out, for one that
    comes twice, and for a year that cannot be meant.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("The year %(year)d cannot be right. Look at the day again.") % {"year": day.year}
        )
    if hour is None:
        return end_of(day) if last else midnight(day)
    naive = datetime.combine(day, hour)
    first, second = (naive.replace(tzinfo=BRUSSELS, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(BRUSSELS).replace(tzinfo=None) != naive:
        raise ValidationError(
            _("This hour does not exist: in that night the clock goes from 2 to 3. Choose another hour.")
        )
    if which not in FOLDS:
        raise ValidationError(
            _("This hour comes twice: in that night the clock goes back from 3 to 2. Choose another hour.")
        )
    return (first, second)[FOLDS[which]].astimezone(UTC)


def local(moment: datetime) -> datetime:
    """``moment`` by the clock in Brussels."""
    return moment.astimezone(BRUSSELS)


def which_of_two(moment: datetime) -> str:
    """ "zomertijd" or "wintertijd" for an hour that comes twice; empty for every other one."""
    here = local(moment)
    if here.replace(fold=0).utcoffset() == here.replace(fold=1).utcoffset():
        return ""
    return WINTER if here.fold else SUMMER


def hour_of(moment: datetime, *, last: bool = False) -> time | None:
    """The hour of ``moment`` in Brussels; None when it stands for the whole day, as ``moment_of`` reads it."""
    here = local(moment)
    whole = end_of(here.date()) if last else midnight(here.date())
    return None if moment == whole else here.time()
