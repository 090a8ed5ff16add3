"""``manage.py prune_outbox``: removes mails that are done with, and the tasks and counters they leave."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from ecru.base.guard import forget_visitors
from ecru.base.outbox.pruning import KEPT, prune_mails, prune_tasks


class Command(BaseCommand):
    """By hand, with another number of days; the daily work does the rest. What still has to be sent stays."""

    help = (
        "Removes sent mails and finished tasks older than 30 days, and what the guard of the forms remembers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How long to keep."""
        parser.add_argument(
            "--days", type=int, default=KEPT.days, help="how long sent mails stay (default: 30)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Removes, and tells how many."""
        now, kept = timezone.now(), timedelta(days=options["days"])
        mails = prune_mails(now, kept)
        prune_tasks(now, kept)
        forget_visitors()
        self.stdout.write(_("Removed %(count)d mails.") % {"count": mails})
