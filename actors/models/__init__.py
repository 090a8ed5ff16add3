"""The vocabulary of the cultural field, split by noun."""

from .actor import Actor, Scale
from .border import Border
from .consents import ExpertConsent, Share
from .contact import ContactMoment, QuestionStatus
from .desk import DeskItem, DeskState
from .experts import Availability, Expert, ExpertQuerySet, Fee, Language, Offer
from .freshness import FreshAnswer, Freshness, Rhythm
from .history import Act, Change, SlugRedirect
from .invitations import HandOver, Invitation, InvitationState
from .links import Membership, MembershipRole, MunicipalLink
from .municipality import Figure, Municipality, PopulationCount
from .names import ActorName
from .people import Role, User
from .questions import ActorQuerySet, VerifiedBy
from .reports import Fact, Report, ReportStatus
from .sign_ins import OutsideAccount, SignedIn
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
    "ExpertConsent",
    "ExpertQuerySet",
    "Fact",
    "Fee",
    "Figure",
    "FreshAnswer",
    "Freshness",
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
    "OutsideAccount",
    "PopulationCount",
    "QuestionStatus",
    "Report",
    "ReportStatus",
    "Rhythm",
    "Role",
    "SavedFilter",
    "Scale",
    "Share",
    "SignedIn",
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
