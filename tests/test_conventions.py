"""The conventions of the house that no tool checks. Each failure says what to do."""

import ast
import re
import statistics
from collections.abc import Iterable, Iterator

import pytest

from tests import source
from tests.source import APPS, ROOT

pytestmark = pytest.mark.unmeasured  # they read code and do not run it

LONGEST_FUNCTION, USUAL_FUNCTION, LONGEST_FILE = 50, 35, 400
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "services", "managers", "misc", "common"}
HOUSE = {
    *(
        ".ci",
        ".gitignore",
        "CONTRIBUTING.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "manage.py",
        "pyproject.toml",
    ),
    *("requirements.lock", "actors", "data", "docs", "ecru", "locale", "projects", "static", "subsidies"),
    *("templates", "tests"),
}
# Assembled, so that this file does not accuse itself.
ELSEWHERE = [
    *("/".join(["", folder, ""]) for folder in ("work", "root", "home", "Users")),
    *(
        ".".join(parts)
        for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
    ),
]
UNFINISHED_WORK = re.compile(rf"\b({'|'.join(['TO' + 'DO', 'FIX' + 'ME', 'X' * 3])})\b")
SIGNALS = (
    "django.db.models.signals",
    "django.dispatch",
    "django.core.signals",
    "django.contrib.auth.signals",
)
CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time"}
RAW_QUERIES = {"filter", "exclude", "annotate", "aggregate", "raw", "extra", "values_list"}
RAW_ON_OBJECTS = {
    "all",
    "get",
    "create",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
    "bulk_create",
}


def told(faults: Iterable[str], advice: str) -> None:
    """Fails with every fault and with what to do about them."""
    lines = sorted(set(faults))
    assert not lines, f"{advice}\n  " + "\n  ".join(lines)


def test_the_house_has_these_rooms_only() -> None:
    found = {name.split("/")[0] for name in source.tracked()}
    told(found - HOUSE, "Put these in one of the rooms of the house, see CONTRIBUTING.md:")


def test_modules_are_named_after_the_domain() -> None:
    parts = {name: name.removesuffix(".py").split("/") for name in source.modules()}
    told(
        [name for name, words in parts.items() if EMPTY_NAMES & set(words)],
        "Name these after what they are about:",
    )


def test_files_stay_short() -> None:
    names = [*source.modules(), *source.templates()]
    long = [
        f"{name}: {size} lines" for name in names if (size := source.text(name).count("\n")) > LONGEST_FILE
    ]
    told(long, f"Split by noun what is longer than {LONGEST_FILE} lines:")


def test_functions_stay_short() -> None:
    sizes = {
        f"{name}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name in source.modules()
        for node in source.functions(name)
    }
    told(
        [f"{place}: {size} lines" for place, size in sizes.items() if size > LONGEST_FUNCTION],
        f"Split these functions; {LONGEST_FUNCTION} lines is the limit:",
    )
    assert statistics.quantiles(sizes.values(), n=20)[-1] <= USUAL_FUNCTION, (
        "Functions are getting long: p95 is over 35"
    )


def test_public_code_has_docstrings() -> None:
    told(
        (place for name in source.modules(*APPS) for place in _undocumented(name)),
        "Say in a docstring what these mean (units, errors, source), not what they do line by line:",
    )


def _undocumented(name: str) -> Iterator[str]:
    module = source.tree(name)
    if module.body and not ast.get_docstring(module):
        yield f"{name}: the module"
    for node in module.body:
        public = isinstance(node, source.Function | ast.ClassDef) and not node.name.startswith("_")
        if public and node.name != "Command" and not ast.get_docstring(node):  # type: ignore[arg-type]
            yield f"{name}:{node.lineno} {node.name}"


def test_migrations_are_named() -> None:
    names = [name for name in source.tracked() if "/migrations/" in name]
    automatic = [name for name in names if re.search(r"/\d+_(auto_|alter_|.*_and_more)", name)]
    told(automatic, "Name these migrations after what changes for people (makemigrations --name):")


def test_we_use_no_signals() -> None:
    found = []
    for name in source.modules(*APPS):
        for node in ast.walk(source.tree(name)):
            imported = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            imported += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            found += [f"{name}:{node.lineno}" for module in imported if module.startswith(SIGNALS)]
    told(found, "Call the function where the thing happens, instead of by a signal:")


def test_views_hold_no_raw_queries() -> None:
    views = [name for name in source.modules(*APPS) if re.search(r"/views(\.py|/)", name)]
    told(
        (place for name in views for place in _raw_queries(name)),
        "Give the question a name on the QuerySet, or the change a verb on the model:",
    )


def _raw_queries(name: str) -> Iterator[str]:
    for node in ast.walk(source.tree(name)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        verb, receiver = node.func.attr, ast.unparse(node.func.value)
        raw = verb in RAW_QUERIES or (verb in RAW_ON_OBJECTS and receiver.endswith(".objects"))
        if raw or (verb == "save" and "form" not in receiver):
            yield f"{name}:{node.lineno} {receiver}.{verb}()"


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{name}:{number}"
        for name in source.ours(".py", ".html", ".css", ".js", ".md", ".toml", "Makefile")
        for number, line in enumerate(source.text(name).splitlines(), 1)
        if UNFINISHED_WORK.search(line)
    ]
    told(found, "Do it now, or write it down as an issue:")


@pytest.mark.parametrize("needle", ELSEWHERE)
def test_no_machine_or_registry_is_named(needle: str) -> None:
    names = [name for name in source.tracked() if not name.startswith("static/vendor/")]
    told(
        [name for name in names if needle in source.text(name)],
        f"Take {needle} out; it holds on one machine only:",
    )


def test_what_others_made_carries_its_licence() -> None:
    folders = {
        "/".join(name.split("/")[:3]) for name in source.tracked() if name.startswith("static/vendor/")
    }
    folders |= {"static/fonts"} if (ROOT / "static" / "fonts").is_dir() else set()
    bare = [folder for folder in folders if not any((ROOT / folder).rglob("*LICENSE*"))]
    told(bare, "Put the licence of the makers in a file LICENSE in:")


def test_walks_in_a_browser_wait_for_the_page_they_measure() -> None:
    """A click waits only for the first byte of the next page, and what is not there yet has no width."""
    folder = ROOT / "tests" / "browser"
    faults = [
        path.name
        for path in folder.glob("test_*.py")
        if 'evaluate("document.documentElement' in path.read_text()
    ]
    told(
        faults,
        "Ask whether a page fits of fits() in tests/browser/visitor.py: it waits until the page is whole.",
    )


def test_no_test_counts_seconds() -> None:
    told(
        [
            f"{name}:{claim.lineno}"
            for name in source.modules("tests")
            if name.rpartition("/")[2].startswith("test_")
            for claim in ast.walk(source.tree(name))
            if isinstance(claim, ast.Assert) and CLOCKS & _called(claim.test)
        ],
        "A busy machine says nothing about the portal. Let a test fail on what was done, and leave figures to make bench:",
    )


def _called(claim: ast.expr) -> set[str]:
    """The last names of the functions that ``claim`` calls."""
    calls = [node.func for node in ast.walk(claim) if isinstance(node, ast.Call)]
    return {ast.unparse(call).rpartition(".")[2] for call in calls}
