"""What actors do together, split by noun."""

from .volunteers import HelpKind, Volunteer, VolunteerBlock, VolunteerRequest

__all__ = ["HelpKind", "Volunteer", "VolunteerBlock", "VolunteerRequest"]
