"""The vocabulary of the cultural field, split by noun."""

from .actor import Actor, Scale
from .border import Border
from .conversation_parts import (
    Block,
    ConversationEvent,
    Happening,
    Participant,
    Passing,
    PassingState,
)
from .conversations import (
    ContactMoment,
    Conversation,
    ConversationKind,
    ConversationState,
    Fact,
    Message,
    Outcome,
    Report,
    Side,
)
from .desk import DeskItem, DeskState
from .experts import Availability, Expert, ExpertQuerySet, Fee, Language, Offer
from .history import Act, Change, SlugRedirect
from .invitations import Invitation, InvitationState
from .links import Membership, MembershipRole, MunicipalLink
from .municipality import Figure, Municipality, PopulationCount
from .names import ActorName
from .people import Role, User
from .public_answers import PublicAnswer
from .questions import ActorQuerySet, VerifiedBy
from .tables import ImportRow, ImportRun, SavedFilter, TableExport
from .vocabulary import ActorKind, Discipline, Source, TargetGroup, Term, TermGroup, Theme, Topic

__all__ = [
    "Act",
    "Actor",
    "ActorKind",
    "ActorName",
    "ActorQuerySet",
    "Availability",
    "Block",
    "Border",
    "Change",
    "ContactMoment",
    "Conversation",
    "ConversationEvent",
    "ConversationKind",
    "ConversationState",
    "DeskItem",
    "DeskState",
    "Discipline",
    "Expert",
    "ExpertQuerySet",
    "Fact",
    "Fee",
    "Figure",
    "Happening",
    "ImportRow",
    "ImportRun",
    "Invitation",
    "InvitationState",
    "Language",
    "Membership",
    "MembershipRole",
    "Message",
    "MunicipalLink",
    "Municipality",
    "Offer",
    "Outcome",
    "Participant",
    "Passing",
    "PassingState",
    "PopulationCount",
    "PublicAnswer",
    "Report",
    "Role",
    "SavedFilter",
    "Scale",
    "Side",
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
