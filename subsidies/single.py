"""A list with one measure in it: what somebody watches who wants to hear of that one only."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from pyroaring import BitMap

from actors.filters import PlacedDirectory
from ecru.base.directory.directory import Chip
from ecru.base.edition import remembered

from .models import Measure

ONE = "maatregel"
LONGEST_KEY = 9


@remembered("subsidies.measure")
def names() -> dict[int, str]:
    """What each published measure is called, in the active language."""
    english = get_language() == "en"
    titles = Measure.objects.published().order_by().values_list("pk", "title", "title_en")
    return {key: (title_en if english else "") or title for key, title, title_en in titles}


class OneOrAll(PlacedDirectory):
    """A directory of measures that can be narrowed to one of them, by its key."""

    @classmethod
    def questions(cls) -> list[str]:
        """Also which measure, if only one."""
        return [*super().questions(), ONE]

    @cached_property
    def only(self) -> int | None:
        """The key of the only measure; None for all of them. A key that no measure can have counts as 0."""
        asked = self.asked.get(ONE, "")
        if not asked:
            return None
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_KEY else 0

    @property
    def is_lost(self) -> bool:
        """Whether it asks for one measure that is not there."""
        return self.only is not None and self.only not in self.shelf.place

    @property
    def is_widened(self) -> bool:
        """Also when the only measure is gone."""
        return super().is_widened or self.is_lost

    @cached_property
    def unknown(self) -> list[str]:
        """Also the measure that is not there."""
        return [*super().unknown, *([str(self.asked.get(ONE))] if self.is_lost else [])]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The only measure goes along with every choice."""
        return super().carried + ([(ONE, str(self.only))] if self.only and not self.is_lost else [])

    def narrowed(self, without: str = "") -> BitMap:
        """The measures under the filters; the only one when one was asked for."""
        found = super().narrowed(without)
        if self.only is None or self.is_lost:
            return found
        return found & BitMap([self.shelf.place[self.only]])

    def made_choices(self) -> Iterator[Chip]:
        """The name of the only measure, and the other choices."""
        if self.only is not None and not self.is_lost:
            yield Chip(names().get(self.only, ""), self.url(**{ONE: None}))
        yield from super().made_choices()

    @property
    def cleared(self) -> str:
        """The whole list again."""
        return self.url(**dict.fromkeys(["q", ONE, *self.facets]))

    def url(self, **changes: Any) -> str:
        """The address with ``changes``; the only measure stays unless that changes."""
        kept = str(self.only) if self.only is not None and not self.is_lost else None
        return super().url(**{ONE: kept, **changes})
