"""A database for each engine and size, filled with the field, and gone afterwards."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.environment import production
from tests.postgres import new_database

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "ecru_bench"


def settings(folder: Path, url: str) -> dict[str, str]:
    """The environment of a production machine with two workers; nothing of the shell that would change it counts."""
    ours = production(folder, DATABASE_URL=url) | {
        "WEB_CONCURRENCY": "2",
        "DJANGO_SETTINGS_MODULE": "ecru.settings",
    }
    # Without its compiled modules Python would compile all of them again at every start.
    ignored = {*ours, "GUNICORN_CMD_ARGS", "PYTHONWARNINGS", "PYTHONDONTWRITEBYTECODE", "PORT"}
    return {name: value for name, value in os.environ.items() if name not in ignored} | ours


def call(environment: dict[str, str], *command: str) -> None:
    """Runs a Python program of the portal, silently unless it fails."""
    whole = [sys.executable, *command]
    done = subprocess.run(whole, cwd=ROOT, env=environment, text=True, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def fill(environment: dict[str, str], actors: int) -> None:
    """Collects the static files, migrates, loads the facts and makes actors until there are so many."""
    call(environment, "ecru/prepare.py", "static")
    call(environment, "manage.py", "migrate", "--verbosity", "0")
    call(environment, "manage.py", "load_facts")
    call(
        environment,
        "manage.py",
        "shell",
        "--no-imports",
        "-c",
        f"from tests.bench import field, practices, together; field.grow({actors}); practices.grow({actors}); together.grow_together()",
    )


@contextmanager
def database(engine: str, actors: int, server: str) -> Iterator[dict[str, str]]:
    """A filled database; yields the environment in which the portal uses it. ``server``: of PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="ecru-bench-") as name:
        folder = Path(name)
        if engine == "sqlite":
            environment = settings(folder, f"sqlite:///{folder}/bench.sqlite3")
            fill(environment, actors)
            yield environment
            return
        with new_database(server, NAME) as url:
            environment = settings(folder, url)
            fill(environment, actors)
            yield environment
