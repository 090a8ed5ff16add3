"""The facts of the field, file by file, in the order in which they stand on each other."""

from .actors import ACTORS
from .experts import EXPERTS
from .municipalities import GEOGRAPHY, MUNICIPALITIES
from .needs import NEEDS
from .vocabularies import HEADINGS, OTHER_WORDS, VOCABULARIES

FILES = [VOCABULARIES, HEADINGS, OTHER_WORDS, MUNICIPALITIES, GEOGRAPHY, ACTORS, EXPERTS, NEEDS]

__all__ = ["FILES"]
