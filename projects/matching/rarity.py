"""How much it says that two share a term: the fewer actors have it, the more."""

from math import log

from actors.catalogues import ACTORS


def rarity(vocabulary: str, term: int) -> float:
    """Between 0 (every actor has ``term``) and 1 (few have): twice the square of the logarithm of the share, at most 1.

    That is the inverse document frequency, counted for both sides. Of 234 actors: a term of 40 gives 0.2, one of 20 gives
    0.4, one of 4 gives 1.
    """
    shelf = ACTORS.shelf()
    everyone = len(shelf.alive) + 1
    having = len(shelf.with_any(vocabulary, [term]))
    share = log(everyone / (having + 1)) / log(everyone) if everyone > 1 else 0.0
    return min(2 * share * share, 1.0)
