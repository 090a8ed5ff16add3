"""Everything that must hold before a change goes in (``make test``).

    python -m tests.run                    all parts
    python -m tests.run sqlite browser     these parts only

The parts are gates, sqlite, postgresql, browser, walks (those in a browser that go over both databases, on PostgreSQL) and
coverage; all run, also after one failed. The suites run in shares,
each a pytest with a database of its own, in as many lanes as there are cores: a lane that is done takes the next one.
What a share said comes on the screen when it ended, and stands in var/tests. What could not run is named at the end;
with CI=true in the environment that is a failure too. The seconds of a suite are those of its shares together.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import zip_longest
from pathlib import Path

from tests import lint
from tests.browser import chromium
from tests.lanes import Job, lanes, run_all
from tests.postgres import TEMPLATE, Unavailable, database_url, drop_database
from tests.share import Share

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "tests"
COVERAGE = ROOT / "var" / "coverage"
PORTALS = 2  # side by side for the tests in a browser; the walks on PostgreSQL share one
WIDTH = 100
PARTS = {
    "gates": "Gates",
    "sqlite": "Suite on SQLite",
    "postgresql": "Suite on PostgreSQL",
    "browser": "Browser",
    "walks": "Walks on PostgreSQL",
    "coverage": "Coverage",
}


@dataclass
class Outcome:
    """How a part ended: ``note`` sums it up, ``left_out`` names what could not run."""

    passed: bool
    note: str = ""
    left_out: list[str] = field(default_factory=list)
    seconds: float = 0.0
    tests: int = 0
    failed: int = 0

    @property
    def word(self) -> str:
        """The one word of the closing summary."""
        if not self.passed:
            return "FAILED"
        return "NOT RUN" if self.left_out and not self.note else "passed"

    def keep(self, part: str) -> None:
        """Keeps it as the outcome of ``part``."""
        result_of(part).write_text(json.dumps(asdict(self)), encoding="utf-8")


def read_report(report: Path, name: str, code: int) -> Outcome:
    """The counts in ``report`` of a pytest that ended with ``code``."""
    if not report.exists():
        return Outcome(False, f"pytest stopped with exit code {code}")
    suite = ET.parse(report).getroot()[0]  # noqa: S314 - pytest wrote it a moment ago
    cases = [case for case in suite.iter("testcase") if _skipped(case)]
    skipped = [f"{name}: {case.get('classname')}.{case.get('name')}" for case in cases]
    count = {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors")}
    return Outcome(code == 0, "", skipped, 0.0, count["tests"], count["failures"] + count["errors"])


def _skipped(case: ET.Element) -> bool:
    result = case.find("skipped")
    return result is not None and "xfail" not in result.get("type", "")


def gates() -> Job:
    """Formatting, lint, types, imports, dead code, migrations and the deployment check, as one command."""

    def ended(code: int, seconds: float) -> None:
        note = "one or more failed" if code else f"{len(lint.gates())} gates"
        Outcome(code == 0, note, seconds=seconds).keep("gates")

    return Job(PARTS["gates"], [sys.executable, "-m", "tests.lint"], {}, REPORTS / "gates.log", ended)


@dataclass
class Suite:
    """Tests that pytest runs, in ``shares`` at a time; ``places`` are where they are or are not."""

    part: str
    places: tuple[str, ...]
    shares: int
    database: str = ""
    covered: bool = False
    outcomes: list[Outcome] = field(default_factory=list)

    def jobs(self) -> list[Job]:
        """A job for every share."""
        return [self.job(Share(number, self.shares)) for number in range(1, self.shares + 1)]

    def job(self, share: Share) -> Job:
        """One share of the tests, as one command."""
        report = REPORTS / f"{self.part}-{share.number}.xml"
        report.unlink(missing_ok=True)
        measured = ["-m", "coverage", "run"] if self.covered else []
        command = [sys.executable, *measured, "-m", "pytest", f"--junitxml={report}", *self.places]

        def ended(code: int, seconds: float) -> None:
            outcome = read_report(report, self.part, code)
            outcome.seconds = seconds
            self.outcomes.append(outcome)
            self.outcome().keep(self.part)

        return Job(
            f"{PARTS[self.part]} {share}",
            command,
            {"TEST_DATABASE_URL": self.database, "TEST_SHARE": str(share)},
            report.with_suffix(".log"),
            ended,
        )

    def outcome(self) -> Outcome:
        """How all shares together ended; those that did not end failed."""
        missing = self.shares - len(self.outcomes)
        tests, failed = (sum(getattr(one, name) for one in self.outcomes) for name in ("tests", "failed"))
        skipped = [line for one in self.outcomes for line in one.left_out]
        notes = [one.note for one in self.outcomes if one.note] + (
            [f"{missing} shares stopped"] * (missing > 0)
        )
        note = ", ".join([f"{tests} tests, {failed} failed, {len(skipped)} skipped", *notes])
        passed = not missing and all(one.passed for one in self.outcomes)
        return Outcome(passed, note, skipped, sum(one.seconds for one in self.outcomes), tests, failed)


def suites(parts: list[str], width: int, server: ExitStack) -> Iterator[Suite]:
    """The suites among ``parts``, the longest share first; what cannot run here is kept as such."""
    everywhere = ("--ignore=tests/browser",)
    in_browser = [part for part in ("browser", "walks") if part in parts]
    has_browser = bool(in_browser) and bool(chromium.find() or chromium.install())
    if not has_browser:
        for part in in_browser:
            leave_out(part, chromium.MISSING)
    elif "browser" in parts:
        yield Suite("browser", ("tests/browser",), PORTALS)
    shares = 3 * width - 1  # so that the last lane to be done is not late by much
    if "sqlite" in parts:
        yield Suite("sqlite", everywhere, shares, covered=True)
    on_server = ["postgresql"] * ("postgresql" in parts) + ["walks"] * ("walks" in parts and has_browser)
    if not on_server:
        return
    try:
        url = server.enter_context(database_url())
        server.callback(drop_database, url, TEMPLATE)
    except Unavailable as reason:
        for waiting in on_server:
            leave_out(waiting, str(reason))
        return
    if "postgresql" in on_server:
        yield Suite("postgresql", everywhere, shares, url)
    if "walks" in on_server:
        yield Suite("walks", ("tests/browser", "-m", "both_databases"), 1, url)


def leave_out(part: str, reason: str) -> None:
    """Notes why ``part`` cannot run here; the summary says so loudly."""
    Outcome(True, left_out=[f"{PARTS[part]}: {reason}"]).keep(part)


def in_turn(suites: Iterable[Suite]) -> list[Job]:
    """The first share of every suite, then the second of each: what the first makes for the others is there by then."""
    rounds = zip_longest(*(suite.jobs() for suite in suites))
    return [job for jobs in rounds for job in jobs if job]


def run_jobs(parts: list[str]) -> None:
    """Runs gates and suites among ``parts`` side by side, in as many lanes as there are cores."""
    width = lanes()
    with ExitStack() as server, tempfile.TemporaryDirectory(prefix="ecru-once-") as once:
        os.environ["TEST_ONCE"] = once  # what all shares need is made by the first
        jobs = [gates()] * ("gates" in parts) + in_turn(suites(parts, width, server))
        if jobs:
            print(f"\n{f'== {len(jobs)} jobs in {width} lanes ':=<{WIDTH}}", flush=True)
        run_all(jobs, ROOT, show, width)


def show(title: str, said: str) -> None:
    """Prints what a share said."""
    print(f"\n{f'== {title} ':=<{WIDTH}}\n{said}", flush=True)


def coverage() -> Outcome:
    """How much of code and templates the suite reaches."""
    run = [sys.executable, "-m", "coverage"]
    subprocess.run([*run, "combine", "--quiet"], cwd=ROOT, check=False)
    code = subprocess.run([*run, "report"], cwd=ROOT, check=False).returncode
    total = subprocess.run(
        [*run, "report", "--format=total", "--fail-under=0"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )
    return Outcome(code == 0, f"{total.stdout.strip() or 'no'} % of lines and branches")


def result_of(part: str) -> Path:
    """Where the outcome of ``part`` is kept."""
    return REPORTS / f"{part}.json"


def run(part: str, work: Callable[[], Outcome]) -> None:
    """Runs one part by itself, and keeps its outcome."""
    print(f"\n{f'== {PARTS[part]} ':=<{WIDTH}}", flush=True)
    start = time.monotonic()
    outcome = work()
    outcome.seconds = time.monotonic() - start
    outcome.keep(part)


def summarise(parts: list[str]) -> int:
    """Prints a line per part and, last, everything that could not run; returns the exit code."""
    print(f"\n{'== Summary ':=<{WIDTH}}", flush=True)
    outcomes = []
    for part in parts:
        kept = result_of(part)
        known = (
            json.loads(kept.read_text(encoding="utf-8"))
            if kept.exists()
            else {"passed": False, "note": "stopped"}
        )
        outcome = Outcome(**known)
        outcomes.append(outcome)
        print(f"  {outcome.word:<8} {PARTS[part]:<20} {outcome.seconds:6.1f} s   {outcome.note}")
    left_out = [line for outcome in outcomes for line in outcome.left_out]
    strict = os.environ.get("CI") == "true"
    if left_out:
        print(f"\n{' NOT RUN ':!^{WIDTH}}")
        for line in left_out:
            print(f"  {line}")
        print(
            f"{' CI=true, so this fails ' if strict else ' the verdict says nothing about these ':!^{WIDTH}}"
        )
    return 0 if all(outcome.passed for outcome in outcomes) and not (left_out and strict) else 1


def main(arguments: list[str]) -> int:
    """The command line; returns the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that whatever runs is stopped and put away
    # A shell that starts this in the background has it ignore SIGINT, and what it starts would do so too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parts = [part for part in PARTS if part in arguments or not arguments]
    if unknown := set(arguments) - set(PARTS):
        print(f"There is no part {', '.join(sorted(unknown))}. {__doc__}")
        return 2
    for part in parts:
        result_of(part).unlink(missing_ok=True)
    if "sqlite" in parts:
        shutil.rmtree(COVERAGE, ignore_errors=True)
    for folder in (COVERAGE, REPORTS):
        folder.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    run_jobs(parts)
    if "coverage" in parts:
        run("coverage", coverage)
    code = summarise(parts)
    minutes, seconds = divmod(round(time.monotonic() - start), 60)
    print(f"\n{'FAILED' if code else 'All passed'} in {minutes} min {seconds} s", flush=True)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nInterrupted.", flush=True)
        sys.exit(130)
