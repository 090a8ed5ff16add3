"""Makers of what actors do together: practices, projects, calls, step plans, regions."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from actors.models import Actor
from ecru.base.models import Publication
from projects.models import (
    Answer,
    Consent,
    Direction,
    HowItWent,
    MakerRole,
    PartnerCall,
    PlanStep,
    Practice,
    PracticeActor,
    PracticeKind,
    Project,
    ProjectPartner,
    Region,
    Resource,
    Reuse,
    Stage,
    StepPlan,
)

from .field import ActorFactory, MunicipalityFactory


class PracticeFactory(DjangoModelFactory):
    """A published practice; ``draft=True`` is its life before."""

    class Meta:
        model = Practice
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=Publication.DRAFT)
        pilot = factory.Trait(kind=PracticeKind.PILOT)
        told = factory.Trait(  # enough to send it to the editors
            results="Acht van de twaalf komen nog.",
            did_not_work="Brieven las niemand.",
            steps=[{"title": "Bel aan", "text": "We gingen langs veertig deuren."}],
        )

    title = factory.Sequence(lambda n: f"Buurtfeest {n}")
    slug = factory.Sequence(lambda n: f"buurtfeest-{n}")
    status = Publication.PUBLISHED
    description = "Buren koken samen en tonen wat ze kunnen."

    @factory.post_generation
    def maker(self, create: bool, extracted: Actor | None, **_kwargs: Any) -> None:
        """Who made it, and agreed to be named."""
        if create and extracted:
            PracticeActor.objects.create(
                practice=self, actor=extracted, role=MakerRole.MAKER, consent=Consent.AGREED
            )

    @factory.post_generation
    def words(self, create: bool, extracted: dict[str, list[Any]] | None, **_kwargs: Any) -> None:
        """Relations by name, such as ``words={"themes": [theme]}``; the practice can be found afterwards."""
        if create:
            relate(self, extracted)


class ReuseFactory(DjangoModelFactory):
    """An actor did a practice too, and it went well."""

    class Meta:
        model = Reuse

    practice = factory.SubFactory(PracticeFactory)
    actor = factory.SubFactory(ActorFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    year = 2024
    went = HowItWent.WELL


class ProjectFactory(DjangoModelFactory):
    """A published project that goes on."""

    class Meta:
        model = Project
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=Publication.DRAFT)
        done = factory.Trait(stage=Stage.DONE)

    title = factory.Sequence(lambda n: f"Samen op straat {n}")
    slug = factory.Sequence(lambda n: f"samen-op-straat-{n}")
    lead = factory.SubFactory(ActorFactory)
    stage = Stage.RUNNING
    status = Publication.PUBLISHED
    description = "Een zomer lang muziek op het plein."

    @factory.post_generation
    def words(self, create: bool, extracted: dict[str, list[Any]] | None, **_kwargs: Any) -> None:
        """Relations by name, such as ``words={"themes": [theme]}``; the project can be found afterwards."""
        if create:
            relate(self, extracted)


class ProjectPartnerFactory(DjangoModelFactory):
    """An actor that takes part; ``asked=True`` did not answer yet."""

    class Meta:
        model = ProjectPartner

    class Params:
        asked = factory.Trait(answer=Answer.ASKED, answered_at=None)

    project = factory.SubFactory(ProjectFactory)
    actor = factory.SubFactory(ActorFactory)
    answer = Answer.AGREED
    answered_at = factory.LazyFunction(timezone.now)


class PartnerCallFactory(DjangoModelFactory):
    """A published call that is open for a month; ``resources=["plek"]`` says what is sought."""

    class Meta:
        model = PartnerCall
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=Publication.DRAFT)
        offer = factory.Trait(direction=Direction.OFFERS)

    title = factory.Sequence(lambda n: f"Wie heeft een plek? {n}")
    slug = factory.Sequence(lambda n: f"wie-heeft-een-plek-{n}")
    actor = factory.SubFactory(ActorFactory)
    status = Publication.PUBLISHED
    description = "We zoeken een zaal voor twintig zangers, op dinsdagavond."
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))

    @factory.post_generation
    def resources(self, create: bool, extracted: list[str] | None, **_kwargs: Any) -> None:
        """What is sought or offered, by slug."""
        for slug in (extracted or []) if create else []:
            self.resources.add(Resource.objects.get_or_create(slug=slug, defaults={"label": slug})[0])

    @factory.post_generation
    def words(self, create: bool, extracted: dict[str, list[Any]] | None, **_kwargs: Any) -> None:
        """Relations by name, such as ``words={"themes": [theme]}``; the call can be found afterwards."""
        if create:
            relate(self, extracted)


def relate(record: Any, words: dict[str, list[Any]] | None) -> None:
    """Adds the related records by name, and makes the record one that search finds."""
    for name, values in (words or {}).items():
        getattr(record, name).add(*values)
    record.reindex()


class StepPlanFactory(DjangoModelFactory):
    """A published step plan with two steps."""

    class Meta:
        model = StepPlan
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Een feest geven {n}")
    slug = factory.Sequence(lambda n: f"een-feest-geven-{n}")
    status = Publication.PUBLISHED
    summary = "Zo geef je een feest voor de hele straat."

    @factory.post_generation
    def steps(self, create: bool, extracted: Any, **_kwargs: Any) -> None:
        """Choosing a day, then inviting people."""
        if create:
            for number, title in enumerate(("Kies een dag", "Nodig mensen uit")):
                PlanStep.objects.create(
                    plan=self,
                    slug=f"{self.slug}-{number}",
                    position=number,
                    title=title,
                    text=f"{title}, *samen*.",
                )
            self.reindex()


class RegionFactory(DjangoModelFactory):
    """A partner region in the middle of Germany."""

    class Meta:
        model = Region

    name = factory.Sequence(lambda n: f"Regio {n}")
    slug = factory.Sequence(lambda n: f"regio-{n}")
    country = "Duitsland"
    country_code = "DE"
    latitude = "51.00000"
    longitude = "11.00000"
