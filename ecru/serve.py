"""Runs the portal and the worker of its outbox side by side, on a laptop: `make run` and `make dev`.

    python -m ecru.serve gunicorn ecru.wsgi -c ecru/gunicorn.py        (or any other module with arguments)

Ctrl-C or SIGTERM stops both. A worker that dies is started again; when the server stops, so does the rest.
In production each has its own unit, see docs/operations.md.
"""

import signal
import subprocess
import sys
import time
from types import FrameType

WORKER = ["manage.py", "outbox_worker"]
PAUSE = 0.2  # seconds between two looks
REST = 2.0  # seconds before a worker that died starts again
GRACE = 25  # seconds to finish what is under way


class Stop(BaseException):
    """Somebody asked to stop."""


def stop(_number: int, _frame: FrameType | None) -> None:
    """Turns SIGTERM and Ctrl-C into ``Stop``, once; what comes later is ignored while we clean up."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise Stop


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Starts ``command`` with this Python, out of reach of the terminal's Ctrl-C: we pass that on ourselves."""
    return subprocess.Popen([sys.executable, *command], start_new_session=True)  # noqa: S603


def end(child: subprocess.Popen[bytes]) -> None:
    """Asks ``child`` to stop, and ends it when it does not."""
    child.terminate()
    try:
        child.wait(GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def side_by_side(server_command: list[str], worker_command: list[str]) -> int:
    """Runs both until the server stops or somebody asks; returns the exit code of the server, 0 when asked."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    children: list[subprocess.Popen[bytes]] = []
    try:
        server = start(server_command)
        children.append(server)
        worker = start(worker_command)
        children.append(worker)
        while server.poll() is None:
            time.sleep(PAUSE)
            if worker.poll() is not None:
                time.sleep(REST)
                children.remove(worker)
                worker = start(worker_command)
                children.append(worker)
    except Stop:
        return 0
    finally:
        for child in children:
            end(child)
    return server.returncode


def main(arguments: list[str]) -> int:
    """The command line: the module that serves, and its arguments; ``.py`` files run as they are."""
    if not arguments:
        print(__doc__)  # noqa: T201
        return 2
    server = arguments if arguments[0].endswith(".py") else ["-m", *arguments]
    return side_by_side(server, WORKER)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
