"""Practices: their directory, their page, what goes with them, asking who made them, doing them too, and proof."""

from .proving import NotYet, prove, unprove
from .reusing import Done, change_reuse, record_reuse, withdraw_reuse

__all__ = [
    "Done",
    "NotYet",
    "change_reuse",
    "prove",
    "record_reuse",
    "unprove",
    "withdraw_reuse",
]
