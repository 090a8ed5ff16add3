"""The daily work: each job once a day, by whoever comes first; what fails is tried again and seen."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from datetime import time as clock
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone, translation

from actors.models import Role
from ecru.base import daily
from ecru.base.attention import attention_for
from ecru.base.daily import DailyJob, DailyRound, carry_out, job, jobs, rehearse
from ecru.base.models import DailyRun, MailReader
from ecru.base.outbox.worker import OutboxWorker
from tests.actors.conftest import editor_browser, signed_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class Job:
    """A job that counts how often it was done, and fails when told."""

    def __init__(self) -> None:
        self.done, self.fault = 0, ""
        self.lock = threading.Lock()
        self.seconds = 0.0

    def __call__(self, now: datetime, _dry_run: bool) -> dict[str, int]:
        time.sleep(self.seconds)
        if self.fault:
            raise ValueError(self.fault)
        with self.lock:
            self.done += 1
        MailReader.objects.create(address=f"lezer{self.done}@voorbeeld.example")
        return {"readers": 1}


@pytest.fixture
def work() -> Iterator[Job]:
    """The only job of today."""
    usual = dict(jobs)
    jobs.clear()
    work = Job()
    job("oefening", "Een oefening", after=clock(0))(work)
    yield work
    jobs.clear()
    jobs.update(usual)


def oefening() -> DailyJob:
    return jobs["oefening"]


def noon() -> datetime:
    """Noon of today in Brussels: hours before and after are the same day, whenever the tests run."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


def test_a_job_is_done_once_a_day(work: Job) -> None:
    now = timezone.now()
    run = carry_out(oefening(), now)
    assert run
    assert run.finished_at
    assert (run.report, run.attempts, run.error) == ({"readers": 1}, 1, "")
    assert str(run) == f"oefening, {timezone.localdate()}"
    assert run.description == "Een oefening"
    assert carry_out(oefening(), now) is None
    assert work.done == 1
    assert carry_out(oefening(), now, again=True)
    assert work.done == 2
    assert carry_out(oefening(), now + timedelta(days=1))
    assert work.done == 3


def test_what_fails_is_tried_again_later(work: Job, caplog: pytest.LogCaptureFixture) -> None:
    now = noon()
    work.fault = "de server is weg"
    run = carry_out(oefening(), now)
    assert run
    assert run.finished_at is None
    assert run.error == "ValueError: de server is weg"
    assert "daily work failed: oefening" in caplog.text
    assert carry_out(oefening(), now + timedelta(minutes=4)) is None, "it waits five minutes"
    run = carry_out(oefening(), now + timedelta(minutes=6))
    assert run
    assert run.attempts == 2
    assert run.next_attempt_at == now + timedelta(minutes=16)
    work.fault = ""
    run = carry_out(oefening(), now + timedelta(minutes=17))
    assert run
    assert run.finished_at
    assert run.error == ""


def test_what_failed_shows_in_the_admin_until_it_succeeds(work: Job) -> None:
    an, now = UserFactory(role=Role.EDITOR), timezone.now()
    work.fault = "de schijf is vol"
    carry_out(oefening(), now)

    def waiting() -> int:
        return next(item.count for item in attention_for(an) if item.label == "Dagelijks werk dat mislukte")

    assert waiting() == 1
    page = signed_in(an).get("/beheer/base/dailyrun/")
    assert "de schijf is vol" in page.content.decode()
    work.fault = ""
    carry_out(oefening(), now + timedelta(days=1))
    assert waiting() == 0
    assert "readers 1" in editor_browser().get("/beheer/base/dailyrun/").content.decode()
    assert not [item for item in attention_for(UserFactory()) if "mislukte" in item.label]


