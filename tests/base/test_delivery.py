"""One mail on its way to a real mail server, which takes it, refuses it, is away, hangs or hangs up."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils import timezone

from ecru.base.models import MailState, OutgoingMail
from ecru.base.outbox import delivery
from ecru.base.outbox.mail import PATIENCE, wait_after
from ecru.base.outbox.posting import Letter, deliver, post
from tests.base.mail_server import MailServer

pytestmark = pytest.mark.django_db

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(scope="module")
def server_of_this_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    server = MailServer(tmp_path_factory.mktemp("mail") / "server")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(server_of_this_file: MailServer, settings: Any) -> MailServer:
    """The portal speaks to this server."""
    server = server_of_this_file
    server.mood("")
    for file in (server.folder / "taken").iterdir():
        file.unlink()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "ECRU <portaal@cultuur.example>"
    return server


def letter(**changes: str) -> Letter:
    words: dict[str, Any] = {
        "to": "koor@genk.example",
        "subject": "Een vraag voor het koor",
        "body": "Mogen we meezingen?\n.en een regel met een punt",
        "why": "Je krijgt deze mail omdat het een test is.",
        "reply_to": "nour@voorbeeld.example",
    }
    return Letter(**{**words, **changes})


def posted(key: str = "question-1-to", **changes: str) -> OutgoingMail:
    post(key, letter(**changes))
    return OutgoingMail.objects.get(key=key)


def tried(mail: OutgoingMail) -> OutgoingMail:
    """``mail`` after one attempt."""
    deliver.call(mail.pk)
    mail.refresh_from_db()
    return mail


def test_it_arrives_as_it_was_written(server: MailServer) -> None:
    mail = tried(posted(subject="Één vraag\nvoor   het koor", to="Het koor <koor@genk.example>"))
    assert mail.state == MailState.SENT
    assert mail.attempts == 1
    [taken] = server.taken
    assert taken["Subject"] == "Één vraag voor het koor"
    assert taken["From"] == "ECRU <portaal@cultuur.example>"
    assert taken["X-Told-To"] == "koor@genk.example"
    assert taken["Reply-To"] == "nour@voorbeeld.example"
    assert taken["Message-ID"] == mail.message_id
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Bcc"] is None
    assert taken.get_content_type() == "multipart/alternative"
    plain, html = (taken.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))
    assert plain == mail.body
    assert html == mail.html
    assert "\n.en een regel met een punt" in mail.body
    assert "\n\nJe krijgt deze mail omdat het een test is.\n" in mail.body
    assert taken["List-Unsubscribe"] is None, "what is needed cannot be stopped"


def test_the_way_to_stop_it_stands_on_one_line(server: MailServer) -> None:
    mail = tried(posted(kind="question", subject="Een vraag met ë en een heel lange titel " * 5))
    assert mail.state == MailState.SENT
    [file] = (server.folder / "taken").iterdir()
    raw = file.read_bytes()
    assert f"\nList-Unsubscribe: <{mail.stop_url}>".encode() in raw
    assert b"\nList-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
    assert max(map(len, raw.splitlines())) < 998
    assert server.taken[0]["Subject"] == mail.subject


def test_a_mail_that_arrived_is_never_sent_again(server: MailServer) -> None:
    mail = tried(tried(posted()))
    assert mail.attempts == 1
    assert OutgoingMail.objects.send_again() == 0
    assert len(server.taken) == 1


def test_one_occasion_is_one_mail(server: MailServer) -> None:
    assert post("question-1-to", letter())
    assert not post("question-1-to", letter(subject="Iets anders"))
    assert OutgoingMail.objects.get().subject == "Een vraag voor het koor"
    assert server.taken == []


@pytest.mark.parametrize("mood", ["connect 554", "mail 451", "rcpt 450", "data 451", "end 452", "mail 550"])
def test_a_refusal_for_now_is_tried_again_later(server: MailServer, mood: str) -> None:
    server.mood(mood)
    mail = tried(posted())
    assert mail.state == MailState.WAITING
    assert mail.attempts == 1
    assert mail.last_error
    assert timedelta(seconds=44) < mail.next_attempt_at - timezone.now() < timedelta(seconds=76)
    assert tried(mail).attempts == 1, "it is tried before its time"
    server.mood("")
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    assert tried(mail).state == MailState.SENT
    assert len(server.taken) == 1


@pytest.mark.parametrize(("mood", "code"), [("rcpt 550", "550"), ("rcpt 553", "553"), ("end 554", "554")])
def test_a_refusal_for_good_is_given_up_at_once(
    server: MailServer, mood: str, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.mood(mood)
    mail = tried(posted())
    assert mail.state == MailState.GIVEN_UP
    assert mail.last_error == f"{code} not now, says the test"
    [record] = [record for record in caplog.records if record.name == "ecru.base.outbox.delivery"]
    assert record.levelno == logging.ERROR
    assert "koor@genk.example" not in record.getMessage()
    server.mood("")
    assert tried(mail).attempts == 1, "it was tried again"
    assert OutgoingMail.objects.need_a_person().send_again() == 1
    assert tried(mail).state == MailState.SENT
    assert [taken["Message-ID"] for taken in server.taken] == [mail.message_id]


def test_after_three_days_it_is_given_up(server: MailServer) -> None:
    server.mood("mail 451")
    mail = posted()
    OutgoingMail.objects.update(try_until=timezone.now() + timedelta(seconds=30))
    assert tried(mail).state == MailState.GIVEN_UP
    assert mail.last_error.startswith("451")


def test_the_waits_double_until_six_hours() -> None:
    waits = [wait_after(attempts) / timedelta(minutes=1) for attempts in range(1, 40)]
    assert 0.75 <= waits[0] <= 1.25
    assert 6 <= waits[3] <= 10
    assert all(270 <= wait <= 450 for wait in waits[10:])
    assert sum(waits[:20]) > PATIENCE / timedelta(minutes=1) / 2


@pytest.mark.parametrize("mood", ["connect hold", "ehlo hold", "rcpt hold", "data hold"])
def test_a_server_that_hangs_before_the_text_loses_nothing(
    server: MailServer, settings: Any, mood: str
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    server.mood(mood)
    mail = tried(posted())
    assert mail.state == MailState.WAITING
    assert "Timeout" in mail.last_error or "timed out" in mail.last_error
    server.mood("")
    settings.EMAIL_TIMEOUT = 10
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    assert tried(mail).state == MailState.SENT
    assert len(server.taken) == 1


@pytest.mark.parametrize("mood", ["connect drop", "mail drop", "data drop"])
def test_a_server_that_hangs_up_before_the_text_loses_nothing(server: MailServer, mood: str) -> None:
    server.mood(mood)
    assert tried(posted()).state == MailState.WAITING


@pytest.mark.parametrize(("mood", "arrived"), [("end drop", 1), ("end hold", 1), ("end lose", 0)])
def test_without_an_answer_after_the_text_a_person_decides(
    server: MailServer, settings: Any, mood: str, arrived: int
) -> None:
    settings.EMAIL_TIMEOUT = 1 if mood == "end hold" else 10
    server.mood(mood)
    mail = tried(posted())
    assert mail.state == MailState.UNSURE
    assert mail.last_error
    assert tried(mail).attempts == 1, "it might arrive twice"
    assert len(server.taken) == arrived
    assert list(OutgoingMail.objects.in_state(MailState.UNSURE)) == [mail]
    if arrived:
        assert OutgoingMail.objects.mark_arrived() == 1
        mail.refresh_from_db()
        assert mail.state == MailState.SENT
    else:
        server.mood("")
        assert OutgoingMail.objects.send_again() == 1
        assert tried(mail).state == MailState.SENT
        assert len(server.taken) == 1


def test_a_server_that_is_away_loses_nothing(tmp_path: Path, server: MailServer, settings: Any) -> None:
    away = MailServer(tmp_path / "away")
    settings.EMAIL_PORT = away.port
    mail = tried(posted())
    assert mail.state == MailState.WAITING
    assert "ConnectionRefusedError" in mail.last_error
    away.start()
    try:
        OutgoingMail.objects.update(next_attempt_at=timezone.now())
        assert tried(mail).state == MailState.SENT
        assert len(away.taken) == 1
    finally:
        away.stop()


@pytest.mark.parametrize(
    "address",
    [
        "koor@genk.example\nBcc: iedereen@elders.example",
        "koor@genk.example, ander@elders.example",
        "Koor <koor@genk.example>, ander@elders.example",
        "koor@genk.example\r\n",
        "geen adres",
        "",
    ],
)
def test_what_is_not_one_address_is_refused_before_anything_is_stored(address: str) -> None:
    fields = [("to", address)] if not address else [("to", address), ("reply_to", address)]
    for name, value in fields:
        with pytest.raises(ValidationError):
            posted(**{name: value})
    assert not OutgoingMail.objects.exists()


def test_a_stored_mail_that_would_break_its_headers_is_given_up(server: MailServer) -> None:
    mail = posted()
    OutgoingMail.objects.update(subject="Hallo\nBcc: iedereen@elders.example")
    assert tried(mail).state == MailState.GIVEN_UP
    assert "BadHeaderError" in mail.last_error
    assert server.taken == []


def test_who_lost_the_claim_sends_nothing(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = posted()
    claimed = OutgoingMail.objects.claim(mail.pk)
    assert claimed
    assert OutgoingMail.objects.claim(mail.pk) is None
    OutgoingMail.objects.update(claim="of another")
    delivery.attempt(claimed)
    mail.refresh_from_db()
    assert mail.sent_at is None
    assert mail.handed_at is None
    assert server.taken == []


def test_a_claim_that_is_over_time_sends_nothing(server: MailServer) -> None:
    claimed = OutgoingMail.objects.claim(posted().pk)
    assert claimed
    OutgoingMail.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    delivery.attempt(claimed)
    assert server.taken == []
    assert OutgoingMail.objects.claim(claimed.pk), "nobody can take it over"


def test_a_database_that_is_busy_gets_the_note_a_little_later(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PAUSE", 0)
    real, faults = OutgoingMail.mark_sent, [DatabaseError("locked"), DatabaseError("locked")]

    def busy(mail: OutgoingMail) -> bool:
        if faults:
            raise faults.pop()
        return real(mail)

    monkeypatch.setattr(OutgoingMail, "mark_sent", busy)
    assert tried(posted()).state == MailState.SENT
    assert len(server.taken) == 1


def test_a_note_that_cannot_be_written_leaves_it_to_a_person(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_mail: OutgoingMail) -> bool:
        raise DatabaseError("gone")

    monkeypatch.setattr(delivery, "PAUSE", 0)
    monkeypatch.setattr(OutgoingMail, "mark_sent", never)
    mail = tried(posted())
    assert mail.state == MailState.WAITING, "the claim still runs"
    OutgoingMail.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    mail.refresh_from_db()
    assert mail.state == MailState.UNSURE
    assert tried(mail).attempts == 0
    assert len(server.taken) == 1


def test_on_a_laptop_mails_are_printed(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert tried(posted()).state == MailState.SENT
    assert "Een vraag voor het koor" in capsys.readouterr().out


def test_a_printer_that_lost_its_claim_prints_nothing(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    claimed = OutgoingMail.objects.claim(posted().pk)
    assert claimed
    OutgoingMail.objects.update(claim="of another")
    delivery.attempt(claimed)
    assert capsys.readouterr().out == ""
