"""The network as the regisseur meets it: Genk and As, with actors in every state."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from actors.desk import offer
from actors.desk.offering import Wish
from actors.desk.tasks import TASK
from actors.models import Actor
from tests.factories import (
    ActorFactory,
    DisciplineFactory,
    InvitationFactory,
    MembershipFactory,
    MunicipalityFactory,
    TargetGroupFactory,
)

KIND = TASK
STORY = "Elke woensdag zingen buren uit de wijk samen, in de oude school naast de kerk en het buurthuis."


class Field:
    """Genk and As, with one actor in each state."""

    def __init__(self) -> None:
        self.genk = MunicipalityFactory(name="Genk", inhabitants=66_000)
        self.as_ = MunicipalityFactory(name="As", inhabitants=8_000)
        self.words = {"disciplines": [DisciplineFactory()], "target_groups": [TargetGroupFactory()]}
        self.today = timezone.localdate()

    def actor(self, name: str, *, people: bool = True, age: int = 10, **told: Any) -> Actor:
        """An actor that lacks nothing, unless told otherwise."""
        whole = {
            "municipality": self.genk,
            "words": self.words,
            "description": STORY,
            "website": "https://voorbeeld.example",
            "verified_on": self.today - timedelta(days=age),
            "verified_by": "actor",
            "slug": name.lower().replace(" ", "-"),
        }
        actor: Any = ActorFactory(name=name, **{**whole, **told})
        if people:
            MembershipFactory(actor=actor)
        return actor

    def one_of_each(self) -> None:
        """An actor in each of the eight states."""
        self.actor("Alleen", people=False)
        InvitationFactory(actor=self.actor("Gevraagd", people=False, municipality=self.as_))
        late = timezone.now() - timedelta(days=3)
        InvitationFactory(actor=self.actor("Te Laat", people=False), expires_at=late)
        waiting = self.actor("Wacht")
        offer(kind=KIND, about=waiting, by=None, wish=Wish("Een nieuwe naam"))
        self.actor("Half", description="", municipality=None, words={})
        self.actor("Oud", age=400)
        self.actor("Prima")
        self.actor("Gestopt", closed=True)


@pytest.fixture
def field() -> Field:
    """The field."""
    return Field()
