"""Everything that must hold before a change goes in (``make test``).

    python -m tests.run                    all parts
    python -m tests.run sqlite browser     these parts only

The parts are gates, sqlite, postgresql, browser, walks and coverage; all run, also after one failed. Two lanes run side by
side, because each keeps one core busy: the suite on SQLite, which is measured, and the suite on PostgreSQL followed
by the browser, and by the walks that go over both databases once more. What could not run is named at the end; with CI=true in the environment that is a failure too.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests import lint
from tests.browser import chromium
from tests.postgres import Unavailable, database_url

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "tests"
COVERAGE = ROOT / "var" / "coverage"
PATIENCE = 30  # seconds for pytest to put its things away
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


def wait_for(process: subprocess.Popen[bytes]) -> int:
    """Waits for ``process``; when we are stopped meanwhile, it gets the time to put its things away."""
    try:
        return process.wait()
    except BaseException as stop:
        if not isinstance(stop, KeyboardInterrupt):  # Ctrl-C reached it already, along with us
            process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        process.kill()
        raise


def pytest(name: str, *arguments: str, covered: bool = False, **environment: str) -> Outcome:
    """Runs pytest with its output on the screen, and reads its counts afterwards."""
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    measured = ["-m", "coverage", "run"] if covered else []
    command = [sys.executable, *measured, "-m", "pytest", f"--junitxml={report}", *arguments]
    code = wait_for(subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}))
    if not report.exists():
        return Outcome(False, f"pytest stopped with exit code {code}")
    suite = ET.parse(report).getroot()[0]  # noqa: S314 - pytest wrote it a moment ago
    count = {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors")}
    cases = [case for case in suite.iter("testcase") if _skipped(case)]
    skipped = [f"{name}: {case.get('classname')}.{case.get('name')}" for case in cases]
    note = f"{count['tests']} tests, {count['failures'] + count['errors']} failed, {len(skipped)} skipped"
    return Outcome(code == 0, note, skipped)


def _skipped(case: ET.Element) -> bool:
    result = case.find("skipped")
    return result is not None and "xfail" not in result.get("type", "")


def gates() -> Outcome:
    """Formatting, lint, types, imports, dead code, migrations and the deployment check."""
    failed = lint.run()
    return Outcome(not failed, f"{', '.join(failed)} failed" if failed else f"{len(lint.gates())} gates")


def on_sqlite() -> Outcome:
    """The whole suite on SQLite, in a file of its own, with its coverage measured."""
    return pytest("sqlite", "--ignore=tests/browser", covered=True, TEST_DATABASE_URL="")


def on_postgresql() -> Outcome:
    """The whole suite on a real PostgreSQL."""
    try:
        with database_url() as url:
            return pytest("postgresql", "--ignore=tests/browser", TEST_DATABASE_URL=url)
    except Unavailable as reason:
        return Outcome(True, left_out=[f"the suite on PostgreSQL: {reason}"])


def in_a_browser() -> Outcome:
    """Walks and accessibility, in a headless Chromium against a portal of its own, on SQLite."""
    if not chromium.find() and not chromium.install():
        return Outcome(True, left_out=[f"the tests in a browser: {chromium.MISSING}"])
    return pytest("browser", "tests/browser", TEST_DATABASE_URL="")


def walks_on_postgresql() -> Outcome:
    """The walks marked ``both_databases`` again, against a portal on PostgreSQL."""
    if not chromium.find():  # the part before this one tried to install it
        return Outcome(True, left_out=[f"the walks on PostgreSQL: {chromium.MISSING}"])
    try:
        with database_url() as url:
            return pytest("walks", "tests/browser", "-m", "both_databases", TEST_DATABASE_URL=url)
    except Unavailable as reason:
        return Outcome(True, left_out=[f"the walks on PostgreSQL: {reason}"])


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


PARTS: dict[str, tuple[str, Callable[[], Outcome]]] = {
    "gates": ("Gates", gates),
    "sqlite": ("Suite on SQLite", on_sqlite),
    "postgresql": ("Suite on PostgreSQL", on_postgresql),
    "browser": ("Browser", in_a_browser),
    "walks": ("Walks on PostgreSQL", walks_on_postgresql),
    "coverage": ("Coverage", coverage),
}


def result_of(part: str) -> Path:
    """Where the outcome of ``part`` is kept."""
    return REPORTS / f"{part}.json"


def run(part: str) -> None:
    """Runs one part and keeps its outcome."""
    title, work = PARTS[part]
    print(f"\n{f'== {title} ':=<{WIDTH}}", flush=True)
    start = time.monotonic()
    outcome = work()
    outcome.seconds = time.monotonic() - start
    result_of(part).write_text(json.dumps(asdict(outcome)), encoding="utf-8")


def run_beside(parts: list[str], first: str) -> None:
    """Runs ``first`` on the screen and ``parts`` beside it; these come on the screen when ``first`` is done."""
    log = REPORTS / "beside.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "tests.run", "--quiet", *parts]
        other = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    try:
        run(first)
        with log.open("rb") as text:
            ended = False
            while not ended:
                ended = other.poll() is not None
                sys.stdout.buffer.write(text.read())
                sys.stdout.buffer.flush()
                time.sleep(0.2)
    except BaseException:
        if other.poll() is None:
            other.send_signal(signal.SIGTERM)
            other.wait(2 * PATIENCE)
        raise


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
        print(f"  {outcome.word:<8} {PARTS[part][0]:<20} {outcome.seconds:6.1f} s   {outcome.note}")
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
    quiet = "--quiet" in arguments
    parts = [part for part in arguments if part != "--quiet"] or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        print(f"There is no part {', '.join(sorted(unknown))}. {__doc__}")
        return 2
    for part in parts:
        result_of(part).unlink(missing_ok=True)
    if "sqlite" in parts:
        shutil.rmtree(COVERAGE, ignore_errors=True)
    for folder in (COVERAGE, REPORTS):
        folder.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    beside: list[str] = [
        part for part in ("postgresql", "browser", "walks") if part in parts and "sqlite" in parts
    ]
    for part in parts:
        if part == "sqlite" and beside:
            run_beside(beside, part)
        elif part not in beside:
            run(part)
    if quiet:
        return 0
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
