"""The portal and its worker side by side: real processes that are stopped, and that die."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from ecru import serve
from tests.base.mail_server import until

ROOT = Path(__file__).resolve().parent.parent.parent
DRIVER = """
import sys
from ecru import serve
serve.HEAD_START = serve.PAUSE = 0.05
serve.FIRST_REST, serve.LONGEST_REST, serve.GRACE = 0.2, 0.4, 1
sys.exit(serve.side_by_side([sys.argv[1], "server", sys.argv[2]], [sys.argv[1], "worker", sys.argv[3]]))
"""
CHILD = """
import signal, sys, time
from pathlib import Path
name, way = sys.argv[1:]
here = Path(__file__).parent
def stop(*_):
    (here / f"{name}.stopped").touch()
    sys.exit(0)
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN if way == "deaf" else stop)
with (here / f"{name}.starts").open("a") as starts:
    starts.write(f"{time.monotonic()}\\n")
if way == "dies":
    sys.exit(3)
time.sleep(60)
"""


class Side:
    """Two children side by side, in a folder where they tell what happens to them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "child.py").write_text(CHILD)
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, server: str = "stays", worker: str = "stays") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", DRIVER, str(self.folder / "child.py"), server, worker]
        self.process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 - our own words
        return self.process

    def starts(self, name: str) -> list[float]:
        path = self.folder / f"{name}.starts"
        return [float(line) for line in path.read_text().split()] if path.exists() else []

    def stopped(self, name: str) -> bool:
        return (self.folder / f"{name}.stopped").exists()


@pytest.fixture
def side(tmp_path: Path) -> Iterator[Side]:
    side = Side(tmp_path)
    yield side
    if side.process and side.process.poll() is None:
        side.process.terminate()
        side.process.wait(15)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_stops_both(side: Side, number: int) -> None:
    process = side.run()
    until(lambda: side.starts("server") and side.starts("worker"))
    process.send_signal(number)
    assert process.wait(15) == 0
    assert side.stopped("server")
    assert side.stopped("worker")


def test_who_does_not_listen_is_ended(side: Side) -> None:
    process = side.run(worker="deaf")
    until(lambda: side.starts("server") and side.starts("worker"))
    process.terminate()
    process.send_signal(signal.SIGINT)  # an impatient second one changes nothing
    assert process.wait(15) == 0
    assert side.stopped("server")


def test_a_worker_that_dies_comes_back_ever_slower(side: Side) -> None:
    process = side.run(worker="dies")
    until(lambda: len(side.starts("worker")) == 4)
    times = side.starts("worker")
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert gaps[0] >= 0.2
    assert all(gap >= 0.4 for gap in gaps[1:])
    assert len(side.starts("server")) == 1
    process.terminate()
    assert process.wait(15) == 0


def test_when_the_server_stops_so_does_the_rest(side: Side) -> None:
    process = side.run(server="dies")
    assert process.wait(15) == 3
    assert not side.starts("worker") or side.stopped("worker")


@pytest.mark.parametrize("asked", [True, False])
def test_the_code_it_ends_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: bool) -> None:
    """Zero when somebody asked to stop, else that of the server; what is deaf is ended."""
    for name, value in {"PAUSE": 0.05, "HEAD_START": 0.0, "GRACE": 0.5}.items():
        monkeypatch.setattr(serve, name, value)
    (tmp_path / "child.py").write_text(CHILD)
    child = str(tmp_path / "child.py")
    before = {number: signal.getsignal(number) for number in serve.SIGNALS}

    def ask_to_stop() -> None:
        until(lambda: (tmp_path / "worker.starts").exists() and (tmp_path / "server.starts").exists())
        os.kill(os.getpid(), signal.SIGTERM)

    try:
        if asked:
            threading.Thread(target=ask_to_stop).start()
        code = serve.side_by_side([child, "server", "stays" if asked else "dies"], [child, "worker", "deaf"])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert code == (0 if asked else 3)


def test_a_worker_that_did_well_comes_back_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    kept = serve.Kept(["-c", ""])
    clock[0] = serve.HEAD_START
    kept.look()
    assert kept.process
    kept.process.wait()
    kept.rest = 40.0
    clock[0] += serve.WELL + 1
    kept.look()
    assert kept.next_start == clock[0] + serve.FIRST_REST
    kept.look()
    assert kept.process is None, "it started before its pause was over"


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.main([]) == 2
    assert "side by side" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "run"), [(["gunicorn", "x"], ["-m", "gunicorn", "x"]), (["manage.py", "x"], ["manage.py", "x"])]
)
def test_modules_and_files_are_both_served(
    monkeypatch: pytest.MonkeyPatch, given: list[str], run: list[str]
) -> None:
    seen: list[list[str]] = []

    def noted(*commands: list[str]) -> int:
        seen.extend(commands)
        return 0

    monkeypatch.setattr(serve, "side_by_side", noted)
    assert serve.main(given) == 0
    assert seen == [run, serve.WORKER]


def test_make_run_uses_it() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert makefile.count("-m ecru.serve ") == 2
    assert os.access(ROOT / "manage.py", os.R_OK)
