"""The daily work of what actors do together."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ecru.base.daily import job

from .calling import look_after_calls
from .sharing.ending import warn_about_drafts
from .sharing.material import follow_all
from .volunteering import close_silent_requests


@job("volunteers-silent", _("Closes requests to volunteers that nobody answered"))
def close_silent(now: datetime, _dry_run: bool) -> dict[str, int]:
    """And tells who asked."""
    return {"requests": close_silent_requests(now)}


@job("calls", _("Closes calls of which the last day is over, and asks whether calls are still open"))
def calls(now: datetime, _dry_run: bool) -> dict[str, int]:
    """And asks what came of what closed."""
    return look_after_calls(now)


@job("practice-drafts", _("Tells who has a draft of a practice that lies still for two years that it goes"))
def warn(now: datetime, _dry_run: bool) -> dict[str, int]:
    """A month before the table of retention throws it away."""
    return {"drafts": warn_about_drafts(now)}


@job("practice-pictures", _("Lets pictures of practices show, and not show, as their practice does"))
def follow_practices(now: datetime, dry_run: bool) -> dict[str, int]:
    """What was published or put away by hand, and copies that nothing shows any more."""
    return follow_all(now, dry_run=dry_run)
