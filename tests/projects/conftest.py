"""Volunteers stand on actors, so their tests stand on those fixtures."""

from tests.actors.conftest import in_dutch, visitor
from tests.projects.volunteer_cast import amir, choir, in_dutch_here, noor, request_of_noor, volunteer

__all__ = ["amir", "choir", "in_dutch", "in_dutch_here", "noor", "request_of_noor", "visitor", "volunteer"]
