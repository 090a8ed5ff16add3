"""Folding of text, so that what people type finds what others wrote."""

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

LONGEST_QUERY = 200
MOST_WORDS = 8
SHORTEST_INFIX = 4

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        aan al alle als bij daar dan dat de den der des deze die dit door een en er ge haar heb het hij hoe hun ik in
        is je jij jou jouw kan maar me meer men met mij mijn na naar niet nog nu of om ons onze ook op over te tegen
        toch tot uit uw van veel voor want waren was wat we wel werd wie wij wil worden ze zei zich zij zijn zo zonder
        zou a an and at by for from in of on or the to with
        """,
    )
)
LETTERS_ALONE = str.maketrans({"ĳ": "ij", "Ĳ": "ij", "ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "œ": "oe"})  # fmt: skip


@cache
def stemmer() -> "snowballstemmer.dutch_stemmer.DutchStemmer":
    """The Dutch Snowball stemmer, made once per process."""
    return snowballstemmer.stemmer("dutch")


def fold(text: str) -> str:
    """``text`` in lower case, without accents or punctuation, its words one space apart.

    >>> fold("Café 't Koekoeksnest — Ĳsland")
    'cafe t koekoeksnest ijsland'
    """
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter)).translate(LETTERS_ALONE)
    return " ".join(re.findall(r"[^\W_]+", kept))


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """The Dutch stem of one folded ``word``."""
    return stemmer().stemWord(word)


def index_text(*texts: str) -> str:
    """The searchable form of ``texts``: every folded word and every stem, each between spaces."""
    words = dict.fromkeys(fold(" ".join(texts)).split())
    stems = dict.fromkeys(stem(word) for word in words)
    return f" {' '.join(words | stems)} "


def query_words(query: str) -> list[str]:
    """The folded words of a visitor's ``query`` that carry meaning, at most eight.

    Anything is accepted: control characters, emoji, 10 000 characters. Stop words are dropped unless nothing else
    is left.
    """
    words = list(dict.fromkeys(fold(query[:LONGEST_QUERY]).split()))[:MOST_WORDS]
    return [word for word in words if word not in STOP_WORDS] or words
