"""The history of actors, experts, municipalities and what higher apps add: what changed, from what to what, and how to take it back."""

from .recording import (
    Deed,
    forget,
    forget_fields,
    note_added,
    note_deleted,
    recorded,
    recorded_beside,
    recorded_whole,
    write,
    write_all,
)
from .states import State, is_recorded, keep_history, parts_of, states, whole_of
from .telling import Difference, differences, label_of, shown
from .undoing import Refused, Step, in_words, may_undo, plan_of, undo

__all__ = [
    "Deed",
    "Difference",
    "Refused",
    "State",
    "Step",
    "differences",
    "forget",
    "forget_fields",
    "in_words",
    "is_recorded",
    "keep_history",
    "label_of",
    "may_undo",
    "note_added",
    "note_deleted",
    "parts_of",
    "plan_of",
    "recorded",
    "recorded_beside",
    "recorded_whole",
    "shown",
    "states",
    "undo",
    "whole_of",
    "write",
    "write_all",
]
