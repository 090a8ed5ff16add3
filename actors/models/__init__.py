"""The vocabulary of the cultural field, split by noun."""

from .actor import Actor, Scale
from .border import Border
from .contact import ContactMoment, QuestionStatus
from .desk import DeskItem, DeskState
from .experts import Availability, Expert, ExpertQuerySet, Fee, Language, Offer
from .history import Act, Change, SlugRedirect
from .invitations import HandOver, Invitation, InvitationState
from .links import Membership, MembershipRole, MunicipalLink
from .municipality import Figure, Municipality, PopulationCount
from .names import ActorName
from .people import Role, User
from .questions import ActorQuerySet, VerifiedBy
from .reports import Fact, Report, ReportStatus
from .tables import ImportRow, ImportRun, SavedFilter, TableExport
from .vocabulary import ActorKind, Discipline, Source, TargetGroup, Term, TermGroup, Theme, Topic

__all__ = [
    "Act",
    "Actor",
    "ActorKind",
    "ActorName",
    "ActorQuerySet",
    "Availability",
    "Border",
    "Change",
    "ContactMoment",
    "DeskItem",
    "DeskState",
    "Discipline",
    "Expert",
    "ExpertQuerySet",
    "Fact",
    "Fee",
    "Figure",
    "HandOver",
    "ImportRow",
    "ImportRun",
    "Invitation",
    "InvitationState",
    "Language",
    "Membership",
    "MembershipRole",
    "MunicipalLink",
    "Municipality",
    "Offer",
    "PopulationCount",
    "QuestionStatus",
    "Report",
    "ReportStatus",
    "Role",
    "SavedFilter",
    "Scale",
    "SlugRedirect",
    "Source",
    "TableExport",
    "TargetGroup",
    "Term",
    "TermGroup",
    "Theme",
    "Topic",
    "User",
    "VerifiedBy",
]
