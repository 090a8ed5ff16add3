"""Support: who gives what, to whom, how much, and by when; split by noun."""

from .accounts import BankAccount
from .advice import HandedBack, Review, ReviewCriterion, ReviewEvent, ReviewReaction, ReviewScore, Verdict
from .answering import MeasureAnswer
from .board import AgendaItem, BoardMeeting, ItemState, MeetingState, Seat, Vote
from .budget import OWN_KINDS, BudgetLine, CostKind, IncomeKind, Side, SupportAnswer
from .calls import Call
from .coverage import Checker, CoverageCheck
from .criteria import Criterion, CriterionKind
from .desk import BulkLetter, LetterCopy, PhasePace, SavedView
from .dossier_invitations import DossierInvitation, Reply
from .dossier_parts import DossierEvent, DossierPerson, DossierTask, ReceiptSequence
from .dossier_words import Outcome, Party, Place, TrackName
from .dossiers import Dossier, PhaseIsKept
from .envelopes import Envelope, EnvelopeRound, GivenBack
from .figures import ActorNote, Contact, DossierOrigin, Origin, PastDossier, PastImport, PastRow, never_asked
from .gaps import FinderGap
from .hands import LastHand
from .letters import DossierLetter, LetterKind, LetterText
from .measures import Measure
from .money import Agreement, Clawback, Instalment, Payment, PaymentBatch
from .past_agreements import PastAgreement
from .providers import Provider
from .question_words import AnswerKind, KnownFrom, Section
from .questions import Answer, Question
from .reports import FinalReport, ReportPicture, ReportReach
from .sending import CallDocument, CallExtension, DossierFile, LateSending, SentCopy, SentPaper
from .standing import Moment, Rhythm, Standing
from .tables import MeasureImport, MeasureImportRow
from .talk import DossierHelp, DossierMessage, DossierTick
from .words import Area, Certainty, Cumulation, LegalForm, Level, SupportForm

__all__ = [
    "OWN_KINDS",
    "ActorNote",
    "AgendaItem",
    "Agreement",
    "Answer",
    "AnswerKind",
    "Area",
    "BankAccount",
    "BoardMeeting",
    "BudgetLine",
    "BulkLetter",
    "Call",
    "CallDocument",
    "CallExtension",
    "Certainty",
    "Checker",
    "Clawback",
    "Contact",
    "CostKind",
    "CoverageCheck",
    "Criterion",
    "CriterionKind",
    "Cumulation",
    "Dossier",
    "DossierEvent",
    "DossierFile",
    "DossierHelp",
    "DossierInvitation",
    "DossierLetter",
    "DossierMessage",
    "DossierOrigin",
    "DossierPerson",
    "DossierTask",
    "DossierTick",
    "Envelope",
    "EnvelopeRound",
    "FinalReport",
    "FinderGap",
    "GivenBack",
    "HandedBack",
    "IncomeKind",
    "Instalment",
    "ItemState",
    "KnownFrom",
    "LastHand",
    "LateSending",
    "LegalForm",
    "LetterCopy",
    "LetterKind",
    "LetterText",
    "Level",
    "Measure",
    "MeasureAnswer",
    "MeasureImport",
    "MeasureImportRow",
    "MeetingState",
    "Moment",
    "Origin",
    "Outcome",
    "Party",
    "PastAgreement",
    "PastDossier",
    "PastImport",
    "PastRow",
    "Payment",
    "PaymentBatch",
    "PhaseIsKept",
    "PhasePace",
    "Place",
    "Provider",
    "Question",
    "ReceiptSequence",
    "Reply",
    "ReportPicture",
    "ReportReach",
    "Review",
    "ReviewCriterion",
    "ReviewEvent",
    "ReviewReaction",
    "ReviewScore",
    "Rhythm",
    "SavedView",
    "Seat",
    "Section",
    "SentCopy",
    "SentPaper",
    "Side",
    "Standing",
    "SupportAnswer",
    "SupportForm",
    "TrackName",
    "Verdict",
    "Vote",
    "never_asked",
]
