"""Machines ask whether the portal lives and whether it can work."""

import shutil
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from ecru.portal import health

READY = "/health/ready/"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def writable(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_live_needs_nothing(client: Client) -> None:
    response = client.get("/health/")  # no database mark: a query would fail the test
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
def test_ready_says_ok_per_check(client: Client, writable: Path) -> None:
    response = client.get(READY)
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "disk": "ok"},
    }
    assert "no-store" in response["Cache-Control"]
    assert not list(writable.iterdir())


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/health/", READY])
def test_only_reading_is_allowed(client: Client, address: str) -> None:
    assert client.head(address).status_code == 200
    for method in (client.post, client.put, client.delete):
        assert method(address).status_code == 405


@pytest.mark.django_db
def test_without_database_it_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, writable: Path
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("password authentication failed for user ecru on db.internal")

    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get(READY)
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "does not answer"
    assert response.json()["checks"]["migrations"] == "cannot be read"
    assert b"internal" not in response.content


@pytest.mark.django_db
def test_with_migrations_to_apply_it_is_not_ready(client: Client, writable: Path) -> None:
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    response = client.get(READY)
    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] == "1 to apply"


@pytest.mark.django_db
def test_a_full_disk_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch, writable: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 99 * 1024 * 1024))
    response = client.get(READY)
    assert response.status_code == 503
    assert response.json()["checks"]["disk"] == "less than 100 MB free"


@pytest.mark.django_db
def test_a_disk_that_cannot_be_written_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, writable: Path
) -> None:
    def refuse(**kwargs: Any) -> None:
        raise OSError(30, "Read-only file system", str(writable))

    monkeypatch.setattr(health.tempfile, "TemporaryFile", refuse)
    response = client.get(READY)
    assert response.status_code == 503
    assert response.json()["checks"]["disk"] == "not writable"


def test_a_folder_that_is_still_to_be_made_counts_by_its_parent(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "later" / "media"
    assert next(health.folders()) == tmp_path


def test_the_folder_of_an_sqlite_file_counts_too(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "db" / "ecru.sqlite3"))
    (tmp_path / "db").mkdir()
    assert list(health.folders()) == [tmp_path, tmp_path / "db"]
    monkeypatch.setitem(connection.settings_dict, "NAME", "file:memorydb_default?mode=memory&cache=shared")
    assert list(health.folders()) == [tmp_path]


def test_health_is_never_sent_to_https_and_pages_are(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/").status_code == 200
    assert client.get("/robots.txt").status_code == 301
