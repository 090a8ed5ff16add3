"""Merging two actors into one: every field is chosen, every relation follows, the old address leads to the new one."""

from .choices import A, B, Choice, choices_for, fuller
from .following import Gathered, gathered
from .merging import Gone, Merger, Refused, Stale, survivor_of

__all__ = [
    "A",
    "B",
    "Choice",
    "Gathered",
    "Gone",
    "Merger",
    "Refused",
    "Stale",
    "choices_for",
    "fuller",
    "gathered",
    "survivor_of",
]
