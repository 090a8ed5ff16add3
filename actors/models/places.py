"""What every record with a seat and a working area can tell about its places."""

from typing import Any

from .municipality import Municipality


class InPlaces:
    """Has a seat (``municipality``) and works in ``active_in``; the seat is one of those. Prefetch ``active_in``."""

    municipality_id: Any
    active_in: Any

    @property
    def places_woven(self) -> list[str]:
        """The slugs of the places that make this record's cloth, in the order of the warp.

        Those of the seven; for who works elsewhere only, the first of the other places (its cloth stays undyed).
        """
        places = sorted(self.active_in.all(), key=lambda place: place.position)
        return [place.slug for place in places if place.member] or [place.slug for place in places[:1]]

    @property
    def elsewhere(self) -> list[Municipality]:
        """The municipalities beside the seat."""
        return [place for place in self.active_in.all() if place.pk != self.municipality_id]
