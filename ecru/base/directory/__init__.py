"""The machinery of every directory: filters that combine, counts that tell what a choice would give, pages, ways out.

A directory declares its facets on a ``Directory``; the address says everything, and anything in it is accepted.
"""

from .directory import Chip, Directory, Sort, Suggestion
from .facets import Facet, Option, OptionGroup
from .pages import Pager

__all__ = [
    "Chip",
    "Directory",
    "Facet",
    "Option",
    "OptionGroup",
    "Pager",
    "Sort",
    "Suggestion",
]
