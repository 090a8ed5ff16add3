"""The cast of the stories about keeping support: Gust works for Genk, Lut for Leopoldsburg, An keeps the field."""

from typing import Any

import pytest
from django.test import Client

from actors.models import Change, DeskItem, Role, User
from subsidies.models import Measure
from tests.actors.conftest import signed_in
from tests.actors.own_cast import said, sent
from tests.factories import MunicipalLinkFactory, UserFactory

LIST = "/mijn/steun/"
HOME = "/mijn/steun/straatgeld/"


@pytest.fixture
def gust(genk: Any) -> Any:
    """Works on culture for Genk."""
    user = UserFactory(name="Gust", role=Role.MUNICIPAL_PARTNER)
    return MunicipalLinkFactory(municipality=genk, user=user).user


@pytest.fixture
def lut(leopoldsburg: Any) -> Any:
    """Works on culture for Leopoldsburg."""
    user = UserFactory(name="Lut", role=Role.MUNICIPAL_PARTNER)
    return MunicipalLinkFactory(municipality=leopoldsburg, user=user).user


@pytest.fixture
def his(gust: User) -> Client:
    """The browser of Gust."""
    return signed_in(gust)


@pytest.fixture
def hers(lut: User) -> Client:
    """The browser of Lut."""
    return signed_in(lut)


@pytest.fixture
def desk(an: User) -> Client:
    """The browser of An."""
    return signed_in(an)


def at(part: str) -> str:
    """The address of one part of Straatgeld."""
    return f"{HOME}bewerken/{part}/"


def save(browser: Client, address: str, **changes: Any) -> list[str]:
    """Opens a form, types ``changes``, saves, and reads what the next page says."""
    answer = browser.post(address, sent(browser.get(address), **changes))
    assert answer.status_code == 302, answer.context["form"].errors
    return said(browser.get(answer.url))


def refused(browser: Client, address: str, **changes: Any) -> Any:
    """The page that comes back when what was typed cannot be."""
    answer = browser.post(address, sent(browser.get(address), **changes))
    assert answer.status_code == 200
    return answer


def fresh(measure: Measure) -> Measure:
    """The measure as it is stored now."""
    return Measure.objects.get(pk=measure.pk)


def newest() -> Change:
    """What happened last."""
    change = Change.objects.first()
    assert change
    return change


def waiting() -> DeskItem:
    """The one thing that waits for the editors."""
    return DeskItem.objects.unsettled().get()
