"""What can be the key of a record, of all that an address or a form may send."""

import pytest

from ecru.base.keys import LONGEST_KEY, is_key


@pytest.mark.parametrize("sent", ["7", 7, "007", "9" * LONGEST_KEY])
def test_plain_digits_can_be_a_key(sent: object) -> None:
    assert is_key(sent)


@pytest.mark.parametrize("sent", ["", "-1", "1.0", "1e3", "²", "٣", "7\0", " 7", "9" * 5000, None])
def test_anything_else_cannot(sent: object) -> None:
    assert not is_key(sent)
