"""The vocabulary of the cultural field, split by noun."""

from .actor import Actor, Scale
from .border import Border
from .municipality import Figure, Municipality, PopulationCount
from .names import ActorName
from .people import Role, User
from .questions import ActorQuerySet, VerifiedBy
from .vocabulary import ActorKind, Discipline, Source, TargetGroup, Term, TermGroup, Theme, Topic

__all__ = [
    "Actor",
    "ActorKind",
    "ActorName",
    "ActorQuerySet",
    "Border",
    "Discipline",
    "Figure",
    "Municipality",
    "PopulationCount",
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
