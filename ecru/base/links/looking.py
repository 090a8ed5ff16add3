"""Looking whether a link works: by HEAD, and when a site does not like that by GET; at most five times sent on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Protocol

from django.utils import timezone

from .asking import Reply
from .targets import Target, target_of
from .troubles import Trouble, Unfit

MOST_HOPS = 5
FIRST_BYTES = 1024
SHORTEST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(days=30)
USUAL_REST = timedelta(days=1)  # when a site is busy and does not say for how long
OK, ENOUGH = 200, 300
REDIRECTS, PERMANENT = frozenset([301, 302, 303, 307, 308]), frozenset([301, 308])
TOO_MANY, UNAVAILABLE = 429, 503
BROKEN = {404: Trouble.NOT_FOUND, 410: Trouble.GONE}
SERVER = 500


class Verdict(StrEnum):
    """What a look tells: it works, it does not, we cannot tell, or we have to come back later."""

    GOOD = "good"
    FAILED = "failed"
    UNTOLD = "untold"
    LATER = "later"


@dataclass(frozen=True)
class Seen:
    """What a look told. ``moved_to``: where the site says that the page stands from now on; ``rest``: how long it wants quiet."""

    verdict: Verdict
    trouble: str = ""
    status: int | None = None
    moved_to: str = ""
    rest: timedelta | None = None


class Caller(Protocol):
    """Who asks, and minds that no host is asked too often."""

    def allows(self, target: Target) -> bool:
        """Whether the site lets machines look at ``target``. Raises ``Unfit``."""

    def ask(self, target: Target, method: str, most: int = 0) -> Reply:
        """Asks once. Raises ``Unfit``."""


class Closed(Exception):  # noqa: N818 - it is an answer, not a crash
    """The site asks machines to stay away from this page."""


class Walk:
    """The way behind one link: where it leads in the end, and what stands there."""

    def __init__(self, caller: Caller) -> None:
        self.caller, self.hops, self.is_for_good = caller, 0, True

    def follow(self, start: Target, method: str) -> tuple[Target, Reply]:
        """The page at the end, and its answer. Raises ``Unfit`` and ``Closed``."""
        here, been = start, {start}
        while True:
            if not self.caller.allows(here):
                raise Closed
            reply = self.caller.ask(here, method, FIRST_BYTES)
            if reply.status not in REDIRECTS or not reply.location:
                return here, reply
            self.hops += 1
            self.is_for_good = self.is_for_good and reply.status in PERMANENT
            here = here.following(reply.location)
            if here in been or self.hops > MOST_HOPS:
                raise Unfit(Trouble.LOOP)
            been.add(here)


def look(address: str, caller: Caller) -> Seen:
    """Whether the page at ``address`` is there. Raises only what ``caller`` raises besides ``Unfit``."""
    walk = Walk(caller)
    try:
        start = target_of(address)
        end, reply = arrive(walk, start)
    except Unfit as why:
        return Seen(Verdict.FAILED, why.trouble)
    except Closed:
        return Seen(Verdict.UNTOLD, Trouble.CLOSED)
    moved = end.address if end != start and walk.is_for_good else ""
    return judged(reply, moved)


def arrive(walk: Walk, start: Target) -> tuple[Target, Reply]:
    """What stands behind a link: some sites only answer to GET. Raises ``Unfit`` and ``Closed``."""
    try:
        end, reply = walk.follow(start, "HEAD")
    except Unfit as why:
        if not why.connected or why.trouble != Trouble.NO_ANSWER:
            raise
        return walk.follow(start, "GET")
    if reply.status < ENOUGH or rest_after(reply):
        return end, reply
    return walk.follow(end, "GET")


def judged(reply: Reply, moved: str) -> Seen:
    """What an answer means."""
    status, rest = reply.status, rest_after(reply)
    if rest is not None:
        return Seen(Verdict.LATER, status=status, rest=rest)
    if OK <= status < SERVER and status not in BROKEN:
        told = status < ENOUGH
        trouble = "" if told else Trouble.CLOSED
        return Seen(Verdict.GOOD if told else Verdict.UNTOLD, trouble, status, moved if told else "")
    return Seen(Verdict.FAILED, BROKEN.get(status, Trouble.SERVER), status)


def rest_after(reply: Reply, now: datetime | None = None) -> timedelta | None:
    """How long a busy site wants quiet; None when it is not busy. A site that is only out of order does not say how long."""
    if reply.status != TOO_MANY and not (reply.status == UNAVAILABLE and reply.retry_after):
        return None
    return min(max(asked_rest(reply.retry_after, now or timezone.now()), SHORTEST_REST), LONGEST_REST)


def asked_rest(told: str, now: datetime) -> timedelta:
    """``Retry-After`` in seconds or as a date; a day when it says neither."""
    if told.isascii() and told.isdigit():
        return timedelta(seconds=min(int(told[:9]), int(LONGEST_REST.total_seconds())))
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return USUAL_REST
    return (until if timezone.is_aware(until) else timezone.make_aware(until)) - now
