"""Being measured costs a test half its time again, or more. So of each test the first case is measured.

The next cases go the same way with other values. A test that by itself goes over every page, a thousand walks or five
thousand rows goes where others have been: with the mark ``unmeasured`` it does not count at all. The coverage that is
told is therefore at most what the suite reaches.
"""

import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def unmeasured() -> Iterator[None]:
    """What runs inside, in this thread and in those that it starts, does not count for the coverage."""
    here, in_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)  # as it is when nothing is measured
    try:
        yield
    finally:
        sys.settrace(here)
        threading.settrace(in_threads)


class FirstCase:
    """A plugin of pytest that has the first case of each test measured, and no other."""

    def __init__(self) -> None:
        self.seen = set[str]()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Runs ``item``, measured or not."""
        test = item.nodeid.partition("[")[0]
        if test not in self.seen and not item.get_closest_marker("unmeasured"):
            self.seen.add(test)
            return (yield)
        with unmeasured():
            return (yield)
