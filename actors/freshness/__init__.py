"""Keeping pages right: the question to the people of an actor, their answer, and what follows from silence.

When what happens is in ``actors.models.timetable``; here it is carried out.
"""

from .answering import Closed, confirm, confirm_by_link, tell_stopped
from .asking import NotNow, ask_for_freshness, ask_now
from .deciding import BACK, STOPPED
from .panel import questions_that_wait
from .rhythm import Refused, choose_rhythm, known_freshness, pause, resume

__all__ = [
    "BACK",
    "STOPPED",
    "Closed",
    "NotNow",
    "Refused",
    "ask_for_freshness",
    "ask_now",
    "choose_rhythm",
    "confirm",
    "confirm_by_link",
    "known_freshness",
    "pause",
    "questions_that_wait",
    "resume",
    "tell_stopped",
]
