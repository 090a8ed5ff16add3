"""What every test gets: no way out to the network, and nothing else by itself."""

import socket
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.measured import FirstCase, unmeasured
from tests.pace import Pace
from tests.share import Share, Sharing

# The same made-up cases in every run, however long one takes: a build fails for what changed in it, not for luck or a busy
# machine. `pytest --hypothesis-profile=other` looks for cases that nobody saw yet.
CALM = settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("same", CALM, derandomize=True)
settings.register_profile("other", CALM, derandomize=False)
settings.load_profile("same")

INSIDE = {"localhost", "127.0.0.1", "::1"}


class OutsideWorld(Exception):  # noqa: N818 - named after what was found
    """A test tried to reach another machine."""


def pytest_configure(config: pytest.Config) -> None:
    """Sets the pace, has the first case of each test measured, and keeps to the share of the tests that this process is asked to run."""
    config.pluginmanager.register(Pace())
    config.pluginmanager.register(FirstCase())
    if Share.asked().of > 1:
        config.pluginmanager.register(Sharing(Share.asked(), Path(__file__).parent))


def _inside(address: Any) -> bool:
    return not isinstance(address, tuple) or address[0] in INSIDE


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuses connections to other machines, and the look-up of their names, by raising ``OutsideWorld``."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded(real: Any) -> Any:
        def reach(self: socket.socket, address: Any) -> Any:
            if not _inside(address):
                raise OutsideWorld(f"tests stay on this machine, but one connects to {address}")
            return real(self, address)

        return reach

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host and host not in INSIDE:
            raise OutsideWorld(f"tests stay on this machine, but one looks up {host}")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(connect))
        patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> None:
    """The database of this share, with all migrations; only the first share of a run waits for these."""
    from django.db import connection  # noqa: PLC0415 - Django must stand first

    from tests.once import migrated_once  # noqa: PLC0415 - Django must stand first

    with django_db_blocker.unblock(), unmeasured():
        migrated_once(lambda: request.getfixturevalue("django_db_setup"))
        # Django asks SQLite once whether it knows JSON: here, and not where a test counts questions.
        assert connection.features.supports_json_field


@pytest.fixture(autouse=True, scope="session")
def histories_can_be_flushed() -> Iterator[None]:
    """Lets tests that empty all tables empty what is kept for good, too: triggers refuse that, on SQLite DELETE and on PostgreSQL TRUNCATE."""
    from django.db import connection  # noqa: PLC0415 - Django must stand first

    operations = type(connection.ops)
    real = operations.sql_flush
    kept = GUARDS[connection.vendor]()

    def flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        statements = real(self, style, tables, **options)
        guards = [kept[table] for table in kept if table in tables]
        return [*(away for away, _back in guards), *statements, *(back for _away, back in guards)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", flush)
        yield


def guards_on_sqlite() -> dict[str, tuple[str, str]]:
    """By table, what takes its guard against DELETE away, and what puts it back."""
    audit = import_module("ecru.base.migrations.0004_mail_kinds").ON_SQLITE[1]
    dossiers = import_module("subsidies.migrations._guards").NO_DELETE
    questions = import_module("subsidies.migrations._question_guards").NO_DELETE
    copies = import_module("subsidies.migrations._sent_guards").NO_DELETE
    return {
        "base_auditentry": ("DROP TRIGGER audit_is_not_removed", audit),
        "subsidies_sentcopy": ("DROP TRIGGER sent_copy_is_not_removed", copies),
        "subsidies_dossierevent": ("DROP TRIGGER dossier_history_is_not_removed", dossiers),
        "subsidies_question": ("DROP TRIGGER question_is_not_removed", questions),
    }


def guards_on_postgresql() -> dict[str, tuple[str, str]]:
    """By table, what puts its guard against TRUNCATE out of work, and what lets it work again."""
    dossiers = import_module("subsidies.migrations._empty_guards")
    audit = import_module("ecru.base.migrations.0010_audit_is_not_emptied")
    said = "ALTER TABLE {table} {what} TRIGGER {name}"
    return {
        table: (
            said.format(table=table, what="DISABLE", name=name),
            said.format(table=table, what="ENABLE", name=name),
        )
        for table, name in [(audit.TABLE, audit.NAME), *((table, dossiers.NAME) for table in dossiers.TABLES)]
    }


GUARDS = {"sqlite": guards_on_sqlite, "postgresql": guards_on_postgresql}


@pytest.fixture(autouse=True)
def fresh_edition() -> Iterator[None]:
    """Nothing is kept in memory from one test to the next: the database of a test is taken back."""
    yield
    from ecru.base.edition import edition  # noqa: PLC0415 - models, so Django must stand first

    edition.forget()
