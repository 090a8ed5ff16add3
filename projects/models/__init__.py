"""What actors do together, split by noun."""

from .calls import Direction, Outcome, PartnerCall, Resource
from .initiatives import Answer, Project, ProjectPartner, Stage
from .material import PracticeFile, PracticePicture
from .practices import Consent, Licence, MakerRole, Money, People, Practice, PracticeActor, PracticeKind
from .reuses import HowItWent, Reuse
from .volunteers import HelpKind, Volunteer, VolunteerBlock, VolunteerRequest

__all__ = [
    "Answer",
    "Consent",
    "Direction",
    "HelpKind",
    "HowItWent",
    "Licence",
    "MakerRole",
    "Money",
    "Outcome",
    "PartnerCall",
    "People",
    "Practice",
    "PracticeActor",
    "PracticeFile",
    "PracticeKind",
    "PracticePicture",
    "Project",
    "ProjectPartner",
    "Resource",
    "Reuse",
    "Stage",
    "Volunteer",
    "VolunteerBlock",
    "VolunteerRequest",
]