def test_who_died_with_a_job_lets_go_after_an_hour(work: Job) -> None:
    now = noon()
    assert DailyRun.objects.claim(oefening(), now)  # and then the machine stopped
    assert carry_out(oefening(), now + timedelta(minutes=59)) is None
    assert carry_out(oefening(), now + timedelta(minutes=59), again=True) is None, "somebody is busy with it"
    assert carry_out(oefening(), now + timedelta(minutes=61))
    assert work.done == 1


def test_what_cannot_wait_is_done_every_minute_and_adds_up_its_day(work: Job) -> None:
    jobs.clear()
    job("steeds", "Steeds opnieuw", after=clock(0), every=timedelta(minutes=1))(work)
    now, round_, other = noon(), DailyRound(), DailyRound()
    for seconds, done in ((0, 1), (30, 1), (61, 2), (90, 2), (122, 3)):
        for worker in (round_, other):
            worker.turn(now + timedelta(seconds=seconds))
        assert work.done == done
    run = DailyRun.objects.get()
    assert (run.report, run.attempts) == ({"readers": 3}, 3)
    work.fault = "de server is weg"
    round_.turn(now + timedelta(minutes=4))
    assert carry_out(jobs["steeds"], now + timedelta(minutes=8)) is None, (
        "after a fault it waits five minutes"
    )
    work.fault = ""
    assert carry_out(jobs["steeds"], now + timedelta(minutes=10))
    assert DailyRun.objects.claim(jobs["steeds"], now + timedelta(minutes=12))  # and then the machine stopped
    assert carry_out(jobs["steeds"], now + timedelta(minutes=16)) is None
    assert carry_out(jobs["steeds"], now + timedelta(minutes=18)), "who died lets go after five minutes"


def test_who_was_taken_over_writes_nothing_down(work: Job) -> None:
    now = noon()
    slow = DailyRun.objects.claim(oefening(), now)
    assert slow
    assert carry_out(oefening(), now + timedelta(minutes=61))
    assert not slow.done({"readers": 7})
    assert not slow.failed("te laat", now)
    assert DailyRun.objects.get().report == {"readers": 1}


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_one_job_twice(work: Job) -> None:
    work.seconds = 0.2
    now = timezone.now()

    def turn(_number: int) -> None:
        try:
            DailyRound().turn(now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(turn, range(4)))
    assert work.done == 1
    assert DailyRun.objects.get().attempts == 1


def test_a_worker_that_is_told_to_stop_leaves_the_work_for_the_next(work: Job) -> None:
    worker = OutboxWorker(0)
    worker.running = False
    worker.daily_work()
    assert work.done == 0
    worker.running = True
    worker.daily_work()
    worker.daily_work()
    assert work.done == 1


def test_a_worker_asks_nobody_about_what_is_done(work: Job, django_assert_num_queries: Any) -> None:
    now, round_ = timezone.now(), DailyRound()
    round_.turn(now)
    with django_assert_num_queries(0):
        round_.turn(now)
    other = DailyRound()
    other.turn(now)
    with django_assert_num_queries(0):
        other.turn(now)
    other.turn(now + timedelta(days=1))
    assert work.done == 2


def test_before_its_time_nothing_starts(work: Job) -> None:
    jobs["oefening"] = DailyJob("oefening", "", work, clock(23, 59, 59))
    DailyRound().turn(timezone.localtime().replace(hour=12))
    assert work.done == 0


def test_a_dry_run_says_the_same_and_changes_nothing(work: Job) -> None:
    assert rehearse(oefening(), timezone.now()) == {"readers": 1}
    assert not MailReader.objects.exists()
    assert not DailyRun.objects.exists()


def test_the_command(capsys: pytest.CaptureFixture[str], work: Job) -> None:
    with translation.override("nl"):
        call_command("daily", dry_run=True)
        assert capsys.readouterr().out == "oefening (Een oefening): readers 1\n"
        assert not DailyRun.objects.exists()
        call_command("daily")
        assert capsys.readouterr().out == "oefening (Een oefening): readers 1\n"
        call_command("daily")
        assert capsys.readouterr().out == "oefening: niets te doen, het is gedaan of bezig.\n"
        work.fault = "stuk"
        with pytest.raises(CommandError, match="oefening"):
            call_command("daily", again=True)
    assert "stuk" in capsys.readouterr().err


