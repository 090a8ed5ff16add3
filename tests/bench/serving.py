"""The processes of the bench: the portal, the floor, and the hand inside the portal."""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from tests.bench.databases import ROOT
from tests.bench.visitor import Connection

PORTAL, FLOOR = "ecru.wsgi", "django.core.wsgi:get_wsgi_application()"
FIRST_PAGE = {PORTAL: "/", FLOOR: "/bare/"}
SETTINGS = {PORTAL: "ecru/gunicorn.py", FLOOR: "tests/bench/floor_gunicorn.py"}
PATIENCE = 60  # seconds


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running gunicorn. ``start``: seconds from its start to its first answer."""

    port: int
    process: subprocess.Popen[bytes]
    start: float = 0.0

    def workers(self) -> list[int]:
        """The keys of its worker processes; none where there is no /proc."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(key) for key in children.read_text().split()] if children.exists() else []

    def memory(self) -> dict[str, float]:
        """The largest worker, in MB: resident, and its fair share of what the processes have in common."""
        largest = {"rss": 0.0, "pss": 0.0}
        for worker in self.workers():
            kilobytes = Path(f"/proc/{worker}/smaps_rollup").read_text()
            for name, most in largest.items():
                found = re.search(rf"^{name.title()}: +(\d+) kB", kilobytes, re.MULTILINE)
                largest[name] = max(most, int(found[1]) / 1024 if found else 0.0)
        return {name: round(size, 1) for name, size in largest.items()}


@contextmanager
def running(application: str, environment: dict[str, str]) -> Iterator[Server]:
    """Serves ``application`` with the portal's own gunicorn settings, and stops it in the end."""
    port = free_port()
    # Workers are not replaced while they are measured; all else is as in production.
    settings = ["-c", SETTINGS[application], "--max-requests", "0"]
    command = [sys.executable, "-m", "gunicorn", application, *settings]
    log = Path(environment["MEDIA_ROOT"]).parent / f"{port}.log"
    with log.open("wb") as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment | {"PORT": str(port)}, stdout=output, stderr=output
        )
    try:
        server = Server(port, process)
        wait_for_answer(server, FIRST_PAGE[application], log)
        server.start = time.perf_counter() - begin
        yield server
    finally:
        stop(process)


def wait_for_answer(server: Server, path: str, log: Path) -> None:
    """Asks until there is an answer, every hundredth of a second."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.process.poll() is None:
        try:
            Connection(server.port).get(path)
        except ConnectionRefusedError:
            time.sleep(0.01)
        else:
            return
    raise SystemExit(f"gunicorn did not start:\n{log.read_text(errors='replace')[-4000:]}")


def stop(process: subprocess.Popen[Any]) -> None:
    """Ends a process: politely, and when that does not help, not so."""
    process.terminate()
    try:
        process.wait(PATIENCE / 4)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Hand:
    """The process inside the portal (``inside.py``). One question at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lock = Lock()

    def ask(self, name: str, *arguments: Any) -> Any:
        """Asks for ``name`` and waits for the answer."""
        with self.lock:
            assert self.process.stdin
            assert self.process.stdout
            print(json.dumps([name, *arguments]), file=self.process.stdin, flush=True)
            answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"the bench could not ask the portal for {name}")
        return json.loads(answer)


@contextmanager
def hand(environment: dict[str, str]) -> Iterator[Hand]:
    """Starts the process inside the portal, and stops it in the end."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c"]
    log = Path(environment["MEDIA_ROOT"]).parent / "hand.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*command, "from tests.bench import inside; inside.serve()"],
            cwd=ROOT,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    try:
        yield Hand(process)
    except SystemExit:
        print(log.read_text()[-3000:], file=sys.stderr)
        raise
    finally:
        stop(process)
