"""The made-up dossiers of a demonstration: the words that their plans use, and the walk that makes them.

Tests that only look at them stand together on ``examples``, made once for a file; what a test changes in it is taken back.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings

from subsidies.examples.plans import PLANS
from tests.actors.conftest import undone
from tests.factories import ActorKindFactory, MunicipalityFactory, TargetGroupFactory
from tests.subsidies.factories import MeasureFactory

PLACES = ["as", "beringen", "genk", "heusden-zolder", "houthalen-helchteren", "leopoldsburg", "maasmechelen"]


def make_facts() -> None:
    """The words that the plans use."""
    for slug in PLACES:
        MunicipalityFactory(slug=slug, name=slug.title())
    ActorKindFactory()
    for slug in {plan.people for plan in PLANS}:
        TargetGroupFactory(slug=slug)
    MeasureFactory(slug="bovenlokaal-project-klein", independent_advices=3, max_amount=25000)


@override_settings(DEMO=True)
def walk() -> None:
    """Makes the made-up dossiers, unless they are there."""
    call_command("demo_dossiers", verbosity=0)


@pytest.fixture(scope="module")
def examples(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The made-up dossiers, for all tests of a file."""
    with django_db_blocker.unblock(), undone():
        make_facts()
        walk()
        yield
