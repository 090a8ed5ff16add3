"""The project's own files, as the conventions read them."""

import ast
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("ecru", "actors", "projects", "subsidies")
NOT_OURS = ("static/vendor/", "static/fonts/", "data/")
GENERATED = {".git", ".venv", "var", "__pycache__", "node_modules"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked() -> tuple[str, ...]:
    """The files that are, or are about to be, in version control; without git, all that a clone would hold."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    answer = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    if answer.returncode == 0 and answer.stdout:
        names = answer.stdout.strip("\0").split("\0")
    else:
        names = [str(path.relative_to(ROOT)) for path in _walk(ROOT)]
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def _walk(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if entry.name in GENERATED or (entry.is_dir() and entry.name.endswith("_cache")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        else:
            yield Path(entry.path)


def ours(*endings: str) -> list[str]:
    """Tracked files with one of these endings that we wrote ourselves."""
    return [name for name in tracked() if name.endswith(endings) and not name.startswith(NOT_OURS)]


def text(name: str) -> str:
    """What stands in a tracked file; nothing for a picture or a font."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def modules(*folders: str, migrations: bool = False) -> list[str]:
    """Python files, of these top folders or of all."""
    return [
        name
        for name in ours(".py")
        if (not folders or name.split("/")[0] in folders) and (migrations or "/migrations/" not in name)
    ]


@cache
def tree(name: str) -> ast.Module:
    """The parsed Python file."""
    return ast.parse(text(name), name)


def functions(name: str) -> Iterator[Function]:
    """Every function and method in a Python file, nested ones too."""
    return (node for node in ast.walk(tree(name)) if isinstance(node, Function))


def templates() -> list[str]:
    """Every template of ours, by its path in the checkout."""
    return [name for name in tracked() if name.startswith("templates/")]
