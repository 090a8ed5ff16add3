"""Matching: who and what goes together, and why.

``rules`` is the table; start there. ``suggest`` reduces a record to what counts (``seeker``), chooses what comes into
question (``leaving_out``, ``narrowing``), weighs that by the rules (``candidates``, ``finding``) and says why.
"""

from .rules import RULES, Rule
from .showing import block_for, blocks_for
from .suggesting import Suggestion, suggest, suggest_each

__all__ = ["RULES", "Rule", "Suggestion", "block_for", "blocks_for", "suggest", "suggest_each"]
