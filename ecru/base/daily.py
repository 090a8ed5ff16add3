"""What the portal does by itself, once a day: every app registers its jobs, and the worker of the outbox starts them.

    @job("freshness", _("Asks organisations whether their facts are still right"))
    def ask_again(now: datetime, dry_run: bool) -> dict[str, int]: ...

What cannot wait for tomorrow says how often: ``@job(…, every=timedelta(minutes=1))``.

A job may run twice on one day without harm, since a machine may die in the middle. It writes in the database and posts
mails; whatever else it does (files, other machines), it leaves when ``dry_run`` is true. A dry run is the real work
in a transaction that is taken back. Register in a module ``daily_jobs`` of the app, which is imported
when the portal starts.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

EARLY = time(6)  # in Brussels
CLAIM = timedelta(hours=1)  # without a sign of life; then another worker takes over
SHORT_CLAIM = timedelta(minutes=5)  # the same for a job that is done more than once a day
BEAT = timedelta(minutes=2)  # how often who is busy gives one
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=4)
LONGEST_ERROR = 500

Work = Callable[[datetime, bool], dict[str, int]]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DailyJob:
    """Something to do once a day, ``after`` a time in Brussels. ``work`` gets the moment and whether it only looks.

    With ``every`` it is done again and again, so long after it began last; its report adds up what it did that day.
    """

    slug: str
    description: Any
    work: Work
    after: time = EARLY
    every: timedelta | None = None

    @property
    def claim(self) -> timedelta:
        """How long one worker may be busy with it."""
        return SHORT_CLAIM if self.every else CLAIM


jobs: dict[str, DailyJob] = {}


def job(
    slug: str, description: Any, *, after: time = EARLY, every: timedelta | None = None
) -> Callable[[Work], Work]:
    """Registers a function as a daily job, or as one that is done ``every`` so often. Raises ``ValueError`` when another job has its name already."""

    def decorate(work: Work) -> Work:
        if jobs.setdefault(slug, DailyJob(slug, description, work, after, every)).work is not work:
            raise ValueError(f"two daily jobs are called {slug}")
        return work

    return decorate


class DailyRunQuerySet(models.QuerySet["DailyRun"]):
    """Questions about what was done on which day."""

    def failed(self) -> Self:
        """What went wrong and is not put right yet: by a later attempt, or on a later day."""
        later = DailyRun.objects.filter(
            job=models.OuterRef("job"), day__gt=models.OuterRef("day"), finished_at__isnull=False
        )
        return self.filter(~Q(error=""), ~models.Exists(later), finished_at=None)

    def claim(
        self, job: DailyJob, now: datetime, *, day: date | None = None, again: bool = False
    ) -> "DailyRun | None":
        """The run of ``job`` on ``day`` (that of ``now``) in the hands of who asks; None when it is done or another has it.

        ``again`` takes one that is done, or that waits for its next attempt; never one that somebody is busy with.
        """
        run, _new = self.get_or_create(job=job.slug, day=day or timezone.localdate(now))
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        rested = Q(started_at=None) | Q(started_at__lte=now - job.every) if job.every else Q(finished_at=None)
        due = Q() if again else rested & (Q(next_attempt_at=None) | Q(next_attempt_at__lte=now))
        token = get_random_string(32)
        mine = self.filter(free, due, pk=run.pk)
        if not mine.update(claimed_until=now + job.claim, claim=token, started_at=now, finished_at=None):
            return None
        return self.get(pk=run.pk)


class DailyRun(models.Model):
    """One job on one day: whether it is done, what it did, or what went wrong."""

    job = models.CharField(_("what"), max_length=40)
    day = models.DateField(_("day"), db_index=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    report = models.JSONField(_("report"), default=dict, blank=True)
    error = models.CharField(_("what went wrong"), max_length=LONGEST_ERROR, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    claimed_until = models.DateTimeField(_("in hand until"), null=True, blank=True)

    objects = DailyRunQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = _("daily work")
        verbose_name_plural = _("daily work")
        ordering = ["-day", "job"]
        constraints = [models.UniqueConstraint(fields=["job", "day"], name="daily_run_once")]

    def __str__(self) -> str:
        return f"{self.job}, {self.day}"

    @property
    def description(self) -> str:
        """What the job does, in words; its name when the job does not exist any more."""
        return str(jobs[self.job].description) if self.job in jobs else self.job

    def keep(self) -> bool:
        """Stays in the hands of who works at it, for another hour; False when another took it over."""
        mine = type(self).objects.filter(pk=self.pk, claim=self.claim, claimed_until__isnull=False)
        return bool(mine.update(claimed_until=timezone.now() + CLAIM))

    def note(self, **changes: Any) -> bool:
        """Writes ``changes`` and lets go, unless another worker took it over; then it returns False."""
        mine = type(self).objects.filter(pk=self.pk, claim=self.claim)
        return bool(mine.update(claimed_until=None, attempts=F("attempts") + 1, **changes))

    def done(self, report: dict[str, int]) -> bool:
        """It is done."""
        return self.note(finished_at=timezone.now(), report=report, error="", next_attempt_at=None)

    def failed(self, error: str, now: datetime, *, often: bool = False) -> bool:
        """It went wrong: it is tried again after five minutes, then ten … four hours; what is done ``often``, after five each time."""
        wait = FIRST_WAIT if often else min(FIRST_WAIT * 2 ** min(self.attempts, 10), LONGEST_WAIT)
        return self.note(error=error[:LONGEST_ERROR], next_attempt_at=now + wait)


@contextmanager
def kept_in_hand(run: DailyRun, every: timedelta | None = None) -> Iterator[None]:
    """Says every two minutes that somebody is still busy with ``run``, however long it takes.

    Beside the work, on a connection of its own, so that a long transaction of the job does not hold it up. A database that is
    away for a while is asked again: only after an hour of silence another worker takes over.
    """
    over = threading.Event()
    seconds = (every or BEAT).total_seconds()

    def beat() -> None:
        while not over.wait(seconds):
            try:
                run.keep()
            except DatabaseError:
                log.warning("the database does not take that %s is still under way", run.job)
            finally:
                connection.close()

    heart = threading.Thread(target=beat, name=f"daily {run.job}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()


def rehearse(job: DailyJob, now: datetime) -> dict[str, int]:
    """What ``job`` would do at ``now``: it is done, and taken back. Raises whatever the job raises."""
    with transaction.atomic():
        report = job.work(now, True)
        transaction.set_rollback(True)
    return report


def carry_out(
    job: DailyJob, now: datetime, *, day: datetime | None = None, again: bool = False
) -> DailyRun | None:
    """Does ``job`` for the day of ``now`` and writes down how it went; None when there was nothing to do.

    ``day``: a moment on another day, for which the job works as if it were then.

    What goes wrong is written down and in the log, and raised to nobody: one job never stops the others.
    """
    moment = day or now
    run = DailyRun.objects.claim(job, now, day=timezone.localdate(moment), again=again)
    if run is None:
        return None
    try:
        with kept_in_hand(run):
            report = job.work(moment, False)
    except Exception as error:  # whatever it is, the other jobs go on
        log.exception("daily work failed: %s", job.slug)
        run.failed(f"{type(error).__name__}: {error}", now, often=job.every is not None)
    else:
        run.done(added(run.report, report) if job.every else report)
    run.refresh_from_db()
    return run


def added(before: dict[str, int], now: dict[str, int]) -> dict[str, int]:
    """Two reports of one day in one."""
    return {name: before.get(name, 0) + now.get(name, 0) for name in before | now}


def due(now: datetime) -> Iterable[DailyJob]:
    """The jobs whose time of the day has come."""
    clock = timezone.localtime(now).time()
    return [job for job in jobs.values() if clock >= job.after]


class DailyRound:
    """What a worker remembers of today: a job that is done is asked about again tomorrow, or when its time has come."""

    def __init__(self) -> None:
        self.done: set[tuple[str, date]] = set()
        self.next: dict[str, datetime] = {}

    def turn(self, now: datetime, *, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Does what is due at ``now``, as long as ``goes_on()``."""
        today = timezone.localdate(now)
        self.done = {(slug, day) for slug, day in self.done if day == today}
        for job in due(now):
            if (job.slug, today) in self.done or self.next.get(job.slug, now) > now or not goes_on():
                continue
            run = carry_out(job, now)
            if job.every:
                self.next[job.slug] = now + job.every
                continue
            finished = run or DailyRun.objects.get(job=job.slug, day=today)
            if finished.finished_at:
                self.done.add((job.slug, today))
