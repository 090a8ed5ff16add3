"""What makes the interpreter itself quick under thousands of tests; what the tests do stays as it is.

Two habits of CPython cost a large test run dearly. Its collector looks again and again through all that Django and
pytest hold for good: what is there before the first test is set apart. And it keeps the frames of running functions
in chunks of 16 kB, which it asks from the kernel and gives back as calls cross the end of one: a loop that happens to
do so, below the deep stack of a test, takes three times as long. One frame that asks for much room before the tests
begin makes its chunk so large that whatever runs on top of it fits.
"""

import gc
from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest

ROOM = (
    140_000  # places in one frame: over a megabyte, so the chunk has two, and the rest of it is for the tests
)
THRESHOLDS = 50_000, 20, 50  # of the collector: what tests leave behind, they leave often


def _call(work: Callable[..., object], **arguments: Any) -> object:
    return work(**arguments)


in_a_large_frame = FunctionType(_call.__code__.replace(co_stacksize=ROOM), globals(), "in_a_large_frame")


class Pace:
    """A plugin of pytest."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> object:
        """Runs all tests as pytest does, on top of one large frame and with what exists by now set apart."""
        loop = session.config.pluginmanager.subset_hook_caller("pytest_runtestloop", [self])
        thresholds = gc.get_threshold()
        gc.collect()
        gc.freeze()
        gc.set_threshold(*THRESHOLDS)
        try:
            return in_a_large_frame(loop, session=session)
        finally:
            gc.set_threshold(*thresholds)
            gc.unfreeze()
