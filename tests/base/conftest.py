"""What the tests of the ground floor share: each starts in Dutch, also after one that visited English pages."""

from tests.actors.conftest import in_dutch
from tests.base.link_cast import impatient, looking, site

__all__ = ["impatient", "in_dutch", "looking", "site"]
