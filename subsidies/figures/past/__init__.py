"""Dossiers from before the portal, as a table: read row by row, shown before anything is made, made once, and taken back whole."""

from .columns import COLUMNS, MOST_ROWS, headers
from .keeping import bring_in, newest, receive, stop, take_back

__all__ = ["COLUMNS", "MOST_ROWS", "bring_in", "headers", "newest", "receive", "stop", "take_back"]
