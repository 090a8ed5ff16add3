"""The locks, the dependencies and the settings are what the documents say."""

import re
import tomllib

from tests import source
from tests.source import ROOT
from tests.test_conventions import told

RUN, TOOLS = "requirements.lock", "tests/requirements.lock"
DECISION = "docs/decisions/0002-dependencies.md"
MANUAL = "docs/operations.md"


def pins(lock: str) -> dict[str, str]:
    """The version of each package that ``lock`` names."""
    return dict(re.findall(r"^([\w.-]+)(?:\[.*?\])?==(\S+)", source.text(lock), re.MULTILINE))


def asked() -> list[str]:
    """The packages that pyproject.toml asks for by name."""
    project = tomllib.loads(source.text("pyproject.toml"))
    lines = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return [re.split(r"[\[<>=~! ]", line)[0].lower() for line in lines]


def test_both_locks_agree() -> None:
    tools = pins(TOOLS)
    different = [
        f"{name} {version}, {tools.get(name)}"
        for name, version in pins(RUN).items()
        if tools.get(name) != version
    ]
    told(different, f"`make lock` again; these differ between {RUN} and {TOOLS}:")


def test_locks_hold_what_the_project_asks_for() -> None:
    told(
        [name for name in asked() if name not in pins(TOOLS)], "`make lock` again; these are not in the lock:"
    )


def test_every_locked_file_has_a_hash() -> None:
    for lock in (RUN, TOOLS):
        blocks = re.split(r"\n(?=[a-z])", source.text(lock))
        bare = [block.split("\n")[0] for block in blocks if "--hash=sha256:" not in block]
        told(bare, f"`make lock` again; these have no hash in {lock}:")


def test_each_dependency_has_its_reason() -> None:
    reasons = source.text(DECISION).lower()
    missing = [name for name in asked() if f"| {name} |" not in reasons]
    told(missing, f"Give each a line in {DECISION}: what for, alive, typed, what it needs:")


def test_each_setting_is_in_the_manual() -> None:
    files = ("ecru/settings.py", "ecru/people_settings.py", "ecru/gunicorn.py", "ecru/prepare.py")
    code = "".join(source.text(name) for name in files)
    names = set(re.findall(r"""(?:read|flag|env\.\w+|environ\.get)\(\s*"([A-Z_]+)\"""", code))
    told([name for name in names if f"`{name}`" not in source.text(MANUAL)], f"Explain these in {MANUAL}:")
    assert "DATABASE_URL" in names, (
        f"the settings are no longer read in a way that this test finds, see {ROOT}"
    )
