"""The worker: it does the tasks in the database, looks for mails whose task or worker was lost, and starts the daily work."""

import logging
import time
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker

from ecru.base.daily import DailyRound

from .mail import OutgoingMail
from .posting import deliver

LOST_AFTER = timedelta(seconds=60)  # what is due for so long has no task, or no worker, any more
SWEEP_EVERY = timedelta(seconds=30)
A_SWEEP = 200  # mails

log = logging.getLogger(__name__)


class OutboxWorker(Worker):
    """Django's worker, which also sweeps, and which outlives a database that is away for a while."""

    def __init__(self, interval: float, lost_after: timedelta = LOST_AFTER) -> None:
        """``interval``: seconds between two looks at the tasks."""
        super().__init__(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            interval=interval,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.lost_after = lost_after
        self.next_sweep: datetime = timezone.now()
        self.daily = DailyRound()

    def run(self) -> None:
        """Does all tasks that are ready, sweeps when it is time, sleeps, until it is told to stop."""
        while self.running:
            self.turn()
            close_old_connections()
            if self.running:
                time.sleep(self.interval)

    def turn(self) -> None:
        """One round. A database that does not answer is tried again in the next one."""
        try:
            super().run()
            if self.running and timezone.now() >= self.next_sweep:
                self.next_sweep = timezone.now() + min(SWEEP_EVERY, self.lost_after)
                self.sweep()
                self.daily_work()
        except DatabaseError:
            log.exception("the database does not answer the worker")
            connections.close_all()

    def sweep(self) -> None:
        """Sends every mail that is due for too long: its task, or its worker, was lost. Finishes one when told to stop."""
        since = timezone.now() - self.lost_after
        forgotten = OutgoingMail.objects.forgotten(since).order_by("next_attempt_at")
        keys = list(forgotten.values_list("pk", flat=True)[:A_SWEEP])
        self.running_task = True  # so that SIGTERM waits for the mail in hand
        try:
            for key in keys:
                if self.running:
                    deliver.call(key)
        finally:
            self.running_task = False

    def daily_work(self) -> None:
        """Starts what is to be done once a day, when its time has come and no other worker did it."""
        self.running_task = True
        try:
            self.daily.turn(timezone.now(), goes_on=lambda: self.running)
        finally:
            self.running_task = False
