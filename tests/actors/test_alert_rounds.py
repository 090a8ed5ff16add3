"""Who hears what, when: told once, only when it was sent, and never what is gone or closed.

Nour has no account and wants to hear of choirs in Genk; An has an account.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor, Municipality, Theme, User
from ecru.base.daily_jobs import lookout, tell_at_once, tell_in_the_morning, tidy
from ecru.base.models import Happening, MailReader, OutgoingMail, Publication, SavedSearch, Told
from ecru.base.outbox.kinds import Frequency, kinds
from ecru.base.saved import rounds
from ecru.base.saved.happenings import REMEMBERED, Why
from ecru.base.saved.rounds import tell_news
from ecru.base.saved.subscribing import change_search
from ecru.base.saved.watched import Watched, register
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
from tests.factories import ActorFactory, ExpertFactory, PartnerCallFactory, ThemeFactory, TopicFactory

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
    assert (told.search, told.sent_at, str(told)) == (search, None, f"{search.pk}: {told.number}")
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
    assert rounds.note_what_became(search.pk, mail.key, mail) == 0


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


# --- What cannot be looked for --------------------------------------------------------------------------------------


def test_a_choice_that_no_longer_exists_never_makes_the_whole_list_news(genk: Municipality) -> None:
    theme = ThemeFactory(label="Mijnverleden", slug="mijnverleden")
    search = wants_news("thema=mijnverleden")
    Theme.objects.get(pk=theme.pk).delete()
    choir(genk)
    assert at_once() == {"searches": 1, "mails": 0, "records": 0}
    search.refresh_from_db()
    assert search.is_broken
    assert search.lost == ["mijnverleden"]


def test_a_list_that_no_longer_exists_is_no_fault(calls: Watched, genk: Municipality) -> None:
    search = wants_news("", directory="oproepen")
    SavedSearch.objects.update(directory="verdwenen")
    choir(genk)
    assert at_once() == {"searches": 1, "mails": 0, "records": 0}
    search.refresh_from_db()
    assert (search.is_broken, search.lost, search.listing) == (True, [], None)
    assert str(search) == search.in_words == "verdwenen"


def test_a_mail_that_waits_about_a_search_that_broke_is_taken_back(genk: Municipality) -> None:
    theme = ThemeFactory(label="Mijnverleden", slug="mijnverleden")
    wants_news("thema=mijnverleden")
    ActorFactory(words={"themes": [theme]})
    assert at_once()["mails"] == 1
    Theme.objects.get(pk=theme.pk).delete()
    assert at_once()["mails"] == 0
    assert not news()


def test_who_answers_some_of_the_words_only_is_no_news(genk: Municipality) -> None:
    choir(genk, "Accordeon Genk")
    wants_news("q=accordeon+klezmer")
    choir(genk, "Accordeon Beringen")
    assert at_once()["mails"] == 0
    choir(genk, "Klezmer met accordeon")
    assert at_once()["mails"] == 1
    assert told_names(news()[0]) == ["Klezmer met accordeon"]


# --- Who does not want it -------------------------------------------------------------------------------------------


def test_who_stopped_this_kind_of_mail_gets_none_and_afterwards_what_they_missed_in_one(
    genk: Municipality,
) -> None:
    wants_news()
    reader = MailReader.objects.of(NOUR)
    reader.choose(kinds["alert"], Frequency.NEVER)
    choir(genk)
    assert at_once() == {"searches": 0, "mails": 0, "records": 0}
    reader.choose(kinds["alert"], Frequency.AT_ONCE)
    assert at_once()["mails"] == 1


def test_who_stopped_this_kind_at_that_very_moment_gets_none(
    genk: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants_news()
    choir(genk)
    monkeypatch.setattr(rounds, "post", lambda *_arguments: False)
    assert at_once()["mails"] == 0
    assert not Told.objects.exists()


def test_an_account_that_was_closed_gets_none(genk: Municipality, an: User) -> None:
    of_an(an)
    an.is_active = False
    an.save()
    choir(genk)
    assert at_once()["searches"] == 0


def test_a_search_that_stopped_or_got_calmer_since_the_look_gets_none(genk: Municipality) -> None:
    search = wants_news()
    choir(genk)
    scenes = rounds.Scenes(timezone.now())
    there, found = scenes.of(search), scenes.found(search)
    assert there
    assert found
    SavedSearch.objects.update(rhythm="weekly")
    assert rounds.tell(search, there, found, timezone.now()) == 0
    SavedSearch.objects.all().delete()
    assert rounds.tell(search, there, found, timezone.now()) == 0


# --- Many -----------------------------------------------------------------------------------------------------------


def test_of_many_the_first_twenty_stand_in_the_mail_and_all_are_told(genk: Municipality) -> None:
    search = wants_news()
    for number in range(23):
        choir(genk, f"Koor {number}")
    assert at_once() == {"searches": 1, "mails": 1, "records": 23}
    [mail] = news()
    assert len(told_names(mail)) == 20
    assert "23 nieuw voor jou" in mail.subject
    assert "Bekijk ze alle 23:" in mail.body
    assert f"/actoren/?{search.question}" in mail.body
    sent()
    assert at_once()["mails"] == 0


def test_searches_without_news_cost_no_query_each(genk: Municipality, beringen: Municipality) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert at_once()["mails"] == 0
        return len(captured)

    for number in range(2):
        wants_news(f"gemeente=genk&q=koor{number}", email=f"lezer{number}@voorbeeld.example")
    choir(beringen)
    at_once()
    few = cost()
    for number in range(2, 40):
        wants_news(f"gemeente=genk&q=koor{number}", email=f"lezer{number}@voorbeeld.example")
    for number in range(30):
        choir(beringen, f"Ander {number}")
    at_once()
    assert cost() == few <= 9


def test_when_nothing_changed_nobody_looks(genk: Municipality) -> None:
    wants_news()
    now = timezone.now()
    lookout.hear(None)
    assert tell_at_once(now, False)["searches"] == 1
    with CaptureQueriesContext(connection) as captured:
        assert tell_at_once(now + timedelta(minutes=1), False) == {}
    assert len(captured) <= 3
    choir(genk)
    assert tell_at_once(now + timedelta(minutes=2), False)["mails"] == 1
    sent()
    assert tell_at_once(now + timedelta(minutes=20), False)["searches"] == 1, "now and then it looks anyway"
    assert tell_at_once(now + timedelta(minutes=21), False) == {}


def test_a_thousand_new_records_are_noticed_in_portions(genk: Municipality) -> None:
    wants_news("gemeente=genk&q=accordeon")
    kind = choir(genk).kind
    Actor.objects.bulk_create(ActorFactory.build(kind=kind, slug=f"veel-{number}") for number in range(1001))
    at_once()
    assert Happening.objects.of("actoren").count() == 1002
    Actor.objects.filter(slug__startswith="veel").delete()
    at_once()
    assert Happening.objects.filter(gone_at__isnull=False).count() == 1001


def test_a_list_has_a_name_of_its_own(calls: Watched) -> None:
    assert register(calls) is calls
    with pytest.raises(ValueError, match="CallDirectory needs a name of its own"):
        register(Watched(calls.directory, "Andere", "actor-list", line=str))


def test_what_happened_has_words() -> None:
    assert [str(why.label) for why in Why] == ["nieuw", "gewijzigd", "terug"]
