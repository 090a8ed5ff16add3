"""What somebody can do on their own start page ``/mijn/``: every part of the portal adds its panels.

A part registers a function with ``panel``; this room knows none of them by name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from actors.models import User


@dataclass(frozen=True)
class Way:
    """A link of a panel. ``count``: how much waits there; 0 shows no number."""

    label: str
    url: str
    count: int = 0


@dataclass(frozen=True)
class Panel:
    """A block of the start page. ``order``: what waits for an answer (10) comes before what is there to use (50)."""

    title: str
    lead: str = ""
    ways: list[Way] = field(default_factory=list)
    order: int = 50


PanelMaker = Callable[[User], Panel | None]
makers: list[PanelMaker] = []


def panel(maker: PanelMaker) -> PanelMaker:
    """Lets the start page ask ``maker`` for a panel; None: nothing for this person. A constant number of queries each."""
    if maker not in makers:
        makers.append(maker)
    return maker


def panels_for(user: User) -> list[Panel]:
    """All panels for ``user``, in order."""
    found = [made for maker in makers if (made := maker(user)) is not None]
    return sorted(found, key=lambda made: made.order)
