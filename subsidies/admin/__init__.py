"""Support in the admin; a module per noun."""

from . import measures, questions, rounds, tables, words

__all__ = ["measures", "questions", "rounds", "tables", "words"]
