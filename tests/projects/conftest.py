"""Volunteers stand on actors, so their tests stand on those fixtures."""

from tests.actors.conftest import in_dutch, visitor
from tests.projects.sharing_cast import an, draft, hers, shown, tom, youth
from tests.projects.volunteer_cast import amir, choir, in_dutch_here, noor, request_of_noor, volunteer

__all__ = [
    "amir",
    "an",
    "choir",
    "draft",
    "hers",
    "in_dutch",
    "in_dutch_here",
    "noor",
    "request_of_noor",
    "shown",
    "tom",
    "visitor",
    "volunteer",
    "youth",
]
