"""Volunteers: their own profile, being asked, answering, and what is forgotten."""

from .daily import close_silent_requests, forget_requests
from .holding import volunteer_holding
from .profiles import delete_volunteer, save_volunteer, start_volunteer, stop_volunteer, unblock
from .requests import Answer, Wish, answer_request, ask_volunteer, forget_sent

__all__ = [
    "Answer",
    "Wish",
    "answer_request",
    "ask_volunteer",
    "close_silent_requests",
    "delete_volunteer",
    "forget_requests",
    "forget_sent",
    "save_volunteer",
    "start_volunteer",
    "stop_volunteer",
    "unblock",
    "volunteer_holding",
]
