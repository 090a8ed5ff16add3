"""A share of the suite: one of several processes that run all tests together, each with a database of its own.

``tests.run`` names it in TEST_SHARE, as "2/3": the second of three. Every file of tests is in exactly one share.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WHOLE = "1/1"
LOOKS_AT_EVERY_PAGE = 110_000  # what a file weighs that does, in bytes of an ordinary one: two fifths of all that a browser is asked


@dataclass(frozen=True)
class Share:
    """Which of how many, counted from one."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @classmethod
    def asked(cls) -> "Share":
        """The share that the environment names; all tests when it names none."""
        number, _, of = (os.environ.get("TEST_SHARE") or WHOLE).partition("/")
        return cls(int(number), int(of))

    def files(self, sizes: Mapping[str, int]) -> set[str]:
        """Those of the files in ``sizes`` that are in this share: the largest go first to who has least."""
        loads = [0] * self.of
        mine = set()
        for file in sorted(sizes, key=lambda name: (-sizes[name], name)):
            lightest = loads.index(min(loads))
            loads[lightest] += sizes[file]
            if lightest == self.number - 1:
                mine.add(file)
        return mine

    def of_folder(self, folder: Path) -> set[Path]:
        """The files of tests below ``folder`` that are in this share, by what they weigh; walks in a browser apart."""
        files = {str(path): path.stat().st_size for path in folder.rglob("test_*.py")}
        browser = {name: size for name, size in files.items() if name.startswith(f"{folder / 'browser'}/")}
        others = {name: size for name, size in files.items() if name not in browser}
        browser |= {name: LOOKS_AT_EVERY_PAGE for name in browser if name.endswith("/test_access.py")}
        return {Path(name) for name in self.files(browser) | self.files(others)}


class Sharing:
    """A plugin of pytest that leaves files of other shares alone: they are not even read, which takes half a minute."""

    def __init__(self, share: Share, folder: Path) -> None:
        self.mine = share.of_folder(folder)

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Whether ``collection_path`` is a file of tests of another share."""
        is_test = collection_path.suffix == ".py" and collection_path.name.startswith("test_")
        return True if is_test and collection_path not in self.mine else None
