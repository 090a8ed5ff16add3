"""Who hears what, when: told once, only when it was sent, and never what is gone or closed.

Nour has no account and wants to hear of choirs in Genk; An has an account.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from actors.models import Municipality, User
from ecru.base.daily_jobs import tell_in_the_morning, tidy
from ecru.base.models import Happening, OutgoingMail, Publication, SavedSearch, Told
from ecru.base.saved import rounds
from ecru.base.saved.happenings import REMEMBERED
from ecru.base.saved.rounds import tell_news
from ecru.base.saved.subscribing import change_search
from ecru.base.saved.watched import Watched
from tests.actors.alert_cast import (
    MORNING,
    NOUR,
    an,
    at_once,
    beringen,
    calls,
    choir,
    genk,
    news,
    of_an,
    sent,
    told_names,
    waiting,
    wants_news,
)
from tests.factories import ExpertFactory, PartnerCallFactory, TopicFactory

__all__ = ["an", "beringen", "calls", "genk"]
pytestmark = pytest.mark.django_db

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    """One that takes everything."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def archive(actor: Any) -> None:
    actor.status = Publication.ARCHIVED
    actor.save()


def publish(actor: Any) -> None:
    actor.status = Publication.PUBLISHED
    actor.save()


# --- Once, and only when it was sent ------------------------------------------------------------------------------


def test_who_asks_hears_of_what_comes_and_not_of_what_was_there(genk: Municipality) -> None:
    choir(genk, "Oud koor")
    wants_news()
    assert at_once() == {"searches": 1, "mails": 0, "records": 0}
    choir(genk)
    assert at_once() == {"searches": 1, "mails": 1, "records": 1}
    [mail] = news()
    assert mail.to == NOUR
    assert mail.subject == "1 nieuw voor jou: Wie is wie: Genk"
    assert told_names(mail) == ["Nieuw koor"]


def test_one_mail_tells_all_that_is_new_the_newest_first(genk: Municipality) -> None:
    wants_news()
    for name in ("Eerste koor", "Tweede koor", "Derde koor"):
        choir(genk, name)
        at_once_later = timezone.now()
    assert at_once(at_once_later)["mails"] == 1
    [mail] = news()
    assert sorted(told_names(mail)) == ["Derde koor", "Eerste koor", "Tweede koor"]
    assert mail.subject.startswith("3 nieuw voor jou")


def test_a_new_expert_is_told_with_what_they_know(genk: Municipality) -> None:
    topic = TopicFactory(label="Buurtfeesten", slug="buurtfeesten")
    wants_news("onderwerp=buurtfeesten", directory="experten")
    ExpertFactory(words={"topics": [topic]})
    assert at_once()["mails"] == 1
    assert "Nieuw. Buurtfeesten" in news()[0].body


def test_told_means_that_the_mail_was_sent(genk: Municipality) -> None:
    search = wants_news()
    choir(genk)
    at_once()
    told = Told.objects.get()
    assert (told.search, told.sent_at, str(told)) == (search, None, f"{search.reader_id}: {told.number}")
    assert told.number not in SavedSearch.objects.get().known_numbers
    assert rounds.settle(timezone.now()) == {"told": 0, "not_told": 0}
    sent()
    told.refresh_from_db()
    search.refresh_from_db()
    mail = OutgoingMail.objects.get()
    assert told.sent_at == search.told_at == mail.sent_at
    assert told.number in search.known_numbers
    for _again in range(2):
        assert at_once()["mails"] == 0


def test_while_a_mail_waits_there_is_no_second_one_and_then_comes_the_rest(genk: Municipality) -> None:
    wants_news()
    choir(genk, "Eerste koor")
    at_once()
    choir(genk, "Tweede koor")
    assert at_once() == {"searches": 0, "mails": 0, "records": 0}
    sent()
    assert at_once()["mails"] == 1
    assert [told_names(mail) for mail in news()] == [["Eerste koor"], ["Tweede koor"]]


def test_a_mail_that_was_given_up_waits_for_a_person_and_is_then_told_after_all(genk: Municipality) -> None:
    wants_news()
    choir(genk)
    at_once()
    OutgoingMail.objects.update(given_up_at=timezone.now())
    for _round in range(2):
        assert at_once()["mails"] == 0
    assert waiting() == 1
    OutgoingMail.objects.all().send_again()
    sent()
    assert waiting() == 0
    assert len(news()) == 1


