"""On PostgreSQL, indexes for what stands inside words, where the extension may be made; without them search is slower."""

from collections.abc import Callable

from django.db import DatabaseError, migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

AVAILABLE = "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"
Step = Callable[[StateApps, BaseDatabaseSchemaEditor], None]


def trigram_indexes(*tables: str) -> migrations.RunPython:
    """A step of a migration that lets trigrams serve search in ``tables``; it looks first whether that is possible."""
    return migrations.RunPython(adding(tables), dropping(tables))


def adding(tables: tuple[str, ...]) -> Step:
    """Makes the extension, if there is one and we may, and the indexes."""

    def add(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor != "postgresql":
            return
        with editor.connection.cursor() as cursor:
            cursor.execute(AVAILABLE)
            if cursor.fetchone() is None:
                return
            try:
                with transaction.atomic(editor.connection.alias):
                    cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            except DatabaseError:  # not ours to make: docs/operations.md says how to add it beforehand
                return
            for table in tables:
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS {table}_trigrams ON {table} USING gin (search_text gin_trgm_ops)"
                )

    return add


def dropping(tables: tuple[str, ...]) -> Step:
    """Takes the indexes away; the extension may serve others."""

    def drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            with editor.connection.cursor() as cursor:
                for table in tables:
                    cursor.execute(f"DROP INDEX IF EXISTS {table}_trigrams")

    return drop
