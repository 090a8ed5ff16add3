"""Makers of records for tests; every record is valid and stands on its own."""

from datetime import timedelta
from typing import Any

import factory
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils import timezone
from factory.django import DjangoModelFactory

from actors.models import (
    Actor,
    ActorKind,
    Discipline,
    Expert,
    ExpertConsent,
    Freshness,
    Invitation,
    Language,
    Membership,
    MembershipRole,
    Municipality,
    MunicipalLink,
    Need,
    Offer,
    PopulationCount,
    Role,
    Share,
    Source,
    TargetGroup,
    Theme,
    Topic,
    User,
)
from ecru.base.models import Publication
from ecru.base.searchable import SEARCH_TEXTS
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

WORDS = (
    "names",
    "active_in",
    "disciplines",
    "target_groups",
    "themes",
)  # of an actor, as search asks for them


class SourceFactory(DjangoModelFactory):
    """A document."""

    class Meta:
        model = Source
        django_get_or_create = ["slug"]

    slug = "004"
    title = "Cultuurnota"
    year = 2019


class MunicipalityFactory(DjangoModelFactory):
    """One of the seven, unless told otherwise."""

    class Meta:
        model = Municipality
        django_get_or_create = ["slug"]
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Gemeente {n}")
    slug = factory.LazyAttribute(lambda place: place.name.lower().replace(" ", "-"))
    member = True
    position = factory.Sequence(lambda n: n)
    latitude = "51.00000"
    longitude = "5.50000"

    @factory.post_generation
    def inhabitants(self, create: bool, extracted: int | None, **_kwargs: Any) -> None:
        """People on 1 January 2019."""
        if create and extracted is not None:
            PopulationCount.objects.create(municipality=self, year=2019, count=extracted)


class TermFactory(DjangoModelFactory):
    """A word of a vocabulary."""

    class Meta:
        abstract = True
        django_get_or_create = ["slug"]

    label = factory.Sequence(lambda n: f"Woord {n}")
    label_en = factory.LazyAttribute(lambda term: f"{term.label} (en)")
    slug = factory.LazyAttribute(lambda term: term.label.lower().replace(" ", "-"))
    position = factory.Sequence(lambda n: n)


class ActorKindFactory(TermFactory):
    """A kind of actor."""

    class Meta:
        model = ActorKind


class DisciplineFactory(TermFactory):
    """A discipline."""

    class Meta:
        model = Discipline


class TargetGroupFactory(TermFactory):
    """A target group."""

    class Meta:
        model = TargetGroup


class ThemeFactory(TermFactory):
    """A theme."""

    class Meta:
        model = Theme


class ActorFactory(DjangoModelFactory):
    """A published actor; ``draft=True`` and ``archived=True`` are its other lives."""

    class Meta:
        model = Actor
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=Publication.DRAFT)
        archived = factory.Trait(status=Publication.ARCHIVED)

    name = factory.Sequence(lambda n: f"Vereniging {n}")
    slug = factory.Sequence(lambda n: f"vereniging-{n}")
    kind = factory.SubFactory(ActorKindFactory, label="Vereniging", slug="vereniging")
    status = Publication.PUBLISHED
    description = "Buren maken samen muziek in een oude school."

    @factory.post_generation
    def words(self, create: bool, extracted: dict[str, list[Any]] | None, **_kwargs: Any) -> None:
        """Relations by name, such as ``words={"themes": [theme]}``; the actor can be found afterwards."""
        if create:
            for name, values in (extracted or {}).items():
                getattr(self, name).add(*values)
            if extracted:
                self.reindex()
            else:
                index_new(self)


def index_new(actor: Actor) -> None:
    """Does what ``actor.reindex()`` does, for an actor that was made a moment ago: it has no words to ask for.

    Thousands of actors are made in a run of the tests, and a question for each of their words cost more than they did.
    """
    known: dict[str, list[Any]] = {name: [] for name in WORDS}
    known["active_in"] = [actor.municipality] if actor.municipality else []
    at_hand = {}
    for name, words in known.items():
        at_hand[name] = getattr(actor, name).none()
        at_hand[name]._result_cache = words
    before = getattr(actor, "_prefetched_objects_cache", {})
    actor._prefetched_objects_cache = at_hand
    actor.set_search_texts()
    actor._prefetched_objects_cache = before
    texts = {name: getattr(actor, name) for name in SEARCH_TEXTS}
    QuerySet(Actor).filter(pk=actor.pk).update(**texts)


