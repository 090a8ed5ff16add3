"""Blocks that other parts of the portal add to the page of an actor and of a municipality.

A part registers a function with ``actor_block`` or ``municipality_block``; this room knows none of them by name. Each costs a
constant number of queries, and shows the same to everybody who is not signed in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .models import Actor, Municipality


@dataclass(frozen=True)
class Block:
    """A part of a page: its template, which takes ``block``, and what stands in it. ``order``: low numbers come first."""

    template: str
    holds: dict[str, Any] = field(default_factory=dict)
    order: int = 50


ActorBlock = Callable[[Actor], Block | None]
MunicipalityBlock = Callable[[Municipality], Block | None]
actor_blocks: list[ActorBlock] = []
municipality_blocks: list[MunicipalityBlock] = []


def actor_block(maker: ActorBlock) -> ActorBlock:
    """Lets the page of an actor ask ``maker`` for a block; None: nothing for this one."""
    if maker not in actor_blocks:
        actor_blocks.append(maker)
    return maker


def municipality_block(maker: MunicipalityBlock) -> MunicipalityBlock:
    """Lets the page of a municipality ask ``maker`` for a block; None: nothing for this one."""
    if maker not in municipality_blocks:
        municipality_blocks.append(maker)
    return maker


def blocks_for_actor(actor: Actor) -> list[Block]:
    """All blocks of the page of ``actor``, in order."""
    made = [block for maker in actor_blocks if (block := maker(actor)) is not None]
    return sorted(made, key=lambda block: block.order)


def blocks_for_municipality(place: Municipality) -> list[Block]:
    """All blocks of the page of ``place``, in order."""
    made = [block for maker in municipality_blocks if (block := maker(place)) is not None]
    return sorted(made, key=lambda block: block.order)
