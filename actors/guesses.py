"""What somebody probably meant who made a typing mistake."""

from collections import Counter
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ecru.base.text import query_words

from .models import Actor

MOST = 3
SHORTEST = 4


@dataclass(frozen=True)
class Guess:
    """Other words, and the address of the list that they give."""

    label: str
    url: str


def spelled_like(query: str) -> list[str]:
    """At most three other spellings of ``query`` with words that names of published actors hold.

    One mistake in a word of four to seven letters, two in a longer one. Words that are known stay as they are.
    """
    known = Counter(
        word
        for words in Actor.objects.published().values_list("search_name", flat=True)
        for word in words.split()
        if len(word) >= SHORTEST
    )
    options = [[word] if word in known else closest(word, known) or [word] for word in query_words(query)]
    if all(len(words) == 1 for words in options) and [words[0] for words in options] == query_words(query):
        return []
    first = " ".join(words[0] for words in options)
    others = [
        " ".join([*(words[0] for words in options[:n]), other, *(words[0] for words in options[n + 1 :])])
        for n, words in enumerate(options)
        for other in words[1:]
    ]
    return [first, *others][:MOST]


def closest(word: str, known: Counter[str]) -> list[str]:
    """The known words within the allowed number of mistakes: the nearest first, then the most used."""
    if len(word) < SHORTEST:
        return []
    allowed = 1 if len(word) < 2 * SHORTEST else 2
    found = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=MOST * 3)
    return [
        match for match, _distance, _key in sorted(found, key=lambda entry: (entry[1], -known[entry[0]]))
    ][:MOST]
