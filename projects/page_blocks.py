"""What rooms above add to pages of ours: blocks to that of a project, and support to the steps of a plan.

A room registers a function with ``project_block`` or ``own_project_block``, or ``StepSupport`` with ``supports_steps``; this one
knows none of them by name. Each costs a constant number of queries.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from actors.page_blocks import Block

from .models import Project

ProjectBlock = Callable[[Project], Block | None]
project_blocks: list[ProjectBlock] = []


def project_block(maker: ProjectBlock) -> ProjectBlock:
    """Lets the page of a project that everyone sees ask ``maker`` for a block; None: nothing for this one."""
    if maker not in project_blocks:
        project_blocks.append(maker)
    return maker


def blocks_for_project(project: Project) -> list[Block]:
    """All blocks of the page of ``project`` (with its relations at hand), in order."""
    made = [block for maker in project_blocks if (block := maker(project)) is not None]
    return sorted(made, key=lambda block: block.order)


# --- The page on which its people keep a project -------------------------------------------------------------------

OwnBlock = Callable[[Project, Any], Block | None]
own_project_makers: list[OwnBlock] = []


def own_project_block(maker: OwnBlock) -> OwnBlock:
    """Lets the page on which people keep their project ask ``maker`` for a block, with who looks; None: nothing for this one."""
    if maker not in own_project_makers:
        own_project_makers.append(maker)
    return maker


def own_blocks_for(project: Project, user: Any) -> list[Block]:
    """All blocks of that page, in order."""
    made = [block for maker in own_project_makers if (block := maker(project, user)) is not None]
    return sorted(made, key=lambda block: block.order)


# --- Support beside the steps of a plan ---------------------------------------------------------------------------


@dataclass(frozen=True)
class StepSupport:
    """What can stand as support beside a step: ``records(slugs, user)`` by slug, as far as ``user`` may see them (one query),
    and ``choices()``, pairs of a slug and a name for who writes the plan.
    """

    records: Callable[[Collection[str], Any], dict[str, Any]]
    choices: Callable[[], list[tuple[str, str]]]


step_supports: list[StepSupport] = []


def supports_steps(support: StepSupport) -> StepSupport:
    """Lets steps of plans name the records of ``support``."""
    if support not in step_supports:
        step_supports.append(support)
    return support


def support_named(slugs: Collection[str], user: Any) -> dict[str, Any]:
    """What is known under ``slugs`` and ``user`` may see, by slug; no query for none."""
    found: dict[str, Any] = {}
    for support in step_supports if slugs else []:
        found |= support.records(slugs, user)
    return found


def support_to_choose() -> list[tuple[str, str]]:
    """All that a step can name."""
    return [choice for support in step_supports for choice in support.choices()]
