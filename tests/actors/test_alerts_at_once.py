"""Real workers, a real mail server, and people at the very same moment: everybody hears everything once.

Nour and others want to know at once what is new in Genk. Each part may be killed at any moment.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from actors.models import Municipality
from ecru.base.edition import edition
from ecru.base.models import DailyRun, Happening, MailState, OutgoingMail, SavedRecord, SavedSearch, Told
from ecru.base.saved import rounds
from ecru.base.saved.happenings import notice
from ecru.base.saved.subscribing import ask_for_news, confirm_search, stop_search
from ecru.base.saved.watched import watched
from tests.actors.alert_cast import NOUR, at_once, choir, genk, news, wants_news
from tests.base.mail_server import MailServer, until
from tests.base.test_workers import LONG, five_minutes_later, kill, server, waiting, working
from tests.factories import UserFactory

__all__ = ["genk", "server"]
pytestmark = pytest.mark.django_db(transaction=True)

MANY = 12
STILL = {MailState.SENT, MailState.UNSURE}  # no worker does anything more with it


@pytest.fixture(autouse=True)
def calm_end() -> Iterator[None]:
    """Nothing in memory outlives the tables that are emptied."""
    edition.forget()
    yield
    edition.forget()


def together(act: Callable[[int], Any], people: int = 4) -> list[Any]:
    """What ``people`` get who do ``act`` at the same moment, each over a connection of their own."""

    def one(number: int) -> Any:
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


def a_minute_later() -> None:
    """The next round is due, and who died lets go."""
    past = timezone.now() - timedelta(minutes=2)
    DailyRun.objects.exclude(claimed_until=None).update(claimed_until=past)
    DailyRun.objects.update(started_at=past, next_attempt_at=None)
    five_minutes_later()


def everybody_heard() -> bool:
    return Told.objects.filter(sent_at__isnull=False).count() == SavedSearch.objects.count()


def a_person_looks(server: MailServer) -> None:
    """Of a mail that a worker held when it was killed nobody can know whether it left: a person asks who it was for."""
    arrived = {mail["X-Told-To"] for mail in server.taken}
    for mail in news():
        if mail.state == MailState.UNSURE:
            alone = OutgoingMail.objects.filter(pk=mail.pk)
            settled = alone.mark_arrived() if mail.to in arrived else alone.send_again()
            assert settled == 1


def test_four_rounds_at_once_post_one_mail(genk: Municipality) -> None:
    wants_news()
    choir(genk)
    reports = together(lambda _number: at_once())
    assert sum(report["mails"] for report in reports) == 1
    assert len(news()) == Told.objects.count() == 1


def test_four_who_notice_at_once_write_one_line(genk: Municipality) -> None:
    entry, now = watched["actoren"], timezone.now()
    choir(genk)
    together(lambda _number: len(notice(entry, now)))
    assert Happening.objects.count() == 1


def test_four_clicks_at_once_are_one_search_one_yes_and_one_saved_page(genk: Municipality) -> None:
    def ask(_number: int) -> SavedSearch:
        listing = watched["actoren"].opened("gemeente=genk")
        return ask_for_news(email=NOUR, listing=listing, rhythm="now", language="nl", token="een")

    searches = together(ask)
    assert len({search.pk for search in searches}) == OutgoingMail.objects.count() == 1
    assert sorted(together(lambda number: confirm_search(search=searches[number]))) == [False] * 3 + [True]
    an, actor = UserFactory(), choir(genk)
    together(lambda _number: SavedRecord.objects.keep(an, "actor", actor.pk))
    assert SavedRecord.objects.count() == 1
    together(lambda number: stop_search(search=searches[number]))
    assert not SavedSearch.objects.exists()


def test_a_mail_server_that_is_down_loses_and_doubles_nothing(genk: Municipality, server: MailServer) -> None:
    wants_news()
    choir(genk)
    server.stop()
    with working(server):
        until(lambda: [mail.attempts for mail in news()] == [1], LONG)
    assert Told.objects.unsent().count() == 1, "nothing counts as told"
    choir(genk, "Tweede koor")
    a_minute_later()
    with working(server):
        until(lambda: DailyRun.objects.get(job="alerts-now").attempts == 2, LONG)
        assert len(news()) == 1, "no second mail while the first one waits"
        server.start()
        OutgoingMail.objects.update(next_attempt_at=timezone.now())
        until(lambda: news()[0].state == MailState.SENT, LONG)
    a_minute_later()
    with working(server):
        until(lambda: len(news()) == 2 and news()[1].state == MailState.SENT, LONG)
    a_minute_later()
    with working(server):
        until(lambda: not Told.objects.unsent().exists(), LONG)
    assert [mail["X-Told-To"] for mail in server.taken] == [NOUR, NOUR]
    assert [mail["List-Unsubscribe-Post"] for mail in server.taken] == ["List-Unsubscribe=One-Click"] * 2
    assert at_once()["mails"] == 0


def test_a_worker_killed_while_it_sends_tells_it_once(genk: Municipality, server: MailServer) -> None:
    wants_news()
    choir(genk)
    server.mood("data hold")
    with working(server) as worker:
        server.wait_until_reached()
        kill(worker)
    server.mood("")
    assert Told.objects.unsent().count() == 1
    a_minute_later()
    with working(server):
        until(lambda: news()[0].state == MailState.SENT, LONG)
    a_minute_later()
    with working(server):
        until(everybody_heard, LONG)
    assert len(server.taken) == len(news()) == 1


def test_workers_killed_in_the_middle_of_a_round_and_two_at_once_tell_everybody_once(
    genk: Municipality, server: MailServer
) -> None:
    for number in range(MANY):
        wants_news(email=f"lezer{number}@voorbeeld.example")
    choir(genk)

    def done() -> int:
        return len(news()) + len(server.taken)

    for seconds in (0.0, 0.05, 0.1):
        before = done()
        with working(server) as worker:
            until(lambda: done() > before or (len(news()) == MANY and not waiting()), LONG)  # noqa: B023 - it is now
            time.sleep(seconds)
            kill(worker)
        a_minute_later()
    with working(server), working(server):
        until(lambda: len(news()) == MANY and all(mail.state in STILL for mail in news()), 2 * LONG)
        a_person_looks(server)
        until(lambda: all(mail.state == MailState.SENT for mail in news()), LONG)
    a_minute_later()
    with working(server), working(server):
        until(everybody_heard, LONG)
    times = Counter(mail["X-Told-To"] for mail in server.taken)
    assert times == {f"lezer{number}@voorbeeld.example": 1 for number in range(MANY)}


def test_a_fault_in_the_middle_of_one_search_leaves_nothing_half(
    genk: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants_news()
    choir(genk)

    def broken(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError("the machine stopped")

    with monkeypatch.context() as patch:
        patch.setattr(rounds, "news_letter", broken)
        with pytest.raises(RuntimeError, match="the machine stopped"):
            at_once()
    with monkeypatch.context() as patch:
        patch.setattr(Told.objects, "bulk_create", broken)
        with pytest.raises(RuntimeError, match="the machine stopped"):
            at_once()
    assert not news()
    assert not Told.objects.exists()
    assert at_once()["mails"] == 1
