"""The queue of the editors: what people send in, and what an editor decides about it.

Every app registers the kinds of items that it knows with ``desk_kind``; this room knows none of them by name.
"""

from .deciding import Stale, Taken, accept, refuse, send_back
from .holding import hold, release
from .kinds import DeskKind, Impossible, all_kinds, desk_kind, kind_of
from .offering import Wish, offer, send_again, wish_of, withdraw
from .publishing import accept_published
from .tasks import TASK, ask_once, close_done, give_task
from .wishes import Waiting, Wanted, ask_editors

__all__ = [
    "TASK",
    "DeskKind",
    "Impossible",
    "Stale",
    "Taken",
    "Waiting",
    "Wanted",
    "Wish",
    "accept",
    "accept_published",
    "all_kinds",
    "ask_editors",
    "ask_once",
    "close_done",
    "desk_kind",
    "give_task",
    "hold",
    "kind_of",
    "offer",
    "refuse",
    "release",
    "send_again",
    "send_back",
    "wish_of",
    "withdraw",
]
