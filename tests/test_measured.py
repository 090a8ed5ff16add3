"""Of each test the first case counts for the coverage, and what is made for all tests or goes over everything does not."""

import subprocess
import sys
import threading
from pathlib import Path

from coverage import CoverageData

from tests.measured import unmeasured

CODE = """
def one():
    return 1

def two():
    return 2

def three():
    return 3

def four():
    return 4
"""
TEST = """
import pytest
from code_of_ours import four, one, three, two
from tests.measured import FirstCase, unmeasured

@pytest.mark.parametrize("work", [one, two])
def test_work(work):
    with unmeasured():
        assert three() == 3
    assert work()

@pytest.mark.unmeasured
def test_sweep():
    assert four() == 4
"""


def test_the_first_case_counts(tmp_path: Path) -> None:
    (tmp_path / "code_of_ours.py").write_text(CODE)
    (tmp_path / "test_ours.py").write_text(TEST)
    (tmp_path / "conftest.py").write_text(
        "from tests.measured import FirstCase\ndef pytest_configure(config): config.pluginmanager.register(FirstCase()); config.addinivalue_line('markers', 'unmeasured')\n"
    )
    root = Path(__file__).parents[1]
    pytest = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:django",
        "-p",
        "no:cacheprovider",
        f"--rootdir={tmp_path}",
        "test_ours.py",
    ]
    coverage = ["-m", "coverage", "run", "--rcfile=/dev/null", "--data-file=seen", f"--source={tmp_path}"]
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, *coverage, *pytest],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{root}:{tmp_path}"},
        text=True,
        capture_output=True,
        check=False,
    )
    assert "3 passed" in done.stdout, done.stdout + done.stderr
    data = CoverageData(str(tmp_path / "seen"))
    data.read()
    seen = set(data.lines(str(tmp_path / "code_of_ours.py")) or [])
    assert 3 in seen
    assert not seen & {6, 9, 12}


def test_who_measures_goes_on_afterwards() -> None:
    before = sys.gettrace(), threading.gettrace()
    with unmeasured():
        assert sys.gettrace() is None
        assert threading.gettrace() is None
    assert (sys.gettrace(), threading.gettrace()) == before
