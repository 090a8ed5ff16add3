"""Is this organisation in here already? The one rule for who looks like whom, for the form and for imports."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from ecru.base.text import STOP_WORDS, fold

from .models import Actor

LEGAL_FORMS = frozenset(["vzw", "asbl", "ivzw", "bv", "bvba", "cv", "cvba", "nv", "fv"])
ALIKE = 88  # of 100: how near two names must be, their words in a fixed order
FEWEST_SHARED = 2  # words that a shorter name shares with one that has a word more
SHORTEST_ROOT, ENDING = 4, 2  # a word is looked for without its last letters, where people mistype
CANDIDATES, MOST = 60, 5


@dataclass(frozen=True)
class Twin:
    """An actor that looks like the one somebody adds, and why."""

    actor: Actor
    reasons: list[str]


def likely_twins(
    name: str, *, place: str = "", website: str = "", kbo_number: str = "", but: int | None = None
) -> list[Twin]:
    """The actors, at most five, that may be the same as one with these data; the surest first.

    The same company number or web address is enough. A name counts when it has the same words (in any order, without
    case, accents, small words and legal forms), nearly the same letters, or one word more; also another name of the
    actor. Names in two different places (``place``: a municipality or a place elsewhere) do not count; a place that
    either side does not know is no difference. ``but``: the key of the actor that is being changed.

    Three queries; the narrowing is the same on both databases.
    """
    found: dict[int, Twin] = {}
    for question, reason in certain(website, kbo_number):
        for actor in known().filter(question).exclude(pk=but)[:MOST]:
            found.setdefault(actor.pk, Twin(actor, [])).reasons.append(reason)
    alike = [
        (-likeness(name, actor), actor.pk, actor)
        for actor in candidates(name, but)
        if likeness(name, actor) >= ALIKE and not apart(place, where(actor))
    ]
    for _likeness, key, actor in sorted(alike, key=lambda entry: entry[:2]):
        found.setdefault(key, Twin(actor, [])).reasons.append(_("much the same name"))
    return sorted(found.values(), key=lambda twin: -len(twin.reasons))[:MOST]


def known() -> Any:
    """Actors with what is compared and shown."""
    unseen = ("facts", "description", "search_text", "search_topics")
    return Actor.objects.select_related("municipality", "kind").defer(*unseen).prefetch_related("names")


def certain(website: str, kbo_number: str) -> Iterable[tuple[Q, str]]:
    """What is proof by itself, with the reason in words."""
    if kbo_number:
        yield Q(kbo_number=kbo_number), _("the same company number")
    if addresses := addresses_like(website):
        yield Q(website__in=addresses), _("the same website")


def addresses_like(website: str) -> list[str]:
    """Every way in which ``website`` may stand here: with or without www and a slash, the page itself or its site."""
    try:
        parts = urlsplit(website if "://" in website else f"https://{website}")
    except ValueError:
        return []
    host = parts.netloc.lower().removeprefix("www.")
    if "." not in host:
        return []
    pages = dict.fromkeys([parts.path.rstrip("/"), ""])
    return [
        f"{scheme}://{www}{host}{page}{slash}"
        for scheme in ("https", "http")
        for www in ("", "www.")
        for page in pages
        for slash in ("", "/")
    ]


def candidates(name: str, but: int | None) -> Any:
    """The actors that share one of the two longest words of ``name``, those that share most of its words first."""
    words = sorted(core_words(name), key=lambda word: (-len(word), word))
    if not words:
        return []
    shares, score = Q(), Value(0)
    for word in words[:2]:
        root = word[: max(SHORTEST_ROOT, len(word) - ENDING)]
        in_names = Q(search_name__contains=root) | Q(search_alias__contains=root)
        shares |= in_names & Q(search_text__contains=root)  # the last has the index, where there is one
    for word in words:
        has = When(search_text__contains=f" {word} ", then=1)
        score = score + Case(has, default=0, output_field=IntegerField())  # type: ignore[assignment]
    return known().exclude(pk=but).filter(shares).annotate(score=score).order_by("-score", "pk")[:CANDIDATES]


def core_words(name: str) -> set[str]:
    """The folded words that make ``name`` this name: without small words and legal forms, if others are left."""
    words = set(fold(name).split())
    return words - STOP_WORDS - LEGAL_FORMS or words


def name_key(name: str) -> str:
    """A text that is equal for names with the same words, in whatever order."""
    return " ".join(sorted(core_words(name)))


def squashed(name: str) -> str:
    """The core of ``name`` in one word: “Regenboog koor” and “Het Regenboogkoor” are the same."""
    core = core_words(name)
    return "".join(word for word in fold(name).split() if word in core)


def likeness(name: str, actor: Actor) -> float:
    """How near ``name`` is to the nearest name of ``actor``, of 100."""
    return max(nearness(name, other) for other in (actor.name, *(entry.name for entry in actor.names.all())))


def nearness(one: str, other: str) -> float:
    """How near two names are, of 100; a name with one word more counts as near."""
    mine, theirs = core_words(one), core_words(other)
    shared = mine & theirs
    if squashed(one) == squashed(other):
        return 100
    fewest, most = sorted((len(mine), len(theirs)))
    if len(shared) == fewest >= FEWEST_SHARED and most - fewest <= 1:
        return 100 if most == fewest else ALIKE
    return fuzz.ratio(name_key(one), name_key(other))


def where(actor: Actor) -> str:
    """Where ``actor`` is at home: its seat, or the place elsewhere."""
    return actor.municipality.name if actor.municipality else actor.place


def apart(one: str, other: str) -> bool:
    """Whether both places are known and differ."""
    return bool(fold(one) and fold(other) and fold(one) != fold(other))
