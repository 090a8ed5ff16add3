"""The form of a round in a dossier: saving answers, what we know already, copying questions, and asking others to write along."""

from .copying import copy_questions
from .inviting import Wish, answer_invitation, change_place, invite, take_away, take_back
from .prefilling import Suggestion, suggestions
from .saving import save_answers

__all__ = [
    "Suggestion",
    "Wish",
    "answer_invitation",
    "change_place",
    "copy_questions",
    "invite",
    "save_answers",
    "suggestions",
    "take_away",
    "take_back",
]
