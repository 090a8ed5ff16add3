"""The words of a catalogue: which records have them, and which words are alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyroaring import BitMap
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ecru.base.text import SHORTEST_INFIX, stem

FIELDS = 4  # names, other names, topics, text: the first weighs most
EXACT, SAME_STEM, PART, INSIDE = range(4)
STEP = 5  # how much worse the next field is
LINKS = ("", "s", "e", "en", "n")  # letters between the parts of a compound
SHORTEST_PART = 3
MOST_ALIKE = 12
SHORTEST_NEAR_TITLE = 7  # of a shorter one with a mistake in it, too little is left
SHORTEST_NEAR_STEM = 6  # what the stemmer makes of shorter words is often another word: beer, of Beringen

Levels = list[tuple[int, BitMap]]


def is_like(word: str, other: str) -> bool:
    """Whether a text with ``other`` answers a question for ``word``; both folded.

    Equal, of one stem, or (from four letters) a part of the other; shorter words count as the beginning of a word.
    The same rule stands in SQL in ``ecru.base.searchable``.
    """
    root, other_root = stem(word), stem(other)
    if root == other_root:
        return True
    if len(word) < SHORTEST_INFIX:
        return other.startswith(word) or other_root.startswith(word)
    return any(
        len(needle) >= SHORTEST_INFIX and (needle in other or needle in other_root) for needle in (word, root)
    )


class Words:
    """The distinct words of all records, by field, and where to find what contains a few letters."""

    def __init__(self, alive: BitMap, titles: Sequence[Mapping[str, BitMap]] = ()) -> None:
        """``alive``: the records that count; others are gone, and their words are known no more.

        ``titles``: whole names, and whole other names, each with who has it.
        """
        self.alive = alive
        self.titles = titles
        self.fields: list[dict[str, BitMap]] = [defaultdict(BitMap) for _ in range(FIELDS)]
        self.of_stem: dict[str, list[str]] = {}
        self.stems: dict[str, str] = {}
        self.lines = "\n"
        self.new: list[str] = []

    def fill(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Adds many records at once: ``rows`` of a number and the texts of the four fields."""
        found: list[dict[str, list[int]]] = [defaultdict(list) for _ in range(FIELDS)]
        for slot, texts in rows:
            for field, text in enumerate(texts):
                words = found[field]
                for word in set(text.split()):
                    words[word].append(slot)
        for field, words in enumerate(found):
            postings = self.fields[field]
            for word, slots in words.items():
                postings[word].update(slots)
                if word not in self.stems:
                    self.learn(word)

    def learn(self, word: str) -> None:
        """Makes ``word`` one that can be found by its stem and its parts."""
        root = self.stems[word] = stem(word)
        self.of_stem.setdefault(root, []).append(word)
        self.new.append(f"{word} {root}\n")

    def all_lines(self) -> str:
        """Every word with its stem, a line each, in one text: looking through it is faster than through a list."""
        if self.new:
            lines, self.new = self.new, []
            self.lines += "".join(lines)
        return self.lines

    def containing(self, needle: str) -> set[str]:
        """The words of which they or their stem contain ``needle``; with a leading line break, that begin so."""
        lines, found = self.all_lines(), set()
        at = lines.find(needle)
        while at >= 0:
            start = lines.rfind("\n", 0, at + 1) + 1
            end = lines.find("\n", at + 1)
            found.add(lines[start : lines.index(" ", start)])
            at = lines.find(needle, end - 1 if needle[0] == "\n" else end)
        return found

    def alike(self, word: str, *, unfinished: bool = False) -> dict[str, int]:
        """The words that answer ``word`` (see ``is_like``), each with how well: 0 is the word itself.

        ``unfinished``: somebody is still typing, so that the beginning of a word is enough.
        """
        root = stem(word)
        found: dict[str, int] = {}
        if unfinished or len(word) < SHORTEST_INFIX:
            found |= dict.fromkeys(self.containing(f"\n{word}") | self.containing(f" {word}"), PART)
        for needle in {word, root}:
            if len(needle) >= SHORTEST_INFIX and len(word) >= SHORTEST_INFIX:
                for other in self.containing(needle):
                    at_edge = other.startswith(needle) or self.stems[other].endswith(stem(needle))
                    found[other] = min(found.get(other, INSIDE), PART if at_edge else INSIDE)
        found |= dict.fromkeys(self.of_stem.get(root, ()), SAME_STEM)
        if word in self.stems:
            found[word] = EXACT
        return found

    def levels(self, word: str, *, unfinished: bool = False) -> Levels:
        """Who answers ``word``, from best to worst: the cost (whole, 0 is best) and the records that it finds first."""
        by_quality: dict[int, list[str]] = {}
        for other, quality in self.alike(word, unfinished=unfinished).items():
            by_quality.setdefault(quality, []).append(other)
        levels: Levels = []
        seen = BitMap()
        for field, postings in enumerate(self.fields):
            for quality in sorted(by_quality):
                sets = [postings[other] for other in by_quality[quality] if other in postings]
                docs = (BitMap.union(*sets) & self.alive) - seen if sets else BitMap()
                if docs:
                    levels.append((field * STEP + quality, docs))
                    seen |= docs
        return levels

    def knows(self, word: str) -> bool:
        """Whether any record answers ``word``."""
        return any(self.is_used(other) for other in self.alike(word))

    def is_used(self, word: str) -> bool:
        """Whether a record that counts has exactly this word."""
        return any(word in postings and not postings[word].isdisjoint(self.alive) for postings in self.fields)

    def is_form(self, word: str) -> bool:
        """Whether a record that counts has ``word`` or another form of it."""
        return any(self.is_used(other) for other in (word, *self.of_stem.get(stem(word), ())))

    def is_written(self, word: str) -> bool:
        """Whether somebody wrote ``word``, as far as can be told: in texts, a stem stands besides the word that it is of."""
        if any(word in postings for postings in self.fields[:-1]):
            return True
        return not any(other != word for other in self.of_stem.get(word, ()))

    def written(self, word: str) -> str:
        """``word``, or when it is only a stem the commonest word of that stem: "heemkundige" for "heemkund"."""
        if self.is_written(word):
            return word
        return max((other for other in self.of_stem[word] if other != word), key=self.frequency)

    def frequency(self, word: str) -> int:
        """In how many fields of records ``word`` stands."""
        return sum(len(postings[word]) for postings in self.fields if word in postings)

    def closest(self, word: str, mistakes: int) -> list[str]:
        """Known words with at most ``mistakes`` letters more, less, other or swapped; the nearest and commonest first."""
        if len(word) < SHORTEST_INFIX:
            return []
        near = process.extract(
            word, self.stems.keys(), scorer=OSA.distance, score_cutoff=mistakes, limit=MOST_ALIKE
        )
        right = [
            (distance, not self.is_written(other), other[0] != word[0], -self.frequency(other), other)
            for other, distance, _key in near
            if len(other) >= SHORTEST_INFIX and self.is_used(other)
        ]
        return [
            self.written(other)
            for _distance, is_stem, _first, _frequency, other in sorted(right)
            if len(other) >= SHORTEST_NEAR_STEM or not is_stem
        ]

    def title_in_one(self, word: str, mistakes: int = 0) -> list[str]:
        """The words of the name that ``word`` is in one: "ccmuze" gives cc, muze; empty when it is none.

        With a mistake in it, a short word is none: too little of it is left.
        """
        if mistakes and len(word) < SHORTEST_NEAR_TITLE:
            return []
        near = {
            title.replace(" ", ""): title
            for titles in self.titles
            for title, docs in titles.items()
            if abs(len(title) - title.count(" ") - len(word)) <= mistakes
            and " " in title
            and not docs.isdisjoint(self.alive)
        }
        best = process.extractOne(word, near.keys(), scorer=OSA.distance, score_cutoff=mistakes)
        return near[best[0]].split() if best else []

    def parts(self, word: str) -> list[str]:
        """``word`` as a compound of two known words ("jeugdkoor": jeugd, koor); empty when it is none."""
        splits = []
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            tail = word[at:]
            if not any(self.is_used(other) for other in self.of_stem.get(stem(tail), ())):
                continue
            for link in LINKS:
                head = word[:at].removesuffix(link)
                if word[:at].endswith(link) and len(head) >= SHORTEST_PART and self.is_form(head):
                    splits.append([self.written(head), tail])
                    break
        return max(splits, key=lambda pair: min(len(part) for part in pair), default=[])
