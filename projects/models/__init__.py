"""What actors do together, split by noun."""

from .call_parts import CallAnswer, CallQuestion
from .calls import Direction, Outcome, PartnerCall, Resource
from .collections import Collection, CollectionItem
from .initiatives import Answer, Project, ProjectPartner, Stage
from .makers import Consent, MakerRole, PracticeActor
from .material import PracticeFile, PracticePicture
from .need_answers import NeedAnswer
from .not_relevant import NotRelevant
from .practices import Licence, Money, People, Practice, PracticeKind
from .regions import EuropeanProject, Region, RegionPart
from .reuses import HowItWent, Reuse
from .step_plans import PlanStep, StepPlan, StepTick
from .steps import StateChange, What
from .volunteers import HelpKind, Volunteer, VolunteerBlock, VolunteerRequest

__all__ = [
    "Answer",
    "CallAnswer",
    "CallQuestion",
    "Collection",
    "CollectionItem",
    "Consent",
    "Direction",
    "EuropeanProject",
    "HelpKind",
    "HowItWent",
    "Licence",
    "MakerRole",
    "Money",
    "NeedAnswer",
    "NotRelevant",
    "Outcome",
    "PartnerCall",
    "People",
    "PlanStep",
    "Practice",
    "PracticeActor",
    "PracticeFile",
    "PracticeKind",
    "PracticePicture",
    "Project",
    "ProjectPartner",
    "Region",
    "RegionPart",
    "Resource",
    "Reuse",
    "Stage",
    "StateChange",
    "StepPlan",
    "StepTick",
    "Volunteer",
    "VolunteerBlock",
    "VolunteerRequest",
    "What",
]
