"""What every share of a run needs alike is made once: the first share makes it, the others start from a copy.

``tests.run`` names a folder for it in TEST_ONCE, empty at first; without it every pytest makes its own.
"""

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.db import connection

from tests.postgres import TEMPLATE

Made = TypeVar("Made")


@contextmanager
def alone(name: str, kind: str = "") -> Iterator[Path | None]:
    """The place of ``name`` for this kind of database, or another, for one share at a time; None when there are no other shares."""
    if not (folder := os.environ.get("TEST_ONCE")):
        yield None
        return
    place = Path(folder) / f"{kind or connection.vendor}-{name}"
    with place.with_name(f"{place.name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield place


def made_once(name: str, make: Callable[[], Made]) -> Made:
    """What ``make`` gives: made by one share, read by the others."""
    with alone(name) as place:
        if place and place.exists():
            return pickle.loads(place.read_bytes())  # noqa: S301 - a share wrote it
        made = make()
        if place:
            place.write_bytes(pickle.dumps(made))
        return made


def migrated_once(migrate: Callable[[], object]) -> None:
    """Has ``migrate`` make the test database: from nothing in the first share, from a copy of that in the others."""
    with alone("migrated") as place, pytest.MonkeyPatch.context() as patch:
        if not place:
            migrate()
        elif connection.vendor == "postgresql":
            _on_server(place, migrate)
        else:
            _in_file(place, migrate, patch)


def _on_server(place: Path, migrate: Callable[[], object]) -> None:
    if place.exists():
        connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
        migrate()
        return
    migrate()
    connection.close()
    connection.close_pool()  # a database in which somebody is cannot be copied
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        cursor.execute(f'CREATE DATABASE {TEMPLATE} TEMPLATE "{connection.settings_dict["NAME"]}"')
    place.touch()


def _in_file(place: Path, migrate: Callable[[], object], patch: pytest.MonkeyPatch) -> None:
    name = settings.DATABASES["default"]["TEST"]["NAME"]

    def copied(*_: Any, **__: Any) -> str:
        shutil.copyfile(place, name)
        return str(name)

    if place.exists():
        patch.setattr(connection.creation, "_create_test_db", copied)
        migrate()
        return
    migrate()
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copyfile(name, place)
