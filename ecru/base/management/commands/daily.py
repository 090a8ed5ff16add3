"""``manage.py daily``: does what the worker does by itself once a day, now, or shows what it would do."""

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from ecru.base.daily import DailyJob, carry_out, jobs, rehearse


def noon(day: date) -> datetime:
    """Twelve o'clock in Brussels."""
    return timezone.make_aware(datetime.combine(day, time(12)))


class Command(BaseCommand):
    """A job that was done today is not done again, unless asked."""

    help = "Does the daily work: every job once a day. The worker of the outbox does this by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and whether for real."""
        parser.add_argument("--dry-run", action="store_true", help="show what would be done, and do nothing")
        parser.add_argument("--job", choices=sorted(jobs), help="only this one")
        parser.add_argument(
            "--date", type=date.fromisoformat, help="as on this day (2027-01-10), for a day that was missed"
        )
        parser.add_argument("--again", action="store_true", help="also what was done today already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Does it, and reports. Raises ``CommandError`` when a job failed, and for a day that is still to come.

        Work of a later day would forget too early and remind too soon; a dry run may look ahead.
        """
        if options["date"] and options["date"] > timezone.localdate() and not options["dry_run"]:
            raise CommandError(_("This day is still to come. With --dry-run you see what it would do."))
        chosen = [jobs[options["job"]]] if options["job"] else list(jobs.values())
        failed = [job.slug for job in chosen if not self.one(job, options)]
        if failed:
            raise CommandError(_("This went wrong: %(jobs)s.") % {"jobs": ", ".join(failed)})

    def one(self, job: DailyJob, options: dict[str, Any]) -> bool:
        """Does one job, or shows it; whether that went well."""
        day = noon(options["date"]) if options["date"] else None
        if options["dry_run"]:
            self.tell(job, rehearse(job, day or timezone.now()))
            return True
        run = carry_out(job, timezone.now(), day=day, again=options["again"])
        if run is None:
            self.stdout.write(_("%(job)s: nothing to do, it is done or under way.") % {"job": job.slug})
        elif run.finished_at is None:
            self.stderr.write(f"{job.slug}: {run.error}")
            return False
        else:
            self.tell(job, run.report)
        return True

    def tell(self, job: DailyJob, report: dict[str, int]) -> None:
        """One line: the job and its counts."""
        counts = ", ".join(f"{name} {number}" for name, number in report.items())
        self.stdout.write(f"{job.slug} ({job.description}): {counts}")