def test_a_job_has_one_meaning(work: Job) -> None:
    job("oefening", "Een oefening")(work)
    with pytest.raises(ValueError, match="oefening"):
        job("oefening", "Iets anders")(Job())


def test_a_job_of_before_keeps_its_name() -> None:
    assert DailyRun(job="weg").description == "weg"


# --- A chosen day, and long work -----------------------------------------------------------------------------------


class Calendar:
    """A job that notes for which moment it was done."""

    def __init__(self) -> None:
        self.moments: list[datetime] = []

    def __call__(self, now: datetime, _dry_run: bool) -> dict[str, int]:
        self.moments.append(now)
        return {"readers": 0}


def test_a_day_that_was_missed_is_made_up_for(work: Job, capsys: pytest.CaptureFixture[str]) -> None:
    calendar, missed = Calendar(), timezone.localdate() - timedelta(days=3)
    jobs["oefening"] = DailyJob("oefening", "Een oefening", calendar)
    with translation.override("nl"):
        call_command("daily", date=missed)
        call_command("daily", date=missed)
        assert "niets te doen" in capsys.readouterr().out
        call_command("daily", "--date", missed.isoformat(), "--again")
        call_command("daily")
    assert [timezone.localdate(moment) for moment in calendar.moments] == [
        missed,
        missed,
        timezone.localdate(),
    ]
    assert sorted(DailyRun.objects.values_list("day", flat=True)) == [missed, timezone.localdate()]


def test_a_day_to_come_is_only_looked_at(work: Job, capsys: pytest.CaptureFixture[str]) -> None:
    calendar, tomorrow = Calendar(), timezone.localdate() + timedelta(days=1)
    jobs["oefening"] = DailyJob("oefening", "Een oefening", calendar)
    with translation.override("nl"):
        with pytest.raises(CommandError, match="moet nog komen"):
            call_command("daily", date=tomorrow)
        assert not calendar.moments
        call_command("daily", date=tomorrow, dry_run=True)
    assert "readers 0" in capsys.readouterr().out
    assert [timezone.localdate(moment) for moment in calendar.moments] == [tomorrow]
    with pytest.raises(CommandError):
        call_command("daily", "--date", "morgen")


@pytest.mark.django_db(transaction=True)
def test_who_works_for_hours_keeps_the_job(work: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hour is short here: the work takes many of them, and still nobody takes it over."""
    monkeypatch.setattr(daily, "CLAIM", timedelta(seconds=0.6))
    monkeypatch.setattr(daily, "BEAT", timedelta(seconds=0.1))
    work.seconds = 2.0

    def one(_number: int) -> None:
        try:
            carry_out(oefening(), timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        busy = pool.submit(one, 0)
        for _try in range(6):
            time.sleep(0.25)
            assert DailyRun.objects.claim(oefening(), timezone.now()) is None
        busy.result()
    assert work.done == 1
    assert DailyRun.objects.get().finished_at


def test_a_database_that_is_away_for_a_while_stops_no_job(
    work: Job, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = DailyRun.objects.claim(oefening(), timezone.now())
    assert run
    tried = threading.Event()

    def away() -> bool:
        tried.set()
        raise DatabaseError

    monkeypatch.setattr(run, "keep", away)
    with daily.kept_in_hand(run, timedelta(seconds=0.01)):
        assert tried.wait(5)
    assert "still under way" in caplog.text


def test_who_lost_a_job_cannot_keep_it(work: Job) -> None:
    now = noon()
    slow = DailyRun.objects.claim(oefening(), now - timedelta(hours=2))
    assert slow
    assert DailyRun.objects.claim(oefening(), now)
    assert not slow.keep()
