"""What a process reads before its first visitor: everything that most visits need, and nothing heavy that few do."""

import os
import subprocess
import sys
from pathlib import Path

from tests.environment import production

ROOT = Path(__file__).resolve().parent.parent
# Each takes a worker some megabytes, and is read by who makes a workbook, prints, pays, draws, or proves who they are.
HEAVY = (
    *("openpyxl", "typst", "sepaxml", "xmlschema", "text_unidecode"),
    *("PIL", "cryptography", "fido2", "jwt", "qrcode", "requests", "pydantic"),
    *("factory", "pytest", "tqdm"),
)


def run(code: str, folder: Path, settings: str = "ecru.settings") -> list[str]:
    """The words that ``code`` prints in a fresh process with ``settings`` and the environment of production."""
    done = subprocess.run(  # noqa: S603 - our own interpreter, and our own words
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **production(folder), "DJANGO_SETTINGS_MODULE": settings},
        text=True,
        capture_output=True,
        check=True,
    )
    return done.stdout.split()


def test_a_worker_starts_without_what_few_visitors_need(tmp_path: Path) -> None:
    code = "import sys, ecru.wsgi; from ecru.portal.warming import warm; warm(); print(*sys.modules)"
    read = run(code, tmp_path)
    assert {f"{app}.urls" for app in ("ecru", "actors", "projects", "subsidies")} <= set(read), "all views"
    assert not set(HEAVY) & set(read)


def test_only_the_start_itself_goes_without_looking_for_garbage(tmp_path: Path) -> None:
    code = (
        "import gc, ecru.gunicorn as serving; print(gc.isenabled());"
        "serving.post_fork(None, None); print(gc.isenabled())"
    )
    assert run(code, tmp_path) == ["False", "True"]


def test_the_floor_of_the_bench_starts_with_nothing_of_the_portal_but_its_tables(tmp_path: Path) -> None:
    code = "import sys, django; django.setup(); import tests.bench.floor; print(*sys.modules)"
    read = run(code, tmp_path, "tests.bench.floor_settings")
    assert "actors.models" in read
    assert not [name for name in read if name.startswith(("allauth", "actors.panels", "subsidies"))]
