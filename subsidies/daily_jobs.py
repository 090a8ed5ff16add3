"""The daily work of support."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ecru.base.daily import job

from .advising.reminding import remind
from .checking import ask_to_check
from .desk.paces import count_paces
from .reporting import remind as remind_of_report


@job("measures-to-check", _("Asks the editors to check support that nobody checked for 6 months"))
def check(now: datetime, _dry_run: bool) -> dict[str, int]:
    """And takes off the desk what was checked meanwhile."""
    return ask_to_check(now)


@job("advice-reminders", _("Reminds experts of advice: a week before, a day before, and once it is late"))
def remind_experts(now: datetime, _dry_run: bool) -> dict[str, int]:
    """Each once, and never after it was given or handed back."""
    return remind(now)


@job("dossier-paces", _("Counts how long dossiers usually stay in each phase"))
def count_usual_times(_now: datetime, _dry_run: bool) -> dict[str, int]:
    """So that the desk knows which ones are stuck."""
    return {"phases": count_paces()}


@job("report-reminders", _("Reminds of final reports, and makes a task of what is late"))
def remind_of_reports(now: datetime, _dry_run: bool) -> dict[str, int]:
    """A month before, a week before, and once it is late."""
    return remind_of_report(now)
