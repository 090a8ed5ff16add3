"""Work on sent files that goes on behind the pages: scanning what waits, and removing what no record names any more."""

from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.utils import timezone
from django_tasks import task

from .attachments import attachment_models
from .scanning import ScannerAway, scan, scanner_is_set
from .storage import PrivateStorage, private_storage

AGAIN = timedelta(minutes=5)
MOST_TRIES = 8  # five minutes, ten … ten hours; after that the daily work finds it
LEFT_ALONE = timedelta(days=2)  # a file may lie there before its record is saved


@task()
def scan_soon(attempt: int = 0) -> None:
    """Scans what waits; tries again later, each time after twice as long, while the scanner is away."""
    if scan_waiting()["waiting"] and attempt < MOST_TRIES:
        later = timezone.now() + AGAIN * 2**attempt
        scan_soon.using(run_after=later).enqueue(attempt + 1)


def scan_waiting() -> dict[str, int]:
    """Asks the scanner about every file that waits; how many it judged, and how many still wait."""
    found = {"scanned": 0, "waiting": 0}
    if not scanner_is_set():
        return found
    for model in attachment_models():
        for attachment in model._default_manager.unscanned().order_by("pk"):
            try:
                with attachment.file.open("rb") as content:
                    attachment.judge(scan(content).virus)
            except (ScannerAway, FileNotFoundError, ValueError):
                found["waiting"] += 1
            else:
                found["scanned"] += 1
    return found


def forget_orphans(now: datetime | None = None, *, dry_run: bool = False) -> int:
    """Removes private files that no record names since two days; returns how many."""
    before = ((now or timezone.now()) - LEFT_ALONE).timestamp()
    storage = private_storage()
    root, named = Path(storage.location), names()
    if not root.is_dir():
        return 0
    lost = [
        path
        for path in root.rglob("*")
        if path.is_file() and path.stat().st_mtime < before and path.relative_to(root).as_posix() not in named
    ]
    for path in lost if not dry_run else []:
        path.unlink(missing_ok=True)
    return len(lost)


def names() -> set[str]:
    """The private files that records name."""
    found: set[str] = set()
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(getattr(column, "storage", None), PrivateStorage):
                found.update(
                    model._base_manager.exclude(**{column.name: ""}).values_list(column.name, flat=True)
                )
    return found
