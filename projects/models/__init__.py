"""What actors do together, split by noun."""

from .call_parts import CallAnswer, CallQuestion
from .calls import Direction, Outcome, PartnerCall, Resource
from .initiatives import Answer, Project, ProjectPartner, Stage
from .practices import Consent, MakerRole, Money, People, Practice, PracticeActor, PracticeKind
from .reuses import HowItWent, Reuse
from .steps import StateChange, What
from .volunteers import HelpKind, Volunteer, VolunteerBlock, VolunteerRequest

__all__ = [
    "Answer",
    "CallAnswer",
    "CallQuestion",
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
    "StateChange",
    "Volunteer",
    "VolunteerBlock",
    "VolunteerRequest",
    "What",
]
