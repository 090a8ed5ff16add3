"""How a question was understood: its words, and what was probably meant by those that nobody uses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ecru.base.text import LONGEST_QUERY, SHORTEST_INFIX, STOP_WORDS, fold, query_words

from .words import Words, is_like

LETTERS = re.compile(r"[^\W_]+(?:['’]s\b)?")
LONG = 2 * SHORTEST_INFIX


@dataclass(frozen=True)
class Reading:
    """A question as the catalogue reads it.

    ``words``: the folded words to look for. ``corrected``: pairs of a typed word and what is looked for instead.
    ``unknown``: words that nobody uses and that resemble nothing. ``meant``: the whole question with the corrections.
    """

    typed: str
    words: tuple[str, ...]
    corrected: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    meant: str = ""
    unfinished: bool = False
    phrase: str = field(default="")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.words

    def matches(self, word: str) -> bool:
        """Whether the folded ``word`` answers one of the words."""
        return any(is_like(wanted, word) for wanted in self.words)

    def marks(self, text: str) -> list[tuple[int, int]]:
        """The places in ``text``, as it was written, that answer the question: begin and end of each word."""
        return [
            found.span()
            for found in LETTERS.finditer(text)
            if any(self.matches(word) for word in fold(found.group()).split())
        ]


def read(query: str, words: Words) -> Reading:
    """``query`` as somebody meant it who uses the known ``words``. Anything is accepted.

    A word that nobody uses is taken for a typing mistake (one letter in a word of four to seven, two in a longer one),
    for a compound of two words that are known, or for a name written as one word.
    """
    typed = query_words(query)
    unknown: list[str] = []
    instead: dict[str, list[str]] = {}
    for word in typed:
        if not words.knows(word):
            instead[word] = mend(word, words)
            if not instead[word]:
                unknown.append(word)
    return with_others(query, typed, {word: others for word, others in instead.items() if others}, unknown)


def with_others(
    query: str, typed: Sequence[str], instead: Mapping[str, Sequence[str]], unknown: Sequence[str] = ()
) -> Reading:
    """``query``, of which ``typed`` are the words, with other words ``instead`` of some of them."""
    used = dict.fromkeys(other for word in typed for other in meaning(instead.get(word, [word])))
    shown = {word: " ".join(others) for word, others in instead.items()}
    meant = " ".join(shown.get(word, word) for word in typed) if shown else ""
    phrase = " ".join(shown.get(word, word) for word in fold(query[:LONGEST_QUERY]).split())
    return Reading(query, tuple(used), tuple(shown.items()), tuple(unknown), meant, phrase=phrase)


def meaning(words: Sequence[str]) -> list[str]:
    """Those of ``words`` that carry meaning; all of them when none does."""
    return [word for word in words if word not in STOP_WORDS] or [*words]


def mend(word: str, words: Words) -> list[str]:
    """What was meant by a ``word`` that nobody uses: a name written in one, the nearest known word, or the parts of a compound."""
    whole = words.title_in_one(word)
    if whole:
        return whole
    one = [other for other in (word.replace("y", "ij"), word.replace("ij", "y")) if words.is_used(other)]
    one = one or words.closest(word, 1)
    if one:
        return one[:1]
    parts = words.parts(word) or words.title_in_one(word, 1)
    if parts:
        return parts
    if len(word) < LONG:
        return []
    # Who errs twice still begins as meant: "oprichten" is no "plichten".
    return [other for other in words.closest(word, 2) if other.startswith(word[0])][:1]


def rereadings(reading: Reading, words: Words) -> Iterator[Reading]:
    """Other ways to read a question that nobody answers as it stands, the likeliest first.

    Two words that others write as one ("buitenbeen pop"), a mistake that happens to be a part of another word ("muse", in
    museum), a compound of words that are known ("jeugdhuis").
    """
    typed = [*dict.fromkeys(word for word in reading.phrase.split() if word in reading.words)]
    query = reading.phrase
    for first, second in pairwise(query.split()):
        if words.is_used(first + second) and words.is_written(first + second):
            joined = query.replace(f"{first} {second}", first + second, 1)
            yield with_meant(with_others(joined, query_words(joined), {}), reading, joined)
    near = {word: words.closest(word, 1)[:1] for word in typed if not words.is_form(word)}
    parts = {word: words.parts(word) for word in typed}
    for others in (near, parts):
        if any(others.values()):
            instead = {word: found for word, found in others.items() if found}
            other = with_others(query, typed, instead, reading.unknown)
            yield with_meant(other, reading, other.meant)


def with_meant(other: Reading, first: Reading, meant: str) -> Reading:
    """``other``, which says what ``first`` corrected, too, and that ``meant`` was meant."""
    corrected = first.corrected + tuple(pair for pair in other.corrected if pair not in first.corrected)
    return replace(other, typed=first.typed, corrected=corrected, meant=meant)


def read_unfinished(text: str) -> Reading:
    """``text`` while somebody is still typing: the last word may go on."""
    words = tuple(fold(text[:LONGEST_QUERY]).split())[:8]
    return Reading(text, words, unfinished=True, phrase=" ".join(words))
