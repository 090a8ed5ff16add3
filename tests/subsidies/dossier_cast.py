"""The cast of the stories about dossiers.

Nour acts for a choir in Genk that asks for support. Sem works along for a band and may send; Wout writes along; Rik reads along.
Ali acts for another association. Esra is an expert who declared to have no interest, Piet works for Genk, Bea sits on the board,
An is an editor, Rachida runs the network. ECRU has a round that is open, with € 10 000 to divide.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, fields
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from actors.models import Role, User
from subsidies.models import Call, Dossier, Level, Place, Review
from tests.actors.conftest import undone
from tests.factories import (
    ActorFactory,
    ExpertFactory,
    MembershipFactory,
    MunicipalityFactory,
    MunicipalLinkFactory,
    UserFactory,
)
from tests.subsidies.dossier_factories import DossierFactory, DossierPersonFactory
from tests.subsidies.factories import CallFactory, MeasureFactory

DOSSIERS = "/mijn/dossiers/"
DESK = "/regie/dossiers/"


@dataclass
class Cast:
    """Everybody, by name; who takes part does so in every dossier that ``seat`` is asked for."""

    people: dict[str, User]
    choir: Any
    experts: list[Any]
    newcomer: Any
    call: Call

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError as error:
            raise AttributeError(name) from error

    def seat(self, dossier: Dossier) -> Dossier:
        """Gives everybody their place in ``dossier``: those who work along, and three experts who advised."""
        for name, place in (("sem", Place.SENDS), ("wout", Place.WRITES), ("rik", Place.READS)):
            user = self.people[name]
            actor = user.memberships.get().actor
            DossierPersonFactory(dossier=dossier, user=user, actor=actor, place=place)
        advise(dossier, self.experts)
        return dossier

    def dossier(self, phase: str = "concept", **facts: Any) -> Dossier:
        """A dossier of the choir in ``phase``, with ``facts`` as they are there, in which everybody has a place."""
        track = {"coached": True} if facts.pop("coached", False) else {"call": self.call}
        begun = {name: facts.pop(name) for name in ("places", "measure") if name in facts}
        there = {f"at__{name}": value for name, value in facts.items()}
        return self.seat(DossierFactory(actor=self.choir, at=phase, **track, **begun, **there))


def advise(dossier: Dossier, experts: list[Any]) -> None:
    """The advice of ``experts``, each without an interest."""
    now = timezone.now()
    for expert in experts:
        Review.objects.create(
            dossier=dossier, expert=expert, is_independent=True, declared_at=now, given_at=now, words="Goed."
        )


def make_cast() -> Cast:
    """The cast, in the database."""
    genk = MunicipalityFactory(name="Genk", slug="genk")
    choir = ActorFactory(name="Zangkoor", slug="zangkoor", municipality=genk)
    nour = MembershipFactory(
        actor=choir, user=UserFactory(name="Nour", email="nour@voorbeeld.example", role=Role.MEMBER)
    ).user
    along = {
        name.lower(): MembershipFactory(user=UserFactory(name=name, role=Role.MEMBER)).user
        for name in ("Sem", "Wout", "Rik")
    }
    esra = UserFactory(name="Esra", email="esra@voorbeeld.example", role=Role.EXPERT)
    experts = [ExpertFactory(person=True, user=esra), ExpertFactory(), ExpertFactory()]
    people = {
        "nour": nour,
        **along,
        "ali": MembershipFactory(user=UserFactory(name="Ali", role=Role.MEMBER)).user,
        "esra": esra,
        "piet": MunicipalLinkFactory(municipality=genk, user=UserFactory(name="Piet", role=Role.MUNICIPAL_PARTNER)).user,
        "bea": UserFactory(name="Bea", role=Role.BOARD_MEMBER),
        "an": UserFactory(name="An", role=Role.EDITOR),
        "rachida": UserFactory(name="Rachida", email="rachida@ecru.example", role=Role.REGISSEUR),
    }  # fmt: skip
    measure = MeasureFactory(
        title="Klein gebaar", slug="klein-gebaar", level=Level.ECRU, max_amount="5000", independent_advices=3
    )
    call = CallFactory(measure=measure, budget="10000", closes_at=timezone.now() + timedelta(days=30))
    return Cast(people, choir, experts, ExpertFactory(), call)


def good_data(step: str, cast: Cast) -> dict[str, Any]:
    """What a step asks, filled in well."""
    soon, today = timezone.now() + timedelta(days=7), timezone.localdate()
    return {
        "uitstel": {"until": soon, "reason": "Het platform lag stil."},
        "terugsturen": {"fields": ["summary"], "until": soon, "reason": "Vertel ook wie er komt."},
        "niet-ontvankelijk-verklaren": {"motivation": "Buiten het gebied."},
        "advies-noteren": {"expert": cast.newcomer, "independent": True, "advice": "Doen."},
        "agenderen": {"meeting_on": today + timedelta(days=3)},
        "van-agenda": {"reason": "Eén advies ontbreekt nog."},
        "beslissen": {"outcome": "toegekend", "granted": Decimal("2500.50"), "motivation": "Een mooi plan."},
        "tekenen": {"agreed_on": today},
        "overeenkomst-verbeteren": {"reason": "De einddag klopt niet."},
        "verslag-indienen": {"report": "Het lukte, behalve de affiche."},
        "verslag-terugsturen": {"reason": "Wie kwam er?"},
        "opmerkingen-geven": {"reason": "Maak het korter."},
        "ingediend-melden": {"submitted_on": today},
        "niet-ontvankelijk-melden": {"reason": "Te laat volgens de gever."},
        "toekenning-melden": {"granted": Decimal(8000)},
        "weigering-melden": {"reason": "Te veel aanvragen."},
        "verantwoording-melden": {"reported_on": today},
    }.get(step, {}).copy()


def is_for_all(tests: list[Any]) -> bool:
    """Whether the cast plays in all of ``tests`` that ask the database, and none of these empties its tables."""
    marks = {test: test.get_closest_marker("django_db") for test in tests}
    asking = [test for test in tests if marks[test] or "db" in test.fixturenames]
    emptying = any(mark.kwargs.get("transaction") for mark in marks.values() if mark)
    return bool(asking) and not emptying and all("cast" in test.fixturenames for test in asking)


@pytest.fixture(scope="module", autouse=True)
def cast_of_file(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[Cast | None]:
    """The cast, made once for a file in which it plays everywhere; None in another one. What a test changes is taken back."""
    if not is_for_all([test for test in request.session.items if test.path == request.node.path]):
        yield None
        return
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock(), undone():
        yield make_cast()


@pytest.fixture
def cast(cast_of_file: Cast | None, db: None) -> Cast:
    """The cast, as new."""
    if cast_of_file is None:
        return make_cast()
    return Cast(*deepcopy(tuple(getattr(cast_of_file, field.name) for field in fields(Cast))))
