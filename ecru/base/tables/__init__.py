"""Tables in and out: what goes out as a spreadsheet comes in again, row by row compared with what is known.

An app has its own columns (``columns.Table``), its own records of an import (``runs``), and what is particular to it in comparing,
writing and undoing; ``exchange.Exchange`` brings them together.
"""
