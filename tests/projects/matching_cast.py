"""The cast of the stories about matching: a choir in Genk that looks for company in a field of people with other words."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from actors.models import Actor
from projects.matching import Suggestion, suggest
from tests.actors.conftest import undone
from tests.factories import (
    ActorFactory,
    DisciplineFactory,
    MunicipalityFactory,
    TargetGroupFactory,
    ThemeFactory,
)

TODAY = date(2026, 11, 21)


class Field:
    """Two municipalities, words, and a choir in Genk that looks for company among people with other words."""

    def __init__(self) -> None:
        self.genk = MunicipalityFactory(name="Genk", latitude="50.96500", longitude="5.50000")
        self.as_ = MunicipalityFactory(name="As", latitude="51.00700", longitude="5.58400")
        self.poor = TargetGroupFactory(label="Mensen in armoede", is_primary=True)
        self.young = TargetGroupFactory(label="Jongeren")
        self.all = TargetGroupFactory(label="Bewoners")
        self.song = DisciplineFactory(label="Zang")
        self.language = ThemeFactory(label="Taal leren")
        for _number in range(30):
            self.actor(words={"target_groups": [self.all]})
        self.choir = self.actor(
            "koor", self.genk, themes=[self.language], target_groups=[self.poor, self.all]
        )

    def actor(
        self, slug: str = "", seat: Any = None, words: Any = None, *, fields: Any = None, **terms: Any
    ) -> Actor:
        """An actor of the field; with the words of the choir unless others are given."""
        named = {"slug": slug, "name": slug.capitalize()} if slug else {}
        return ActorFactory(municipality=seat, words=words or terms, **named, **(fields or {}))

    def alike(self, slug: str, seat: Any = None, **fields: Any) -> Actor:
        """Somebody with the words of the choir."""
        return self.actor(
            slug, seat, themes=[self.language], target_groups=[self.poor, self.all], fields=fields
        )


@pytest.fixture
def in_dutch_words() -> Any:
    """Reasons are read in Dutch."""
    with translation.override("nl"):
        yield


@pytest.fixture(scope="module")
def made_field(django_db_setup: None, django_db_blocker: Any) -> Iterator[Field]:
    """The field, made once for all stories of one module."""
    with django_db_blocker.unblock(), undone():
        yield Field()


@pytest.fixture
def field(made_field: Field, db: None) -> Field:
    """The field, lent to one story. What it changes is taken back."""
    return deepcopy(made_field)


def slugs(subject: Any, **asked: Any) -> list[str]:
    """What is suggested, by slug."""
    return [one.record.slug for one in suggest(subject, day=TODAY, **asked)]


def only(subject: Any, **asked: Any) -> Suggestion:
    """The one suggestion."""
    [one] = suggest(subject, day=TODAY, **asked)
    return one
