"""The admin of the field at ``/beheer/``, split by noun. Importing a module registers what it holds."""

from . import (
    actor,
    changes,
    desk,
    experts,
    history,
    municipality,
    outbox,
    people,
    public_answers,
    start,
    tables,
    vocabulary,
)

__all__ = [
    "actor",
    "changes",
    "desk",
    "experts",
    "history",
    "municipality",
    "outbox",
    "people",
    "public_answers",
    "start",
    "tables",
    "vocabulary",
]
