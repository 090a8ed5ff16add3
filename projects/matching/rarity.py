"""How much it says that two share a term: the fewer actors have it, the more."""

from math import log

from actors.catalogues import ACTORS
from ecru.base.edition import edition


class Rarities:
    """What was counted since an actor changed last, by facet and answer."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, int], float] = {}
        edition.subscribe(self.hear)

    def hear(self, changed: dict[str, set[int]] | None) -> None:
        """Forgets all when an actor changed."""
        if changed is None or "actors.actor" in changed:
            self.known = {}

    def __call__(self, facet: str, answer: int) -> float:
        """Between 0 (every actor has ``answer``) and 1 (few have): twice the square of the logarithm of the share, at most 1.

        That is the inverse document frequency, counted for both sides. Of 234 actors: a term of 40 gives 0.2, one of 20
        gives 0.4, one of 4 gives 1. ``facet``: a vocabulary or another facet of the catalogue of actors. From memory.
        """
        known = self.known
        if (facet, answer) not in known:
            shelf = ACTORS.shelf()
            everyone = len(shelf.alive) + 1
            having = len(shelf.with_any(facet, [answer]))
            share = log(everyone / (having + 1)) / log(everyone) if everyone > 1 else 0.0
            known[facet, answer] = min(2 * share * share, 1.0)
        return known[facet, answer]


rarity = Rarities()
