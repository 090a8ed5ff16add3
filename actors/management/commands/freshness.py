"""``manage.py freshness``: asks who is due whether their page is still right, and does what follows from silence."""

from argparse import ArgumentParser
from datetime import datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.freshness import ask_for_freshness

MORNING = time(6)


class Command(BaseCommand):
    """For a timer, once a day; a second time on the same day does nothing."""

    help = "Asks whether pages are still right, reminds, marks as not confirmed, and archives after silence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What day it is, and whether to act."""
        parser.add_argument("--dry-run", action="store_true", help="count only, change nothing")
        parser.add_argument("--date", default="", help="the day to act for, as 2026-11-21 (default: today)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Acts, and tells how often it did what. Raises ``CommandError`` for a day that is none."""
        done = ask_for_freshness(moment_of(options["date"]), dry_run=options["dry_run"])
        told = _("Asked: %(ask)d. Reminded: %(remind)d. Not confirmed: %(unconfirm)d. Archived: %(archive)d.")
        self.stdout.write(told % done)


def moment_of(day: str) -> datetime | None:
    """The morning of ``day`` in Brussels; None for no day. Raises ``CommandError``."""
    if not day:
        return None
    try:
        return timezone.make_aware(datetime.combine(datetime.fromisoformat(day).date(), MORNING))
    except ValueError as error:
        raise CommandError(_("Give the day as 2026-11-21.")) from error
