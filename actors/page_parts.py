"""What rooms above add to the page of an actor; this room knows none of them by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .models import Actor


@dataclass(frozen=True)
class PagePart:
    """A block of the page: the ``template`` that draws it, and all that it takes. The lowest ``order`` comes first."""

    template: str
    context: dict[str, Any]
    order: int = 50


PartMaker = Callable[[Actor], PagePart | None]
makers: list[PartMaker] = []


def page_part(maker: PartMaker) -> PartMaker:
    """Lets the page of an actor ask ``maker`` for a block; None: nothing about this actor. Usable as a decorator.

    The page is kept in memory, so a block is the same for everybody. A constant number of queries each.
    """
    if maker not in makers:
        makers.append(maker)
    return maker


def parts_of(actor: Actor) -> list[PagePart]:
    """All blocks about ``actor``, in order."""
    return sorted(
        (part for maker in makers if (part := maker(actor)) is not None), key=lambda part: part.order
    )
