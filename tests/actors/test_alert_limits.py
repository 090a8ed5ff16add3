"""Who hears nothing, and many at once: searches that broke, people who stopped, and thousands of records.

Nour has no account and wants to hear of choirs in Genk; An has an account.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor, Municipality, Theme, User
from ecru.base.daily_jobs import lookout, tell_at_once
from ecru.base.models import Happening, MailReader, SavedSearch, Told
from ecru.base.outbox.kinds import Frequency, kinds
from ecru.base.saved import rounds
from ecru.base.saved.happenings import Why
from ecru.base.saved.watched import Watched, register
from tests.actors.alert_cast import (
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
    wants_news,
)
from tests.factories import ActorFactory, ThemeFactory

__all__ = ["an", "beringen", "calls", "genk"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    """One that takes everything."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


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
