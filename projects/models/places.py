"""What everything that happens in municipalities can tell about its places, and about where we read of it."""

from datetime import date
from typing import Any


class TakesPlace:
    """Happens in ``municipalities``. Prefetch them."""

    municipalities: Any

    @property
    def places_woven(self) -> list[str]:
        """The slugs of the places that make this record's cloth, in the order of the warp.

        Those of the seven; for what happens elsewhere only, the first of the other places (its cloth stays undyed).
        """
        places = sorted(self.municipalities.all(), key=lambda place: place.position)
        return [place.slug for place in places if place.member] or [place.slug for place in places[:1]]


class FollowsSource:
    """Comes from a source, or not; somebody looked at it on ``verified_on``, or nobody did."""

    source: Any
    verified_on: Any

    @property
    def checked_by_source(self) -> bool:
        """Whether nobody looked since the source was written (rule 3)."""
        source = self.source
        return bool(source and source.year and self.verified_on == date(source.year, 1, 1))
