"""The vocabulary of the cultural field, split by noun."""

from .actor import Actor, Scale
from .contact import ContactMoment, QuestionStatus
from .municipality import Figure, Municipality, PopulationCount
from .names import ActorName
from .people import Role, User
from .questions import ActorQuerySet, VerifiedBy
from .reports import Report, ReportStatus
from .vocabulary import ActorKind, Discipline, Source, TargetGroup, Term, TermGroup, Theme, Topic

__all__ = [
    "Actor",
    "ActorKind",
    "ActorName",
    "ActorQuerySet",
    "ContactMoment",
    "Discipline",
    "Figure",
    "Municipality",
    "PopulationCount",
    "QuestionStatus",
    "Report",
    "ReportStatus",
    "Role",
    "Scale",
    "Source",
    "TargetGroup",
    "Term",
    "TermGroup",
    "Theme",
    "Topic",
    "User",
    "VerifiedBy",
]
