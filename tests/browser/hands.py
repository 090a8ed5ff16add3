"""Commands of the portal, one after the other, each in a process of its own that is a copy of one in which all is read.

To read Django and the portal takes longer than most commands do. So that is done once, in a process that does nothing
else: it waits on a pipe, and has a fork of itself run each command that comes. No command finds what another one left.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SERVE = "from tests.browser import hands; hands.serve()"


class Hands:
    """Where commands go, and what they answer."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Has one command run; its exit code, what it printed and what it complained of."""
        pipes = self.process.stdin, self.process.stdout
        assert all(pipes)
        pipes[0].write(f"{json.dumps(arguments)}\n")
        pipes[0].flush()
        code, said, complained = json.loads(pipes[1].readline() or '[1, "", "nobody answers"]')
        return int(code), str(said), str(complained)


@contextmanager
def ready(settings: dict[str, str]) -> Iterator[Hands]:
    """Hands for the portal with these ``settings``, until the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        cwd=ROOT,
        env=settings,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:  # closes the pipes, and waits
        yield Hands(process)


def serve() -> None:
    """Reads the portal, and has a fork run what comes down the pipe, until that closes."""
    read_the_portal()
    with os.fdopen(os.dup(0)) as questions, os.fdopen(os.dup(1), "w") as answers:
        for question in questions:
            print(json.dumps(in_a_fork(json.loads(question))), file=answers, flush=True)


def read_the_portal() -> None:
    """All that is read from files, and nothing from the database: a connection cannot be shared with a fork."""
    import django  # noqa: PLC0415 - only the process that serves reads the portal
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    django.setup()
    import_module(settings.ROOT_URLCONF)
    import_module("django.core.management")
    assert not any(one.connection for one in connections.all(initialized_only=True))


def in_a_fork(arguments: list[str]) -> tuple[int, str, str]:
    """The exit code of a command of the portal, what it printed and what it complained of."""
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        if not (child := os.fork()):
            nothing = os.open(os.devnull, os.O_RDONLY)
            for own, usual in ((nothing, 0), (said.fileno(), 1), (complained.fileno(), 2)):
                os.dup2(own, usual)
            os._exit(outcome(["manage.py", *arguments]))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        texts = [(file.seek(0), file.read())[1] for file in (said, complained)]
        return code, texts[0], texts[1]


def outcome(words: list[str]) -> int:
    """Runs a command as ``manage.py`` does; its exit code."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    sys.argv = words
    code = 0
    try:
        execute_from_command_line(words)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else bool(end.code)
    except BaseException:  # noqa: BLE001 - as the interpreter does with what nobody caught
        traceback.print_exc()
        code = 1
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return code
