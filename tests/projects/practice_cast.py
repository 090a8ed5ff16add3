"""The cast of the stories about practices: the choir of Genk sang with its street, and others do it too.

Dirk acts for the choir, Samira for the brass band of As, Bram for the neighbourhood house of Beringen. An keeps the field.
"""

from typing import Any

import pytest

from actors.models import Actor, Municipality, Role
from projects.models import Practice
from projects.practices import Done
from tests.factories import (
    ActorFactory,
    DisciplineFactory,
    MembershipFactory,
    MunicipalityFactory,
    PracticeFactory,
    ReuseFactory,
    SourceFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)

PAGE = "/praktijken/zingende-straat/"
REUSE = f"{PAGE}wij-ook/"


def town(name: str, **more: Any) -> Any:
    """A municipality of the seven."""
    return MunicipalityFactory(name=name, slug=name.lower(), **more)


def acting(name: str, address: str, actor: Actor) -> Any:
    """Somebody who acts for ``actor``."""
    user = UserFactory(name=name, email=address, role=Role.MEMBER)
    MembershipFactory(actor=actor, user=user)
    return user


@pytest.fixture
def genk(db: None) -> Any:
    return town("Genk", inhabitants=66_171)


@pytest.fixture
def as_(db: None) -> Any:
    return town("As", inhabitants=8_198)


@pytest.fixture
def beringen(db: None) -> Any:
    return town("Beringen", inhabitants=46_284)


@pytest.fixture
def choir(genk: Municipality) -> Any:
    return ActorFactory(name="Het koor", slug="koor", municipality=genk)


@pytest.fixture
def band(as_: Municipality) -> Any:
    return ActorFactory(name="De fanfare", slug="fanfare", municipality=as_)


@pytest.fixture
def house(beringen: Municipality) -> Any:
    return ActorFactory(name="Het buurthuis", slug="buurthuis", municipality=beringen)


@pytest.fixture
def dirk(choir: Actor) -> Any:
    return acting("Dirk", "dirk@koor.example", choir)


@pytest.fixture
def samira(band: Actor) -> Any:
    return acting("Samira", "samira@fanfare.example", band)


@pytest.fixture
def bram(house: Actor) -> Any:
    return acting("Bram", "bram@buurthuis.example", house)


@pytest.fixture
def an(db: None) -> Any:
    return UserFactory(name="An", email="an@ecru.example", role=Role.EDITOR)


@pytest.fixture
def street(choir: Actor, genk: Municipality) -> Any:
    """The practice: everything that can be told of one is told."""
    words = {
        "municipalities": [genk],
        "target_groups": [TargetGroupFactory(label="Ouderen", slug="ouderen", is_primary=True)],
        "disciplines": [DisciplineFactory(label="Zang", slug="zang")],
        "themes": [ThemeFactory(label="Buurt", slug="buurt")],
    }
    return PracticeFactory(
        title="Zingende straat",
        title_en="Singing street",
        slug="zingende-straat",
        maker=choir,
        words=words,
        pilot=True,
        description="Een straat zingt een zomer lang.",
        description_en="A street sings all summer.",
        period="zomer 2018",
        year_from=2018,
        year_to=2018,
        approach="Elke avond een andere stoep.",
        steps=[
            {"title": "Klop aan", "text": "Bij elke deur."},
            {"title": "", "text": "Zing."},
            {"x": 1},
            "y",
        ],
        results="Iedereen kent elkaar.\n- De straat bleef zingen.",
        did_not_work="De microfoon viel uit.\n* Niemand wilde opruimen.",
        watch_out="Vraag de politie vooraf.",
        people=2,
        money=3,
        source=SourceFactory(),
        source_pages="p. 12",
        verified_on="2019-01-01",
    )


def done(actor: Actor, **changes: Any) -> Done:
    """What a member tells: done in 2021 at home, and it went well."""
    told: dict[str, Any] = {
        "actor": actor,
        "municipality": actor.municipality,
        "year": 2021,
        "went": "goed",
        "changed": "In de winter.",
        "note": "Neem soep mee.",
    }
    return Done(**{**told, **changes})


def typed(who: Actor, **changes: Any) -> dict[str, Any]:
    """The same, as the form sends it."""
    told = {
        "actor": who.pk,
        "municipality": who.municipality_id,
        "year": "2021",
        "went": "goed",
        "changed": "In de winter.",
        "note": "Neem soep mee.",
    }
    return {**told, **changes}


def reused(practice: Practice, actor: Actor, **changes: Any) -> Any:
    """A reuse that stands there already."""

    return ReuseFactory(practice=practice, actor=actor, municipality=actor.municipality, **changes)
