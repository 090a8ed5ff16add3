"""What the tests of the ground floor share: each starts in Dutch, also after one that visited English pages."""

from tests.actors.conftest import in_dutch

__all__ = ["in_dutch"]
