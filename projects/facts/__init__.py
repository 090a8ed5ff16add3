"""What the sources tell about practices, projects and partner regions: checked, and written."""

from .collections import COLLECTIONS
from .practices import PRACTICES
from .regions import REGIONS

FILES = [PRACTICES, REGIONS, COLLECTIONS]