def test_what_a_person_left_is_not_told_again(genk: Municipality) -> None:
    wants_news()
    choir(genk)
    at_once()
    OutgoingMail.objects.update(given_up_at=timezone.now())
    OutgoingMail.objects.all().leave()
    assert at_once()["mails"] == 0
    assert not Told.objects.exists()
    assert SavedSearch.objects.get().told_at is None


def test_a_mail_that_got_lost_is_told_again(genk: Municipality) -> None:
    wants_news()
    choir(genk)
    at_once()
    OutgoingMail.objects.all().delete()
    assert at_once()["mails"] == 1
    assert len(news()) == 1


def test_a_mail_about_a_search_that_was_thrown_away_meanwhile_is_no_fault(genk: Municipality) -> None:
    search = wants_news()
    choir(genk)
    at_once()
    mail = OutgoingMail.objects.get()
    mail.sent_at = timezone.now()
    search.delete()
    assert rounds.note_what_became(search.pk, mail.key, mail) == 1, "whoever was told, was told"
    assert not Told.objects.unsent().exists()


# --- What is gone, closed, back or changed --------------------------------------------------------------------------


def test_what_is_gone_before_the_round_is_never_told(genk: Municipality) -> None:
    wants_news()
    archive(choir(genk))
    choir(genk, "Gestopt koor", closed=True)
    choir(genk, "Ontwerp", draft=True)
    assert at_once() == {"searches": 1, "mails": 0, "records": 0}


def test_a_mail_that_waits_is_taken_back_when_something_in_it_goes_and_the_rest_is_told(
    genk: Municipality,
) -> None:
    wants_news()
    first = choir(genk, "Eerste koor")
    choir(genk, "Tweede koor")
    at_once()
    archive(first)
    assert at_once()["mails"] == 1
    [mail] = news()
    assert told_names(mail) == ["Tweede koor"]
    assert mail.subject.startswith("1 nieuw")


def test_a_mail_in_hand_is_not_taken_back(genk: Municipality) -> None:
    wants_news()
    first = choir(genk)
    at_once()
    assert OutgoingMail.objects.claim(OutgoingMail.objects.get().pk)
    archive(first)
    assert at_once()["mails"] == 0
    assert waiting() == 1


