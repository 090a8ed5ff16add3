"""What happens with requests to volunteers by the passing of time; for a timer, once a day."""

from datetime import datetime

from projects.models import VolunteerRequest
from projects.models.volunteers import ANSWER_WITHIN, KEPT

from .requests import end_unanswered


def close_silent_requests(now: datetime, dry_run: bool = False) -> int:
    """Closes what waited for fourteen days at ``now`` (an aware moment), and tells who asked; returns how many."""
    waiting = VolunteerRequest.objects.silent_since(now - ANSWER_WITHIN)
    return waiting.count() if dry_run else end_unanswered(waiting.order_by("pk"))


def forget_requests(now: datetime, dry_run: bool = False) -> int:
    """Removes requests of more than a year before ``now``; returns how many. What still waits stays."""
    before = now - KEPT
    old = VolunteerRequest.objects.exclude(state=VolunteerRequest.State.OPEN).filter(created_at__lt=before)
    return old.count() if dry_run else VolunteerRequest.objects.forget(before)
