"""Removing mails that are done with, and the tasks that they leave."""

from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from .mail import OutgoingMail
from .readers import MailReader
from .waiting import WaitingLetter

KEPT = timedelta(days=30)  # after a mail was sent or put aside
UNSETTLED = timedelta(days=365)  # a mail that nobody settled
STUCK = timedelta(days=1)
SILENT = timedelta(days=730)  # an address without an account that got no mail


def prune_mails(now: datetime, kept: timedelta = KEPT) -> int:
    """Removes mails that were sent or put aside longer ago than ``kept``, and what nobody settled in a year."""
    done = OutgoingMail.objects.filter(Q(sent_at__lt=now - kept) | Q(left_at__lt=now - kept))
    unsettled = OutgoingMail.objects.stopped().filter(created_at__lt=now - UNSETTLED)
    return (done | unsettled).delete()[0]


def prune_waiting(now: datetime) -> int:
    """Removes messages that went with the mail of a day more than thirty days ago."""
    return WaitingLetter.objects.filter(settled_at__lt=now - KEPT).delete()[0]


def prune_readers(now: datetime) -> int:
    """Removes addresses without an account that chose nothing, and got no mail in two years."""
    return MailReader.objects.done_with(now - SILENT).delete()[0]


def prune_tasks(now: datetime, kept: timedelta = KEPT) -> int:
    """Removes finished tasks, and those that a killed worker left as "running"; the sweep found their mails."""
    finished = DBTaskResult.objects.finished().filter(finished_at__lt=now - kept)
    stuck = DBTaskResult.objects.running().filter(started_at__lt=now - STUCK)
    return finished.delete()[0] + stuck.delete()[0]
