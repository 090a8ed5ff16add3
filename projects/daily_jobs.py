"""The daily work of volunteers."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ecru.base.daily import job

from .volunteering import close_silent_requests


@job("volunteers-silent", _("Closes requests to volunteers that nobody answered"))
def close_silent(now: datetime, _dry_run: bool) -> dict[str, int]:
    """And tells who asked."""
    return {"requests": close_silent_requests(now)}
