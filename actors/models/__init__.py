"""The vocabulary of the cultural field, split by noun."""

from .actor import Actor, Scale
from .border import Border
from .consents import ExpertConsent, Share
from .conversation_parts import (
    Block,
    ConversationEvent,
    Happening,
    Message,
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
    Outcome,
    Report,
    Side,
)
from .desk import DeskItem, DeskState
from .experts import Availability, Expert, ExpertQuerySet, Fee, Language, Offer
from .freshness import FreshAnswer, Freshness, Rhythm
from .history import Act, Change, SlugRedirect
from .invitations import HandOver, Invitation, InvitationState
from .links import Membership, MembershipRole, MunicipalLink
from .municipality import Figure, Municipality, PopulationCount
from .names import ActorName
from .needs import Need, NeedKind, NeedStatus, NeedVoice, Origin
from .people import Role, User
from .public_answers import PublicAnswer
from .questions import ActorQuerySet, VerifiedBy
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
    "ExpertConsent",
    "ExpertQuerySet",
    "Fact",
    "Fee",
    "Figure",
    "FreshAnswer",
    "Freshness",
    "HandOver",
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
    "Need",
    "NeedKind",
    "NeedStatus",
    "NeedVoice",
    "Offer",
    "Origin",
    "Outcome",
    "OutsideAccount",
    "Participant",
    "Passing",
    "PassingState",
    "PopulationCount",
    "PublicAnswer",
    "Report",
    "Rhythm",
    "Role",
    "SavedFilter",
    "Scale",
    "Share",
    "Side",
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
