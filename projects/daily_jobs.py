"""The daily work of volunteers and calls."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ecru.base.daily import job

from .calling import look_after_calls
from .volunteering import close_silent_requests


@job("volunteers-silent", _("Closes requests to volunteers that nobody answered"))
def close_silent(now: datetime, _dry_run: bool) -> dict[str, int]:
    """And tells who asked."""
    return {"requests": close_silent_requests(now)}


@job("calls", _("Closes calls of which the last day is over, and asks whether calls are still open"))
def calls(now: datetime, _dry_run: bool) -> dict[str, int]:
    """And asks what came of what closed."""
    return look_after_calls(now)
