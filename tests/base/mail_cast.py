"""Kinds of mail for the stories: one that may be stopped and got together, and letters of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override

from ecru.base.models import OutgoingMail
from ecru.base.outbox.kinds import MailKind, kinds
from ecru.base.outbox.letters import Letter, Link
from ecru.base.outbox.posting import post

NOUR = "nour@voorbeeld.example"
in_both_languages = pytest.mark.parametrize("language", ["nl", "en"])
pointless: set[str] = set()


@pytest.fixture
def news() -> Iterator[MailKind]:
    """News of the network: nice to have, and to be had together."""
    kind = MailKind(
        "nieuws",
        "Nieuws van het netwerk",
        "Er is nieuws.",
        stoppable=True,
        digestible=True,
        still=lambda key: key not in pointless,
    )
    kinds[kind.slug] = kind
    yield kind
    del kinds[kind.slug]
    pointless.clear()


def letter(**changes: Any) -> Letter:
    """A letter with news for Nour."""
    words: dict[str, Any] = {
        "to": NOUR,
        "subject": "Het orkest zoekt een zaal",
        "body": "Dag Nour\n\nKen jij een zaal?",
        "why": "Je krijgt dit omdat je het nieuws volgt.",
        "kind": "nieuws",
        "links": (Link("Bekijk de oproep", "/oproepen/1/"),),
    }
    return Letter(**{**words, **changes})


def posted(key: str = "nieuws-1", **changes: Any) -> OutgoingMail:
    """The mail in the outbox."""
    post(key, letter(**changes))
    return OutgoingMail.objects.get(key=key)


def path_of(address: str) -> str:
    """The path of one of our own addresses."""
    assert address.startswith(settings.BASE_URL)
    return address.removeprefix(settings.BASE_URL)


def path_to_stop(mail: OutgoingMail) -> str:
    """Where the link under a mail leads."""
    return path_of(mail.stop_url)


def written_in(language: str, **changes: Any) -> OutgoingMail:
    """A mail in this language."""
    with override(language):
        return posted(f"brief-{language}", **changes)
