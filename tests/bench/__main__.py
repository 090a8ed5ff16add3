"""The command line of the bench: ``python -m tests.bench --help``."""

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.bench import bars, pages, report
from tests.bench.databases import ROOT, database
from tests.bench.serving import FLOOR, PORTAL, Hand, hand, running
from tests.bench.timing import Course, Sample
from tests.postgres import Unavailable, database_url

ENGINES = ("sqlite", "postgresql")
SEARCHES = 500
MEASURES = 5000
DOSSIERS = 10_000
SHARE_OF_SUPPORT = 0.4  # of the time of the other pages
SHARE_OF_DESK = 0.3


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=sys.modules["tests.bench"].__doc__
    )
    numbers = lambda text: [int(number) for number in text.split(",")]  # noqa: E731
    engines = lambda text: [name for name in ENGINES if name in text.split(",")]  # noqa: E731
    parser.add_argument(
        "--actors", type=numbers, default=[1000, 10_000, 100_000], help="sizes (default: 1000,10000,100000)"
    )
    parser.add_argument("--engines", type=engines, default=ENGINES, help="default: sqlite,postgresql")
    parser.add_argument(
        "--seconds", type=float, default=35, help="of measuring for each engine and size (default: 35)"
    )
    parser.add_argument(
        "--json", type=Path, default=ROOT / "var" / "bench.json", help="default: var/bench.json"
    )
    parser.add_argument("--markdown", type=Path, help="also write the tables for docs/bench.md to this file")
    return parser.parse_args()


def measure(engine: str, actors: int, server: str, seconds: float) -> dict[str, Any]:
    """The figures of one engine and size."""
    with ExitStack() as stack:
        told(f"{engine}, {actors} actors: filling the database")
        environment = stack.enter_context(database(engine, actors, server))
        inside = stack.enter_context(hand(environment))
        facts = inside.ask("facts")
        floor_settings = environment | {"DJANGO_SETTINGS_MODULE": "tests.bench.floor_settings"}
        portal = stack.enter_context(running(PORTAL, environment))
        floor = stack.enter_context(running(FLOOR, floor_settings))
        told(f"{engine}, {actors} actors: measuring for {seconds:g} s")
        every = [*pages.floor_pages(facts), *pages.portal_pages(facts)]
        samples = visited(Course(portal, floor, inside, every), seconds, inside)
        memory = portal.memory()
        told(f"{engine}, {actors} actors: {MEASURES} measures")
        inside.ask("measures", MEASURES)
        supported = [*pages.floor_pages(facts)[-1:], *pages.support_pages(facts)]
        support = visited(Course(portal, floor, inside, supported), seconds * SHARE_OF_SUPPORT, inside)
        rounds = inside.ask("alerts", SEARCHES)
        told(f"{engine}, {actors} actors: {SEARCHES} saved searches: {rounds}")
        told(f"{engine}, {actors} actors: {DOSSIERS} dossiers")
        made = inside.ask("dossiers", DOSSIERS)
        at_desk = [*pages.floor_pages(facts)[-1:], *pages.desk_pages(made["cookie"], made["keys"])]
        desk = visited(Course(portal, floor, inside, at_desk), seconds * SHARE_OF_DESK, inside)
        suggested = inside.ask("suggestions")  # last: it makes practices and calls
        reference = next(sample for sample in samples if sample.page.name == pages.REFERENCE)
        return {
            "engine": engine,
            "actors": actors,
            "facts": {name: facts[name] for name in ("published", "shares")},
            "pages": [
                *(sample.figures(reference) for sample in samples),
                *(sample.figures(support[0]) for sample in support[1:]),
                *(sample.figures(desk[0]) for sample in desk[1:]),
            ],
            "suggestions": suggested
            | {"ratio": round(suggested["median_ms"] / reference.figures(reference)["median_ms"], 2)},
            "portal": {"start_s": round(portal.start, 2), **memory},
            "portal_with_measures": {"measures": MEASURES, **portal.memory()},
            "alerts": rounds,
            "floor": {"start_s": round(floor.start, 2), **floor.memory()},
        }


def visited(course: Course, seconds: float, inside: Hand) -> list[Sample]:
    """What was measured of each page of ``course``, with the queries of those of the portal."""
    course.measure(seconds)
    for sample in course.samples:
        if not sample.page.floor:
            sample.queries = inside.ask("queries", [sample.page.next()] * 2, sample.page.cookie)
    return course.samples


def told(text: str) -> None:
    """Says what goes on, on the side of the errors, so that the output is the table alone."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def server_for(engines: list[str]) -> Iterator[str]:
    """The URL of a PostgreSQL; without one the bench goes on with the other engine and says so."""
    if "postgresql" not in engines:
        yield ""
        return
    with ExitStack() as stack:
        try:
            url = stack.enter_context(database_url())
        except Unavailable as reason:
            told(f"NOT MEASURED: PostgreSQL: {reason}")
            url = ""
        yield url


def main() -> int:
    """Measures everything, prints a table for each engine and size, and writes the JSON."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that whatever runs is stopped and removed
    asked, seen, results, begin = arguments(), report.machine(), [], time.monotonic()
    with server_for(asked.engines) as server:
        for engine in asked.engines:
            for actors in asked.actors if engine == "sqlite" or server else []:
                results.append(measure(engine, actors, server, asked.seconds))
                print(report.table(results[-1]), flush=True)
    print(report.growth(results))
    print(bars.told(results))
    if asked.markdown:
        asked.markdown.write_text(report.markdown(results) + "\n", encoding="utf-8")
    report.save(asked.json, results, seen)
    told(
        f"\nMeasured in {time.monotonic() - begin:.0f} s on {seen['cores']} cores; all figures are in {asked.json}"
    )
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        told("\nInterrupted; everything is stopped and removed.")
        sys.exit(130)
