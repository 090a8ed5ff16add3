"""The admin of the field at ``/beheer/``, split by noun. Importing a module registers what it holds."""

from . import actor, changes, experts, history, municipality, people, start, tables, vocabulary

__all__ = [
    "actor",
    "changes",
    "experts",
    "history",
    "municipality",
    "people",
    "start",
    "tables",
    "vocabulary",
]
