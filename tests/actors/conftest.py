"""The real field for tests: loaded once per session, lent per module, and put back after every test."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.utils import translation

from actors.models import Role, User
from tests.factories import UserFactory

Harvest = dict[type[Model], list[Model]]


@contextmanager
def undone() -> Iterator[None]:
    """Takes back all that is written inside."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def tables() -> list[type[Model]]:
    """Every table that facts live in."""
    every = apps.get_app_config("actors").get_models(include_auto_created=True)
    return [model for model in every if not model.__name__.startswith("User")]


@pytest.fixture(scope="session")
def harvest(django_db_setup: None, django_db_blocker: Any) -> Harvest:
    """Every row that ``load_facts`` makes of ``data/`` in an empty database."""
    with django_db_blocker.unblock(), undone(), translation.override(settings.LANGUAGE_CODE):
        call_command("load_facts", stdout=StringIO())
        return {model: list(model._base_manager.all()) for model in tables()}


def plant(harvest: Harvest) -> None:
    """Puts the rows back, and the roles, which a test that empties tables may have taken."""
    for model, rows in harvest.items():
        model._base_manager.bulk_create(rows)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(harvest)):
            cursor.execute(statement)
        cursor.execute("ANALYZE")  # as load_facts does: a planner that knows nothing takes seconds for a list
    for role in Role.values:
        Group.objects.get_or_create(name=role)


@pytest.fixture(scope="module")
def planted(harvest: Harvest, django_db_blocker: Any) -> Iterator[None]:
    """The real field, for all tests of one module."""
    with django_db_blocker.unblock(), undone():
        plant(harvest)
        yield


@pytest.fixture
def field(planted: None, db: None) -> None:
    """The real field: 234 actors, 16 municipalities. What a test changes is taken back."""


@pytest.fixture(autouse=True)
def in_dutch() -> Iterator[None]:
    """Every test starts in Dutch, also after one that visited English pages."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def visitor() -> Client:
    """Somebody without an account."""
    return Client(raise_request_exception=True)


def signed_in(user: User) -> Client:
    """The browser of ``user``."""
    client = Client()
    client.force_login(user)
    return client


def editor_browser() -> Client:
    """The browser of an editor."""
    return signed_in(UserFactory(role=Role.EDITOR))
