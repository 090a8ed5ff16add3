"""Hints for who writes Dutch: long sentences, difficult words with a simpler one, the passive voice, and long words.

They help and never judge: nothing is refused because of them. The rules are ours, and few: a hint that is often wrong is
a hint that nobody reads. Fifteen words a sentence is the house rule (design guide, "Voice"). The difficult words stand in
``data/plain_words.json``.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

MOST_WORDS = 15  # in a sentence
LONGEST_WORD = 19  # letters
LONGEST_TEXT = 20_000  # characters; of a longer text only this much is read
MOST_HINTS = 5
QUOTED = 8  # words of a sentence that a hint repeats

WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
COUNTED = re.compile(r"\w+(?:['’.,-]\w+)*")
LINK = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
SHORTENED = re.compile(
    r"\b(?:bv|bijv|enz|nr|ca|resp|incl|excl|max|min|dr|ir|mevr|dhr|p|blz|tel|st|vzw|[a-z](?:\.[a-z])+)\.(?=\s)",
    re.IGNORECASE,
)
END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+|(?<=;)\s+")
BECOMES = frozenset({"word", "wordt", "worden", "werd", "werden"})
IS = frozenset({"is", "zijn", "was", "waren"})
CLAUSE = re.compile(r"[,;:()–—]")
PARTICIPLE = re.compile(r"(?:\w{2,6})?ge\w{2,}(?:[dt]|en)$")
PARTICIPLE_WITHOUT_GE = re.compile(r"(?:be|ver|ont|her|er)\w{3,}(?:[dt]|en)$")
NO_PARTICIPLE = frozenset(
    [
        "geld",
        "gezond",
        "gebied",
        "gebieden",
        "geduld",
        "geluid",
        "geluiden",
        "gemeenten",
        "gesprekken",
        "gedachten",
        "gezinnen",
        "gerecht",
        "gerechten",
        "gedicht",
        "gedichten",
        "gebouwen",
        "getuigen",
        "gewoonten",
        "gewicht",
        "gezicht",
        "gezichten",
        "geweld",
        "gevoelens",
        "geheugen",
        "gebed",
        "gebrek",
        "gedrag",
        "gelegenheid",
        "gemeenschappen",
        "groepen",
        "genoeg",
        "gelukkig",
        "agenda",
        "angehouden",
        "eigen",
        "geen",
        "tegen",
        "regen",
        "zegen",
        "gegevens",
        "gemak",
        "gebeurtenissen",
        "geschikt",
        "getalenteerd",
        "gemotiveerd",
        "geboren",
        "genoten",
        "gesteld",
        "gerust",
        "bekend",
        "bereid",
        "verschillend",
        "bewust",
        "beperkt",
        "bezoekers",
        "verhalen",
        "verenigingen",
        "besturen",
        "beleid",
        "bestuur",
        "verleden",
    ]
)
GOES_BY_ITSELF = frozenset(
    [
        "gekomen",
        "gegaan",
        "geweest",
        "gebleven",
        "geworden",
        "begonnen",
        "gestart",
        "gegroeid",
        "gebeurd",
        "gelukt",
        "gestopt",
        "gestorven",
        "gevallen",
        "gelopen",
        "gereden",
        "gevlogen",
        "vertrokken",
        "verhuisd",
        "verdwenen",
        "veranderd",
        "ontstaan",
        "geslaagd",
        "gezakt",
        "gedaald",
        "gestegen",
        "opgestaan",
        "aangekomen",
        "teruggekomen",
        "meegekomen",
        "binnengekomen",
        "uitgekomen",
        "afgelopen",
        "toegenomen",
        "afgenomen",
        "meegegaan",
        "doorgegaan",
        "weggegaan",
        "verschenen",
        "geraakt",
        "aangeraakt",
        "gewend",
        "gewoon",
        "geïnteresseerd",
        "gemotiveerd",
        "begaan",
        "vergeten",
        "bevallen",
        "verlopen",
        "gebleken",
    ]
)


@dataclass(frozen=True)
class PlainHint:
    """One hint: which rule it follows from, the words that it is about, and what could help."""

    rule: str
    quote: str
    advice: str


def hints(text: str) -> list[PlainHint]:
    """At most five hints about ``text``, each once: difficult words first, then sentences in their order."""
    read = LINK.sub(" ", text[:LONGEST_TEXT])
    found: dict[tuple[str, str], PlainHint] = {}
    for hint in (*difficult_words(read), *about_sentences(read), *long_words(read)):
        found.setdefault((hint.rule, hint.quote.lower()), hint)
    return list(found.values())[:MOST_HINTS]


def sentences(text: str) -> list[str]:
    """The sentences of ``text``; a line is one too, and a shortened word ends none."""
    whole = SHORTENED.sub(lambda found: found.group().replace(".", "\N{ONE DOT LEADER}"), text)
    return [part.strip() for part in END.split(whole) if part.strip()]


# --- Words --------------------------------------------------------------------------------------------------------


@cache
def simpler() -> tuple[re.Pattern[str], dict[str, str]]:
    """The difficult words as one pattern, the longest first, and by each what to say instead."""
    entries = json.loads((Path(settings.FACTS_DIR) / "plain_words.json").read_text(encoding="utf-8"))
    known = {word.lower(): entry["say"] for entry in entries for word in entry["words"]}
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE
    ), known


def difficult_words(text: str) -> Iterator[PlainHint]:
    """The words for which we know a simpler one."""
    pattern, known = simpler()
    for found in pattern.finditer(text):
        say = known[found.group().lower()]
        yield PlainHint("word", found.group(), _("Simpler: %(say)s.") % {"say": say})


def long_words(text: str) -> Iterator[PlainHint]:
    """Words that one has to read twice; names, which begin with a capital, are what they are."""
    for found in WORD.finditer(text):
        parts = found.group().split("-")
        if len(max(parts, key=len)) > LONGEST_WORD and found.group()[0].islower():
            yield PlainHint(
                "long", found.group(), _("A long word. Can you cut it in pieces, or say it otherwise?")
            )


# --- Sentences ----------------------------------------------------------------------------------------------------


def about_sentences(text: str) -> Iterator[PlainHint]:
    """What can be said of every sentence: that it is long, or that nobody does anything in it."""
    for sentence in sentences(text):
        count = len(COUNTED.findall(sentence))
        if count > MOST_WORDS:
            yield PlainHint(
                "sentence",
                beginning(sentence),
                _("This sentence has %(count)d words. Make two of it: up to %(most)d reads easily.")
                % {"count": count, "most": MOST_WORDS},
            )
        if passive := passive_in(sentence):
            yield PlainHint(
                "passive", passive, _("Who does it? Begin with that: “we …”, “the neighbours …”.")
            )


def beginning(sentence: str) -> str:
    """The first words of ``sentence``."""
    words = sentence.replace("\N{ONE DOT LEADER}", ".").split()
    return " ".join(words[:QUOTED]) + (" …" if len(words) > QUOTED else "")


def passive_in(sentence: str) -> str:
    """The two words that make ``sentence`` passive ("wordt … gemaakt"); empty when it is not, as far as we can tell."""
    for clause in CLAUSE.split(sentence):
        words = [word.lower() for word in WORD.findall(clause)]
        for place, word in enumerate(words):
            if word not in BECOMES and word not in IS:
                continue
            around = [*words[place + 1 :], *words[:place][::-1][:3]]
            done = next((one for one in around if is_done(one, word)), "")
            if done:
                return f"{word} … {done}"
    return ""


def is_done(word: str, helper: Any) -> bool:
    """Whether ``word`` is what is done to somebody, after ``helper``: certain after "wordt", careful after "is"."""
    if word in NO_PARTICIPLE:
        return False
    if helper in BECOMES:
        return (
            bool(PARTICIPLE.match(word) or PARTICIPLE_WITHOUT_GE.match(word)) and word not in GOES_BY_ITSELF
        )
    return bool(PARTICIPLE.match(word)) and word not in GOES_BY_ITSELF
