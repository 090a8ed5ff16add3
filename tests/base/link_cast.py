"""The cast of the stories about links: a site on this machine, and a portal that may look at it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ecru.base.links import asking, rounds
from ecru.base.links.rounds import place_of
from ecru.base.models import CheckedLink
from tests.base.link_site import Site, running

PAUSE = 0.05  # seconds, in tests


@pytest.fixture
def looking(settings: Any) -> Any:
    """Looking is on, also on this machine."""
    settings.LINK_CHECK = {"on": True, "pause": PAUSE, "inside": True}
    return settings


@pytest.fixture
def site(looking: Any) -> Iterator[Site]:
    """A site with a page that is there."""
    with running() as found:
        found.pages["/goed"] = 200
        yield found


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long."""
    monkeypatch.setattr(asking, "PATIENCE", 0.3)


def link(address: str, **values: Any) -> CheckedLink:
    """A link that is due."""
    due = {"next_look_at": timezone.now() - timedelta(minutes=1), "place": place_of(address)}
    return CheckedLink.objects.create(address=address, **{**due, **values})


def turns(*days: float) -> list[dict[str, int]]:
    """Turns on each of ``days`` after today."""
    start = timezone.now()
    return [rounds.turn(start + timedelta(days=day)) for day in days]


def again(found: CheckedLink) -> CheckedLink:
    """As it stands in the database now."""
    found.refresh_from_db()
    return found


__all__ = ["PAUSE", "again", "impatient", "link", "looking", "site", "turns"]
