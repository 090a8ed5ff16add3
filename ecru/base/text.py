"""Folding of text, so that what people type finds what others wrote."""

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

LONGEST_QUERY = 200
BETWEEN = "  "  # between two names in one text; a folded text has single spaces only
MOST_WORDS = 8
SHORTEST_INFIX = 4

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        aan al alle als bij daar dan dat de den der des deze die dit door een en er ge haar heb het hij hoe hun ik in
        is je jij jou jouw kan maar me meer men met mij na naar niet nog nu of om ons onze ook op over te tegen
        toch tot uit uw van veel voor want waren was wat we wel werd wie wij wil worden ze zei zich zij zijn zo zonder
        zou waar waarom wanneer welk welke hoeveel iets iemand ergens graag kun kunnen kunt willen moet moeten mag gaan
        doen doet geven geeft krijgen krijg leren leer zoek zoeken zoekt vind vinden vindt bestaat zit zitten
        help helpt helpen heeft hebben nodig kom komt komen ken kent weet weten
        a an and at by for from in of on or the to with where what which who how can find looking do does my we our
        """,
    )
)
WEAK_WORDS = frozenset({"mijn"})  # what people say of their own, and what this region was built on
ABBREVIATION = re.compile(r"\b\w(?:\.\w)+\b\.?")  # v.z.w., U.T.V.
GENITIVE = re.compile(r"(?<=\w)['’]s\b", re.IGNORECASE)  # foto's, SAAMO's
INSIDE_WORD = re.compile(r"(?<=\w)[-\u2010\u2011.'’&+/](?=\w)")
LETTERS_ALONE = str.maketrans({"ĳ": "ij", "Ĳ": "ij", "ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "œ": "oe"})  # fmt: skip


# Plurals and forms that no rule makes; they hold for the end of a compound too (cultuurcentra, weeskinderen).
IRREGULAR = {
    "musea": "museum",
    "centra": "centrum",
    "podia": "podium",
    "jubilea": "jubileum",
    "gymnasia": "gymnasium",
    "auditoria": "auditorium",
    "kinderen": "kind",
    "kinders": "kind",
    "steden": "stad",
    "leden": "lid",
    "musici": "musicus",
    "technici": "technicus",
    "historici": "historicus",
    "culturele": "cultuur",
    "cultureel": "cultuur",
    "muzikale": "muziek",
    "muzikaal": "muziek",
    "enaar": "enaar",  # a kunstenaar is not kunsten, and an ambtenaar no ambten
    "enaars": "enaar",
    "enaren": "enaar",
    "italianen": "italiaans",
    "marokkanen": "marokkaans",
}
SHORTEST_ENDING = 5
SHORTEST_STEM = 3
KEPT_GE = "ĝe"  # the stemmer takes "ge" out of words, also where it is no prefix of a verb: regenboog


@cache
def stemmer() -> "snowballstemmer.dutch_stemmer.DutchStemmer":
    """The Dutch Snowball stemmer, made once per process."""
    return snowballstemmer.stemmer("dutch")


def fold(text: str) -> str:
    """``text`` in lower case, without accents or punctuation, its words one space apart.

    >>> fold("Café 't Koekoeksnest — Ĳsland")
    'cafe t koekoeksnest ijsland'
    """
    text = ABBREVIATION.sub(lambda found: found[0].replace(".", ""), GENITIVE.sub("s", text))
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter)).translate(LETTERS_ALONE)
    return " ".join(re.findall(r"[^\W_]+", kept))


def joined(text: str) -> str:
    """``text`` with what a hyphen, a dot or an apostrophe keeps apart written in one.

    >>> joined("C-mine in Genk")
    'Cmine in Genk'
    """
    return INSIDE_WORD.sub("", text)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The Dutch stem of one folded ``word``: musea gives museum, koren gives koor, dossiers gives dossier.

    Short words stay as they are, and so does a word of which the stemmer would eat the beginning.
    """
    for length in range(len(word), SHORTEST_ENDING - 1, -1):
        if word[-length:] in IRREGULAR:
            return word[:-length] + IRREGULAR[word[-length:]]
    if len(word) <= SHORTEST_INFIX:
        return word
    head, tail = word[:-SHORTEST_ENDING], word[-SHORTEST_ENDING:]
    short = stemmer().stemWord(head.replace("ge", KEPT_GE) + tail).replace(KEPT_GE, "ge")
    if short[:2] != word[:2] or len(short) < SHORTEST_STEM:
        short = word
    return short[:-1] if short == word and word[-1] == "s" and word[-2] in "aeiouy" else short


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
