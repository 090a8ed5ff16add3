"""Makers of records of support for tests; every record is valid and stands on its own."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ecru.base.models import Publication
from projects.models.subjects import SUBJECTS
from subsidies.models import Area, Call, Certainty, Criterion, CriterionKind, Level, Measure, Provider, Rhythm
from tests.factories.field import index_with

WORDS = (
    *SUBJECTS,
    "forms",
    "legal_forms",
    "criteria",
)  # what search reads besides what stands in a measure itself


class ProviderFactory(DjangoModelFactory):
    """Somebody who gives support."""

    class Meta:
        model = Provider

    title = factory.Sequence(lambda n: f"Fonds {n}")
    slug = factory.Sequence(lambda n: f"fonds-{n}")


class MeasureFactory(DjangoModelFactory):
    """A published grant that is sure and was checked today; ``draft=True`` is its life before."""

    class Meta:
        model = Measure
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=Publication.DRAFT)

    title = factory.Sequence(lambda n: f"Buurtsubsidie {n}")
    slug = factory.Sequence(lambda n: f"buurtsubsidie-{n}")
    status = Publication.PUBLISHED
    provider = factory.SubFactory(ProviderFactory)
    level = Level.MUNICIPALITY
    area = Area.PLACES
    certainty = Certainty.SURE
    verified_on = factory.LazyFunction(timezone.localdate)
    description = "Geld voor een plan met je buren."

    @factory.post_generation
    def words(self, create: bool, extracted: dict[str, Any] | None, **_kwargs: Any) -> None:
        """Words and places, by the name of the field; then what search reads."""
        if create:
            for name, values in (extracted or {}).items():
                getattr(self, name).set(values)
            if extracted:
                self.reindex()
            else:
                nothing: dict[str, list[Any]] = {name: [] for name in WORDS}
                index_with(self, nothing)


class CallFactory(DjangoModelFactory):
    """A round that closes in thirty days."""

    class Meta:
        model = Call

    measure = factory.SubFactory(MeasureFactory)
    rhythm = Rhythm.ONCE
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


class CriterionFactory(DjangoModelFactory):
    """A condition to read."""

    class Meta:
        model = Criterion

    measure = factory.SubFactory(MeasureFactory)
    kind = CriterionKind.OTHER
    text = "Je nodigt de hele straat uit."
