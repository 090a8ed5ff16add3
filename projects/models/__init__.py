"""What actors do together, split by noun."""

from .calls import Direction, Outcome, PartnerCall, Resource
from .initiatives import Answer, Project, ProjectPartner, Stage
from .not_relevant import NotRelevant
from .practices import Consent, MakerRole, Money, People, Practice, PracticeActor, PracticeKind
from .reuses import HowItWent, Reuse
from .volunteers import HelpKind, Volunteer, VolunteerBlock, VolunteerRequest

__all__ = [
    "Answer",
    "Consent",
    "Direction",
    "HelpKind",
    "HowItWent",
    "MakerRole",
    "Money",
    "NotRelevant",
    "Outcome",
    "PartnerCall",
    "People",
    "Practice",
    "PracticeActor",
    "PracticeKind",
    "Project",
    "ProjectPartner",
    "Resource",
    "Reuse",
    "Stage",
    "Volunteer",
    "VolunteerBlock",
    "VolunteerRequest",
]
