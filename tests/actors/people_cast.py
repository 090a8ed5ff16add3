"""The cast of the stories about who acts for whom, and how they read their mail."""

import re
from typing import Any

import pytest
from django.test import Client

from actors.models import Actor, Membership, Role, User
from ecru.base.models import OutgoingMail
from tests.actors.conftest import signed_in
from tests.factories import ActorFactory, MembershipFactory, UserFactory

__all__ = ["an", "bart", "browser", "choir", "link", "mails_to", "noor", "rik", "runs", "says", "signed_in"]


@pytest.fixture
def choir(db: None) -> Actor:
    """The choir of the stories."""
    return ActorFactory(name="Koor De Draad", slug="koor-de-draad", website="https://www.draad.example")


@pytest.fixture
def noor(choir: Actor) -> Any:
    """Noor: its owner."""
    person = UserFactory(name="Noor", email="noor@voorbeeld.example", role=Role.MEMBER)
    MembershipFactory(actor=choir, user=person)
    return person


@pytest.fixture
def bart(choir: Actor, noor: User) -> Any:
    """Bart: her colleague."""
    person = UserFactory(name="Bart", email="bart@voorbeeld.example", role=Role.MEMBER)
    MembershipFactory(actor=choir, user=person, colleague=True)
    return person


@pytest.fixture
def an(db: None) -> Any:
    """An: an editor."""
    return UserFactory(name="An", email="an@ecru.example", role=Role.EDITOR)


@pytest.fixture
def rik(db: None) -> Any:
    """Rik: the regisseur."""
    return UserFactory(name="Rik", email="rik@ecru.example", role=Role.REGISSEUR)


def mails_to(address: str) -> list[OutgoingMail]:
    """What was mailed to ``address``, in order."""
    return list(OutgoingMail.objects.filter(to=address).order_by("pk"))


def link(mail: OutgoingMail) -> str:
    """The address of the invitation in ``mail``, without the name of the portal."""
    found = re.search(r"https?://[^/\s]+(/\S*uitnodiging/\w+/)", mail.body)
    assert found, mail.body
    return found[1]


def runs(person: Any, actor: Actor) -> Any:
    """What ``person`` is for ``actor`` now."""
    return Membership.objects.running().of_actor(actor).of_person(person).first()


def says(answer: Any) -> str:
    """The words of a page and of its messages."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def browser() -> Client:
    """Somebody without an account."""
    return Client()
