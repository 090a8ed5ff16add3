"""How gunicorn serves the floor: as the portal, but nothing is read beforehand, because the floor keeps nothing in memory."""

from gunicorn.arbiter import Arbiter

from ecru.gunicorn import *  # noqa: F403


def when_ready(_server: Arbiter) -> None:  # type: ignore[no-redef]
    """In place of that of the portal, whose apps the floor does not have."""
