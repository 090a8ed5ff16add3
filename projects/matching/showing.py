"""The block of suggestions on a page."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

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
) -> dict[str, Any]:
    """All that ``matching/block.html`` takes, the same for everybody, so that it may stand on a kept page.

    In a view ``"fitting": block_for(practice)``; in its template
    ``{% include "matching/block.html" with part=fitting only %}``. ``title`` takes the place of the usual one.
    """
    kind = kind_of(record)
    return {
        "suggestions": suggest(record, kinds=kinds, limit=limit),
        "title": title or TITLES[kind],
        "id": f"past-{'-'.join(kinds)}",
    }
