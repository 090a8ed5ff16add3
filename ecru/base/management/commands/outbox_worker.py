"""``manage.py outbox_worker``: sends the mails of the outbox and does the daily work, until it is stopped."""

import logging
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django_tasks_db.management.commands.db_worker import valid_interval

from ecru.base.outbox.worker import LOST_AFTER, OutboxWorker


class Command(BaseCommand):
    """Several may run at once, on one machine or more: a mail is in the hands of one of them."""

    help = (
        "Sends the mails of the outbox, and does the daily work. Stop it with Ctrl-C or SIGTERM; what is under way is "
        "finished first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often to look."""
        parser.add_argument(
            "--interval", type=valid_interval, default=1.0, help="seconds between two looks (default: 1)"
        )
        parser.add_argument(
            "--lost-after",
            type=valid_interval,
            default=LOST_AFTER.total_seconds(),
            help="seconds after which a mail that is due counts as forgotten by its task (default: 60)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Works until told to stop."""
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)  # it tells every round otherwise
        worker = OutboxWorker(options["interval"], timedelta(seconds=options["lost_after"]))
        worker.configure_signals()
        worker.run()
