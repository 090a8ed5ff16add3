"""``manage.py prune_outbox``: removes mails that are done with, and the tasks and counters they leave."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from ecru.base.guard import forget_visitors
from ecru.base.models import OutgoingMail

STUCK = timedelta(days=1)
UNSETTLED = timedelta(days=365)  # as long as a question is kept: a mail that nobody settled holds its words


class Command(BaseCommand):
    """For a timer, once a day. What still has to be sent stays; what needs a person stays for a year."""

    help = (
        "Removes sent mails and finished tasks older than 30 days, and what the guard of the forms remembers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How long to keep."""
        parser.add_argument("--days", type=int, default=30, help="how long sent mails stay (default: 30)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Removes, and tells how many."""
        before = timezone.now() - timedelta(days=options["days"])
        done = OutgoingMail.objects.filter(Q(sent_at__lt=before) | Q(left_at__lt=before))
        unsettled = OutgoingMail.objects.stopped().filter(created_at__lt=timezone.now() - UNSETTLED)
        mails, _by_model = (done | unsettled).delete()
        DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
        # A worker that was killed leaves its task "running"; the mail itself was found by the sweep.
        DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - STUCK).delete()
        forget_visitors()
        self.stdout.write(_("Removed %(count)d mails.") % {"count": mails})
