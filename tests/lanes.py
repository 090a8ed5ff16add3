"""Commands side by side, as many as there are cores; a lane that is done takes the next command that waits.

So every core has work until the end. What a command says comes on the screen in one piece, when it has ended.
"""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 30  # seconds for pytest to put its things away
LOOK = 0.2  # seconds between two looks at what runs
SIGN_OF_LIFE = 60  # seconds
FEWEST, MOST = 2, 6  # lanes: tests wait now and then, and each lane takes memory
FAR = re.compile(rb"\[ *(\d+%)\]")


def lanes() -> int:
    """How many commands run side by side on the cores that this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or FEWEST
    return max(FEWEST, min(MOST, cores))


@dataclass
class Job:
    """One command: what it is called, and where what it says is kept."""

    title: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    ended: Callable[[int, float], None]
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    begin: float = field(default=0.0, init=False)

    def start(self, folder: Path) -> None:
        """Starts it in ``folder``."""
        self.begin = time.monotonic()
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", **self.environment}  # to see how far it is
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                self.command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
            )

    def how_far(self) -> str:
        """How far it says that it is."""
        return f"{self.title} {(FAR.findall(self.log.read_bytes()) or [b'0%'])[-1].decode()}"

    def is_over(self, show: Callable[[str, str], None]) -> bool:
        """Whether it ended; then what it said is shown, and who asked for it hears the exit code and the seconds."""
        code = self.process.poll() if self.process else None
        if code is None:
            return False
        show(self.title, self.log.read_text(encoding="utf-8", errors="replace"))
        self.ended(code, time.monotonic() - self.begin)
        return True

    def stop(self, *, by_signal: bool) -> None:
        """Asks it to stop, unless Ctrl-C did so already, which reaches us and it alike."""
        if self.process and self.process.poll() is None and by_signal:
            self.process.send_signal(signal.SIGINT)

    def put_away(self) -> None:
        """Gives it the time to put its things away, and no more."""
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(PATIENCE)
            self.process.kill()


def run_all(jobs: Iterable[Job], folder: Path, show: Callable[[str, str], None], width: int) -> None:
    """Runs ``jobs`` in ``folder``, first come first served, at most ``width`` at a time."""
    waiting, running = list(jobs), list[Job]()
    told = time.monotonic()
    try:
        while waiting or running:
            while waiting and len(running) < width:
                running.append(waiting.pop(0))
                running[-1].start(folder)
            time.sleep(LOOK)
            running = [job for job in running if not job.is_over(show)]
            if running and time.monotonic() - told > SIGN_OF_LIFE:
                told = time.monotonic()
                print("   ".join(job.how_far() for job in running), flush=True)
    except BaseException as stop:
        for job in running:
            job.stop(by_signal=not isinstance(stop, KeyboardInterrupt))
        for job in running:
            job.put_away()
        raise
