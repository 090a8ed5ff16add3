"""One person hears each thing once, whichever of their searches finds it. An saved several; Nour has one."""

from typing import Any

import pytest

from actors.models import Municipality, User
from ecru.base.models import Told
from ecru.base.saved.subscribing import stop_search
from tests.actors.alert_cast import (
    NOUR,
    an,
    at_once,
    beringen,
    choir,
    genk,
    news,
    of_an,
    sent,
    wants_news,
)
from tests.factories import UserFactory

__all__ = ["an", "beringen", "genk"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    """One that takes everything."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_two_searches_of_one_person_that_find_the_same_make_one_mail(genk: Municipality, an: User) -> None:
    for question in ("gemeente=genk", "q=koor", ""):
        of_an(an, question)
    wants_news()
    choir(genk)
    assert at_once()["mails"] == 2, "one to An, one to Nour"
    sent()
    assert at_once()["mails"] == 0
    assert sorted(mail.to for mail in news()) == [an.email, NOUR]
    assert Told.objects.filter(reader__user=an).count() == 1


def test_what_one_search_told_stays_told_when_that_search_is_thrown_away(
    genk: Municipality, beringen: Municipality, an: User
) -> None:
    first, second = of_an(an), of_an(an, "q=koor")
    moving = choir(genk)
    assert at_once()["mails"] == 1
    sent()
    at_once()
    teller, other = (first, second) if first.told.exists() else (second, first)
    stop_search(search=teller)
    assert at_once()["mails"] == 0
    moving.active_in.set([beringen])
    moving.save()
    at_once()
    moving.active_in.set([genk])
    moving.save()
    assert at_once()["mails"] == 0, "An heard of this one, by the search that is gone"
    assert other.told.count() == 0


def test_what_leaves_one_search_and_stays_in_another_one_is_no_news_when_it_returns(
    genk: Municipality, beringen: Municipality, an: User
) -> None:
    of_an(an)
    of_an(an, "q=koor")
    moving = choir(genk)
    at_once()
    sent()
    for place in (beringen, genk):
        moving.active_in.set([place])
        moving.save()
        assert at_once()["mails"] == 0


def test_who_gets_an_account_takes_along_what_they_were_told(genk: Municipality) -> None:
    wants_news()
    choir(genk)
    at_once()
    sent()
    nour = UserFactory(email=NOUR)
    of_an(nour, "q=koor")
    assert Told.objects.get().reader.user == nour
    assert at_once()["mails"] == 0
