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
from tests.once import made_once

Harvest = dict[type[Model], list[Model]]


@contextmanager
def undone() -> Iterator[None]:
    """Takes back all that is written inside."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def tables(*apps_of_them: str) -> list[type[Model]]:
    """Every table of these apps that facts live in."""
    every = [apps.get_app_config(label).get_models(include_auto_created=True) for label in apps_of_them]
    return [model for models in every for model in models if not model.__name__.startswith("User")]


def reap(*apps_of_them: str) -> Harvest:
    """Every row of these apps that ``load_facts`` makes of ``data/`` in an empty database."""
    models = tables(*apps_of_them)

    def reaped() -> list[list[tuple[Any, ...]]]:
        with undone(), translation.override(settings.LANGUAGE_CODE):
            there = [list(model._base_manager.values_list("pk", flat=True)) for model in models]
            call_command("load_facts", stdout=StringIO())
            return [
                list(model._base_manager.exclude(pk__in=before).values_list())
                for model, before in zip(models, there, strict=True)
            ]

    every = made_once("-".join(("harvest", *apps_of_them)), reaped)
    return {model: [model(*row) for row in rows] for model, rows in zip(models, every, strict=True)}


@pytest.fixture(scope="session")
def whole_harvest(django_db_setup: None, django_db_blocker: Any) -> Harvest:
    """All that is in ``data/``."""
    with django_db_blocker.unblock():
        return reap("actors", "projects", "subsidies")


@pytest.fixture(scope="session")
def harvest(whole_harvest: Harvest) -> Harvest:
    """The actors of the real field."""
    return {model: whole_harvest[model] for model in tables("actors")}


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


@pytest.fixture(scope="module")
def all_planted(whole_harvest: Harvest, django_db_blocker: Any) -> Iterator[None]:
    """All facts, for all tests of one module."""
    with django_db_blocker.unblock(), undone():
        plant(whole_harvest)
        yield


@pytest.fixture
def all_facts(all_planted: None, db: None) -> None:
    """All that is in ``data/``, as ``load_facts`` made it. What a test changes is taken back."""


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
