"""Gets a checkout ready: ``.venv`` from a lock, then the database, the facts and the static files.

    python3 ecru/prepare.py run | dev | tools | static

It runs with the bare Python of the machine and imports nothing but the standard library. Any step may be
interrupted: what says that a step is done is written last, and the next run repeats only what is not done.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VAR = ROOT / "var"
PYTHON = VENV / "bin" / "python"
RUN_LOCK = ROOT / "requirements.lock"
TOOLS_LOCK = ROOT / "tests" / "requirements.lock"
STATIC_STAMP = VAR / "static.stamp"
STAMPS = {RUN_LOCK: VENV / "installed-run", TOOLS_LOCK: VENV / "installed-tools"}
UNFINISHED = VENV / "unfinished"
LAST_PORT = 65535


class Stopped(Exception):  # noqa: N818 - it is a message to a person
    """Why the work stops, in words that say what to do."""


def say(text: str) -> None:
    """Prints ``text`` at once, also into a pipe."""
    print(text, flush=True)  # noqa: T201


def call(*command: object, fault: str) -> None:
    """Runs ``command`` in the checkout with its output on the screen; ``fault`` says what failed."""
    if subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode:  # noqa: S603
        raise Stopped(fault)


def manage(*arguments: str) -> None:
    """Runs one command of the portal."""
    call(PYTHON, "manage.py", *arguments, fault=f"`manage.py {arguments[0]}` failed; the reason is above.")


@contextmanager
def alone() -> Iterator[None]:
    """Lets one process at a time work in this checkout; the system ends the wait when the other one dies."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "prepare.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is preparing this folder; waiting for it ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def digest(*paths: Path) -> str:
    """One fingerprint of these files, and of all files in these folders."""
    result = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                result.update(f"{file.relative_to(ROOT)}\0{file.stat().st_size}\0".encode())
                result.update(file.read_bytes())
    return result.hexdigest()


def is_current(stamp: Path, fingerprint: str) -> bool:
    """Whether the step that ``stamp`` speaks of was finished for this fingerprint."""
    return stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint


def check_port(port: str) -> None:
    """Stops when the portal could not listen on 127.0.0.1 at ``port``."""
    if not port.isdecimal() or not 0 < int(port) <= LAST_PORT:
        raise Stopped(f"PORT must be a number from 1 to {LAST_PORT}, not {port!r}.")
    for candidate in range(int(port), min(int(port) + 100, LAST_PORT + 1)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except PermissionError:
                raise Stopped(
                    f"Only root may use port {candidate}. Choose a higher one: PORT=8000."
                ) from None
            except OSError:
                continue
            if candidate == int(port):
                return
            raise Stopped(f"Port {port} is in use. This one is free: make run PORT={candidate}")
    raise Stopped(f"Port {port} and the hundred after it are in use. Choose another one with PORT=.")


def has_sound_venv() -> bool:
    """Whether ``.venv`` was made to the end and its Python still works."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    probe = [str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(probe, cwd=ROOT, capture_output=True, check=False).returncode == 0  # noqa: S603


def make_venv() -> None:
    """Makes ``.venv`` afresh, over whatever an interrupted run left."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise Stopped(
                f"This Python ({sys.executable}) lacks its module {module}, which makes .venv.\n"
                "On Debian or Ubuntu: apt install python3-venv. Then run the same command again."
            )
    if VENV.exists():
        say(".venv is not complete or does not work here: making it again")
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    base = getattr(sys, "_base_executable", sys.executable)
    call(base, "-m", "venv", VENV, fault=f"{base} could not make .venv; the reason is above.")


def install(lock: Path) -> None:
    """Makes ``.venv`` hold what ``lock`` names, each file checked against its hash."""
    fingerprint = digest(lock)
    sound = has_sound_venv()
    if sound and is_current(STAMPS[lock], fingerprint):
        return
    say(f"== Python packages of {lock.relative_to(ROOT)}, into .venv (a minute or two the first time)")
    if not sound:
        make_venv()
    UNFINISHED.touch()
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--require-hashes"]
    call(
        *pip,
        "--requirement",
        lock,
        fault="Installing failed; pip says why above. Then run the same command again.",
    )
    # The tools' lock holds all of the other one, with the same versions; a test sees to that.
    for done in {lock, RUN_LOCK}:
        STAMPS[done].write_text(digest(done), encoding="ascii")
    UNFINISHED.unlink()


def collect_static() -> None:
    """Gathers and compresses the static files when they, or what brings them along, changed."""
    fingerprint = digest(ROOT / "static", ROOT / "ecru" / "settings.py", RUN_LOCK)
    if is_current(STATIC_STAMP, fingerprint) and (VAR / "static" / "staticfiles.json").is_file():
        return
    say("== Static files: hashing and compressing")
    manage("collectstatic", "--noinput")
    STATIC_STAMP.write_text(fingerprint, encoding="ascii")


def prepare_portal() -> None:
    """Brings the database up to date, with the facts and, when they are missing, the accounts of the demonstration."""
    say("== Database")
    manage("migrate", "--noinput")
    say("== Facts")
    manage("load_facts")
    if os.environ.get("DEBUG") != "1":
        collect_static()
    say("== Accounts of the demonstration")
    manage("demo_accounts")
    manage("demo_calls")
    manage("demo_dossiers")


def prepare(target: str) -> None:
    """Does what ``target`` needs: ``run``, ``dev``, ``tools`` or ``static``."""
    if target in {"run", "dev"}:
        check_port(os.environ.get("PORT", "8000"))
    with alone():
        install(TOOLS_LOCK if target == "tools" else RUN_LOCK)
        if target == "static":
            collect_static()
        elif target in {"run", "dev"}:
            prepare_portal()


def main(arguments: list[str]) -> int:
    """The command line; returns the exit code."""
    if len(arguments) != 1 or arguments[0] not in {"run", "dev", "tools", "static"}:
        say(__doc__ or "")
        return 2
    try:
        prepare(arguments[0])
    except Stopped as reason:
        say(f"\n{reason}")
        return 1
    except PermissionError as error:
        say(f"\nThis account may not write {error.filename}. Was it made by another account, such as root?")
        say(f"Give the folder to its owner: sudo chown -R $(id -un) {ROOT}")
        return 1
    except KeyboardInterrupt:
        say("\nInterrupted. Run the same command again: it goes on where it stopped.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
