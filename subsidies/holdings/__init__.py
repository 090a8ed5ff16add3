"""What we hold of somebody in support. Importing a module registers what it is about."""

from . import advice, answers, board, contacts, coverage, desk, dossiers, imports, questioning, sending

__all__ = [
    "advice",
    "answers",
    "board",
    "contacts",
    "coverage",
    "desk",
    "dossiers",
    "imports",
    "questioning",
    "sending",
]
from . import money

__all__ = ["answers", "coverage", "dossiers", "imports", "money"]
