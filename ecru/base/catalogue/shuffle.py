"""The order of equals: shuffled daily, so that A does not always come first."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from hashlib import sha256

from django.utils import timezone

PRIME = 999_983  # keys are multiplied modulo a prime, which is a permutation


def shuffle_of(day: date | None = None) -> tuple[Callable[[int], int], date]:
    """What gives each key its place among equals on ``day`` (today in Brussels when left out), and that day.

    The order changes every day and is the same all day, in every process.
    """
    day = day or timezone.localdate()
    factor, shift = _numbers(day)
    return lambda key: (key * factor + shift) % PRIME, day


@lru_cache(maxsize=4)
def _numbers(day: date) -> tuple[int, int]:
    digest = sha256(day.isoformat().encode("ascii")).digest()
    return int.from_bytes(digest[:4], "big") % (PRIME - 1) + 1, int.from_bytes(digest[4:8], "big") % PRIME