class TopicFactory(TermFactory):
    """A topic of expertise."""

    class Meta:
        model = Topic


class OfferFactory(TermFactory):
    """What an expert does for somebody."""

    class Meta:
        model = Offer


class LanguageFactory(TermFactory):
    """A language."""

    class Meta:
        model = Language


class ExpertFactory(DjangoModelFactory):
    """The published expertise of an organisation; ``person=True`` is somebody who agreed to be shown."""

    class Meta:
        model = Expert
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=Publication.DRAFT)
        person = factory.Trait(
            actor=None,
            person_name=factory.Sequence(lambda n: f"Nour {n}"),
            consent_on=factory.LazyFunction(timezone.localdate),
        )

    slug = factory.Sequence(lambda n: f"expert-{n}")
    actor = factory.SubFactory(ActorFactory)
    status = Publication.PUBLISHED
    can_tell = "Hoe je buren samenbrengt rond een feest."

    @factory.post_generation
    def words(self, create: bool, extracted: dict[str, list[Any]] | None, **_kwargs: Any) -> None:
        """Relations by name, such as ``words={"topics": [topic]}``; the expert can be found afterwards."""
        if create:
            for name, values in (extracted or {}).items():
                getattr(self, name).add(*values)
            if self.consent_on:
                ExpertConsent.objects.give(self, Share, on=self.consent_on)
            self.settle()
            self.reindex()


class UserFactory(DjangoModelFactory):
    """A person; ``role`` puts them in a group."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"persoon{n}@voorbeeld.example")
    name = factory.Sequence(lambda n: f"Persoon {n}")
    password = factory.django.Password("een-goed-wachtwoord")

    @factory.post_generation
    def role(self, create: bool, extracted: Role | None, **_kwargs: Any) -> None:
        """The role, as a group."""
        if create and extracted:
            self.groups.add(
                Group.objects.get_or_create(name=extracted)[0]
            )  # a test that empties tables takes them


class MembershipFactory(DjangoModelFactory):
    """Somebody acts for an actor as its owner; ``colleague=True`` does not choose people, ``past=True`` left."""

    class Meta:
        model = Membership

    class Params:
        colleague = factory.Trait(role=MembershipRole.EDITOR)
        past = factory.Trait(
            since=factory.LazyFunction(lambda: timezone.now() - timedelta(days=400)),
            until=factory.LazyFunction(timezone.now),
        )

    user = factory.SubFactory(UserFactory, role=Role.MEMBER)
    actor = factory.SubFactory(ActorFactory)
    role = MembershipRole.OWNER


class MunicipalLinkFactory(DjangoModelFactory):
    """Somebody works for a municipality."""

    class Meta:
        model = MunicipalLink

    user = factory.SubFactory(UserFactory, role=Role.MUNICIPAL_PARTNER)
    municipality = factory.SubFactory(MunicipalityFactory)


class InvitationFactory(DjangoModelFactory):
    """An open invitation to act for an actor."""

    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"gast{n}@voorbeeld.example")
    actor = factory.SubFactory(ActorFactory)
    role = MembershipRole.EDITOR
    invited_by = factory.SubFactory(UserFactory)
    token_hash = factory.Sequence(lambda n: f"{n:064d}")


class FreshnessFactory(DjangoModelFactory):
    """The rhythm of an actor."""

    class Meta:
        model = Freshness

    actor = factory.SubFactory(ActorFactory)


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


class NeedFactory(DjangoModelFactory):
    """A need that nobody works on yet."""

    class Meta:
        model = Need

    title = factory.Sequence(lambda n: f"Een plek om te repeteren {n}")
    slug = factory.Sequence(lambda n: f"een-plek-{n}")
    whose = "Muziekgroepen"


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
