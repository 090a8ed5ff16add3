"""Everything that must hold before a change goes in (``make test``).

Four parts run one after the other, all of them even when one fails: the gates, the whole suite on SQLite and on
PostgreSQL side by side, the walks in a browser, and the coverage of both suites together. Whatever could not run is named
at the end; where CI=true stands in the environment that is a failure too.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import lint
from tests.browser import chromium
from tests.postgres import Unavailable, database_url

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "tests"
COVERAGE = ROOT / "var" / "coverage"
SUITE = ("--ignore=tests/browser",)
WIDTH = 100


@dataclass
class Outcome:
    """How a part ended: ``note`` sums it up, ``left_out`` names what could not run."""

    passed: bool
    note: str = ""
    left_out: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def word(self) -> str:
        """The one word of the closing summary."""
        if not self.passed:
            return "FAILED"
        return "NOT RUN" if self.left_out and not self.note else "passed"


def command(name: str, *arguments: str, covered: bool = True) -> list[str]:
    """The command line of a pytest run that reports under ``name``."""
    (REPORTS / f"{name}.xml").unlink(missing_ok=True)
    measured = ["-m", "coverage", "run"] if covered else []
    return [sys.executable, *measured, "-m", "pytest", f"--junitxml={REPORTS / name}.xml", *arguments]


def outcome_of(name: str, code: int) -> Outcome:
    """What the run that reported under ``name`` counted; ``code`` is its exit code."""
    report = REPORTS / f"{name}.xml"
    if not report.exists():
        return Outcome(False, f"pytest stopped with exit code {code}")
    suite = ET.parse(report).getroot()[0]  # noqa: S314 - pytest wrote it a moment ago
    count = {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")}
    skipped = [
        f"{case.get('classname')}.{case.get('name')}" for case in suite.iter("testcase") if _skipped(case)
    ]
    note = f"{count['tests']} tests, {count['failures'] + count['errors']} failed, {len(skipped)} skipped"
    return Outcome(code == 0, note, skipped)


def environment(database: str) -> dict[str, str]:
    """The environment of a run on ``database``; empty stands for an SQLite file of its own."""
    return {**os.environ, "TEST_DATABASE_URL": database}


def _skipped(case: ET.Element) -> bool:
    result = case.find("skipped")
    return result is not None and "xfail" not in result.get("type", "")


def gates() -> Outcome:
    """Formatting, lint, types, imports, dead code, migrations and the deployment check."""
    failed = lint.run()
    return Outcome(not failed, f"{', '.join(failed)} failed" if failed else f"{len(lint.gates())} gates")


def on_both_databases() -> Outcome:
    """The whole suite on SQLite and on a real PostgreSQL, at the same time; what the second says comes afterwards."""
    try:
        with database_url() as url, in_background("postgresql", url) as postgresql:
            sqlite = on_sqlite()
            print("\n-- and on PostgreSQL:", flush=True)
            return together(sqlite, postgresql())
    except Unavailable as reason:
        return together(on_sqlite(), Outcome(True, left_out=[f"the suite on PostgreSQL: {reason}"]))


def on_sqlite() -> Outcome:
    """The whole suite on SQLite, with its output on the screen."""
    run = subprocess.run(command("sqlite", *SUITE), cwd=ROOT, env=environment(""), check=False)
    return outcome_of("sqlite", run.returncode)


@contextmanager
def in_background(name: str, url: str) -> Iterator[Callable[[], Outcome]]:
    """Starts the whole suite on ``url``; gives what waits for it and prints what it said. Never leaves it running."""
    log = REPORTS / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command(name, *SUITE), cwd=ROOT, env=environment(url), stdout=output, stderr=subprocess.STDOUT
        )

    def finish() -> Outcome:
        code = process.wait()
        print(log.read_text(encoding="utf-8", errors="replace"), flush=True)
        return outcome_of(name, code)

    try:
        yield finish
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def together(sqlite: Outcome, postgresql: Outcome) -> Outcome:
    """Two outcomes as one."""
    note = "; ".join(
        f"{name}: {outcome.note}"
        for name, outcome in (("SQLite", sqlite), ("PostgreSQL", postgresql))
        if outcome.note
    )
    return Outcome(sqlite.passed and postgresql.passed, note, sqlite.left_out + postgresql.left_out)


def in_a_browser() -> Outcome:
    """Walks and accessibility, in a headless Chromium against a portal of its own."""
    if not chromium.find() and not chromium.install():
        return Outcome(True, left_out=[f"the tests in a browser: {chromium.MISSING}"])
    run = subprocess.run(
        command("browser", "tests/browser", covered=False), cwd=ROOT, env=environment(""), check=False
    )
    return outcome_of("browser", run.returncode)


def coverage() -> Outcome:
    """How much of code and templates both suites reach together."""
    run = [sys.executable, "-m", "coverage"]
    subprocess.run([*run, "combine", "--quiet"], cwd=ROOT, check=False)
    code = subprocess.run([*run, "report"], cwd=ROOT, check=False).returncode
    total = subprocess.run(
        [*run, "report", "--format=total"], cwd=ROOT, text=True, capture_output=True, check=False
    )
    return Outcome(code == 0, f"{total.stdout.strip() or 'no'} % of lines and branches")


PARTS: dict[str, Callable[[], Outcome]] = {
    "Gates": gates,
    "Suite, two databases": on_both_databases,
    "Browser": in_a_browser,
    "Coverage": coverage,
}


def headline(text: str) -> None:
    """Prints a line that stands out."""
    print(f"\n{f'== {text} ':=<{WIDTH}}", flush=True)


def summarise(outcomes: dict[str, Outcome]) -> int:
    """Prints a line per part and, last, everything that could not run; returns the exit code."""
    headline("Summary")
    for name, outcome in outcomes.items():
        print(f"  {outcome.word:<8} {name:<20} {outcome.seconds:6.1f} s   {outcome.note}")
    left_out = [line for outcome in outcomes.values() for line in outcome.left_out]
    strict = os.environ.get("CI") == "true"
    if left_out:
        print(f"\n{' NOT RUN ':!^{WIDTH}}")
        for line in left_out:
            print(f"  {line}")
        print(f"{' CI=true, so this fails ' if strict else ' the rest says nothing about these ':!^{WIDTH}}")
    passed = all(outcome.passed for outcome in outcomes.values()) and not (left_out and strict)
    minutes, seconds = divmod(round(sum(outcome.seconds for outcome in outcomes.values())), 60)
    print(f"\n{'All passed' if passed else 'FAILED'} in {minutes} min {seconds} s", flush=True)
    return 0 if passed else 1


def main() -> int:
    """The command line; returns the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that whatever runs is stopped and cleaned up
    shutil.rmtree(COVERAGE, ignore_errors=True)
    for folder in (COVERAGE, REPORTS):
        folder.mkdir(parents=True, exist_ok=True)
    outcomes = {}
    for name, part in PARTS.items():
        headline(name)
        start = time.monotonic()
        outcomes[name] = part()
        outcomes[name].seconds = time.monotonic() - start
    return summarise(outcomes)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nInterrupted.", flush=True)
        sys.exit(130)
