"""Going round the links: a few at a time, each host at most once in so many seconds, and what was seen is kept at once.

The worker takes a turn every minute. A turn is short, because mails wait while it lasts; what it does not get to stays due. A
machine that dies in the middle loses the one look that was under way: that link is still due.
"""

import logging
import time
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from urllib.robotparser import RobotFileParser

from django.conf import settings
from django.db import transaction

from .asking import AGENT, PATIENCE, Reply, ask
from .looking import MOST_HOPS, REDIRECTS, Seen, Verdict, look, rest_after
from .records import CheckedLink, LinkHost
from .sources import all_addresses
from .targets import Target, target_of
from .troubles import Trouble, Unfit

TURN = 12.0  # seconds; after that no other look begins
LONGEST_LOOK, MOST_QUESTIONS = 20.0, 8  # seconds for one look, and so many pauses between its questions
MOST_A_TURN, MOST_OF_A_HOST = 12, 3
WINDOW = 2000  # of what is due, from which a turn chooses
ROBOTS_KEPT = timedelta(days=7)
MOST_ROBOTS = 64 * 1024  # bytes
AFTER_A_FAULT = timedelta(days=1)
AT_ONCE = 500
IN_HAND = timedelta(seconds=PATIENCE * 3)  # after that a host is free again, whoever died with it in hand

log = logging.getLogger(__name__)


class Resting(Exception):  # noqa: N818 - it is an answer, not a crash
    """A host wants quiet, or is in other hands, until then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Clock:
    """What time it is for a turn that began at ``start``."""

    def __init__(self, start: datetime) -> None:
        self.start, self.began = start, time.monotonic()

    def now(self) -> datetime:
        """This moment."""
        return self.start + timedelta(seconds=self.passed)

    @property
    def passed(self) -> float:
        """How many seconds ago the turn began."""
        return time.monotonic() - self.began


class Polite:
    """Asks sites, and minds the pause between two questions, the rest that a host wants, and its ``robots.txt``."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.pause = timedelta(seconds=settings.LINK_CHECK["pause"])
        self.ends, self.asked = 0.0, 0

    def begin(self) -> None:
        """Another look begins."""
        self.asked = 0
        self.ends = self.clock.passed + LONGEST_LOOK + MOST_QUESTIONS * self.pause.total_seconds()

    def ask(self, target: Target, method: str, most: int = 0) -> Reply:
        """Asks once, when the host is free. Raises ``Unfit`` and ``Resting``."""
        host = self.free_host(target)
        self.asked += 1
        rest = None
        try:
            reply = ask(target, method, most=most)
            rest = rest_after(reply)
        finally:
            host.rest(self.clock.now() + max(self.pause, rest or self.pause))
        return reply

    def free_host(self, target: Target) -> LinkHost:
        """The host of ``target``, in our hands; waits for it if that does not take long. Raises ``Unfit`` and ``Resting``."""
        host = LinkHost.objects.named(target.place, self.clock.now())
        while not host.take(now := self.clock.now(), now + IN_HAND):
            is_over = self.clock.passed > self.ends
            if host.free_at - now > self.pause + IN_HAND or (is_over and not self.asked):
                raise Resting(host.free_at)
            if is_over:
                raise Unfit(Trouble.SLOW)
            time.sleep(min(max((host.free_at - now).total_seconds(), 0.01), 1.0))
        return host

    def allows(self, target: Target) -> bool:
        """Whether ``robots.txt`` of its host lets us look at ``target``. Raises ``Unfit`` and ``Resting``."""
        host = LinkHost.objects.named(target.place, self.clock.now())
        if host.robots_read_at is None or host.robots_read_at < self.clock.now() - ROBOTS_KEPT:
            host.keep_robots(self.robots_of(target), self.clock.now())
        rules = RobotFileParser()
        rules.parse(host.robots.splitlines())
        return rules.can_fetch(AGENT, target.address)

    def robots_of(self, target: Target) -> str:
        """What the host of ``target`` asks of machines; nothing where it does not say (RFC 9309). Raises ``Resting``."""
        here = target.beside("/robots.txt")
        try:
            for _hop in range(MOST_HOPS):
                reply = self.ask(here, "GET", MOST_ROBOTS)
                if reply.status not in REDIRECTS or not reply.location:
                    return reply.body.decode("utf-8", "replace").replace("\0", "") if reply.is_there else ""
                here = here.following(reply.location)
        except Unfit:
            pass  # then the page itself tells what is wrong
        return ""


# --- A turn -------------------------------------------------------------------------------------------------------


def turn(now: datetime) -> dict[str, int]:
    """Looks at some of what is due at ``now``; how many worked, failed, could not be told, or have to wait."""
    caller = Polite(Clock(now))
    report: Counter[str] = Counter()
    for pk in chosen(now):
        if caller.clock.passed > TURN:
            break
        report[look_at(pk, caller)] += 1
    return dict(report)


def chosen(now: datetime) -> list[int]:
    """The links of one turn: of each host a few, by turns, so that one host with many does not hold up the others."""
    by_place: dict[str, list[int]] = defaultdict(list)
    for pk, place in CheckedLink.objects.due(now).values_list("pk", "place")[:WINDOW]:
        if len(by_place[place]) < MOST_OF_A_HOST:
            by_place[place].append(pk)
    rounds = [
        links[place] for place in range(MOST_OF_A_HOST) for links in by_place.values() if place < len(links)
    ]
    return rounds[:MOST_A_TURN]


def look_at(pk: int, caller: Polite) -> str:
    """Looks at one link and keeps what it saw; returns the verdict. A fault of ours puts the link off for a day."""
    link = CheckedLink.objects.filter(pk=pk).first()
    if link is None:
        return "gone"
    caller.begin()
    try:
        seen = look(link.address, caller)
    except Resting as why:
        seen = Seen(Verdict.LATER, rest=max(why.until - caller.clock.now(), timedelta(minutes=1)))
    except Exception:  # one link never stops the others
        log.exception("looking at a link went wrong: %s", link.place)
        seen = Seen(Verdict.LATER, rest=AFTER_A_FAULT)
    keep(pk, seen, caller.clock.now())
    return seen.verdict.value


@transaction.atomic
def keep(pk: int, seen: Seen, now: datetime) -> None:
    """Keeps what was seen, unless the link went away meanwhile."""
    link = CheckedLink.objects.select_for_update().filter(pk=pk).first()
    if link is not None:
        link.note(seen, now)


# --- The list -----------------------------------------------------------------------------------------------------


@transaction.atomic
def collect(now: datetime) -> dict[str, int]:
    """Notes addresses that are new, and forgets those to which no page leads any more; how many. As often as you like."""
    wanted = all_addresses()
    known = set(CheckedLink.objects.values_list("address", flat=True))
    fresh = [
        CheckedLink(address=address, place=place_of(address), next_look_at=now)
        for address in sorted(wanted - known)
    ]
    CheckedLink.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=AT_ONCE)
    gone = forget(known - wanted)
    used = CheckedLink.objects.values("place")
    LinkHost.objects.filter(free_at__lt=now - ROBOTS_KEPT).exclude(place__in=used).delete()
    return {"new": len(fresh), "gone": gone}


def forget(addresses: set[str]) -> int:
    """Removes what we know of ``addresses``; how many."""
    old = sorted(addresses)
    for start in range(0, len(old), AT_ONCE):
        CheckedLink.objects.filter(address__in=old[start : start + AT_ONCE]).delete()
    return len(old)


def place_of(address: str) -> str:
    """The host of ``address``, by which links stand together; empty for what is no address."""
    try:
        return target_of(address).place
    except Unfit:
        return ""
