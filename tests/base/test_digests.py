"""The mail of the day: what waits goes together, once, and nothing is lost or doubled when somebody dies in the middle."""

import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from actors.models import User
from ecru.base.daily import carry_out, due, jobs
from ecru.base.models import DailyRun, MailReader, OutgoingMail, WaitingLetter
from ecru.base.outbox.delivery import message_of
from ecru.base.outbox.kinds import DIGEST, Frequency, MailKind
from ecru.base.outbox.posting import post
from ecru.base.outbox.waiting import digest, digests
from tests.base.mail_cast import NOUR, in_both_languages, letter, news, pointless
from tests.base.test_workers import kill, nursery
from tests.factories import UserFactory

__all__ = ["news"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def nour(news: MailKind) -> MailReader:
    """Nour wants the news once a day."""
    reader = MailReader.objects.of(NOUR)
    reader.choose(news, Frequency.DAILY)
    return reader


def of_the_day() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=DIGEST.slug))


@pytest.mark.mail("digest")
@in_both_languages
def test_what_waits_goes_together(nour: MailReader, language: str) -> None:
    nour.speak(language)
    assert post("nieuws-1", letter())
    assert not post("nieuws-1", letter()), "one occasion waits once"
    assert post("nieuws-2", letter(subject="Een nieuwe regisseur"))
    assert not OutgoingMail.objects.exists()
    assert digests(timezone.now()) == {"mails": 1, "messages": 2, "pointless": 0}
    [mail] = of_the_day()
    told: dict[str, Any] = {
        "nl": [
            "2 berichten van ECRU",
            "Dit kwam er voor je binnen",
            "één keer per dag wilt",
            "Stop dit soort mails",
        ],
        "en": [
            "2 messages from ECRU",
            "This is what came in for you",
            "once a day",
            "Stop mails of this kind",
        ],
    }
    subject, *parts = told[language]
    assert mail.subject == subject
    for part in [
        *parts,
        "Nieuws van het netwerk",
        "Het orkest zoekt een zaal",
        "Een nieuwe regisseur",
        "Bekijk de oproep",
    ]:
        assert part in mail.body
        assert part in mail.html
    assert mail.to == NOUR
    assert message_of(mail).message()["List-Unsubscribe"] == f"<{mail.stop_url}>"
    assert str(WaitingLetter.objects.first()) == "Het orkest zoekt een zaal"


def test_the_language_is_that_of_the_last_message_when_nothing_was_chosen(nour: MailReader) -> None:
    post("nieuws-1", letter(language="en"))
    digests(timezone.now())
    assert of_the_day()[0].subject == "1 message from ECRU"


def test_it_comes_once_a_day_and_never_empty(nour: MailReader) -> None:
    now = timezone.now()
    assert digests(now) == {"mails": 0, "messages": 0, "pointless": 0}
    post("nieuws-1", letter())
    assert digests(now)["mails"] == 1
    assert digests(now)["mails"] == 0
    post("nieuws-2", letter())
    assert digests(now)["mails"] == 0, "what comes in after the mail of today waits for tomorrow"
    assert WaitingLetter.objects.open().count() == 1
    assert digests(now + timedelta(days=1))["messages"] == 1
    assert len(of_the_day()) == 2
    assert not WaitingLetter.objects.open().exists()
    assert digest(nour, now + timedelta(days=2)) == {"pointless": 0}


def test_what_became_pointless_or_unwanted_is_left_out(nour: MailReader, news: MailKind) -> None:
    post("nieuws-1", letter())
    post("nieuws-2", letter(subject="Dit is al voorbij"))
    pointless.add("nieuws-2")
    assert digests(timezone.now()) == {"mails": 1, "messages": 1, "pointless": 1}
    assert "al voorbij" not in of_the_day()[0].body
    post("nieuws-3", letter())
    nour.choose(news, Frequency.NEVER)
    assert digests(timezone.now() + timedelta(days=1)) == {"mails": 0, "messages": 0, "pointless": 1}
    assert len(of_the_day()) == 1


def test_who_wants_it_at_once_again_still_gets_what_waited(nour: MailReader, news: MailKind) -> None:
    post("nieuws-1", letter())
    nour.choose(news, Frequency.AT_ONCE)
    assert not post("nieuws-1", letter()), "it waits already"
    assert digests(timezone.now())["messages"] == 1


def test_an_account_gets_it_at_its_own_address(nour: MailReader, news: MailKind) -> None:
    an = UserFactory(email="an@voorbeeld.example", language="en")
    MailReader.objects.of_account(an).choose(news, Frequency.DAILY)
    post("nieuws-1", letter(to=an.email))
    an.email = "an@nieuw.example"
    an.save()
    digests(timezone.now())
    assert [(mail.to, mail.language) for mail in of_the_day()] == [("an@nieuw.example", "en")]


def test_who_may_not_sign_in_any_more_gets_none(news: MailKind) -> None:
    an = UserFactory()
    MailReader.objects.of_account(an).choose(news, Frequency.DAILY)
    post("nieuws-1", letter(to=an.email))
    User.objects.update(is_active=False)
    assert digests(timezone.now()) == {"mails": 0, "messages": 0, "pointless": 1}


def test_it_goes_at_seven_in_brussels() -> None:
    day = timezone.localtime().replace(hour=6, minute=59)
    assert jobs["digest"] not in due(day)
    assert jobs["retention"] in due(day)
    assert jobs["digest"] in due(day + timedelta(minutes=1))
    at_night = {job.slug for job in due(day.replace(hour=5))}
    assert at_night == {"alerts-now", "links", "links-look"}, (
        "what cannot wait until morning, and what disturbs nobody"
    )


def test_mails_of_the_day_are_part_of_the_daily_work(nour: MailReader) -> None:
    post("nieuws-1", letter())
    run = carry_out(jobs["digest"], timezone.now())
    assert run
    assert run.report == {"mails": 1, "messages": 1, "pointless": 0}


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_nothing_is_lost_and_nothing_doubled() -> None:
    """A real process is killed again and again; messages are of a kind that every process knows."""
    readers = [MailReader.objects.of(f"lezer{number}@voorbeeld.example") for number in range(60)]
    for reader in readers:
        for number in range(3):
            words = {
                "kind": "question",
                "subject": f"Vraag {number}!",
                "body": "Mag ik mee?",
                "language": "nl",
            }
            WaitingLetter.objects.create(reader=reader, key=f"vraag-{reader.pk}-{number}", **words)
    for _time in range(6):
        process = nursery().start("daily", "--job", "digest")
        count, end = len(of_the_day()), time.monotonic() + 30
        while len(of_the_day()) == count and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        kill(process)
        DailyRun.objects.exclude(claimed_until=None).update(
            claimed_until=timezone.now() - timedelta(seconds=1)
        )
    call_command("daily", job="digest")
    times = Counter(mail.to for mail in of_the_day())
    assert times == Counter(reader.where for reader in readers)
    assert not WaitingLetter.objects.open().exists()
    for mail in of_the_day():
        assert [mail.body.count(f"Vraag {number}!") for number in range(3)] == [1, 1, 1]
