"""The cast of the stories about support: four ways to get something, in Genk, in Leopoldsburg, and everywhere.

Genk gives a street grant until 1 December. Flanders has a large grant that comes back every May, of which Genk keeps a local version.
Leopoldsburg lends rooms all year. A fund has spent its money.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from actors.models import Municipality, Role
from subsidies.models import Area, LegalForm, Level, Rhythm, SupportForm
from tests.factories import DisciplineFactory, MunicipalityFactory, TargetGroupFactory, UserFactory
from tests.subsidies.factories import CallFactory, MeasureFactory, ProviderFactory


@pytest.fixture
def genk(db: None) -> Any:
    return MunicipalityFactory(name="Genk", slug="genk")


@pytest.fixture
def leopoldsburg(db: None) -> Any:
    return MunicipalityFactory(name="Leopoldsburg", slug="leopoldsburg")


@pytest.fixture
def places(genk: Municipality, leopoldsburg: Municipality) -> list[Municipality]:
    return [genk, leopoldsburg]


def form(slug: str) -> SupportForm:
    """A form of support that the portal begins with."""
    return SupportForm.objects.get(slug=slug)


def legal(*slugs: str) -> list[LegalForm]:
    """Who may ask, among those that the portal begins with."""
    return list(LegalForm.objects.filter(slug__in=slugs))


@pytest.fixture
def street(genk: Municipality) -> Any:
    """For young people in Genk; closes in ten days."""
    measure = MeasureFactory(
        title="Straatgeld",
        slug="straatgeld",
        provider=ProviderFactory(title="Stad Genk"),
        max_amount=1500,
        words={
            "municipalities": [genk],
            "forms": [form("subsidie")],
            "legal_forms": legal("groep-zonder-vzw", "vzw"),
            "target_groups": [TargetGroupFactory(label="Jongeren", slug="jongeren")],
            "disciplines": [DisciplineFactory(label="Dans", slug="dans")],
        },
    )
    CallFactory(measure=measure, closes_at=timezone.now() + timedelta(days=10))
    return measure


@pytest.fixture
def flemish(places: list[Municipality]) -> Any:
    """Closed last month, and comes back every year."""
    measure = MeasureFactory(
        title="Groot cultuurproject",
        slug="groot-cultuurproject",
        level=Level.FLANDERS,
        area=Area.FLANDERS,
        words={"municipalities": places, "forms": [form("subsidie")], "legal_forms": legal("vzw")},
    )
    CallFactory(measure=measure, rhythm=Rhythm.YEARLY, closes_at=timezone.now() - timedelta(days=30))
    return measure


@pytest.fixture
def room(leopoldsburg: Municipality) -> Any:
    """Rooms all year; no source says who may ask."""
    measure = MeasureFactory(
        title="Zaal van de gemeente",
        slug="zaal",
        words={"municipalities": [leopoldsburg], "forms": [form("infrastructuur")]},
    )
    CallFactory(measure=measure, rhythm=Rhythm.ALWAYS, closes_at=None)
    return measure


@pytest.fixture
def spent(places: list[Municipality]) -> Any:
    """A fund of which the money is gone."""
    measure = MeasureFactory(
        title="Fonds voor feesten",
        slug="feestfonds",
        level=Level.PRIVATE,
        area=Area.PROVINCE,
        words={"municipalities": places, "forms": [form("prijs")]},
    )
    now = timezone.now()
    CallFactory(
        measure=measure,
        closes_at=now + timedelta(days=40),
        spent_at=now - timedelta(days=1),
        budget="5000.50",
    )
    return measure


@pytest.fixture
def unknown(db: None) -> Any:
    """Nobody knows when, nor where."""
    return MeasureFactory(title="Raad van een kenner", slug="raad", words={"forms": [form("begeleiding")]})


@pytest.fixture
def field(street: Any, flemish: Any, room: Any, spent: Any, unknown: Any) -> list[Any]:
    """All of them."""
    return [street, flemish, room, spent, unknown]


@pytest.fixture
def an(db: None) -> Any:
    """An keeps the field."""
    return UserFactory(name="An", role=Role.EDITOR)
