"""The daily work of the ground floor."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from . import edition, retention
from .daily import DailyRun, job
from .files import upkeep
from .outbox import pruning, waiting
from .saved import rounds

REMEMBERED = timedelta(days=365)
A_MINUTE = timedelta(minutes=1)

lookout = rounds.Lookout()


@job("digest", _("Sends the mails of the day"), after=time(7))
def send_digests(now: datetime, _dry_run: bool) -> dict[str, int]:
    """To everybody who wants mails together, what came in since yesterday."""
    return waiting.digests(now)


@job("alerts-now", _("Tells news about saved searches, at once"), after=time(0), every=A_MINUTE)
def tell_at_once(now: datetime, _dry_run: bool) -> dict[str, int]:
    """To everybody who wants to know it at once; and what became of the mails before."""
    return lookout.turn(now)


@job("alerts", _("Tells news about saved searches, once a day or on Monday"), after=time(7))
def tell_in_the_morning(now: datetime, _dry_run: bool) -> dict[str, int]:
    """To everybody who wants to know it once a day, or once a week."""
    return rounds.tell_news(rounds.IN_THE_MORNING, now)


@job("retention", _("Removes personal data that is past its time"))
def forget(now: datetime, _dry_run: bool) -> dict[str, int]:
    """What the table of retention says."""
    return retention.carry_out(now)


@job("tidy", _("Removes finished tasks, old reports of the daily work and notes of changes"))
def tidy(now: datetime, _dry_run: bool) -> dict[str, int]:
    """What says nothing about people and is of no use any more."""
    old = DailyRun.objects.filter(started_at__lt=now - REMEMBERED)
    return {
        "tasks": pruning.prune_tasks(now),
        "reports": old.delete()[0],
        "notes": edition.forget_old_notes(),
        "happenings": rounds.forget_long_gone(now),
    }


@job("files", _("Checks sent files for viruses, and removes files that nothing needs any more"))
def look_after_files(now: datetime, dry_run: bool) -> dict[str, int]:
    """What a scanner that was away left lying, and what no record names. A dry run scans nothing."""
    scanned = {"scanned": 0, "waiting": 0} if dry_run else upkeep.scan_waiting()
    return {**scanned, "removed": upkeep.forget_orphans(now, dry_run=dry_run)}
