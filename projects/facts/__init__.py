"""What the sources tell about practices, projects and partner regions: checked, and written."""

from .collections import COLLECTIONS
from .practices import PRACTICES
from .regions import REGIONS
from .step_plans import STEP_PLANS

FILES = [PRACTICES, REGIONS, STEP_PLANS, COLLECTIONS]
