"""What a rule can find between who seeks and a candidate: how strong it is, and the words of the reason. From memory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import hypot
from typing import Any

from actors.answers import DISCIPLINES, KINDS, TARGET_GROUPS, THEMES, TOPICS, places
from actors.answers import words as words_of
from actors.catalogues import EXPERTS, KM_PER_DEGREE, MIDDLE
from ecru.base.edition import remembered
from projects.models import Resource

from .candidates import Candidate
from .deeds import Deed
from .rarity import rarity
from .seeker import Seeker, Spot

NAMED = 3  # terms in one sentence
NEAR, FAR = 5.0, 50.0  # km: as near as counts, and where being near says nothing any more
ALIKE = 0.8  # rarity that a deed shares at least
RESOURCES = words_of(Resource)
ANSWERS = {"target_groups": TARGET_GROUPS, "themes": THEMES, "disciplines": DISCIPLINES}

# Which kinds of actors have what people often seek, by slug. What somebody offers in an open call counts for more.
USUALLY_HAVE = {
    "podium": {"cultuurcentrum", "festival"},
    "plek": {"cultuurcentrum", "bibliotheek", "site", "museum", "academie"},
    "materiaal": {"cultuurcentrum", "academie", "gemeentelijke-dienst"},
    "expertise": {"steunpunt", "koepel", "kennisinstelling", "samenlevingsopbouw"},
    "vrijwilligers": {"vereniging", "amateurkunst", "zelforganisatie", "jeugdorganisatie"},
    "publiek": {"cultuurcentrum", "bibliotheek", "festival", "museum"},
    "geld": {"overheid", "gemeentebestuur", "bedrijf", "bedrijvenorganisatie"},
}


@dataclass(frozen=True)
class Evidence:
    """That a rule holds: its strength, and what fills the sentence."""

    strength: float
    words: dict[str, Any] = field(default_factory=dict)


Find = Callable[[Candidate], Evidence | None]


# --- Terms that both have -----------------------------------------------------------------------------------------


@remembered("actors.targetgroup")
def primary_groups() -> set[int]:
    """The keys of the three target groups that come first in all the network does."""
    return {answer.key for answer in TARGET_GROUPS() if answer.first}


def common(candidate: Candidate, vocabulary: str, terms: Iterable[int]) -> Evidence | None:
    """``terms`` that both have; the rarest are named."""
    rare = sorted(terms, key=lambda term: (-rarity(vocabulary, term), term))
    if not rare:
        return None
    labels = {answer.key: answer.label for answer in ANSWERS[vocabulary]()}
    named = ", ".join(labels[term].lower() for term in rare[:NAMED] if term in labels)
    return Evidence(sum(rarity(vocabulary, term) for term in rare), {"words": named})


def primary_group(candidate: Candidate) -> Evidence | None:
    """Both work with one of the three groups that come first."""
    return common(candidate, "target_groups", candidate.shared["target_groups"] & primary_groups())


def target_group(candidate: Candidate) -> Evidence | None:
    """Both work with the same people."""
    return common(candidate, "target_groups", candidate.shared["target_groups"] - primary_groups())


def theme(candidate: Candidate) -> Evidence | None:
    """Both are about the same."""
    return common(candidate, "themes", candidate.shared["themes"])


def discipline(candidate: Candidate) -> Evidence | None:
    """Both are at home in the same field."""
    return common(candidate, "disciplines", candidate.shared["disciplines"])


# --- What one has and the other seeks -----------------------------------------------------------------------------


def resource_names(resources: Iterable[int]) -> str:
    """``resources`` in words."""
    chosen = set(resources)
    return ", ".join(answer.label.lower() for answer in RESOURCES() if answer.key in chosen)


def usually_have(kinds: Iterable[int]) -> set[int]:
    """The keys of the resources that actors of ``kinds`` (keys) usually have."""
    wanted = set(kinds)
    slugs = {answer.value for answer in KINDS() if answer.key in wanted}
    return {answer.key for answer in RESOURCES() if slugs & USUALLY_HAVE.get(answer.value, set())}


def kinds_that_have(resources: Iterable[int]) -> set[int]:
    """The keys of the kinds of actors that usually have one of ``resources``; what ``usually_have`` says, turned around."""
    wanted = set(resources)
    slugs = {
        kind for answer in RESOURCES() if answer.key in wanted for kind in USUALLY_HAVE.get(answer.value, ())
    }
    return {answer.key for answer in KINDS() if answer.value in slugs}


def opposite_call(candidate: Candidate) -> Evidence | None:
    """A call offers what is sought, or seeks what is offered."""
    seeker = candidate.seeker
    both = candidate.resources & (seeker.offers if candidate.seeks else seeker.wants)
    return Evidence(1.0, {"words": resource_names(both)}) if both else None


def has_what_is_sought(candidate: Candidate) -> Evidence | None:
    """An actor of a kind that usually has what a call seeks."""
    return usual(candidate.seeker.wants, candidate.kinds)


def seeks_what_one_has(candidate: Candidate) -> Evidence | None:
    """The other way around: a call seeks what who looks usually has."""
    return usual(candidate.resources if candidate.seeks else (), candidate.seeker.kinds)


def usual(sought: Iterable[int], kinds: Iterable[int]) -> Evidence | None:
    """What actors of ``kinds`` usually have of what is ``sought``; the first of the kinds that have it is named."""
    both = set(sought) & usually_have(kinds)
    if not both:
        return None
    having = kinds_that_have(both) & set(kinds)
    kind = next(answer.label for answer in KINDS() if answer.key in having)
    return Evidence(1.0, {"kind": kind.lower(), "words": resource_names(both)})


def shares_knowledge(candidate: Candidate) -> Evidence | None:
    """A call seeks know-how, and the actor shares what it knows."""
    sought = {answer.key for answer in RESOURCES() if answer.value == "expertise"} & candidate.seeker.wants
    keys = topics_of(candidate.key) if sought else set()
    names = [answer.label.lower() for answer in TOPICS() if answer.key in keys]
    return Evidence(1.0, {"words": ", ".join(names[:NAMED])}) if names else None


def topics_of(actor: int) -> set[int]:
    """The keys of the topics that the published expertise of ``actor`` is about."""
    shelf = EXPERTS.shelf()
    return {
        topic
        for slot in shelf.with_any("actor", [actor])
        for topic in shelf.answers_of("topics", shelf.keys[slot])
    }


# --- What somebody did --------------------------------------------------------------------------------------------


def alike(deed: Deed, seeker: Seeker) -> float:
    """The rarity of what ``deed`` shares with who seeks."""
    return sum(
        rarity(name, term) for name, terms in seeker.terms.items() for term in terms & deed.terms[name]
    )


def best_deed(candidate: Candidate) -> tuple[float, Deed] | None:
    """The practice of an actor that shares most with who seeks; nothing when it shares too little to be called alike."""
    found = [(alike(deed, candidate.seeker), deed) for deed in candidate.deeds]
    best = max(found, key=lambda pair: (pair[0], pair[1].year or 0, pair[1].title), default=None)
    return best if best is not None and best[0] >= ALIKE else None


def did_alike(candidate: Candidate) -> Evidence | None:
    """The actor made a practice that has much in common with who seeks; we do not know when."""
    best = best_deed(candidate)
    if best is None or best[1].year is not None:
        return None
    return Evidence(min(best[0], 1.0), {"title": best[1].title})


def did_alike_in_year(candidate: Candidate) -> Evidence | None:
    """The same, and we know in which year it began."""
    best = best_deed(candidate)
    if best is None or best[1].year is None:
        return None
    return Evidence(min(best[0], 1.0), {"title": best[1].title, "year": best[1].year})


def same_kind(candidate: Candidate) -> Evidence | None:
    """Colleagues: the same kind of actor, or of the kind of those who made the practice."""
    both = candidate.kinds & candidate.seeker.kinds
    if not both:
        return None
    kind = max(sorted(both), key=lambda key: rarity("kind", key))
    label = next(answer.label for answer in KINDS() if answer.key == kind)
    return Evidence(rarity("kind", kind), {"kind": label.lower()})


# --- Where and how ------------------------------------------------------------------------------------------------


def kilometres(here: Iterable[Spot], there: Iterable[Spot]) -> float | None:
    """The shortest way between ``here`` and ``there`` in km as the crow flies, as ``actors.catalogues.distance_to`` counts."""
    there = tuple(there)
    ways = [hypot(a[0] - b[0], (a[1] - b[1]) * MIDDLE) * KM_PER_DEGREE for a in here for b in there]
    return min(ways, default=None)


def place_names(keys: Iterable[int]) -> list[str]:
    """The names of municipalities, those of the seven first."""
    wanted = set(keys)
    return [answer.label for answer in places() if answer.key in wanted]


def border(candidate: Candidate) -> tuple[str, float | None] | None:
    """The name of another municipality, and how far it is; nothing within one municipality, or where we do not know."""
    home = candidate.seeker.home
    if not home or not candidate.places or home & candidate.places:
        return None
    return place_names(candidate.places)[0], kilometres(candidate.seeker.spots, candidate.spots)


def elsewhere(candidate: Candidate) -> Evidence | None:
    """From another municipality; we do not know how far."""
    over = border(candidate)
    return Evidence(0.5, {"place": over[0]}) if over and over[1] is None else None


def near(candidate: Candidate) -> Evidence | None:
    """From another municipality; the nearer, the easier to do something together."""
    over = border(candidate)
    if over is None or over[1] is None:
        return None
    share = min(max(over[1] - NEAR, 0) / (FAR - NEAR), 1)
    return Evidence(1 - share / 2, {"place": over[0], "km": max(round(over[1]), 1)})


def works_here(candidate: Candidate) -> Evidence | None:
    """An actor without its seat here that works here all the same."""
    if candidate.kind != "actor" or candidate.seeker.home & candidate.places:
        return None
    both = candidate.seeker.home & candidate.all_of("active_in")
    return Evidence(1.0, {"place": place_names(both)[0]}) if both else None


def proven(candidate: Candidate) -> Evidence | None:
    """Others did it too, and it worked."""
    return Evidence(1.0) if candidate.row.proven_on is not None else None
