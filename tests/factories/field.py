"""Makers of records for tests; every record is valid and stands on its own."""

from collections.abc import Collection
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

WORDS = (
    "names",
    "active_in",
    "disciplines",
    "target_groups",
    "themes",
)  # of an actor, as search asks for them
EXPERT_WORDS = ("topics", "offers", "languages", "active_in")


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
            index_new(self, extracted or {})


def index_new(actor: Actor, words: Collection[str] = ()) -> None:
    """Does what ``actor.reindex()`` does, for an actor that was made a moment ago: it has ``words``, and no others to ask for.

    Thousands of actors are made in a run of the tests, and a question for each of their words cost more than they did.
    """
    known: dict[str, list[Any]] = {name: [] for name in WORDS}
    known["active_in"] = [actor.municipality] if actor.municipality else []
    index_with(actor, known | words_of(actor, words, WORDS))


def words_of(record: Any, given: Collection[str], asked: Collection[str]) -> dict[str, list[Any]]:
    """The words that ``record`` was ``given``, of those that search has ``asked`` for, in their order."""
    return {name: list(getattr(record, name).all()) for name in given if name in asked}


def index_with(record: Any, known: dict[str, list[Any]]) -> None:
    """Writes the texts that search looks in, as if the words ``known`` of the record were fetched."""
    at_hand = {}
    for name, words in known.items():
        at_hand[name] = getattr(record, name).none()
        at_hand[name]._result_cache = words
    before = getattr(record, "_prefetched_objects_cache", {})
    record._prefetched_objects_cache = at_hand
    record.set_search_texts()
    record._prefetched_objects_cache = before
    texts = {name: getattr(record, name) for name in SEARCH_TEXTS}
    QuerySet(type(record)).filter(pk=record.pk).update(**texts)


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
            if self.person_name:
                self.reindex()
            else:
                known: dict[str, list[Any]] = {key: [] for key in EXPERT_WORDS}
                index_with(self, known | words_of(self, {*(extracted or {}), "active_in"}, EXPERT_WORDS))


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


class NeedFactory(DjangoModelFactory):
    """A need that nobody works on yet."""

    class Meta:
        model = Need

    title = factory.Sequence(lambda n: f"Een plek om te repeteren {n}")
    slug = factory.Sequence(lambda n: f"een-plek-{n}")
    whose = "Muziekgroepen"
