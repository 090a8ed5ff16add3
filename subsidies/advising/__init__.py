"""Advice of experts: who can be asked, asking, declaring, scoring, and what it adds up to."""

from .adding import Summary, summary_of
from .asking import ask_expert, reopen
from .declaring import Answer, answer
from .proposing import Proposal, proposals
from .scoring import give, react, save, written

__all__ = [
    "Answer",
    "Proposal",
    "Summary",
    "answer",
    "ask_expert",
    "give",
    "proposals",
    "react",
    "reopen",
    "save",
    "summary_of",
    "written",
]
