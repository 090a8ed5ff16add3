"""The cast of the stories about saved searches: Nour has no account, An does; and a list of calls to watch.

The list of calls stands in for any list whose records close, open again and move their last day.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.answers import places
from actors.models import Actor, Municipality, User
from ecru.base.directory import Directory, Facet, Sort
from ecru.base.models import OutgoingMail, SavedSearch, Told
from ecru.base.outbox.posting import deliver
from ecru.base.saved import rounds
from ecru.base.saved.subscribing import ask_for_news, confirm_search, save_search
from ecru.base.saved.watched import Watched, register, watched
from projects.catalogues import CALLS
from projects.models import PartnerCall
from tests.factories import ActorFactory, MunicipalityFactory, UserFactory

NOUR = "nour@voorbeeld.example"
MORNING = [*rounds.IN_THE_MORNING]
LINK = re.compile(re.escape(settings.BASE_URL) + r"(/(?:en/)?alarm/[0-9a-f]{64}/)")


class CallDirectory(Directory):
    """What people seek and offer."""

    catalogue = CALLS
    watched_as = "oproepen"
    gemeente = Facet("municipalities", label=_("Municipality"), answers=places)
    sorts = (Sort("sluit", "sluit"), Sort("nieuw", "nieuw"))

    class Meta:
        model = PartnerCall
        fields: list[str] = []


def is_open(row: Any, today: date) -> bool:
    """Only what takes answers is told."""
    return row.closed_at is None and row.closes_on >= today


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """The list of calls: a last day that moves is news, and so is one that opens again."""
    entry = Watched(
        CallDirectory,
        "Oproepen",
        "actor-list",
        line=lambda call: f"tot {call.closes_on}",
        mark=lambda row: str(row.closes_on),
        live=is_open,
        away=timedelta(0),
    )
    usual = watched.pop("oproepen", None)
    monkeypatch.setattr(PartnerCall, "get_absolute_url", lambda call: f"/oproepen/{call.slug}/")
    yield register(entry)
    del watched["oproepen"]
    if usual:
        register(usual)


@pytest.fixture
def genk(db: None) -> Municipality:
    return MunicipalityFactory(name="Genk", slug="genk")


@pytest.fixture
def beringen(db: None) -> Municipality:
    return MunicipalityFactory(name="Beringen", slug="beringen")


@pytest.fixture
def an(db: None) -> User:
    return UserFactory(name="An", email="an@voorbeeld.example")


def choir(place: Municipality, name: str = "Nieuw koor", **changes: Any) -> Actor:
    """A choir that works in ``place``."""
    return ActorFactory(name=name, municipality=place, words={"active_in": [place]}, **changes)


def wants_news(question: str = "gemeente=genk", rhythm: str = "now", **changes: Any) -> SavedSearch:
    """Nour asked for news, and said yes."""
    name, language = changes.get("directory", "actoren"), changes.get("language", "nl")
    search = ask_for_news(
        email=changes.get("email", NOUR),
        listing=watched[name].opened(question),
        rhythm=rhythm,
        language=language,
        token=f"{name} {question}",
    )
    confirm_search(search=search, now=changes.get("now"))
    OutgoingMail.objects.filter(kind="alert-asked").delete()
    return search


def of_an(user: User, question: str = "gemeente=genk", rhythm: str = "now", **changes: Any) -> SavedSearch:
    """A search that An saved."""
    listing = watched["actoren"].opened(question)
    return save_search(user=user, listing=listing, rhythm=rhythm, language="nl", **changes)


def at_once(now: datetime | None = None) -> dict[str, int]:
    """A round for who wants to know at once."""
    return rounds.tell_news(rounds.AT_ONCE, now or timezone.now())


def sent() -> None:
    """The mail server takes every mail that waits, and the portal hears of it."""
    for mail in OutgoingMail.objects.filter(sent_at=None):
        deliver.call(mail.pk)
    rounds.settle(timezone.now())


def news() -> list[OutgoingMail]:
    """The mails with news, the oldest first."""
    return list(OutgoingMail.objects.filter(kind="alert").order_by("pk"))


def told_names(mail: OutgoingMail) -> list[str]:
    """What a mail tells, name by name."""
    return re.findall(r"^\* (.*)$", mail.body, re.MULTILINE)


def link_in(mail: OutgoingMail) -> str:
    """The path of the link in ``mail`` that leads to one search."""
    found = LINK.search(mail.body)
    assert found, mail.body
    return found[1]


def waiting() -> int:
    """How much stands in mails that are not sent."""
    return Told.objects.unsent().count()
