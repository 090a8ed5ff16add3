"""What support adds to the pages of municipalities and projects, to people's own start page, and to what answers a need.

Importing a module registers what it adds.
"""

from . import advice, board, checking, contacts, dossiers, finding, gaps, keeping

__all__ = ["advice", "board", "checking", "contacts", "dossiers", "finding", "gaps", "keeping"]
