"""The block of suggestions on a page."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from actors.page_blocks import Block

from .seeker import Record, kind_of
from .suggesting import suggest

TITLES = {
    "actor": _("Who could do something with them?"),
    "project": _("Who could take part?"),
    "practice": _("Who could do this too?"),
    "call": _("Who could answer this?"),
}


def block_for(
    record: Record, *, kinds: Collection[str] = ("actor",), limit: int = 4, title: Any = ""
) -> Block:
    """What goes with ``record``, the same for everybody, so that it may stand on a kept page.

    ``title`` takes the place of the usual one.
    """
    holds = {
        "suggestions": suggest(record, kinds=kinds, limit=limit),
        "title": title or TITLES[kind_of(record)],
        "id": f"past-{'-'.join(kinds)}",
    }
    return Block("matching/block.html", holds, order=80)
