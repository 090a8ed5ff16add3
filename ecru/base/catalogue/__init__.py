"""Catalogues: what everyone may see of one model, in memory, as sets of numbers, for search and filters.

A catalogue is a copy of columns that the database holds; the edition (docs/decisions/0007) keeps it right. Counting every
answer of every filter takes a millisecond, and search looks in the list of distinct words instead of in every text.
"""

from .catalogue import Catalogue, Plan
from .reading import Reading
from .shelf import Found, Row, Shelf

__all__ = ["Catalogue", "Found", "Plan", "Reading", "Row", "Shelf"]
