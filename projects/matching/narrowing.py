"""Which records come into question: the catalogues add up what they share with who seeks, and give the most promising ones.

From memory, whatever the number of records: every term gives points to those that have it. Then ``leaving_out`` says which of
these may be suggested.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import heappop, heappush
from itertools import accumulate, count, groupby, islice, takewhile
from operator import itemgetter

from pyroaring import BitMap

from ecru.base.catalogue import Shelf
from ecru.base.catalogue.shuffle import shuffle_of

from .deeds import VOCABULARIES
from .finding import deeds_alike, kinds_that_have, usually_have
from .leaving_out import NEVER, Test
from .rarity import rarity
from .rules import ENOUGH, WEIGHTS
from .seeker import Seeker, primary_groups

JOINED = 500  # records that share most, before is looked whether they may be suggested
MOST = 60  # records of a kind that the rules look at one by one
# A sum that can never be enough: only for what somebody did may the rules give more points than are added up here. A call gets
# points for what it seeks and offers that are not added up at all.
TOO_LITTLE = ENOUGH - (WEIGHTS["did-it-in"] - WEIGHTS["did-it"]) - 0.01
RULE_OF = {"target_groups": "group", "themes": "theme", "disciplines": "discipline"}

Share = tuple[Iterable[int], float]  # slots of a shelf, and the points that each of them gets


def narrowed(seeker: Seeker, allowed: Mapping[str, Test], today: date) -> dict[str, list[int]]:
    """The keys of at most sixty records of every kind in ``allowed`` that share most with ``seeker``, by kind; from memory.

    ``allowed``: by kind, what says whether a record may be suggested.
    """
    return {
        kind: list(islice(filter(test, most_shared(kind, seeker, today)), MOST))
        for kind, test in allowed.items()
    }


def most_shared(kind: str, seeker: Seeker, today: date) -> list[int]:
    """The keys of the five hundred of ``kind`` that share most, and enough, the best first; equal sums are shuffled daily."""
    shelf, (shuffle, _day) = seeker.shelf(kind), shuffle_of(today)
    open_to = shelf.alive
    for name in NEVER if kind == "actor" else ():
        open_to = open_to - shelf.with_any(name, [True])
    shares = [
        (open_to & BitMap(slots), whole(score))
        for slots, score in [*term_shares(shelf, seeker), *other_shares(kind, shelf, seeker)]
    ]
    least = 0 if kind == "call" else whole(TOO_LITTLE)
    away, bonus = elsewhere(kind, shelf, seeker), whole(WEIGHTS["near"])
    best = (
        (-total - (bonus if slot in away else 0), shuffle(shelf.keys[slot]), shelf.keys[slot])
        for total, slot in takewhile(lambda found: found[0] >= least, first(shares, shelf, shuffle))
    )
    return [key for _total, _turn, key in sorted(best)]


def first(
    shares: Sequence[tuple[BitMap, int]], shelf: Shelf, shuffle: Callable[[int], int]
) -> Iterator[tuple[int, int]]:
    """The points and slots of the five hundred with the most points."""
    room = JOINED
    for total, parts in groupby(by_points(shares), key=itemgetter(0)):
        slots = [slot for _total, docs in parts for slot in docs]
        if len(slots) > room:
            slots = sorted(slots, key=lambda slot: (shuffle(shelf.keys[slot]), shelf.keys[slot]))[:room]
        yield from ((total, slot) for slot in slots)
        room -= len(slots)
        if not room:
            return


def by_points(shares: Sequence[tuple[BitMap, int]]) -> Iterator[tuple[int, BitMap]]:
    """The points of who is in some of ``shares``, and sets of who has so many, the most first; one sum may come in several sets.

    Best first: a set is split by the next share only while it may hold the most points of all that is left. So a few hundred
    of the best cost as much among a hundred thousand as among a thousand.
    """
    counting = sorted((share for share in shares if share[0] and share[1]), key=lambda share: -share[1])
    left = [*accumulate((points for _docs, points in reversed(counting)), initial=0)][::-1]
    everybody = BitMap.union(*(docs for docs, _points in counting)) if counting else BitMap()
    number = count()  # so that sets are never compared
    heap = [(-left[0], next(number), 0, 0, everybody)] if everybody else []
    while heap:
        _most, _turn, place, total, docs = heappop(heap)
        if place == len(counting):
            yield total, docs
            continue
        having, points = counting[place]
        sharing = docs & having
        if sharing:
            heappush(heap, (-total - left[place], next(number), place + 1, total + points, sharing))
            docs = docs - sharing
        if docs:
            heappush(heap, (-total - left[place + 1], next(number), place + 1, total, docs))


def elsewhere(kind: str, shelf: Shelf, seeker: Seeker) -> BitMap:
    """The actors with their seat in another municipality, which counts for them."""
    if kind != "actor" or not seeker.home:
        return BitMap()
    return shelf.alive - shelf.with_any("municipality", [None, *seeker.home])


def term_shares(shelf: Shelf, seeker: Seeker) -> Iterator[Share]:
    """Points for every term that a record shares, by the weight of its rule and by its rarity."""
    for vocabulary in VOCABULARIES:
        for term in seeker.terms[vocabulary]:
            yield shelf.with_any(vocabulary, [term]), weight_of(vocabulary, term) * rarity(vocabulary, term)


def weight_of(vocabulary: str, term: int) -> float:
    """The weight of the rule about ``term``."""
    is_first = vocabulary == "target_groups" and term in primary_groups()
    return WEIGHTS["primary-group" if is_first else RULE_OF[vocabulary]]


def other_shares(kind: str, shelf: Shelf, seeker: Seeker) -> Iterator[Share]:
    """Points for what is sought and offered, and for what actors did."""
    if kind == "call":
        for resource in seeker.wants | seeker.offers | usually_have(seeker.kinds):
            yield shelf.with_any("resources", [resource]), WEIGHTS["has-it"]
    if kind == "actor":
        for having in kinds_that_have(seeker.wants):
            yield shelf.with_any("kind", [having]), WEIGHTS["has-it"]
        makers = (shelf.place.get(maker) for maker in makers_of_alike(seeker))
        yield [slot for slot in makers if slot is not None], WEIGHTS["did-it"]


def makers_of_alike(seeker: Seeker) -> set[int]:
    """The keys of who made something similar to what ``seeker`` is about."""
    return {maker for _shared, deed in deeds_alike(seeker).values() for maker in deed.makers}


def whole(points: float) -> int:
    """``points`` in thousandths: whole numbers add up to the same in any order."""
    return round(points * 1000)
