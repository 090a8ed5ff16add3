"""The page with the links that ask for something."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ecru.base.links.records import CheckedLink, LinkState
from ecru.base.links.sources import Place, places_of

MOST = 100  # of each list


@dataclass(frozen=True)
class Line:
    """One link, and everywhere it stands."""

    link: CheckedLink
    places: Sequence[Place]


@dataclass(frozen=True)
class Group:
    """Links of one kind: what they are called, what to do about them, and how many there are in all."""

    slug: str
    title: str
    lead: str
    lines: list[Line]
    count: int
    asks: bool = True


def report() -> dict[str, Any]:
    """What ``links/report.html`` takes. A constant number of queries."""
    links, counts = CheckedLink.objects.all(), CheckedLink.objects.counts()
    found = {
        "broken": list(links.broken()[:MOST]),
        "failing": list(links.failing()[:MOST]),
        "moved": list(links.moved()[:MOST]),
        "untold": list(links.untold()[:MOST]),
    }
    places = places_of(link.address for some in found.values() for link in some)
    lines = {
        slug: [Line(link, places[link.address]) for link in some if link.address in places]
        for slug, some in found.items()
    }
    return {
        "is_on": settings.LINK_CHECK["on"],
        "groups": [group for group in groups(lines, counts) if group.lines or group.slug == "broken"],
        "all": sum(counts.values()),
        "good": counts[LinkState.GOOD] + counts[LinkState.VOUCHED],
        "waiting": counts[LinkState.NEW],
        "looked_at": links.looked_at(),
    }


def groups(lines: dict[str, list[Line]], counts: dict[str, int]) -> list[Group]:
    """The lists of the page, what asks most first."""
    return [
        Group(
            "broken",
            _("Do not work any more"),
            _("Mend the link, or say that it is in order. They stand at the editors’ desk too."),
            lines["broken"],
            max(counts[LinkState.BROKEN], len(lines["broken"])) if lines["broken"] else 0,
        ),
        Group(
            "failing",
            _("Did not work the last time"),
            _("We try them again by ourselves. You need do nothing yet."),
            lines["failing"],
            counts[LinkState.FAILING],
        ),
        Group(
            "moved",
            _("Moved for good"),
            _("They still work. The site asks to use the new address."),
            lines["moved"],
            len(lines["moved"]),
            asks=False,
        ),
        Group(
            "untold",
            _("We cannot tell"),
            _("These sites do not let machines look. Click them yourself now and then."),
            lines["untold"],
            counts[LinkState.UNTOLD],
            asks=False,
        ),
    ]
