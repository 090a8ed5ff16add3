"""Loading the real facts once more, over all that they made before."""

import pytest

from tests.actors.folder import Load, dump

pytestmark = pytest.mark.usefixtures("all_facts")


@pytest.mark.unmeasured
def test_a_second_load_of_everything_changes_nothing() -> None:
    before = dump()
    result = Load(None)
    assert result.refused == ""
    assert result.counts("actors.json") == {
        "created": 0,
        "updated": 0,
        "unchanged": 234,
        "kept": 0,
        "refused": 0,
    }
    assert dump() == before
