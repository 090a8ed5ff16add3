"""The order of a list: ties are shuffled daily, so that A does not always come first."""

from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import BigIntegerField, ExpressionWrapper, F, Value
from django.utils import timezone

PRIME = 999_983  # keeps pk * factor exact far beyond any list


def shuffled_daily(day: date | None = None) -> Any:
    """An expression that puts records in an order that changes every day and is the same all day, on every database.

    ``day``: today in Brussels when left out. Record keys are multiplied modulo a prime, which is a permutation.
    """
    day = day or timezone.localdate()
    digest = sha256(day.isoformat().encode("ascii")).digest()
    factor = int.from_bytes(digest[:4], "big") % (PRIME - 1) + 1
    shift = int.from_bytes(digest[4:8], "big") % PRIME
    whole = BigIntegerField()
    mixed = (F("pk") * Value(factor, whole) + Value(shift, whole)) % Value(PRIME, whole)
    return ExpressionWrapper(mixed, output_field=whole)
