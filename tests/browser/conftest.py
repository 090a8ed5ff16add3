"""What the walks share: one running portal, one Chromium, and a visitor who notices what goes wrong.

The portal is another process with its own database; nothing here touches the models.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser import chromium
from tests.browser.mailbox import Post, delivered
from tests.browser.portal import Portal, running_portal
from tests.browser.visitor import PATIENCE, Visitor, Windows


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks everything in this folder, so that ``-m "not browser"`` leaves it out."""
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """A portal with all facts, the demonstration accounts and dossiers; it must end without one error in its log."""
    with running_portal(staged=True) as portal:
        yield portal
        assert not portal.faults(), "the portal logged errors:\n" + "\n".join(portal.faults())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    path = chromium.find()
    if not path:
        pytest.skip(chromium.MISSING)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser: Browser, portal: Portal) -> Iterator[Visitor]:
    """Someone looking around; the test fails when the browser complained meanwhile."""
    visitor = Visitor(browser, portal)
    yield visitor
    visitor.leave()
    assert not visitor.faults, "the browser complained:\n" + "\n".join(visitor.faults)


@pytest.fixture(scope="session")
def open_windows(browser: Browser, portal: Portal) -> Iterator[Windows]:
    """What stays open for all tests that only look."""
    windows = Windows(browser, portal)
    yield windows
    windows.visitor.leave()


@pytest.fixture
def windows(open_windows: Windows) -> Iterator[Windows]:
    """Windows for looking around; the test fails when the browser complained meanwhile."""
    yield open_windows
    faults = open_windows.complaints()
    assert not faults, "the browser complained:\n" + "\n".join(faults)


@pytest.fixture
def post(portal: Portal, tmp_path: Path) -> Iterator[Post]:
    """The mail of the portal while a test runs: sent by its worker, taken by a mail server."""
    with delivered(portal, tmp_path / "post") as post:
        yield post
