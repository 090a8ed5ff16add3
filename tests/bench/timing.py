"""The measuring itself: rounds over all pages at one connection, and bursts at eight. Noise hits all pages alike."""

import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from threading import Barrier, Thread
from typing import Any

from tests.bench.pages import Page
from tests.bench.serving import Hand, Server
from tests.bench.visitor import Connection

CONNECTIONS = 8
FEWEST_ROUNDS, MOST_ROUNDS = 10, 300
PASSES = 2
SHORTEST_BURST = 0.3  # seconds
ALONE = 0.6  # share of the time for the rounds at one connection


@dataclass
class Sample:
    """What was measured of one page. ``first``: seconds of the very first visit after the start."""

    page: Page
    first: float = 0.0
    seconds: list[float] = field(default_factory=list)
    answered: int = 0
    busy: float = 0.0
    raw: int = 0
    sent: int = 0
    encoding: str = ""
    queries: list[int] = field(default_factory=list)

    def figures(self, reference: "Sample") -> dict[str, Any]:
        """Times in milliseconds, bytes, answers per second, and how all that stands to ``reference``."""
        middle = statistics.median(self.seconds)
        rate = self.answered / self.busy if self.busy else 0.0
        slowness = reference.answered / reference.busy / rate if rate else 0.0
        return {
            "page": self.page.name,
            "ratio": round(middle / statistics.median(reference.seconds), 2),
            "ratio_at_8": round(slowness, 2),
            "median_ms": round(middle * 1000, 2),
            "p95_ms": round(statistics.quantiles(self.seconds, n=20, method="inclusive")[-1] * 1000, 2),
            "first_ms": round(self.first * 1000, 1),
            "per_second_at_8": round(rate, 1),
            "visits": len(self.seconds) + self.answered,
            "queries": self.queries,
            "bytes_raw": self.raw,
            "bytes_sent": self.sent,
            "encoding": self.encoding or "none",
        }


class Course:
    """All pages, visited in turn on the portal and the floor."""

    def __init__(self, portal: Server, floor: Server, hand: Hand, pages: list[Page]) -> None:
        self.portal, self.floor, self.hand = portal, floor, hand
        self.samples = [Sample(page) for page in pages]

    def measure(self, seconds: float) -> None:
        """First visits, then rounds at one connection, then bursts at eight; about ``seconds`` in all."""
        with ExitStack() as stack:
            open_to = {
                floor: stack.enter_context(closing(Connection(server.port)))
                for floor, server in ((False, self.portal), (True, self.floor))
            }
            self.meet(open_to)
            self.warm_up()
            self.rounds(open_to, time.monotonic() + seconds * ALONE)
        length = max(SHORTEST_BURST, seconds * (1 - ALONE) / PASSES / len(self.samples))
        for _ in range(PASSES):
            for sample in self.samples:
                self.burst(sample, length)

    def meet(self, open_to: dict[bool, Connection]) -> None:
        """The first visit to each page: its time and its weight."""
        for sample in self.samples:
            answer = open_to[sample.page.floor].get(sample.page.next(), sample.page.cookie)
            sample.first, sample.sent, sample.encoding = answer.seconds, len(answer.body), answer.encoding
            sample.raw = len(answer.raw)

    def warm_up(self) -> None:
        """A few visits to every page by eight at once, so that every worker has compiled its templates."""
        for sample in self.samples:
            self.together(sample.page, lambda visits: visits < 2)

    def rounds(self, open_to: dict[bool, Connection], end: float) -> None:
        """Visits every page in turn until the time is over; at least ten times."""
        done = 0
        while done < FEWEST_ROUNDS or (time.monotonic() < end and done < MOST_ROUNDS):
            for sample in self.samples:
                sample.seconds.append(self.visit(sample.page, open_to[sample.page.floor]))
            done += 1

    def visit(self, page: Page, connection: Connection) -> float:
        """One visit; what makes it cold or warm is not in the time."""
        if page.cold:
            self.hand.ask("edit")
        if page.warm:
            connection.get(page.next(), page.cookie)
        return connection.get(page.next(), page.cookie).seconds

    def burst(self, sample: Sample, length: float) -> None:
        """Visits by eight at once for about ``length`` seconds; cold pages change under their hands."""
        if sample.page.warm:
            self.together(sample.page, lambda visits: visits < 2)
        end = time.monotonic() + length
        start = time.perf_counter()
        sample.answered += self.together(sample.page, lambda visits: not visits or time.monotonic() < end)
        sample.busy += time.perf_counter() - start

    def together(self, page: Page, more: Callable[[int], bool]) -> int:
        """Eight visitors, each for as long as ``more`` of its own number of visits; returns the visits of all."""
        server = self.floor if page.floor else self.portal
        visits = [0] * CONNECTIONS
        faults: list[BaseException] = []
        ready = Barrier(CONNECTIONS)

        def stay(who: int) -> None:
            try:
                with closing(Connection(server.port)) as connection:
                    ready.wait(10)
                    while more(visits[who]):
                        if page.cold and who == 0:
                            self.hand.ask("edit")
                        connection.get(page.next(), page.cookie)
                        visits[who] += 1
            except (Exception, SystemExit) as fault:  # noqa: BLE001 - told to the main thread below
                faults.append(fault)
                ready.abort()

        threads = [Thread(target=stay, args=(who,), daemon=True) for who in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults:
            raise faults[0]
        return sum(visits)
