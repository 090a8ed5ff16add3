"""Cells: what a spreadsheet would take for a formula is written as text, and read back as what it was.

The rule is the one of OWASP ("CSV Injection"): a cell that starts with = + - @, a tab or a carriage return gets an
apostrophe before it, which spreadsheets take for "this is text". A cell that has apostrophes before such a sign gets
one more, so that taking one away always gives back the cell.
"""

import re
from datetime import datetime, time
from typing import Any

DANGEROUS = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
ESCAPED = re.compile(r"'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
THOUSANDS = re.compile(
    r"-?[0-9]{1,3}\.[0-9]{3}"
)  # 450.125: a number as a spreadsheet has it, and 450 thousand as Dutch writes it
LONGEST_CELL = 20_000
YES, NO = "ja", "nee"


def safe(text: str) -> str:
    """``text`` as it may stand in a cell.

    >>> safe("=1+1"), safe("'t Hoekske")
    ("'=1+1", "'t Hoekske")
    """
    return f"'{text}" if DANGEROUS.match(text) else text


def plain(text: str) -> str:
    """What ``safe`` made a cell of.

    >>> plain(safe("-5")), plain("'t Hoekske")
    ('-5', "'t Hoekske")
    """
    return text[1:] if ESCAPED.match(text) else text


def tidy(text: str) -> str:
    """``text`` with one kind of line end, without control characters, and without blanks around it."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def said(value: Any) -> str:
    """The text of one cell of a spreadsheet: numbers without a needless ``.0``, and never as Dutch writes thousands; days as 2026-11-21 (an hour after it), yes as "ja"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime):
        whole = value.time() == time.min
        return value.date().isoformat() if whole else value.isoformat(" ", "seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return f"{text}0" if isinstance(value, float) and THOUSANDS.fullmatch(text) else text
