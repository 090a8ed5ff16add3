"""The history of actors, experts and municipalities: what changed, from what to what, and how to take it back."""

from .recording import Deed, forget, forget_fields, note_added, note_deleted, recorded, recorded_beside, write
from .states import State, is_recorded, states
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
    "label_of",
    "may_undo",
    "note_added",
    "note_deleted",
    "plan_of",
    "recorded",
    "recorded_beside",
    "shown",
    "states",
    "undo",
    "write",
]
