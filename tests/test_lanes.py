"""The tests are shared out over lanes: nothing is left out, nothing runs twice, and what happened is told as it was."""

import json
import signal
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import run
from tests.lanes import Job, run_all
from tests.run import Outcome, Suite
from tests.share import HEAVIER, Share, Sharing

REPORT = """<testsuites><testsuite tests="{tests}" failures="{failures}" errors="{errors}" skipped="1">
<testcase classname="tests.test_koor" name="test_zingt"/>
<testcase classname="tests.test_koor" name="test_danst"><skipped type="pytest.skip" message="geen dansvloer"/></testcase>
</testsuite></testsuites>"""


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 200)), st.integers(1, 6))
def test_every_file_is_in_exactly_one_share(sizes: dict[str, int], of: int) -> None:
    shares = [Share(number, of).files(sizes) for number in range(1, of + 1)]
    assert sorted(file for share in shares for file in share) == sorted(sizes)


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 200), min_size=1), st.integers(1, 6))
def test_no_share_is_larger_than_another_by_more_than_a_file(sizes: dict[str, int], of: int) -> None:
    loads = [sum(sizes[file] for file in Share(number, of).files(sizes)) for number in range(1, of + 1)]
    assert max(loads) - min(loads) <= max(sizes.values())


def test_without_being_asked_for_a_share_all_tests_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for value, of in (("", 1), ("2/3", 3)):
        monkeypatch.setenv("TEST_SHARE", value)
        assert Share.asked().of == of
    monkeypatch.delenv("TEST_SHARE")
    assert Share.asked() == Share(1, 1)


@pytest.mark.parametrize("of", [2, 3])
def test_the_shares_of_this_suite_are_the_suite(of: int) -> None:
    folder = Path(__file__).parent
    shares = [Share(number, of).of_folder(folder) for number in range(1, of + 1)]
    assert sorted(path for share in shares for path in share) == sorted(folder.rglob("test_*.py"))
    assert all(any(path.parent.name == "browser" for path in share) for share in shares)


def test_what_weighs_more_than_it_looks_is_still_there() -> None:
    for name, weight in HEAVIER.items():
        assert weight > (Path(__file__).parent / name).stat().st_size, name


def test_a_share_reads_its_own_files_only(tmp_path: Path) -> None:
    for name, size in (("a", 30), ("b", 20), ("c", 10)):
        (tmp_path / f"test_{name}.py").write_text("#" * size)
    first, second = (Sharing(Share(number, 2), tmp_path) for number in (1, 2))
    for plugin, left_out in ((first, {"test_b.py", "test_c.py"}), (second, {"test_a.py"})):
        paths = [*tmp_path.iterdir(), tmp_path / "conftest.py", tmp_path]
        assert {path.name for path in paths if plugin.pytest_ignore_collect(path)} == left_out


def python(code: str, folder: Path, name: str, codes: dict[str, int]) -> Job:
    """A job that runs ``code`` and notes in ``codes`` how it ended."""
    return Job(
        name,
        [sys.executable, "-c", code],
        {"NAAM": name},
        folder / f"{name}.log",
        lambda code, seconds: codes.update({name: code}),
    )


def test_jobs_take_turns_in_the_lanes_and_each_says_how_it_ended(tmp_path: Path) -> None:
    said: dict[str, str] = {}
    codes: dict[str, int] = {}
    code = "import os, sys; print('hallo', os.environ['NAAM']); sys.exit(int(os.environ['NAAM'] == 'twee'))"
    jobs = [python(code, tmp_path, name, codes) for name in ("een", "twee", "drie")]
    run_all(jobs, tmp_path, said.__setitem__, 2)
    assert codes == {"een": 0, "twee": 1, "drie": 0}
    assert said == {name: f"hallo {name}\n" for name in codes}


def test_who_stops_the_run_stops_what_runs_and_starts_nothing_more(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    # A shell that starts the tests in the background has them ignore SIGINT, and what they start would do so too.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    codes: dict[str, int] = {}
    wait = "import time\ntry:\n print('zit', flush=True)\n time.sleep(300)\nexcept KeyboardInterrupt:\n print('opgeruimd')"
    jobs = [python("pass", tmp_path, "kort", codes), *(python(wait, tmp_path, n, codes) for n in ("a", "b"))]

    def stop(_title: str, _said: str) -> None:
        while "zit" not in jobs[1].log.read_text():
            time.sleep(0.1)
        raise SystemExit(143)

    with pytest.raises(SystemExit):
        run_all(jobs, tmp_path, stop, 2)
    assert jobs[1].log.read_text() == "zit\nopgeruimd\n"
    assert jobs[2].process is None


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for reports."""
    monkeypatch.setattr(run, "REPORTS", tmp_path)
    return tmp_path


def ended(suite: Suite, number: int, code: int, **counts: int) -> None:
    """Share ``number`` of ``suite`` ended with ``code``; without counts it left no report."""
    job = suite.job(Share(number, suite.shares))
    if counts:
        report = run.REPORTS / f"{suite.part}-{number}.xml"
        report.write_text(REPORT.format(**{"tests": 2, "failures": 0, "errors": 0, **counts}))
    job.ended(code, 3.0)


def kept(part: str) -> Outcome:
    return Outcome(**json.loads(run.result_of(part).read_text()))


def test_the_shares_of_a_suite_make_one_outcome(reports: Path) -> None:
    suite = Suite("sqlite", (), 2)
    ended(suite, 1, 0, tests=10)
    assert kept("sqlite").word == "FAILED"
    assert "1 shares stopped" in kept("sqlite").note
    ended(suite, 2, 0, tests=5)
    assert kept("sqlite").word == "passed"
    assert kept("sqlite").note == "15 tests, 0 failed, 2 skipped"
    assert kept("sqlite").left_out == ["sqlite: tests.test_koor.test_danst"] * 2
    assert kept("sqlite").seconds == 6


def test_suites_take_turns(reports: Path) -> None:
    jobs = run.in_turn([Suite("browser", (), 1), Suite("sqlite", (), 3), Suite("postgresql", (), 2)])
    titles = ["Browser 1/1", "Suite on SQLite 1/3", "Suite on PostgreSQL 1/2", "Suite on SQLite 2/3"]
    assert [job.title for job in jobs][:4] == titles
    assert len(jobs) == 6


def test_gates_that_close_fail(reports: Path) -> None:
    run.gates().ended(1, 3.0)
    assert kept("gates").word == "FAILED"
    run.gates().ended(0, 3.0)
    assert kept("gates") == Outcome(True, "10 gates", seconds=3.0)


def test_one_share_that_fails_fails_the_suite(reports: Path) -> None:
    suite = Suite("browser", (), 2)
    ended(suite, 1, 1, tests=10, failures=1, errors=2)
    ended(suite, 2, 0, tests=10)
    assert kept("browser").word == "FAILED"
    assert kept("browser").note.startswith("20 tests, 3 failed")


def test_a_share_that_leaves_no_report_fails_the_suite(reports: Path) -> None:
    suite = Suite("sqlite", (), 1)
    ended(suite, 1, 139)
    assert kept("sqlite").word == "FAILED"
    assert "exit code 139" in kept("sqlite").note


def test_what_could_not_run_is_named_and_fails_where_everything_must_run(
    reports: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    Outcome(True, left_out=["the suite on PostgreSQL: er is er geen"]).keep("postgresql")
    assert run.summarise(["postgresql"]) == 0
    assert "NOT RUN" in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    assert run.summarise(["postgresql"]) == 1
    assert run.summarise(["postgresql", "browser"]) == 1, "what never ended is no success"
