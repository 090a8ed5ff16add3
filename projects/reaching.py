"""Whom we mail for an actor about projects and calls, and when we leave them alone."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from actors.conversations.receiving import receivers_of
from actors.freshness import known_freshness
from actors.models import Actor
from ecru.base.outbox.posting import Letter, post
from ecru.base.outbox.readers import language_of


@dataclass(frozen=True)
class Reader:
    """Who gets a mail: an address, and what they read. ``mark`` tells them apart without their address."""

    address: str
    language: str
    mark: str


Writer = Callable[[Reader], Letter]


def readers_for(actor: Actor) -> list[Reader]:
    """The people of ``actor`` who can still sign in; else the address that we know of it; else nobody."""
    found = receivers_of(actor)
    if found.people:
        return [Reader(person.email, person.language, str(person.pk)) for person in found.people]
    if not found.address:
        return []
    return [Reader(found.address, language_of(found.address, otherwise="nl"), "address")]


def is_resting(actor: Actor) -> bool:
    """Whether ``actor`` asked for quiet today: no mail of ours reaches it then."""
    return known_freshness(actor).standing.is_paused(timezone.localdate())


def send(occasion: str, actor: Actor, write: Writer) -> int:
    """Posts the letter of ``write`` to each reader of ``actor``, once an ``occasion``; how many are new. Nothing during a break."""
    if is_resting(actor):
        return 0
    sent = 0
    for reader in readers_for(actor):
        with override(reader.language):
            try:
                sent += post(f"{occasion}-{reader.mark}", write(reader))
            except ValidationError:  # the others still have to know
                continue
    return sent
