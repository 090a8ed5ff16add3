"""What a rule can find between who seeks and a candidate: how strong it is, and the words of the reason. From memory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import hypot
from typing import Any

from actors.answers import DISCIPLINES, KINDS, TARGET_GROUPS, THEMES, TOPICS, places
from actors.answers import words as words_of
from actors.catalogues import EXPERTS, KM_PER_DEGREE, MIDDLE
from ecru.base.edition import remembered
from projects.models import Resource

from .candidates import Candidate
from .deeds import Deed, deeds
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
    """That a rule holds: its strength, and what fills the sentence, for those that are told."""

    strength: float
    words: Callable[[], dict[str, Any]] = dict


Find = Callable[[Candidate], Evidence | None]


# --- Terms that both have -----------------------------------------------------------------------------------------


@remembered("actors.targetgroup")
def primary_groups() -> set[int]:
    """The keys of the three target groups that come first in all the network does."""
    return {answer.key for answer in TARGET_GROUPS() if answer.first}


def common(vocabulary: str, terms: Iterable[int]) -> Evidence | None:
    """``terms`` that both have; the rarest are named."""
    rare = sorted(terms, key=lambda term: (-rarity(vocabulary, term), term))
    if not rare:
        return None
    return Evidence(
        sum(rarity(vocabulary, term) for term in rare),
        lambda: {"words": labels(ANSWERS[vocabulary](), rare)},
    )


def labels(answers: Iterable[Any], keys: Iterable[int]) -> str:
    """At most three of ``keys`` in words, in their own order."""
    known = {answer.key: answer.label.lower() for answer in answers}
    return ", ".join([known[key] for key in keys if key in known][:NAMED])


def primary_group(candidate: Candidate) -> Evidence | None:
    """Both work with one of the three groups that come first."""
    return common("target_groups", candidate.shared["target_groups"] & primary_groups())


def target_group(candidate: Candidate) -> Evidence | None:
    """Both work with the same people."""
    return common("target_groups", candidate.shared["target_groups"] - primary_groups())


def theme(candidate: Candidate) -> Evidence | None:
    """Both are about the same."""
    return common("themes", candidate.shared["themes"])


def discipline(candidate: Candidate) -> Evidence | None:
    """Both are at home in the same field."""
    return common("disciplines", candidate.shared["disciplines"])


# --- What one has and the other seeks -----------------------------------------------------------------------------


def usually_have(kinds: Iterable[int]) -> set[int]:
    """The keys of the resources that actors of ``kinds`` (keys) usually have."""
    wanted = set(kinds)
    slugs = {answer.value for answer in KINDS() if answer.key in wanted}
    return {answer.key for answer in RESOURCES() if slugs & USUALLY_HAVE.get(answer.value, set())}


def kinds_that_have(resources: Iterable[int]) -> set[int]:
    """The keys of the kinds of actors that usually have one of ``resources``; what ``usually_have`` says, turned around."""
    wanted = set(resources)
    if not wanted:
        return set()
    slugs = {
        kind for answer in RESOURCES() if answer.key in wanted for kind in USUALLY_HAVE.get(answer.value, ())
    }
    return {answer.key for answer in KINDS() if answer.value in slugs}


def opposite_call(candidate: Candidate) -> Evidence | None:
    """A call offers what is sought, or seeks what is offered."""
    seeker = candidate.seeker
    both = candidate.resources & (seeker.offers if candidate.seeks else seeker.wants)
    return Evidence(1.0, lambda: {"words": labels(RESOURCES(), sorted(both))}) if both else None


def has_what_is_sought(candidate: Candidate) -> Evidence | None:
    """An actor of a kind that usually has what a call seeks."""
    return usual(candidate.seeker.wants, candidate.kinds) if candidate.seeker.wants else None


def seeks_what_one_has(candidate: Candidate) -> Evidence | None:
    """The other way around: a call seeks what who looks usually has."""
    return usual(candidate.resources, candidate.seeker.kinds) if candidate.seeks else None


def usual(sought: Iterable[int], kinds: Iterable[int]) -> Evidence | None:
    """What actors of ``kinds`` usually have of what is ``sought``."""
    both = set(sought) & usually_have(kinds)
    if not both:
        return None
    having = sorted(kinds_that_have(both) & set(kinds))
    return Evidence(
        1.0, lambda: {"kind": labels(KINDS(), having[:1]), "words": labels(RESOURCES(), sorted(both))}
    )


def shares_knowledge(candidate: Candidate) -> Evidence | None:
    """A call seeks know-how, and the actor shares what it knows."""
    if not candidate.seeker.wants:
        return None
    sought = {answer.key for answer in RESOURCES() if answer.value == "expertise"} & candidate.seeker.wants
    topics = topics_of(candidate.key) if sought else set()
    return Evidence(1.0, lambda: {"words": labels(TOPICS(), sorted(topics))}) if topics else None


def topics_of(actor: int) -> set[int]:
    """The keys of the topics that the published expertise of ``actor`` is about."""
    shelf = EXPERTS.shelf()
    experts = (shelf.keys[slot] for slot in shelf.with_any("actor", [actor]))
    return {topic for expert in experts for topic in shelf.answers_of("topics", expert)}


# --- What somebody did --------------------------------------------------------------------------------------------


def best_deed(candidate: Candidate) -> tuple[float, Deed] | None:
    """The practice of an actor that shares most with who seeks; nothing when it shares too little to be called alike."""
    alike = deeds_alike(candidate.seeker)
    found = [alike[key] for key in deeds().of_actor.get(candidate.key, ()) if key in alike] if alike else []
    return max(found, key=lambda pair: (pair[0], pair[1].year or 0, pair[1].title), default=None)


def deeds_alike(seeker: Seeker) -> dict[int, tuple[float, Deed]]:
    """By key, the practices that have much in common with ``seeker``, and the rarity of what they share; worked out once."""
    if seeker.alike is None:
        itself = seeker.record.pk if seeker.kind == "practice" else None
        weighed = {
            key: (shared_rarity(deed, seeker), deed)
            for key, deed in deeds().practices.items()
            if key != itself
        }
        seeker.alike = {key: pair for key, pair in weighed.items() if pair[0] >= ALIKE}
    return seeker.alike


def shared_rarity(deed: Deed, seeker: Seeker) -> float:
    """The rarity of all terms that ``deed`` shares with ``seeker``."""
    return sum(
        rarity(name, term) for name, terms in seeker.terms.items() for term in terms & deed.terms[name]
    )


def did_alike(candidate: Candidate) -> Evidence | None:
    """The actor made a practice that has much in common with who seeks; we do not know when."""
    best = best_deed(candidate)
    if best is None or best[1].year is not None:
        return None
    return Evidence(min(best[0], 1.0), lambda: {"title": best[1].title})


def did_alike_in_year(candidate: Candidate) -> Evidence | None:
    """The same, and we know in which year it began."""
    best = best_deed(candidate)
    if best is None or best[1].year is None:
        return None
    return Evidence(min(best[0], 1.0), lambda: {"title": best[1].title, "year": best[1].year})


def same_kind(candidate: Candidate) -> Evidence | None:
    """Colleagues: the same kind of actor, or of the kind of those who made the practice."""
    both = candidate.kinds & candidate.seeker.kinds
    if not both:
        return None
    kind = max(sorted(both), key=lambda key: rarity("kind", key))
    return Evidence(rarity("kind", kind), lambda: {"kind": labels(KINDS(), [kind])})


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


def is_over_the_border(candidate: Candidate) -> bool:
    """Whether both are in a municipality, and not in the same one."""
    home = candidate.seeker.home
    return bool(home and candidate.places and not home & candidate.places)


def elsewhere(candidate: Candidate) -> Evidence | None:
    """From another municipality; we do not know how far."""
    if not is_over_the_border(candidate) or kilometres(candidate.seeker.spots, candidate.spots) is not None:
        return None
    return Evidence(0.5, lambda: {"place": place_names(candidate.places)[0]})


def near(candidate: Candidate) -> Evidence | None:
    """From another municipality; the nearer, the easier to do something together."""
    km = kilometres(candidate.seeker.spots, candidate.spots) if is_over_the_border(candidate) else None
    if km is None:
        return None
    share = min(max(km - NEAR, 0) / (FAR - NEAR), 1)
    return Evidence(
        1 - share / 2, lambda: {"place": place_names(candidate.places)[0], "km": max(round(km), 1)}
    )


def works_here(candidate: Candidate) -> Evidence | None:
    """An actor without its seat here that works here all the same."""
    home = candidate.seeker.home
    both = {place for place in home if candidate.has("active_in", place)} - candidate.places
    if not both or home & candidate.places:
        return None
    return Evidence(1.0, lambda: {"place": place_names(both)[0]})


def proven(candidate: Candidate) -> Evidence | None:
    """Others did it too, and it worked."""
    return Evidence(1.0) if candidate.row.proven_on is not None else None
