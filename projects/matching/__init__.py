"""Matching: who and what goes together, and why.

``rules`` is the table; start there. ``suggest`` reduces a record to what counts (``seeker``), lets the database choose what
comes into question (``leaving_out``, ``narrowing``), weighs that by the rules (``candidates``, ``finding``) and says why.
"""

from .rules import RULES, Rule
from .showing import block_for
from .suggesting import Suggestion, suggest

__all__ = ["RULES", "Rule", "Suggestion", "block_for", "suggest"]
