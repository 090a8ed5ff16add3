"""Whether the portal runs (``/health/``) and can serve people (``/health/ready/``), for machines that watch it."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ecru.base.access import public

OK = "ok"
FREE_BYTES = 100 * 1024 * 1024

log = logging.getLogger(__name__)


@public
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Says that this process answers; touches neither database nor disk."""
    return JsonResponse({"status": OK})


@public
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Says per check whether the portal can do its work: 200 when all can, 503 when one cannot.

    A result is "ok" or a short reason; the reason names no host, folder or account. Details go to the log.
    """
    results = {name: check() for name, check in CHECKS.items()}
    well = all(result == OK for result in results.values())
    return JsonResponse({"status": OK if well else "failing", "checks": results}, status=200 if well else 503)


def database() -> str:
    """Whether the database answers a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        log.exception("the database does not answer")
        return "does not answer"
    return OK


def migrations() -> str:
    """Whether the database has the tables that this version of the code expects."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "cannot be read"
    return f"{len(waiting)} to apply" if waiting else OK


def disk() -> str:
    """Whether each folder the portal writes in takes a file and has at least ``FREE_BYTES`` bytes left."""
    for folder in folders():
        try:
            if shutil.disk_usage(folder).free < FREE_BYTES:
                return "less than 100 MB free"
            with tempfile.TemporaryFile(dir=folder) as probe:
                probe.write(b"ecru")
        except OSError:
            log.exception("cannot write in %s", folder)
            return "not writable"
    return OK


def folders() -> Iterator[Path]:
    """The folders that must be writable: for pictures, and for the database file when it is one.

    A folder that does not exist yet is made at the first upload, so its nearest existing parent counts.
    """
    wanted = [Path(settings.MEDIA_ROOT)]
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not (":memory:" in name or "mode=memory" in name):
        wanted.append(Path(name).absolute().parent)
    for folder in wanted:
        yield next(place for place in (folder, *folder.absolute().parents) if place.is_dir())


CHECKS: dict[str, Callable[[], str]] = {"database": database, "migrations": migrations, "disk": disk}
