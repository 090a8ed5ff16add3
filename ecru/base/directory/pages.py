"""Pages of a long list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PER_PAGE = 24
AROUND = 1


@dataclass(frozen=True)
class PageLink:
    """A step to a page; a gap stands for the pages that are left out."""

    number: int
    url: str
    current: bool = False
    gap: bool = False


@dataclass(frozen=True)
class Pager:
    """One page of a list whose length is known. Any page number is accepted: the nearest page is shown."""

    total: int
    number: int
    url_of: Callable[[int], str]
    size: int = PER_PAGE

    @classmethod
    def at(cls, wanted: str, total: int, url_of: Callable[[int], str], size: int = PER_PAGE) -> "Pager":
        """The page of ``size`` that ``wanted`` (as typed in the address) asks for, or the nearest one."""
        last = max(1, -(-total // size))
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 1  # noqa: PLR2004
        return cls(total, min(max(number, 1), last), url_of, size)

    @property
    def start(self) -> int:
        """How many rows stand on the pages before this one."""
        return (self.number - 1) * self.size

    @property
    def stop(self) -> int:
        """Up to where the rows of this page go; on the last page that may be more than there are."""
        return self.start + self.size

    def part_of(self, rows: Any, before: int = 0) -> Any:
        """What stands on this page of ``rows``, a sequence or a query. ``before``: how many of the list come before these rows."""
        return rows[max(self.start - before, 0) : max(self.stop - before, 0)]

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> str:
        """The address of the page before; empty on the first."""
        return self.url_of(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        """The address of the page after; empty on the last."""
        return self.url_of(self.number + 1) if self.number < self.last else ""

    @property
    def links(self) -> list[PageLink]:
        """The first, the last and the pages around this one; a gap where pages are left out."""
        near = range(self.number - AROUND, self.number + AROUND + 1)
        shown = sorted({1, self.last, *[n for n in near if 1 <= n <= self.last]})
        links: list[PageLink] = []
        for number in shown:
            if links and number - links[-1].number > 1:
                links.append(PageLink(number - 1, "", gap=True))
            links.append(PageLink(number, self.url_of(number), current=number == self.number))
        return links if self.last > 1 else []
