"""Who plays in the stories about freshness: a choir with an owner and a colleague, an editor, and the regisseur."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from actors.freshness import ask_for_freshness
from actors.models import Actor, Freshness, Role, User
from ecru.base.models import OutgoingMail
from tests.factories import (
    ActorFactory,
    FreshnessFactory,
    MembershipFactory,
    MunicipalityFactory,
    UserFactory,
)

START = date(2026, 1, 10)  # when the choir was confirmed


def morning(day: date) -> datetime:
    """Six o'clock in Brussels."""
    return timezone.make_aware(datetime.combine(day, time(6)))


def job(day: date, **options: Any) -> dict[str, int]:
    """What the daily job did on ``day``, leaving out what it did not do."""
    done = ask_for_freshness(morning(day), **options)
    return {step: count for step, count in done.items() if count}


def jobs(first: date, last: date) -> list[tuple[str, str]]:
    """What the job did on every day from ``first`` to ``last``."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [(day.isoformat(), step) for day in days for step in job(day)]


def mails() -> list[OutgoingMail]:
    """Every mail, the oldest first."""
    return list(OutgoingMail.objects.order_by("pk"))


def due_choir(days: int = 400, **told: Any) -> Actor:
    """A choir that was confirmed so many ``days`` before today, with Noor as its owner."""
    confirmed = timezone.localdate() - timedelta(days=days)
    genk = MunicipalityFactory(name="Genk", slug="genk")
    actor = ActorFactory(
        name="Koor De Draad",
        slug="koor-de-draad",
        verified_on=confirmed,
        verified_by="actor",
        municipality=genk,
        **told,
    )
    MembershipFactory(actor=actor, user=noor_of())
    return actor


def noor_of() -> User:
    """Noor, a member."""
    user: Any = UserFactory(name="Noor", email="noor@voorbeeld.example", role=Role.MEMBER)
    return user


def asked(actor: Actor, **told: Any) -> Freshness:
    """The freshness of ``actor`` once it was asked today."""
    today = timezone.localdate()
    found: Any = FreshnessFactory(actor=actor, **{"asked_on": today, "mailed_on": today, **told})
    found.begin_round()
    found.save()
    return found


@pytest.fixture
def choir(db: None) -> Any:
    """A choir that was confirmed on 10 January 2026."""
    return ActorFactory(
        name="Koor De Draad",
        slug="koor-de-draad",
        municipality=MunicipalityFactory(name="Genk", slug="genk"),
        verified_on=START,
        verified_by="actor",
        website="https://dedraad.example",
    )


@pytest.fixture
def noor(choir: Actor) -> Any:
    """Its owner."""
    return MembershipFactory(actor=choir, user=noor_of()).user


@pytest.fixture
def bart(choir: Actor) -> Any:
    """Her colleague."""
    user = UserFactory(name="Bart", email="bart@voorbeeld.example", role=Role.MEMBER)
    return MembershipFactory(actor=choir, user=user, colleague=True).user


@pytest.fixture
def an(db: None) -> Any:
    """An editor."""
    return UserFactory(name="An", role=Role.EDITOR)


@pytest.fixture
def rik(db: None) -> Any:
    """The regisseur."""
    return UserFactory(name="Rik", email="rik@voorbeeld.example", role=Role.REGISSEUR)
