"""What actors do together, split by noun."""

from .calls import Direction, Outcome, PartnerCall, Resource
from .collections import Collection, CollectionItem
from .initiatives import Answer, Project, ProjectPartner, Stage
from .practices import Consent, MakerRole, Money, People, Practice, PracticeActor, PracticeKind
from .reuses import HowItWent, Reuse
from .volunteers import HelpKind, Volunteer, VolunteerBlock, VolunteerRequest

__all__ = [
    "Answer",
    "Collection",
    "CollectionItem",
    "Consent",
    "Direction",
    "HelpKind",
    "HowItWent",
    "MakerRole",
    "Money",
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
