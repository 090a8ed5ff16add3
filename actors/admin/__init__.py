"""The admin of the field at ``/beheer/``, split by noun. Importing a module registers what it holds."""

from . import (
    actor,
    audit,
    changes,
    daily,
    desk,
    experts,
    history,
    membership,
    municipality,
    outbox,
    people,
    public_answers,
    saved,
    start,
    tables,
    vocabulary,
)

__all__ = [
    "actor",
    "audit",
    "changes",
    "daily",
    "desk",
    "experts",
    "history",
    "membership",
    "municipality",
    "outbox",
    "people",
    "public_answers",
    "saved",
    "start",
    "tables",
    "vocabulary",
]
