"""The blocks of suggestions on a page."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from actors.page_blocks import Block

from .seeker import Record, kind_of
from .suggesting import Suggestion, suggest, suggest_each

SHOWN = 4
TITLES = {
    "actor": _("Who could do something with them?"),
    "project": _("Who could take part?"),
    "practice": _("Who could do this too?"),
    "call": _("Who could answer this?"),
}


def block_for(
    record: Record, *, kinds: Collection[str] = ("actor",), limit: int = SHOWN, title: Any = ""
) -> Block:
    """What goes with ``record``, the same for everybody, so that it may stand on a kept page.

    ``title`` takes the place of the usual one.
    """
    return block_of(record, suggest(record, kinds=kinds, limit=limit), kinds, title)


def blocks_for(record: Record, titles: Mapping[str, Any]) -> list[Block]:
    """A block for every kind in ``titles``, in their order, at the price of one; no title stands for the usual one."""
    found = suggest_each(record, list(titles), limit=SHOWN)
    return [block_of(record, found[kind], (kind,), title) for kind, title in titles.items()]


def block_of(record: Record, suggestions: list[Suggestion], kinds: Collection[str], title: Any) -> Block:
    """A block that shows ``suggestions`` of ``kinds``."""
    holds = {
        "suggestions": suggestions,
        "title": title or TITLES[kind_of(record)],
        "id": f"past-{'-'.join(kinds)}",
    }
    return Block("matching/block.html", holds, order=80)
