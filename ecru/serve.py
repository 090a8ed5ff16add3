"""Runs the portal and the worker of its outbox side by side, on a laptop: `make run` and `make dev`.

    python -m ecru.serve gunicorn ecru.wsgi -c ecru/gunicorn.py        (or any other module with arguments)

Ctrl-C, SIGTERM or a closed terminal stops both. A worker that dies is started again, after a pause that doubles as long as
it keeps dying; when the server stops, so does the rest. In production each has its own unit, see docs/operations.md.
"""

import signal
import subprocess
import sys
import time
from types import FrameType

WORKER = ["manage.py", "outbox_worker"]
PAUSE = 0.2  # seconds between two looks
HEAD_START = (
    3.0  # seconds that the server has for itself, so that the first page does not wait for the worker
)
FIRST_REST, LONGEST_REST = 2.0, 60.0  # seconds before a worker that died starts again
WELL = 60.0  # seconds after which a worker counts as healthy, and its next pause is short again
GRACE = 25  # seconds to finish what is under way
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Kept:
    """A process that is started again when it stops: first after ``FIRST_REST``, then twice as long every time."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.rest, self.started, self.next_start = FIRST_REST, 0.0, time.monotonic() + HEAD_START

    def look(self) -> None:
        """Starts it when it is time to."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            self.rest = FIRST_REST if now - self.started > WELL else self.rest
            self.process, self.next_start = None, now + self.rest
            self.rest = min(self.rest * 2, LONGEST_REST)
        if self.process is None and now >= self.next_start:
            self.process, self.started = start(self.command), now


class Wish:
    """Whether somebody asked to stop."""

    def __init__(self) -> None:
        self.is_made = False
        for number in SIGNALS:
            signal.signal(number, self.make)

    def make(self, _number: int, _frame: FrameType | None) -> None:
        """Remembers it; a second Ctrl-C changes nothing while we put things away."""
        self.is_made = True


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Starts ``command`` with this Python, out of reach of the terminal's Ctrl-C: we pass that on ourselves."""
    return subprocess.Popen([sys.executable, *command], start_new_session=True)  # noqa: S603


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """Asks every child to stop, and ends the ones that do not."""
    for child in children:
        child.terminate()
    last = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.0, last - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def side_by_side(server_command: list[str], worker_command: list[str]) -> int:
    """Runs both until the server stops or somebody asks; returns the exit code of the server, 0 when asked."""
    wish = Wish()
    server, worker = start(server_command), Kept(worker_command)
    try:
        while not wish.is_made and server.poll() is None:
            worker.look()
            time.sleep(PAUSE)
        return server.poll() or 0
    finally:
        end([server, *([worker.process] if worker.process else [])])


def main(arguments: list[str]) -> int:
    """The command line: the module that serves, and its arguments; ``.py`` files run as they are."""
    if not arguments:
        print(__doc__)  # noqa: T201
        return 2
    server = arguments if arguments[0].endswith(".py") else ["-m", *arguments]
    return side_by_side(server, WORKER)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