def test_what_goes_between_the_look_and_the_mail_is_left_out(
    genk: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants_news()
    choir(genk)
    monkeypatch.setattr(rounds, "records_of", lambda *_arguments: [])
    assert at_once() == {"searches": 1, "mails": 0, "records": 0}
    assert not Told.objects.exists()


def test_what_starts_to_fit_is_told_and_what_left_and_returns_is_told_again(
    genk: Municipality, beringen: Municipality
) -> None:
    wants_news()
    moving = choir(beringen, "Verhuisd koor")
    assert at_once()["mails"] == 0
    for _time in range(2):
        moving.active_in.set([genk])
        moving.save()
        assert at_once()["mails"] == 1
        sent()
        moving.active_in.set([beringen])
        moving.save()
        assert at_once()["mails"] == 0
    assert [told_names(mail) for mail in news()] == [["Verhuisd koor"]] * 2


def test_what_was_away_for_an_hour_is_no_news_and_after_a_day_it_is_back(genk: Municipality) -> None:
    old, now = choir(genk, "Oud koor"), timezone.now()
    wants_news(now=now)
    archive(old)
    at_once(now)
    publish(old)
    assert at_once(now + timedelta(hours=1))["mails"] == 0
    archive(old)
    at_once(now + timedelta(hours=2))
    publish(old)
    assert at_once(now + timedelta(days=2))["mails"] == 1
    [mail] = news()
    assert "Terug. Vereniging, Genk" in mail.body


def test_a_call_that_opens_again_is_told_again(calls: Watched, genk: Municipality) -> None:
    call = PartnerCallFactory(title="Podium gezocht")
    wants_news("", directory="oproepen")
    call.closed_at = timezone.now()
    call.save()
    assert at_once()["mails"] == 0
    call.closed_at = None
    call.save()
    assert at_once()["mails"] == 1
    sent()
    assert at_once()["mails"] == 0
    call.closes_on += timedelta(days=7)
    call.save()
    assert at_once()["mails"] == 1
    back, changed = news()
    assert f"Terug. tot {call.closes_on - timedelta(days=7)}" in back.body
    assert f"Gewijzigd. tot {call.closes_on}" in changed.body


def test_a_call_that_closes_tonight_is_never_told_tomorrow(calls: Watched) -> None:
    wants_news("", directory="oproepen", rhythm="daily", now=timezone.now() - timedelta(days=1))
    PartnerCallFactory(closes_on=timezone.localdate())
    assert tell_news(MORNING, timezone.now())["mails"] == 1, "the last day counts"
    sent()
    PartnerCallFactory(closes_on=timezone.localdate())
    assert tell_news(MORNING, timezone.now() + timedelta(days=1)) == {"searches": 1, "mails": 0, "records": 0}


def test_a_yearly_call_is_told_every_year(calls: Watched) -> None:
    call, now = PartnerCallFactory(), timezone.now()
    wants_news("", directory="oproepen", now=now)
    for year in range(1, 4):
        call.closed_at = now
        call.save()
        at_once(now + timedelta(days=365 * year - 30))
        call.closed_at, call.closes_on = None, timezone.localdate(now) + timedelta(days=365 * year + 30)
        call.save()
        assert at_once(now + timedelta(days=365 * year))["mails"] == 1
        sent()
    assert len(news()) == 3


def test_what_happened_is_forgotten_two_years_after_it_left(genk: Municipality) -> None:
    gone, now = choir(genk), timezone.now()
    wants_news(now=now)
    archive(gone)
    at_once(now)
    assert str(Happening.objects.get()) == f"actoren {gone.pk}: nieuw"
    assert tidy(now + REMEMBERED, False)["happenings"] == 0
    assert tidy(now + REMEMBERED + timedelta(days=1), False)["happenings"] == 1


# --- Day and week ---------------------------------------------------------------------------------------------------


def at(day: int, hour: int) -> datetime:
    """A moment in March 2027, in Brussels; the 1st is a Monday, and on the 28th the clock goes forward."""
    return datetime(2027, 3, day, hour, tzinfo=BRUSSELS)


def test_once_a_day_is_once_a_day(genk: Municipality) -> None:
    wants_news(rhythm="daily", now=at(2, 10))
    choir(genk, "Eerste koor")
    assert tell_news(MORNING, at(2, 11))["searches"] == 0, "they asked today"
    assert at_once(at(3, 6))["searches"] == 0
    assert tell_in_the_morning(at(3, 7), False)["mails"] == 1
    sent()
    choir(genk, "Tweede koor")
    assert tell_news(MORNING, at(3, 23))["searches"] == 0
    assert tell_news(MORNING, at(4, 7))["mails"] == 1
    sent()
    assert tell_news(MORNING, at(28, 7)) == {"searches": 1, "mails": 0, "records": 0}
    choir(genk, "Derde koor")
    assert tell_news(MORNING, at(28, 23))["searches"] == 0, "the clock went forward, the day is the same"


def test_once_a_week_is_on_monday(genk: Municipality) -> None:
    wants_news(rhythm="weekly", now=at(3, 10))
    choir(genk)
    for day in (4, 7):
        assert tell_news(MORNING, at(day, 7))["searches"] == 0
    assert tell_news(MORNING, at(8, 7))["mails"] == 1
    sent()
    choir(genk, "Tweede koor")
    assert tell_news(MORNING, at(9, 7))["searches"] == 0


def test_a_monday_on_which_the_machine_was_down_is_made_up_for_on_tuesday(genk: Municipality) -> None:
    wants_news(rhythm="weekly", now=at(3, 10))
    choir(genk)
    assert tell_news(MORNING, at(9, 7))["mails"] == 1
    sent()
    assert tell_news(MORNING, at(10, 7))["searches"] == 0
    assert tell_news(MORNING, at(15, 7))["searches"] == 1


def test_who_wants_no_mail_gets_none_and_later_only_what_is_new_from_then(
    genk: Municipality, an: User
) -> None:
    search = of_an(an, rhythm="never")
    choir(genk, "Eerste koor")
    at_once()
    assert tell_news(MORNING, timezone.now() + timedelta(days=8))["searches"] == 0
    change_search(search=search, rhythm="now")
    assert at_once()["mails"] == 0
    choir(genk, "Tweede koor")
    at_once()
    assert told_names(news()[-1]) == ["Tweede koor"]
