"""Adding up what records share: the best sums come first, and they are the same as counted one by one."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from projects.matching.narrowing import by_points

SHARES = st.lists(st.tuples(st.sets(st.integers(0, 40), max_size=30), st.integers(0, 9000)), max_size=9)


@settings(max_examples=60)
@given(SHARES)
def test_sums_are_those_of_counting_one_by_one(shares: list[tuple[set[int], int]]) -> None:
    found = list(by_points([(BitMap(slots), points) for slots, points in shares]))
    assert all(more >= fewer for (more, _slots), (fewer, _others) in pairwise(found))
    sums = {
        slot: sum(points for slots, points in shares if slot in slots)
        for slot in set().union(*(slots for slots, points in shares if points))
    }
    assert {slot: total for total, slots in found for slot in slots} == sums
    assert sum(len(slots) for _total, slots in found) == len(sums)
