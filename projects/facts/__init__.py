"""What the sources tell about practices, projects and partner regions: checked, and written."""

from .practices import PRACTICES
from .regions import REGIONS

FILES = [PRACTICES, REGIONS]
