"""What a rule can find between who seeks and a candidate: how strong it is, and the words of the reason. From memory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from actors.answers import DISCIPLINES, KINDS, TARGET_GROUPS, THEMES, TOPICS, places
from actors.catalogues import EXPERTS
from projects.catalogues import WORDS

from .candidates import Candidate
from .deeds import Deed
from .rarity import rarity
from .seeker import Seeker

NAMED = 3  # terms in one sentence
NEAR, FAR = 5.0, 50.0  # km: as near as counts, and where being near says nothing any more
ALIKE = 0.8  # rarity that a deed shares at least
RESOURCES = WORDS["resources"]
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


def common(vocabulary: str, terms: Iterable[int]) -> Evidence | None:
    """``terms`` that both have; the rarest are named."""
    rare = sorted(terms, key=lambda term: (-rarity(vocabulary, term), term)) if terms else []
    if not rare:
        return None
    return Evidence(
        sum(rarity(vocabulary, term) for term in rare),
        lambda: {"words": labels(ANSWERS[vocabulary](), rare)},
    )


def labels(answers: Iterable[Any], keys: Iterable[int]) -> str:
    """At most three of ``keys`` in words, in their own order. Only the first letter loses its capital: names keep theirs."""
    wanted = list(keys)
    known = {
        answer.key: f"{answer.label[:1].lower()}{answer.label[1:]}"
        for answer in answers
        if answer.key in wanted
    }
    return ", ".join([known[key] for key in wanted if key in known][:NAMED])


def primary_group(candidate: Candidate) -> Evidence | None:
    """Both work with one of the three groups that come first."""
    return common("target_groups", candidate.shared["target_groups"] & candidate.seeker.first_groups)


def target_group(candidate: Candidate) -> Evidence | None:
    """Both work with the same people."""
    return common("target_groups", candidate.shared["target_groups"] - candidate.seeker.first_groups)


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
    made = candidate.seeker.done.of_actor.get(candidate.key)
    if not made:
        return None
    alike = deeds_alike(candidate.seeker)
    found = [alike[key] for key in made if key in alike]
    return max(found, key=lambda pair: (pair[0], pair[1].year or 0, pair[1].title), default=None)


def deeds_alike(seeker: Seeker) -> dict[int, tuple[float, Deed]]:
    """By key, the practices that have much in common with ``seeker``, and the rarity of what they share; worked out once."""
    if seeker.alike is None:
        shelf, practices = seeker.shelf("practice"), seeker.done.practices
        itself = seeker.record.pk if seeker.kind == "practice" else None
        weighed: dict[int, float] = {}
        for name, terms in seeker.terms.items():
            for term in sorted(terms):
                more = rarity(name, term)
                for slot in shelf.with_any(name, [term]):
                    weighed[slot] = weighed.get(slot, 0.0) + more
        keys = ((shelf.keys[slot], shared) for slot, shared in weighed.items() if shared >= ALIKE)
        seeker.alike = {
            key: (shared, practices[key]) for key, shared in keys if key != itself and key in practices
        }
    return seeker.alike


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
    both = candidate.shared_kinds
    if not both:
        return None
    kind = max(sorted(both), key=lambda key: rarity("kind", key))
    return Evidence(rarity("kind", kind), lambda: {"kind": labels(KINDS(), [kind])})


# --- Where and how ------------------------------------------------------------------------------------------------


def place_names(keys: Iterable[int]) -> list[str]:
    """The names of municipalities, those of the seven first."""
    wanted = set(keys)
    return [answer.label for answer in places() if answer.key in wanted]


def elsewhere(candidate: Candidate) -> Evidence | None:
    """From another municipality; we do not know how far."""
    if not candidate.is_from_elsewhere or candidate.km is not None:
        return None
    return Evidence(0.5, lambda: {"place": place_names(candidate.places)[0]})


def near(candidate: Candidate) -> Evidence | None:
    """From another municipality; the nearer, the easier to do something together."""
    km = candidate.km if candidate.is_from_elsewhere else None
    if km is None:
        return None
    share = min(max(km - NEAR, 0) / (FAR - NEAR), 1)
    return Evidence(
        1 - share / 2, lambda: {"place": place_names(candidate.places)[0], "km": max(round(km), 1)}
    )


def works_here(candidate: Candidate) -> Evidence | None:
    """An actor without its seat here that works here all the same."""
    home = candidate.seeker.home
    if not any(candidate.has("active_in", place) for place in home) or home & candidate.places:
        return None
    both = {place for place in home if candidate.has("active_in", place)}
    return Evidence(1.0, lambda: {"place": place_names(both)[0]})


def proven(candidate: Candidate) -> Evidence | None:
    """Others did it too, and it worked."""
    return Evidence(1.0) if candidate.row.proven_on is not None else None
