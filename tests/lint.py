"""The gates (``make lint``): every tool that judges the code without running the portal, side by side."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tests.environment import production

ROOT = Path(__file__).resolve().parent.parent
CODE = ["ecru", "actors", "projects", "subsidies", "tests", "manage.py"]
PYTHON = sys.executable
TOOLS = Path(sys.prefix) / "bin"
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def templates() -> list[str]:
    """Every template of ours."""
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "templates").rglob("*.html"))]


def modules() -> list[str]:
    """Every Python file of ours but the migrations, which are history."""
    files = [
        path
        for part in CODE
        for path in [ROOT / part, *sorted((ROOT / part).rglob("*.py"))]
        if path.is_file()
    ]
    return [str(path.relative_to(ROOT)) for path in files if "migrations" not in path.parts]


def gates() -> dict[str, list[str | Path]]:
    """What each gate runs. Tools run as modules, so that a checkout may be moved together with its .venv."""
    module = [PYTHON, "-m"]
    return {
        "ruff format": [*module, "ruff", "format", "--check", "."],
        "ruff check": [*module, "ruff", "check", "."],
        "djade": [TOOLS / "djade", "--check", "--target-version", "5.2", *templates()],
        "djlint": [*module, "djlint", "--lint", "--quiet", "templates"],
        "django-upgrade": [*module, "django_upgrade", "--check", "--target-version", "5.2", *modules()],
        "mypy": [*module, "mypy", *CODE],
        "import-linter": [PYTHON, "-c", LINT_IMPORTS],
        "vulture": [*module, "vulture"],
        "makemigrations": [PYTHON, "-W", "error", "manage.py", "makemigrations", "--check", "--dry-run"],
        "check --deploy": [
            PYTHON,
            "-W",
            "error",
            "manage.py",
            "check",
            "--deploy",
            "--fail-level",
            "WARNING",
        ],
    }


@dataclass(frozen=True)
class Verdict:
    """What one gate said, after how many seconds."""

    name: str
    passed: bool
    output: str
    seconds: float


def judge(name: str, command: list[str | Path], environment: dict[str, str]) -> Verdict:
    """Runs one gate."""
    start = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return Verdict(name, done.returncode == 0, done.stdout.strip(), time.monotonic() - start)


def run() -> list[str]:
    """Runs every gate and prints a line for each, with all it said when it failed; returns who failed."""
    failed = []
    with (
        tempfile.TemporaryDirectory(prefix="ecru-gates-") as folder,
        ThreadPoolExecutor(os.cpu_count()) as pool,
    ):
        environment = {**os.environ, **production(Path(folder))}
        work = [pool.submit(judge, name, command, environment) for name, command in gates().items()]
        for verdict in (future.result() for future in as_completed(work)):
            word = "passed" if verdict.passed else "FAILED"
            print(f"  {word}  {verdict.name:<16} {verdict.seconds:5.1f} s", flush=True)
            if not verdict.passed:
                failed.append(verdict.name)
                print(f"{verdict.output}\n", flush=True)
    return failed


def main() -> int:
    """The command line; returns the exit code."""
    failed = run()
    print(f"Gates: {', '.join(failed)} FAILED" if failed else "Gates: all passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
