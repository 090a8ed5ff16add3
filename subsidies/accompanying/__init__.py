"""Going along with a dossier: messages, tasks, the checklist, and help of an expert."""

from .helping import ask_help, helpers_for
from .messaging import need_no_answer, say
from .tasking import NewTask, do_task, give_task
from .ticking import Check, checklist, criteria_of, tick

__all__ = [
    "Check",
    "NewTask",
    "ask_help",
    "checklist",
    "criteria_of",
    "do_task",
    "give_task",
    "helpers_for",
    "need_no_answer",
    "say",
    "tick",
]
