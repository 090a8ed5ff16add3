"""Cells of spreadsheets: text that looks like a formula leaves as text and comes back as it was."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecru.base.spreadsheet import plain, safe
from ecru.base.spreadsheet.cells import said, tidy


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    assert plain(safe(text)) == text
    assert safe(text)[:1] not in set("=+-@\t\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+32", "-5", "@x", "'=x", "\tx", "\uff1dx"])
def test_what_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_an_apostrophe_of_the_language_stays() -> None:
    assert safe("'t Hoekske") == plain("'t Hoekske") == "'t Hoekske"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "ja"),
        (False, "nee"),
        (5.0, "5"),
        (5.25, "5.25"),
        (450.125, "450.1250"),
        (-1.001, "-1.0010"),
        (4500.125, "4500.125"),
        (datetime.fromisoformat("2026-11-21"), "2026-11-21"),
        (datetime.fromisoformat("2026-11-21T12:30"), "2026-11-21 12:30:00"),
        (440966354, "440966354"),
        ("x", "x"),
    ],
)
def test_values_become_text(value: Any, text: str) -> None:
    assert said(value) == text


def test_tidy_text_has_one_kind_of_line_end_and_no_control_characters() -> None:
    assert tidy(" a\r\nb\rc\x07\td ") == "a\nb\nc\td"
