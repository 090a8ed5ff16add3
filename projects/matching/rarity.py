"""How much it says that two share a term: the fewer actors have it, the more."""

from math import log

from actors.catalogues import ACTORS
from ecru.base.edition import remembered


def rarity(facet: str, answer: int) -> float:
    """Between 0 (every actor has ``answer``) and 1 (few have): twice the square of the logarithm of the share, at most 1.

    That is the inverse document frequency, counted for both sides. Of 234 actors: a term of 40 gives 0.2, one of 20 gives
    0.4, one of 4 gives 1. ``facet``: a vocabulary or another facet of the catalogue of actors. From memory.
    """
    known = rarities()
    if (facet, answer) not in known:
        shelf = ACTORS.shelf()
        everyone = len(shelf.alive) + 1
        having = len(shelf.with_any(facet, [answer]))
        share = log(everyone / (having + 1)) / log(everyone) if everyone > 1 else 0.0
        known[facet, answer] = min(2 * share * share, 1.0)
    return known[facet, answer]


@remembered("actors.actor")
def rarities() -> dict[tuple[str, int], float]:
    """What was counted since an actor changed last."""
    return {}
