"""Paying what was granted: agreement, account, instalments, batches for the bank, what comes back, and the budget by year."""

from .accounts import confirm_account, confirm_by_phone, give_account
from .agreeing import Terms, draw_up, move_report_day
from .batching import make_batch, note_failed, note_paid
from .returning import ask_back, end_claim, let_lapse
from .standing import lines_of

__all__ = [
    "Terms",
    "ask_back",
    "confirm_account",
    "confirm_by_phone",
    "draw_up",
    "end_claim",
    "give_account",
    "let_lapse",
    "lines_of",
    "make_batch",
    "move_report_day",
    "note_failed",
    "note_paid",
]
