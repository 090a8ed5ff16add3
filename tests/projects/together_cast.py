"""The cast of the stories about projects and calls: Noor leads for a choir in Genk, Ali acts for a theatre in Beringen."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actors.models import Actor, Municipality, Role, User
from ecru.base.models import OutgoingMail
from projects.models import PartnerCall, Project, Resource
from tests.actors.conftest import signed_in
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    PartnerCallFactory,
    ProjectFactory,
    UserFactory,
)

PROJECTS, CALLS = "/projecten/", "/oproepen/"
MY_PROJECTS, MY_CALLS = "/mijn/projecten/", "/mijn/oproepen/"


def today() -> Any:
    """The day in Brussels."""
    return timezone.localdate()


def in_days(number: int) -> Any:
    """A day from now; a negative number is in the past."""
    return today() + timedelta(days=number)


def member(name: str, actor: str, place: Municipality) -> User:
    """Somebody who acts for an actor that is on the site."""
    slug = actor.lower().replace(" ", "-")
    email = f"{name.lower()}@voorbeeld.example"
    links = MembershipFactory(
        user=UserFactory(name=name, email=email, role=Role.MEMBER),
        actor__name=actor,
        actor__slug=slug,
        actor__municipality=place,
    )
    found: User = links.user
    return found


@pytest.fixture
def genk() -> Any:
    """A municipality."""
    return MunicipalityFactory(name="Genk", slug="genk")


@pytest.fixture
def beringen() -> Any:
    """Another one."""
    return MunicipalityFactory(name="Beringen", slug="beringen")


@pytest.fixture
def mila(genk: Municipality) -> User:
    """Mila acts for a choir in Genk."""
    return member("Mila", "Zangkoor", genk)


@pytest.fixture
def ali(beringen: Municipality) -> User:
    """Ali acts for a theatre in Beringen."""
    return member("Ali", "Toneelhuis", beringen)


@pytest.fixture
def zangkoor(mila: User) -> Actor:
    """The choir of Mila."""
    return Actor.objects.get(slug="zangkoor")


@pytest.fixture
def toneelhuis(ali: User) -> Actor:
    """The theatre of Ali."""
    return Actor.objects.get(slug="toneelhuis")


@pytest.fixture
def an() -> Any:
    """An editor."""
    return UserFactory(name="An", role=Role.EDITOR)


@pytest.fixture
def project(zangkoor: Actor, genk: Municipality) -> Project:
    """A public project that the choir leads."""
    made = ProjectFactory(
        title="Zingen op het plein", slug="zingen", lead=zangkoor, words={"municipalities": [genk]}
    )
    return Project.objects.get(pk=made.pk)


@pytest.fixture
def call(zangkoor: Actor, genk: Municipality) -> PartnerCall:
    """An open call of the choir."""
    made = PartnerCallFactory(
        title="Wie heeft een zaal?",
        slug="zaal",
        actor=zangkoor,
        resources=["plek"],
        words={"municipalities": [genk]},
    )
    return PartnerCall.objects.get(pk=made.pk)


def browser_of(user: User) -> Client:
    """The browser of ``user``, who is asked anew for whom they act."""
    return signed_in(User.objects.get(pk=user.pk))


def place() -> Resource:
    """A room, as something to seek."""
    return Resource.objects.get_or_create(slug="plek", defaults={"label": "Een plek"})[0]


def mails(to: str) -> list[OutgoingMail]:
    """What went to an address, the newest first."""
    return list(OutgoingMail.objects.filter(to=to).order_by("-pk"))


def link_in(mail: OutgoingMail, part: str) -> str:
    """The path in ``mail`` that holds ``part``, as a browser asks for it."""
    found = next(word for word in mail.body.split() if part in word)
    return str(found.partition(".example")[2])
