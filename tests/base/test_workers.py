"""Real workers and a real mail server, of which each may be killed at any moment: nothing is lost, nothing doubled."""

import atexit
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from typing import IO, Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from ecru.base.models import Knock, MailState, OutgoingMail, Salt
from ecru.base.outbox import delivery
from ecru.base.outbox.posting import Letter, deliver, post
from ecru.base.outbox.worker import OutboxWorker
from tests.base.mail_server import MailServer, until
from tests.nursery import Child, Nursery

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parent.parent.parent
Worker = subprocess.Popen[bytes] | Child
NEVER = "3600"
LONG = 40  # seconds, on a busy machine


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    server = MailServer(tmp_path / "mail")
    server.start()
    yield server
    server.stop()


def database_url() -> str:
    """The database of this test, for another process."""
    name = connection.settings_dict["NAME"]
    given = os.environ.get("TEST_DATABASE_URL", "")
    return f"{given.rpartition('/')[0]}/{name}" if given else f"sqlite:///{name}"


def environment(port: int = 25) -> dict[str, str]:
    """That of a process as in production, which sends its mail to this ``port``."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ecru.settings",
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }


@cache
def nursery() -> Nursery:
    """Where the processes of all stories come from."""
    made = Nursery(environment())
    atexit.register(made.close)
    return made


def words_for(lost_after: str) -> list[str]:
    """What starts a worker, after ``manage.py``."""
    return ["outbox_worker", "--interval", "0.05", "--lost-after", lost_after]


def start_worker(server: MailServer, lost_after: str = "0") -> Child:
    """A worker as in production."""
    return nursery().start(*words_for(lost_after), EMAIL_PORT=server.port)


def start_by_hand(
    server: MailServer, lost_after: str = "0", log: IO[bytes] | int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """A worker as in production, from the very first line of ``manage.py``; what it says goes to ``log``."""
    return subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "manage.py", *words_for(lost_after)],
        cwd=ROOT,
        env=environment(server.port),
        stderr=log,
    )


def kill(worker: Worker) -> None:
    """SIGKILL: it cannot put anything away."""
    worker.kill()
    worker.wait()


@contextmanager
def working(
    server: MailServer, lost_after: str = "0", start: Callable[[MailServer, str], Worker] = start_worker
) -> Iterator[Worker]:
    """With a worker at work."""
    worker = start(server, lost_after)
    try:
        yield worker
    finally:
        kill(worker)


def posted(number: int = 1) -> OutgoingMail:
    """A mail that was posted in a transaction which is certain by now."""
    with transaction.atomic():
        post(
            f"question-{number}-to",
            Letter(to="koor@genk.example", subject=f"Vraag {number}", body="Mag ik mee?", why="Zomaar."),
        )
    return OutgoingMail.objects.get(key=f"question-{number}-to")


def state(mail: OutgoingMail) -> MailState:
    mail.refresh_from_db()
    return mail.state


def waiting() -> bool:
    """Whether any mail waits to be sent."""
    return OutgoingMail.objects.in_state(MailState.WAITING).exists()


def five_minutes_later() -> None:
    """The claim of who died is over."""
    OutgoingMail.objects.exclude(claimed_until=None).update(
        claimed_until=timezone.now() - timedelta(seconds=1)
    )


def test_what_is_posted_is_sent_without_a_word(server: MailServer, tmp_path: Path) -> None:
    mails = [posted(number) for number in range(5)]
    with (tmp_path / "log").open("wb") as log, working(server, NEVER, partial(start_by_hand, log=log)):
        until(lambda: all(state(mail) == MailState.SENT for mail in mails), LONG)
    assert sorted(taken["Subject"] for taken in server.taken) == [f"Vraag {number}" for number in range(5)]
    assert "deliver" not in (tmp_path / "log").read_text(), "the log speaks of mails that went well"


def test_what_was_taken_back_is_never_sent() -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        post("question-9-to", Letter(to="koor@genk.example", subject="Vraag", body="Mag ik?", why="Zomaar."))
        raise ZeroDivisionError
    assert not OutgoingMail.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("place", ["connect", "ehlo", "mail", "rcpt", "data"])
def test_a_worker_killed_before_the_text_loses_nothing(server: MailServer, place: str) -> None:
    mail = posted()
    server.mood(f"{place} hold")
    with working(server) as worker:
        server.wait_until_reached()
        kill(worker)
    server.mood("")
    five_minutes_later()
    with working(server):
        until(lambda: state(mail) == MailState.SENT, LONG)
    assert len(server.taken) == 1


def test_a_worker_killed_while_the_server_thinks_sends_nothing_twice(server: MailServer) -> None:
    """After the last dot nobody can know: a person gets to see it, with what to do."""
    mail = posted()
    server.mood("end hold")
    with working(server) as worker:
        server.wait_until_reached()
        kill(worker)
    server.mood("")
    five_minutes_later()
    assert state(mail) == MailState.UNSURE
    assert list(OutgoingMail.objects.need_a_person()) == [mail]
    other = posted(2)
    with working(server):
        until(lambda: state(other) == MailState.SENT, LONG)
        time.sleep(0.5)
    assert Counter(taken["Subject"] for taken in server.taken) == {"Vraag 1": 1, "Vraag 2": 1}
    assert state(mail) == MailState.UNSURE


def test_a_worker_killed_between_the_yes_and_the_note_sends_nothing_twice(server: MailServer) -> None:
    """The database is held, so that the note waits; then the worker dies with the yes of the server in its hands.

    PostgreSQL may still carry out the last statement of a client that is gone: then the note arrives after all.
    """
    mail = posted()
    server.mood("end hold")
    with working(server) as worker:
        server.wait_until_reached()
        with transaction.atomic():
            OutgoingMail.objects.select_for_update().get(pk=mail.pk)
            server.mood("")
            until(lambda: len(server.taken) == 1)
            time.sleep(0.5)
            kill(worker)
    five_minutes_later()
    assert state(mail) in (
        {MailState.UNSURE, MailState.SENT} if connection.vendor == "postgresql" else {MailState.UNSURE}
    )
    other = posted(2)
    with working(server):
        until(lambda: state(other) == MailState.SENT, LONG)
    assert Counter(taken["Subject"] for taken in server.taken) == {"Vraag 1": 1, "Vraag 2": 1}


def test_workers_killed_at_random_moments_lose_and_double_nothing(server: MailServer) -> None:
    mails = [posted(number) for number in range(40)]
    for seconds in (0.0, 0.15, 0.05, 0.2):
        before = len(server.taken)
        with working(server) as worker:
            until(lambda: len(server.taken) > before or not waiting(), LONG)  # noqa: B023 - it is now
            time.sleep(seconds)
            kill(worker)
        five_minutes_later()
    with working(server):
        until(lambda: not waiting(), LONG)
    times = Counter(taken["Message-ID"] for taken in server.taken)
    assert not [key for key, count in times.items() if count > 1]
    for mail in mails:
        assert state(mail) in {MailState.SENT, MailState.UNSURE}
        assert mail.message_id in times or mail.state == MailState.UNSURE


def test_two_workers_never_send_one_mail_twice(server: MailServer) -> None:
    mails = [posted(number) for number in range(60)]
    with working(server), working(server), working(server, NEVER):
        until(lambda: not waiting(), 2 * LONG)
    assert Counter(taken["Message-ID"] for taken in server.taken) == Counter(
        mail.message_id for mail in mails
    )


def test_a_mail_server_that_is_away_for_a_while_loses_nothing(server: MailServer) -> None:
    server.stop()
    mails = [posted(number) for number in range(3)]
    with working(server):
        until(lambda: all(mail.attempts == 1 for mail in OutgoingMail.objects.all()), LONG)
        assert {state(mail) for mail in mails} == {MailState.WAITING}
        server.start()
        OutgoingMail.objects.update(next_attempt_at=timezone.now())
        until(lambda: all(state(mail) == MailState.SENT for mail in mails), LONG)
    assert len(server.taken) == 3


def test_a_task_that_got_lost_is_no_loss(server: MailServer) -> None:
    mail = posted()
    DBTaskResult.objects.all().delete()
    with working(server):
        until(lambda: state(mail) == MailState.SENT, LONG)


def test_sigterm_waits_for_the_mail_in_hand(server: MailServer) -> None:
    mail = posted()
    server.mood("end hold")
    with working(server) as worker:
        server.wait_until_reached()
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert worker.poll() is None
        server.mood("")
        assert worker.wait(LONG) == 0
    assert state(mail) == MailState.SENT
    assert len(server.taken) == 1


def test_an_idle_worker_stops_at_once(server: MailServer) -> None:
    mail = posted()
    with working(server, start=start_by_hand) as worker:
        until(lambda: state(mail) == MailState.SENT, LONG)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(LONG) == 0


def test_a_worker_outlives_a_database_that_is_away(caplog: pytest.LogCaptureFixture) -> None:
    worker = OutboxWorker(0, timedelta(0))
    with connection.execute_wrapper(gone):
        worker.turn()
    assert "the database does not answer the worker" in caplog.text
    worker.turn()


def gone(*_arguments: Any) -> Any:
    """What a query meets when the database is away."""
    raise OperationalError("the server closed the connection unexpectedly")


def test_a_worker_that_is_told_to_stop_leaves_the_rest_for_the_next(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mails = [posted(number) for number in range(3)]
    worker = OutboxWorker(0, timedelta(0))
    worker.running = False
    worker.sweep()
    assert {state(mail) for mail in mails} == {MailState.WAITING}
    worker.running = True
    worker.sweep()
    assert {state(mail) for mail in mails} == {MailState.SENT}


def test_the_command_works_until_it_is_told_to_stop(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail, rounds, real = posted(), [], OutboxWorker.turn

    def turn(worker: OutboxWorker) -> None:
        real(worker)
        rounds.append(worker.lost_after)
        worker.running = len(rounds) < 2

    monkeypatch.setattr(OutboxWorker, "turn", turn)
    monkeypatch.setattr(OutboxWorker, "configure_signals", lambda _worker: None)
    call_command("outbox_worker", interval=0.01, lost_after=5.0)
    assert rounds == [timedelta(seconds=5)] * 2
    assert state(mail) == MailState.SENT


def test_a_line_to_the_database_that_broke_is_made_again_for_the_note(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(delivery, "PAUSE", 0)
    real, faults = OutgoingMail.mark_sent, [OperationalError("the line broke")]

    def broken(mail: OutgoingMail) -> bool:
        if faults:
            raise faults.pop()
        return real(mail)

    monkeypatch.setattr(OutgoingMail, "mark_sent", broken)
    mail = posted()
    deliver.call(mail.pk)
    assert state(mail) == MailState.SENT


def test_what_is_done_with_goes_away(capsys: pytest.CaptureFixture[str]) -> None:
    now = timezone.now()
    old, fresh, waiting, refused, forgotten, left = (posted(number) for number in range(6))
    OutgoingMail.objects.filter(pk=old.pk).update(sent_at=now - timedelta(days=31))
    OutgoingMail.objects.filter(pk=fresh.pk).update(sent_at=now - timedelta(days=29))
    OutgoingMail.objects.filter(pk=refused.pk).update(given_up_at=now, created_at=now - timedelta(days=364))
    OutgoingMail.objects.filter(pk=forgotten.pk).update(given_up_at=now, created_at=now - timedelta(days=366))
    month = now - timedelta(days=31)
    OutgoingMail.objects.filter(pk=left.pk).update(given_up_at=month, left_at=month)
    stuck, done, *_rest = DBTaskResult.objects.all()
    DBTaskResult.objects.filter(pk=stuck.pk).update(status="RUNNING", started_at=now - timedelta(days=2))
    DBTaskResult.objects.filter(pk=done.pk).update(status="SUCCESSFUL", finished_at=now - timedelta(days=31))
    Salt.objects.create(day=timezone.localdate() - timedelta(days=1), value="gisteren")
    Knock.objects.create(
        token="oud", visitor="x", recipient="", about="ask actor 1", at=now - timedelta(hours=25)
    )
    with translation.override("nl"):
        call_command("prune_outbox")
    assert set(OutgoingMail.objects.all()) == {fresh, waiting, refused}
    assert not DBTaskResult.objects.filter(pk__in=[stuck.pk, done.pk]).exists()
    assert DBTaskResult.objects.count() == 4
    assert not Salt.objects.exists()
    assert not Knock.objects.exists()
    assert capsys.readouterr().out == "3 mails verwijderd.\n"
    call_command("prune_outbox", days=28)
    assert set(OutgoingMail.objects.all()) == {waiting, refused}
