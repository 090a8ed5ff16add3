"""The cast of the stories about deadlines: a clock in Brussels that the story sets, and Nour, who has no account.

Genk gives a street grant that closes on Saturday 10 April 2027 at the end of the day. Summer time began on 28 March.
"""

from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from actors.models import User
from ecru.base.models import OutgoingMail, SavedSearch
from ecru.base.saved import rounds
from ecru.base.saved.records import kinds
from ecru.base.saved.subscribing import keep_record
from subsidies.models import Call, Measure
from subsidies.models.standing import BRUSSELS
from tests.actors.alert_cast import MORNING, news, sent, wants_news
from tests.factories import UserFactory
from tests.subsidies.factories import CallFactory, MeasureFactory, ProviderFactory

LAST_SECOND = datetime(2027, 4, 10, 23, 59, 59, tzinfo=BRUSSELS)


class Clock:
    """The clock of the server, as far as the story tells: also for the moments that new records get by themselves.

    Fields keep the function that they were given, so without that a mail of the story would wait for the day on which the
    tests run, and go out in the story or not by the year that it is.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = at(1, 1, 12)
        real = timezone.now
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if field.default is real:
                    patch.setattr(field, "_get_default", lambda: self.now)
        patch.setattr(timezone, "now", lambda: self.now)

    def to(self, *when: int) -> datetime:
        """Sets it: month, day, hour, minute, second in 2027."""
        self.now = at(*when)
        return self.now


def at(month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    """A moment of 2027 in Brussels."""
    return datetime(2027, month, day, hour, minute, second, tzinfo=BRUSSELS)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is noon on New Year's Day 2027."""
    return Clock(monkeypatch)


@pytest.fixture
def mail_server(settings: Any) -> None:
    """One that takes everything."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def round_(db: None, clock: Clock) -> Call:
    """The round of the street grant, open since last year."""
    measure = MeasureFactory(
        title="Straatgeld", slug="straatgeld", provider=ProviderFactory(title="Stad Genk"), max_amount=1500
    )
    return CallFactory(
        measure=measure,
        opens_at=datetime(2026, 12, 1, 9, tzinfo=BRUSSELS),
        closes_at=LAST_SECOND,
        budget=5000,
    )


@pytest.fixture
def wout(db: None) -> User:
    """Wout has an account."""
    return UserFactory(name="Wout", email="wout@voorbeeld.example")


def watches(question: str = "", rhythm: str = "now", **changes: Any) -> SavedSearch:
    """Nour asked for news about support, and said yes."""
    return wants_news(question, rhythm, directory="steun", now=timezone.now(), **changes)


def saves(user: User, measure: Measure, language: str = "nl") -> bool:
    """``user`` pressed "save" on the page of a measure."""
    return keep_record(user=user, kind=kinds["measure"], record=measure, language=language)


def turn(rhythms: list[str] | None = None) -> list[OutgoingMail]:
    """A round of the worker for who wants to know at once (or for ``rhythms``), and the mails that it makes; they are sent."""
    before = {mail.pk for mail in news()}
    rounds.tell_news(rhythms or rounds.AT_ONCE, timezone.now())
    fresh = [mail for mail in news() if mail.pk not in before]
    sent()
    return fresh


def morning() -> list[OutgoingMail]:
    """The same for who hears once a day or once a week."""
    return turn(MORNING)


def subjects(mails: list[OutgoingMail]) -> list[str]:
    """What stands above the mails."""
    return [mail.subject for mail in mails]
