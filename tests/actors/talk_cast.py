"""The cast of the stories about conversations, and how they follow the links in their mails.

Nour asks; Dirk conducts the choir and acts for it; An keeps the field; Samira is an expert with an account.
"""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from actors.conversations import Asked, ask, seat_with
from actors.models import Actor, Conversation, Expert, Participant, Role, User
from ecru.base.models import OutgoingMail
from tests.actors.markup import read
from tests.actors.sending import ago
from tests.factories import ActorFactory, ExpertFactory, MembershipFactory, UserFactory

NOUR = "nour@voorbeeld.example"
ASKED = Asked(name="Nour", email=NOUR, question="Mag ik mee?\n\nMet mijn zus.")
LINK = re.compile(re.escape(settings.BASE_URL) + r"(/(?:en/)?gesprek/[0-9a-f]{64}/)")


@pytest.fixture
def dirk(db: None) -> User:
    return UserFactory(name="Dirk", email="dirk@koor.example", role=Role.MEMBER)


@pytest.fixture
def an(db: None) -> User:
    return UserFactory(name="An", email="an@ecru.example", role=Role.EDITOR)


@pytest.fixture
def nour(db: None) -> User:
    return UserFactory(name="Nour", email=NOUR)


@pytest.fixture
def choir(dirk: User) -> Actor:
    actor = ActorFactory(name="Het koor", slug="koor", contact_email="koor@genk.example")
    MembershipFactory(actor=actor, user=dirk)
    return actor


@pytest.fixture
def samira(db: None) -> Expert:
    user = UserFactory(name="Samira", email="samira@thuis.example", role=Role.EXPERT)
    return ExpertFactory(slug="samira", person=True, person_name="Samira", user=user)


def mails_to(address: str) -> list[OutgoingMail]:
    """What lies in the outbox for one address, the oldest first."""
    return list(OutgoingMail.objects.filter(to=address).order_by("pk"))


def link_to(address: str) -> str:
    """The link in the last mail to ``address``."""
    found = LINK.search(mails_to(address)[-1].body)
    assert found, mails_to(address)[-1].body
    return found[1]


def press(browser: Client, address: str, act: str, **values: Any) -> Any:
    """Presses a button on the page of a conversation, and looks at the page that follows."""
    return browser.post(address, {"act": act, **values}, follow=True)


def say(browser: Client, address: str, text: str, **changes: Any) -> Any:
    """Types a message on the page of a conversation, and sends it."""
    with ago(20):
        page = browser.get(address)
    assert page.status_code == 200
    initial = page.context["form"].initial
    sent = {
        "act": "antwoord",
        "text": text,
        "stamp": initial["stamp"],
        "seen": initial["seen"],
        "homepage": "",
    }
    return browser.post(address, {**sent, **changes}, follow=True)


def words(page: Any) -> str:
    return read(page).words


def confirmed(record: Any, token: str = ASKED.name, asked: Asked = ASKED) -> Conversation:
    """A question of Nour that went out, by the link in her mail."""
    made = ask(record=record, asked=asked, token=token)
    if asked.user is None:
        press(Client(), link_to(asked.email), "bevestig")
    made.refresh_from_db()
    assert made.is_confirmed
    return made


def seat_behind(address: str) -> Any:
    """Where who has the link at ``address`` sits."""
    participant = Participant.objects.by_token(address.rstrip("/").rpartition("/")[2])
    assert participant
    return seat_with(participant)
