"""Blocks that rooms above add to the page of a project, as ``actors.page_blocks`` has them for actors and municipalities.

A room registers a function with ``project_block``; this one knows none of them by name. Each costs a constant number of queries.
"""

from collections.abc import Callable

from actors.page_blocks import Block

from .models import Project

ProjectBlock = Callable[[Project], Block | None]
project_blocks: list[ProjectBlock] = []


def project_block(maker: ProjectBlock) -> ProjectBlock:
    """Lets the page of a project, also of an own one, ask ``maker`` for a block; None: nothing for this one."""
    if maker not in project_blocks:
        project_blocks.append(maker)
    return maker


def blocks_for_project(project: Project) -> list[Block]:
    """All blocks of the page of ``project`` (with its relations at hand), in order."""
    made = [block for maker in project_blocks if (block := maker(project)) is not None]
    return sorted(made, key=lambda block: block.order)
