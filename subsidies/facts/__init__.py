"""What the sources tell about support: checked, and written."""

from .measures import MEASURES
from .support import SUPPORT

FILES = [SUPPORT, MEASURES]
