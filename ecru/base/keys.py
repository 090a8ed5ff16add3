"""Keys of records, as an address or a form sends them: anything may come."""

from typing import Any

LONGEST_KEY = 18  # digits of a key that every database can hold


def is_key(value: Any) -> bool:
    """Whether ``value`` can be the key of a record: plain digits ("²" is a digit for Python, and no number), and not too many."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
