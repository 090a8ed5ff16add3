"""The queue of the editors: what people send in, and what an editor decides about it.

Every app registers the kinds of items that it knows with ``desk_kind``; this room knows none of them by name.
"""

from .deciding import Stale, Taken, accept, refuse, send_back
from .holding import hold, release
from .kinds import DeskKind, Impossible, all_kinds, desk_kind, kind_of
from .offering import offer, send_again, withdraw

__all__ = [
    "DeskKind",
    "Impossible",
    "Stale",
    "Taken",
    "accept",
    "all_kinds",
    "desk_kind",
    "hold",
    "kind_of",
    "offer",
    "refuse",
    "release",
    "send_again",
    "send_back",
    "withdraw",
]
