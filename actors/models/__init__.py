"""The vocabulary of the cultural field, split by noun."""

from .actor import Actor, ActorName, ActorQuerySet, Scale, VerifiedBy
from .municipality import Figure, Municipality, PopulationCount
from .people import Role, User
from .vocabulary import ActorKind, Discipline, Source, TargetGroup, Term, TermGroup, Theme, Topic

__all__ = [
    "Actor",
    "ActorKind",
    "ActorName",
    "ActorQuerySet",
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
