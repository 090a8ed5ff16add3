"""Calls: answering them, closing them, asking whether they are still open, what came of them, and the figures."""

from .answers import answer_call
from .closing import (
    Result,
    close_by_link,
    close_call,
    extend_by_link,
    keep_by_link,
    reopen_call,
    tell_by_link,
)
from .counting import Figures, count_calls, counted_calls
from .daily import look_after_calls
from .reporting import report_call

__all__ = [
    "Figures",
    "Result",
    "answer_call",
    "close_by_link",
    "close_call",
    "count_calls",
    "counted_calls",
    "extend_by_link",
    "keep_by_link",
    "look_after_calls",
    "reopen_call",
    "report_call",
    "tell_by_link",
]
