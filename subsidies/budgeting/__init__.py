"""Budgets of dossiers: storing the plan, storing what it became, and telling both as tables."""

from .saving import Moved, mark_of_actuals, mark_of_plan, may_plan, save_actuals, save_plan
from .telling import Table, cells_of, gap_in_words, headers_of, sheet_headers, sheet_rows, tables_of

__all__ = [
    "Moved",
    "Table",
    "cells_of",
    "gap_in_words",
    "headers_of",
    "mark_of_actuals",
    "mark_of_plan",
    "may_plan",
    "save_actuals",
    "save_plan",
    "sheet_headers",
    "sheet_rows",
    "tables_of",
]
