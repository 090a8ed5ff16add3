"""Databases beside that of the tests: an empty one, and a file that is migrated already."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.once import alone
from tests.postgres import new_database


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    """``connection`` leads to an empty database of the same kind, which is gone afterwards."""
    own = connection.settings_dict["NAME"]
    with ExitStack() as stack:
        if connection.vendor == "postgresql":
            name = f"{own}_aside"
            stack.enter_context(new_database(os.environ["TEST_DATABASE_URL"], name))
        else:
            name = str(folder / "aside.sqlite3")
        stack.callback(lead_to, own)
        lead_to(name)
        yield


def lead_to(name: str) -> None:
    """From now on ``connection`` is one with this database."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    connection.settings_dict["NAME"] = name


def stand_at(targets: list[tuple[str, str]]) -> Any:
    """An empty database gets the tables of these migrations, without their steps; gives the models of then."""
    executor = MigrationExecutor(connection)
    models = executor.loader.project_state(targets).apps
    with connection.schema_editor() as editor:
        for model in models.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
    executor.migrate(targets, fake=True)
    return models


def start_from_copy(database: Path) -> None:
    """Has ``migrate`` find little to do: in ``database`` is what a share of this run migrated already, if one did."""
    with alone("migrated", "sqlite") as made:
        if made and made.exists():
            shutil.copyfile(made, database)
