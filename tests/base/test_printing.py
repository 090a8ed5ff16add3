"""Documents on paper: what somebody typed is never markup, every character prints, and the file is one that screen readers can read."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from ecru.base.printing import DRAWN, NO_GLYPH, NotPrintable, printed, showable

NOON = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)


def letter(**changes: Any) -> bytes:
    values = {
        "places": ["genk", "as"],
        "to": ["Koor Zonder Naam", "3600 Genk"],
        "date": "21 november 2026",
        "body": "Beste\n\nEén regel.",
        "facts": [["Nummer", "2026-0042"], ["Leeg", None]],
        "signed": ["ECRU"],
        "footer": "2026-0042",
        "of": "van",
    }
    return printed("print/letter.typ", values | changes, title="Ontvangst", at=NOON)


def read(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def test_it_says_what_it_is_and_in_which_language() -> None:
    reader = PdfReader(io.BytesIO(letter()))
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Ontvangst"
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    with override("en"):
        english: Any = PdfReader(io.BytesIO(letter())).trailer["/Root"]
    assert english["/Lang"] == "en"


def test_the_same_words_give_the_same_bytes() -> None:
    assert letter() == letter()
    assert letter() != letter(footer="2026-0043")


def test_a_fact_that_says_nothing_is_left_out() -> None:
    said = read(letter())
    assert "2026-0042" in said
    assert "Leeg" not in said


@pytest.mark.parametrize(
    "typed", ['#panic("x")', "*vet* _schuin_ $x^2$", "<script>", '#import "/etc/passwd"', "= Kop", "\\", "@a"]
)
def test_what_somebody_typed_stands_there_as_typed(typed: str) -> None:
    assert typed in read(letter(body=typed))


def test_every_character_that_we_promise_can_be_drawn() -> None:
    promised = "".join(chr(code) for first, last in DRAWN for code in range(first, last + 1))
    assert showable(promised).count(NO_GLYPH) == 1  # the square itself
    letter(body=showable(promised))


def test_what_the_fonts_lack_is_a_square_and_what_steers_goes() -> None:
    assert showable({"a": ["Feest 🎉 中", 3, None]}) == {"a": ["Feest □ □", 3, None]}
    assert showable("a\u202eb\x00c\nd") == "abc\nd"


@settings(max_examples=30)
@given(st.text(max_size=80))
def test_no_text_breaks_a_document(typed: str) -> None:
    assert letter(body=typed, to=[typed]).startswith(b"%PDF")


def test_a_fault_in_a_template_says_which() -> None:
    with pytest.raises(NotPrintable, match="letter"):
        printed("print/letter.typ", {}, title="x", at=NOON)
