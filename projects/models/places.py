"""What everything that happens in municipalities can tell about its places."""

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
