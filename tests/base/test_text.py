"""Folding of text: what people type finds what others wrote."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecru.base.text import LONGEST_QUERY, MOST_WORDS, STOP_WORDS, fold, index_text, query_words, stem


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Café 't Koekoeksnest — Ĳsland", "cafe t koekoeksnest ijsland"),
        ("Dēmos", "demos"),
        ("POËZIE", "poezie"),
        ("Bielsko-Biała", "bielsko biala"),
        ("straße", "strasse"),
        ("İstanbul ılık", "istanbul ilik"),
        ("C-mine, Genk!", "c mine genk"),
        ("een_twee", "een twee"),
        ("  \t\n ", ""),
        ("", ""),
        ("½ ﬁets", "1 2 fiets"),
        ("\x00a\x00", "a"),
        ("😀", ""),
        ("مسجد", "مسجد"),
    ],
)
def test_folding_keeps_letters_and_digits(written: str, folded: str) -> None:
    assert fold(written) == folded


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == " ".join(once.split())
    assert not set("%_\\'\"\x00") & set(once)


@pytest.mark.parametrize(
    ("one", "other"),
    [("vereniging", "verenigingen"), ("koren", "koor"), ("museum", "museums"), ("zangers", "zanger")],
)
def test_forms_of_a_word_have_one_stem_or_share_an_index(one: str, other: str) -> None:
    assert stem(one) == stem(other) or stem(other)[:3] == stem(one)[:3]


def test_the_index_holds_words_and_stems_between_spaces() -> None:
    text = index_text("Verenigingen", "in Genk")
    assert text.startswith(" ")
    assert text.endswith(" ")
    assert {"verenigingen", "in", "genk", stem("verenigingen")} == set(text.split())
    assert index_text("") == "  "


def test_stop_words_go_unless_nothing_is_left() -> None:
    assert query_words("het koor van Genk") == ["koor", "genk"]
    assert query_words("het van de") == ["het", "van", "de"]
    assert {fold(word) for word in STOP_WORDS} == STOP_WORDS


def test_a_query_is_cut_to_size() -> None:
    assert len(query_words(" ".join(f"woord{n}" for n in range(100)))) == MOST_WORDS
    assert query_words("koor koor KOOR") == ["koor"]
    assert sum(map(len, query_words("a" * 10_000))) == LONGEST_QUERY
    assert query_words("😀 !!! %%%") == []
