"""A portal of its own for the walks in a browser: its own process, database, port and demonstration accounts.

Its database is a file of SQLite, or a new one on the PostgreSQL that TEST_DATABASE_URL names.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.environment import production
from tests.nursery import ROOT, Nursery
from tests.once import alone
from tests.postgres import TEMPLATE, new_database

PATIENCE = 60  # seconds
STAGE = "from tests.browser import stage; stage.main()"
TOLD = "told.json"  # in the folder of a portal: who may sign in, and where things of ``stage`` are
COPY = """
from django.db import connection
with connection._nodb_cursor() as cursor:
    cursor.execute('DROP DATABASE IF EXISTS "{new}"')
    cursor.execute('CREATE DATABASE "{new}" TEMPLATE "{old}"')
"""


@dataclass(frozen=True)
class Account:
    """Someone who can sign in."""

    role: str
    email: str
    password: str = field(repr=False)


@dataclass
class Portal:
    """A portal: where it is, what it writes to its log, its environment, who runs its commands, who may sign in, and where things of ``stage`` are."""

    url: str
    log: Path
    settings: dict[str, str] = field(repr=False)
    nursery: Nursery = field(repr=False)
    accounts: list[Account] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, list[Any]] = field(
        default_factory=dict, repr=False
    )  # cookies of who signed in, by role

    def account(self, role: str) -> Account:
        """The account of ``role``."""
        return next(account for account in self.accounts if account.role == role)

    def faults(self) -> list[str]:
        """What it logged as an error."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if '"level": "ERROR"' in line or '"level": "CRITICAL"' in line]


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def empty_database(folder: Path, port: int) -> Iterator[str]:
    """The URL of a database of its own: ``port`` is nobody else's, so it makes the name on a server ours."""
    if not (server := os.environ.get("TEST_DATABASE_URL")):
        yield f"sqlite:///{folder}/ecru.sqlite3"
        return
    with new_database(server, f"ecru_portal_{port}") as url:
        yield url


def environment(folder: Path, port: int, database: str) -> dict[str, str]:
    """What `make run` sets, with the files in ``folder``; nothing else of the shell counts."""
    inherited = {name: value for name, value in os.environ.items() if name not in production(folder)}
    return inherited | {
        "DEMO": "1",
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database,
        "MEDIA_ROOT": f"{folder}/media",
        "DJANGO_SETTINGS_MODULE": "ecru.settings",
        "PYTHONWARNINGS": "error",
    }


def manage(portal: Portal, *arguments: str) -> str:
    """Runs one command of the portal and returns what it printed."""
    return portal.nursery.run(*arguments)


def migrate(portal: Portal) -> None:
    """All tables: those of the suite, when one of its shares made them, and else the suite gets ours. See ``tests.once``."""
    with alone("migrated") as place:
        if place and place.exists():
            copy_tables(portal, place, wanted=True)
            return
        manage(portal, "migrate", "--verbosity", "0")
        if place:
            copy_tables(portal, place, wanted=False)


def copy_tables(portal: Portal, place: Path, *, wanted: bool) -> None:
    """Copies the database of the suite, of which ``place`` speaks, to that of the portal when that is ``wanted``, and else back."""
    kind, _, name = portal.settings["DATABASE_URL"].partition("://")
    if kind == "sqlite":
        ours = Path(name.removeprefix("/"))
        shutil.copyfile(*((place, ours) if wanted else (ours, place)))
        return
    own = name.rpartition("/")[2]
    new, old = (own, TEMPLATE) if wanted else (TEMPLATE, own)
    manage(portal, "shell", "--no-imports", "--command", COPY.format(new=new, old=old))
    place.touch()


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Waits until the portal says that it can serve."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health/ready/", timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the portal did not start:\n{log.read_text(encoding='utf-8')}")


def furnish(portal: Portal, *, staged: bool) -> dict[str, Any]:
    """Fills the database of ``portal``: the facts, who may sign in, and what there is to see. Tells who and where."""
    migrate(portal)
    manage(portal, "load_facts")
    people = json.loads(manage(portal, "demo_accounts", "--json"))
    if staged:
        told = json.loads(manage(portal, "shell", "--no-imports", "--command", STAGE))
        return {"accounts": people + told["accounts"], "places": told["places"]}
    manage(portal, "demo_calls")
    return {"accounts": people, "places": {}}


def furnish_once(portal: Portal, folder: Path) -> dict[str, Any]:
    """As ``furnish`` with the dossiers of ``stage``: of the portals in a file, the first of a run is furnished and the others are copies."""
    if not portal.settings["DATABASE_URL"].startswith("sqlite"):
        return furnish(portal, staged=True)
    with alone("furnished") as place:
        if place and place.exists():
            shutil.copytree(place, folder, dirs_exist_ok=True)
        else:
            (folder / TOLD).write_text(json.dumps(furnish(portal, staged=True)), encoding="utf-8")
            if place:
                shutil.copytree(folder, place)
        told: dict[str, Any] = json.loads((folder / TOLD).read_text(encoding="utf-8"))
        return told


@contextmanager
def running_portal(*, staged: bool = False) -> Iterator[Portal]:
    """Starts a portal with all facts, as `make run` does, and stops it in the end. ``staged``: with the dossiers of ``stage`` too."""
    port = free_port()
    with (
        tempfile.TemporaryDirectory(prefix="ecru-portal-") as name,
        empty_database(Path(name), port) as database,
        closing(Nursery(settings := environment(Path(name), port, database))) as nursery,
    ):
        log = Path(name) / "log"
        portal = Portal(f"http://127.0.0.1:{port}", log, settings, nursery)
        subprocess.run([sys.executable, "ecru/prepare.py", "static"], cwd=ROOT, env=settings, check=True)
        told = furnish_once(portal, Path(name)) if staged else furnish(portal, staged=False)
        portal.accounts = [Account(**entry) for entry in told["accounts"]]
        portal.places = told["places"]
        command = [sys.executable, "-m", "gunicorn", "ecru.wsgi", "-c", "ecru/gunicorn.py"]
        with log.open("wb") as output:
            process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=output, stderr=output)
        try:
            wait_until_ready(portal.url, process, log)
            yield portal
            if process.poll() is not None:
                raise AssertionError(
                    f"the portal stopped with exit code {process.returncode}:\n{log.read_text()[-2000:]}"
                )
        finally:
            process.terminate()
            process.wait(PATIENCE)
