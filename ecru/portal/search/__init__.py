"""Search across everything: groups of hits by kind, what matched in each, and suggestions while somebody types.

Every kind of record keeps its own catalogue (``ecru.base.catalogue``); here they are asked together. A new kind is a
line in ``kinds.KINDS``.
"""

from .answer import Group, SearchResult, search
from .kinds import KINDS, Kind
from .suggestions import Suggestion, suggest

__all__ = ["KINDS", "Group", "Kind", "SearchResult", "Suggestion", "search", "suggest"]
