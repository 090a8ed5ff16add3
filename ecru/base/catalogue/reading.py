"""How a question was understood: its words, and what was probably meant by those that nobody uses."""

import re
from dataclasses import dataclass, field

from ecru.base.text import SHORTEST_INFIX, fold, query_words

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
    or for a compound of two words that are known.
    """
    used: list[str] = []
    corrected: list[tuple[str, str]] = []
    unknown: list[str] = []
    for word in query_words(query):
        instead = [word] if words.knows(word) else mend(word, words)
        if not instead:
            unknown.append(word)
            instead = [word]
        elif instead != [word]:
            corrected.append((word, " ".join(instead)))
        used += [other for other in instead if other not in used]
    instead_of = dict(corrected)
    meant = " ".join(instead_of.get(word, word) for word in query_words(query)) if corrected else ""
    phrase = " ".join(instead_of.get(word, word) for word in fold(query[:200]).split())
    return Reading(query, tuple(used), tuple(corrected), tuple(unknown), meant, phrase=phrase)


def mend(word: str, words: Words) -> list[str]:
    """What was meant by a ``word`` that nobody uses: the nearest known word, or the parts of a compound."""
    one = words.closest(word, 1)
    if one:
        return one[:1]
    parts = words.parts(word)
    if parts:
        return parts
    return words.closest(word, 2)[:1] if len(word) >= LONG else []


def read_unfinished(text: str) -> Reading:
    """``text`` while somebody is still typing: the last word may go on."""
    words = tuple(fold(text[:200]).split())[:8]
    return Reading(text, words, unfinished=True, phrase=" ".join(words))
