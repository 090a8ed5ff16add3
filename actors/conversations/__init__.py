"""Conversations: asking, answering, passing on, what people allow, and the mails about it."""

from .abuse import block, report_abuse, unblock
from .answering import MovedOn, NotNow, Said, close, see, write
from .asking import Asked, Blocked, Subject, ask, confirm, deliver
from .consent import agree_public, ask_team_along, disagree_public, send_team_away
from .reporting import Mistake, confirm_report, report, solve_own
from .routing import accept, pass_on, refuse, suggestions, take_back
from .seats import Seat, may_write, seat_of, seat_with

__all__ = [
    "Asked",
    "Blocked",
    "Mistake",
    "MovedOn",
    "NotNow",
    "Said",
    "Seat",
    "Subject",
    "accept",
    "agree_public",
    "ask",
    "ask_team_along",
    "block",
    "close",
    "confirm",
    "confirm_report",
    "deliver",
    "disagree_public",
    "may_write",
    "pass_on",
    "refuse",
    "report",
    "report_abuse",
    "seat_of",
    "seat_with",
    "see",
    "send_team_away",
    "solve_own",
    "suggestions",
    "take_back",
    "unblock",
    "write",
]
