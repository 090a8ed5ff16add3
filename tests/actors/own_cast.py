"""The cast of the stories about keeping one's own record, and how they fill in its forms."""

from typing import Any

import pytest
from django.test import Client

from actors.models import Actor, Change, Role, User
from tests.actors.conftest import signed_in
from tests.factories import (
    ActorFactory,
    DisciplineFactory,
    MembershipFactory,
    MunicipalityFactory,
    MunicipalLinkFactory,
    UserFactory,
)

HOME = "/mijn/actoren/koor-de-draad/"
STORY = "Wij zingen elke dinsdag in de oude kantine van de mijn, met dertig buren uit acht landen."


@pytest.fixture
def genk(db: None) -> Any:
    """Where the choir is at home."""
    return MunicipalityFactory(name="Genk")


@pytest.fixture
def choir(genk: Any) -> Any:
    """Koor De Draad."""
    return ActorFactory(
        name="Koor De Draad",
        slug="koor-de-draad",
        municipality=genk,
        words={"disciplines": [DisciplineFactory(label="Muziek")]},
    )


@pytest.fixture
def noor(choir: Actor) -> Any:
    """Owner of the choir."""
    return MembershipFactory(actor=choir, user=UserFactory(name="Noor", role=Role.MEMBER)).user


@pytest.fixture
def tom(choir: Actor) -> Any:
    """Her colleague."""
    user = UserFactory(name="Tom", role=Role.MEMBER)
    return MembershipFactory(actor=choir, user=user, colleague=True).user


@pytest.fixture
def an(db: None) -> Any:
    """An editor."""
    return UserFactory(name="An", role=Role.EDITOR)


@pytest.fixture
def partner(genk: Any) -> Any:
    """Works on culture for Genk."""
    user = UserFactory(name="Gust", role=Role.MUNICIPAL_PARTNER)
    return MunicipalLinkFactory(municipality=genk, user=user).user


@pytest.fixture
def hers(noor: User) -> Client:
    """The browser of Noor."""
    return signed_in(noor)


@pytest.fixture
def his(tom: User) -> Client:
    """The browser of Tom."""
    return signed_in(tom)


def at(part: str) -> str:
    """The address of one part of the record."""
    return f"{HOME}bewerken/{part}/"


def sent(page: Any, **changes: Any) -> dict[str, Any]:
    """What the form of a ``page`` would send back, with ``changes`` made by hand; None unticks and empties."""
    form, data = page.context["form"], {}
    for field in form:
        value = field.value()
        if value is not None and value is not False and field.widget_type != "clearablefile":
            data[field.html_name] = field.field.prepare_value(value)
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def save(browser: Client, part: str, **changes: Any) -> list[str]:
    """Opens one part, types ``changes``, saves, and reads what the next page says."""
    answer = browser.post(at(part), sent(browser.get(at(part)), **changes))
    assert answer.status_code == 302, answer.context["form"].errors
    return said(browser.get(answer.url))


def said(page: Any) -> list[str]:
    """The messages on a page."""
    return [str(message) for message in page.context["messages"]]


def fresh(actor: Actor) -> Actor:
    """The actor as it is stored now."""
    return Actor.objects.get(pk=actor.pk)


def newest(actor: Actor) -> Change:
    """What happened last to ``actor``."""
    change = Change.objects.about(actor).first()
    assert change
    return change
