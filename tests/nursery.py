"""Processes of the portal that start in an instant: one reads all code, and each of them is a copy of it.

    python -m tests.nursery

A line on its input says what is wanted, and one on its output answers:

- ["start", [word, ...], {setting: value}] runs ``manage.py word ...`` with these settings in a new process; its number;
- ["ended", number] its exit code, or null as long as it runs;
- ["run", [word, ...]] waits until it ended; the exit code, what it printed and what it complained of.

A copy is a process as any other: with its own memory, its own connections, and mortal.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core import checks
from django.core.management import execute_from_command_line, load_command_class
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
FAULT = 1
BLINK = 0.01  # seconds


class Nursery:
    """The process of which the others are copies, as a test holds it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *words: Any) -> Any:
        """What it answers."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{json.dumps(words)}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self, *words: str, **settings: Any) -> "Child":
        """``manage.py`` with these words, in a process of its own."""
        return Child(self, self.ask("start", words, settings))

    def run(self, *words: str) -> str:
        """What ``manage.py`` with these words prints; it must end well."""
        code, said, complained = self.ask("run", words)
        assert code == 0, f"manage.py {' '.join(words)} failed:\n{said}{complained}"
        return str(said)

    def close(self) -> None:
        """Ends it."""
        self.process.communicate()


@dataclass
class Child:
    """One process, as a test holds it: it has the manners of a ``Popen``."""

    nursery: Nursery
    pid: int
    returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, or None as long as it runs."""
        if self.returncode is None:
            self.returncode = self.nursery.ask("ended", self.pid)
        return self.returncode

    def wait(self, seconds: float | None = None) -> int:
        """The exit code, when it ended."""
        end = time.monotonic() + (seconds or float("inf"))
        while (code := self.poll()) is None:
            assert time.monotonic() < end, "it did not end in time"
            time.sleep(BLINK)
        return code

    def send_signal(self, number: int) -> None:
        """Sends it a signal, as long as it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL: it cannot put anything away."""
        self.send_signal(signal.SIGKILL)


def copy(words: list[str], changes: dict[str, Any], said: int, complained: int) -> int:
    """The number of a new process that runs ``manage.py`` with ``words``, and writes to these two files."""
    if number := os.fork():
        return number
    nothing = os.open(os.devnull, os.O_RDONLY)
    for own, usual in ((nothing, 0), (said, 1), (complained, 2)):
        os.dup2(own, usual)
    code = FAULT
    try:
        for name, value in changes.items():
            setattr(settings, name, value)
        execute_from_command_line(["manage.py", *words])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:  # noqa: BLE001 - as the interpreter does with what nobody caught
        traceback.print_exc()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def start(words: list[str], changes: dict[str, Any]) -> int:
    """The number of a new process, of which nobody reads what it says."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    try:
        return copy(words, changes, quiet, quiet)
    finally:
        os.close(quiet)


def ended(number: int) -> int | None:
    """The exit code of a process, or None as long as it runs."""
    done, status = os.waitpid(number, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if done else None


def run(words: list[str]) -> tuple[int, str, str]:
    """The exit code of a command, what it printed and what it complained of."""
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        number = copy(words, {}, said.fileno(), complained.fileno())
        code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
        for file in (said, complained):
            file.seek(0)
        return code, said.read(), complained.read()


def main() -> None:
    """Reads all code, and answers until nobody asks any more."""
    django.setup()
    checks.run_checks()  # which reads all addresses, and with these all pages
    for command in ("outbox_worker", "daily"):
        load_command_class("ecru.base", command)
    connections.close_all()  # none that copies would share
    answers: dict[str, Callable[..., Any]] = {"start": start, "ended": ended, "run": run}
    with suppress(KeyboardInterrupt):
        for line in sys.stdin:
            what, *words = json.loads(line)
            sys.stdout.write(f"{json.dumps(answers[what](*words))}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
