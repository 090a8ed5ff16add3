"""A share of the suite: one of several processes that run all tests together, each with a database of its own.

``tests.run`` names it in TEST_SHARE, as "2/3": the second of three. Every file of tests is in exactly one share.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WHOLE = "1/1"
HEAVIER = {
    "browser/test_access.py": 110_000,  # every page, as four visitors see it
    "test_access.py": 165_000,  # every route, for everyone
    "subsidies/test_dossier_walks.py": 155_000,  # a thousand walks
    "subsidies/test_measure_table_files.py": 60_000,  # five thousand rows
    "subsidies/test_figures_open.py": 50_000,  # every dossier behind every figure
}  # what files take that look short, in bytes of an ordinary file of tests


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
        paths = folder.rglob("test_*.py")
        files = {
            str(path): HEAVIER.get(str(path.relative_to(folder))) or path.stat().st_size for path in paths
        }
        browser = {name: size for name, size in files.items() if name.startswith(f"{folder / 'browser'}/")}
        others = {name: size for name, size in files.items() if name not in browser}
        return {Path(name) for name in self.files(browser) | self.files(others)}


class Sharing:
    """A plugin of pytest that leaves files of other shares alone: they are not even read, which takes half a minute."""

    def __init__(self, share: Share, folder: Path) -> None:
        self.mine = share.of_folder(folder)

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Whether ``collection_path`` is a file of tests of another share."""
        is_test = collection_path.suffix == ".py" and collection_path.name.startswith("test_")
        return True if is_test and collection_path not in self.mine else None
