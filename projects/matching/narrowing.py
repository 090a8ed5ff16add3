"""Which records come into question: the catalogues add up what they share with who seeks, and give the most promising ones.

From memory, whatever the number of records: every term gives points to those that have it. Then ``leaving_out`` says which of
these may be suggested.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import heappop, heappush
from itertools import accumulate, count, groupby, islice, takewhile
from operator import itemgetter
from typing import NamedTuple

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
TURN = 0.5  # points by which who scores about as well takes turns; half of it for who is not small
ROUNDED = 0.05  # what a hundred shares lose at most by being added up in thousandths
RULE_OF = {"target_groups": "group", "themes": "theme", "disciplines": "discipline"}

Share = tuple[BitMap, float]  # slots of a shelf, and the points that each of them gets


class Hope(NamedTuple):
    """What a record may come to: the most points of reasons that may stand alone, the most of all others, and its slot."""

    carrying: float
    adding: float
    slot: int

    @property
    def most(self) -> float:
        """No score is higher."""
        return self.carrying + self.adding


def narrowed(seeker: Seeker, allowed: Mapping[str, Test], today: date) -> dict[str, list[Hope]]:
    """At most sixty records of every kind in ``allowed`` that share most with ``seeker``, by kind; from memory.

    ``allowed``: by kind, what says whether a record may be suggested. Who cannot come to enough is left out.
    """
    return {kind: hopes(kind, seeker, test, today) for kind, test in allowed.items()}


def hopes(kind: str, seeker: Seeker, test: Test, today: date) -> list[Hope]:
    """What the records of ``kind`` may come to that share most and pass ``test``."""
    shelf = seeker.shelf(kind)
    shared = (pair for pair in most_shared(kind, seeker, today) if test(shelf.keys[pair[1]]))
    carrying, adding = list(not_counted(kind, shelf, seeker)), list(besides(kind, shelf, seeker))
    found = (
        Hope(total / 1000 + ROUNDED + most_of(carrying, slot), TURN + most_of(adding, slot), slot)
        for total, slot in islice(shared, MOST)
    )
    return [hope for hope in found if hope.carrying >= ENOUGH]


def most_of(shares: Iterable[Share], slot: int) -> float:
    """The points of ``shares`` that ``slot`` has."""
    return sum([points for slots, points in shares if slot in slots])


def most_shared(kind: str, seeker: Seeker, today: date) -> Iterator[tuple[int, int]]:
    """The five hundred of ``kind`` that share most, and enough: thousandths of points, and slots.

    The best first, counted as another municipality; equal sums are shuffled daily.
    """
    shelf, (shuffle, _day) = seeker.shelf(kind), shuffle_of(today)

    def turn(slot: int) -> tuple[int, int]:
        return shuffle(shelf.keys[slot]), shelf.keys[slot]

    open_to = shelf.alive
    for name in NEVER if kind == "actor" else ():
        open_to = open_to - shelf.with_any(name, [True])
    shares = [
        (open_to & slots, whole(score))
        for slots, score in [*term_shares(shelf, seeker), *other_shares(kind, shelf, seeker)]
    ]
    least = 0 if kind == "call" else whole(TOO_LITTLE)
    away, bonus = elsewhere(kind, shelf, seeker), whole(WEIGHTS["near"])
    equals: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for total, slot in takewhile(lambda found: found[0] >= least, first(shares, turn)):
        equals[total + (bonus if slot in away else 0)].append((total, slot))
    for points in sorted(equals, reverse=True):
        yield from sorted(equals[points], key=lambda found: turn(found[1]))


def first(
    shares: Sequence[tuple[BitMap, int]], turn: Callable[[int], tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The points and slots of the five hundred with the most points; ``turn`` puts equal ones in order."""
    room = JOINED
    for total, parts in groupby(by_points(shares), key=itemgetter(0)):
        slots = [slot for _total, docs in parts for slot in docs]
        if len(slots) > room:
            slots = sorted(slots, key=turn)[:room]
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
        yield slots_of(shelf, makers_of_alike(seeker)), WEIGHTS["did-it"]


def not_counted(kind: str, shelf: Shelf, seeker: Seeker) -> Iterator[Share]:
    """The most points of reasons that may stand alone which ``most_shared`` does not add up, and to whom."""
    if kind == "actor":
        yield slots_of(shelf, makers_of_alike(seeker)), WEIGHTS["did-it-in"] - WEIGHTS["did-it"]
    if kind == "call":
        yield shelf.with_any("resources", seeker.wants | seeker.offers), WEIGHTS["opposite-call"]


def besides(kind: str, shelf: Shelf, seeker: Seeker) -> Iterator[Share]:
    """The most points of reasons that only add, and to whom."""
    colleagues = max((rarity("kind", key) for key in seeker.kinds), default=0.0)
    if seeker.home:
        place = "municipality" if kind == "actor" else "municipalities"
        yield shelf.alive - shelf.with_any(place, seeker.home), WEIGHTS["near"]
    if kind == "actor":
        yield shelf.with_any("kind", seeker.kinds), WEIGHTS["colleagues"] * colleagues
        yield shelf.with_any("active_in", seeker.home), WEIGHTS["works-here"]
        yield shelf.alive if seeker.wants else BitMap(), WEIGHTS["knows"]
    if kind == "practice":
        yield shelf.alive, WEIGHTS["made-by-colleagues"] * colleagues
        yield shelf.with_any("proven", [True]), WEIGHTS["proven"]


def slots_of(shelf: Shelf, keys: Iterable[int]) -> BitMap:
    """Where the records with ``keys`` are on ``shelf``, those that are."""
    return BitMap([slot for key in keys if (slot := shelf.place.get(key)) is not None])


def makers_of_alike(seeker: Seeker) -> set[int]:
    """The keys of who made something similar to what ``seeker`` is about."""
    return {maker for _shared, deed in deeds_alike(seeker).values() for maker in deed.makers}


def whole(points: float) -> int:
    """``points`` in thousandths: whole numbers add up to the same in any order."""
    return round(points * 1000)
