"""Actors as a table: what goes out as a spreadsheet comes in again, row by row compared with what we know."""

from .columns import ActorTable, headers_of, table
from .comparing import answer_all, answer_some, compare_some
from .sending import NotOurs, send
from .undoing import undo
from .writing import Changed, write

__all__ = [
    "ActorTable",
    "Changed",
    "NotOurs",
    "answer_all",
    "answer_some",
    "compare_some",
    "headers_of",
    "send",
    "table",
    "undo",
    "write",
]
