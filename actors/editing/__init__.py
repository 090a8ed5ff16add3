"""People keep the record of their own actor right: most of it at once, the rest after an editor looked."""

from .changing import Clash, Conflict, Done, Typed, as_shown, change, confirm_all, meet
from .past import Line, line_of, past, undo_own, what_undoing_does
from .pictures import KEPT_FOR, forget_old_pictures
from .reading import WAITS, mark, marks, read_marks
from .waiting import CHANGES, Waiting, take_back, waiting_for

__all__ = [
    "CHANGES",
    "KEPT_FOR",
    "WAITS",
    "Clash",
    "Conflict",
    "Done",
    "Line",
    "Typed",
    "Waiting",
    "as_shown",
    "change",
    "confirm_all",
    "forget_old_pictures",
    "line_of",
    "mark",
    "marks",
    "meet",
    "past",
    "read_marks",
    "take_back",
    "undo_own",
    "waiting_for",
    "what_undoing_does",
]
