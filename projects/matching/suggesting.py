"""Suggestions: who and what goes with a record, how well, and why."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Actor
from actors.terms import cards
from ecru.base.edition import KeptRecords, edition
from projects.catalogues import call_cards, with_subjects
from projects.models import Practice
from projects.models.not_relevant import reference

from .candidates import Candidate
from .cautions import CAUTIONS
from .finding import Evidence
from .leaving_out import allowed
from .narrowing import TURN, Hope, narrowed
from .rules import ALL, ENOUGH, RULES, Rule
from .seeker import Record, kind_of, seeker_for

SUGGESTED = {
    "actor": ("actor", "call", "practice"),
    "project": ("actor", "practice", "call"),
    "practice": ("actor", "practice"),
    "call": ("actor", "call"),
}
CARRYING, ADDING = (
    {kind: [rule for rule in RULES if kind in rule.on and rule.alone == alone] for kind in ALL}
    for alone in (True, False)
)
BROAD = 5.0  # rarity of all terms together above which an organisation that does everything counts less
TOLD = 0.25  # points below which a reason says nothing
OF_PRACTICE = (  # what is said of a practice
    *("title", "title_en", "slug", "kind", "proven_on"),
    *("year_from", "year_to", "period", "did_not_work"),
)
MOST_REASONS, MOST_BESIDES, MOST_CAUTIONS = 3, 2, 2  # those that carry, those that only add, and what to know
Reason = tuple[float, Rule, Evidence]  # points, the rule that holds, and what it found
Hopeful = tuple[Hope, Candidate]  # what it may come to, and who it is
SUGGESTED_PRACTICES = KeptRecords(lambda: Practice.objects.published().only(*OF_PRACTICE))


@dataclass(frozen=True)
class Suggestion:
    """``record`` (an actor, a practice or a call) fits; the higher its ``score``, the better. Sentences in the active language."""

    record: Any
    score: float
    reasons: list[str]
    cautions: list[str] = field(default_factory=list)

    @property
    def is_actor(self) -> bool:
        """Whether it is an actor, which has a picture of its own and a standing."""
        return isinstance(self.record, Actor)

    @property
    def what(self) -> str:
        """What sort of record it is, in words."""
        if isinstance(self.record, Actor):
            return self.record.kind.name
        if isinstance(self.record, Practice):
            return capfirst(str(self.record.get_kind_display()))
        seeks, offers = _("Call: %(actor)s seeks"), _("Call: %(actor)s offers")
        return (seeks if self.record.seeks else offers) % {"actor": self.record.actor}

    @property
    def places(self) -> list[Any]:
        """The municipality of an actor, or those where it happens."""
        if isinstance(self.record, Actor):
            return [self.record.municipality] if self.record.municipality else []
        return list(self.record.municipalities.all())

    @property
    def knots(self) -> str:
        """A dot for every reason."""
        return "●" * len(self.reasons)

    @property
    def told(self) -> str:
        """How many reasons there are, in words."""
        count = len(self.reasons)
        return ngettext("It fits for %(count)s reason", "It fits for %(count)s reasons", count) % {
            "count": count
        }

    @property
    def reference(self) -> str:
        """How an answer to this suggestion names its record."""
        return reference(self.record)


@dataclass(frozen=True)
class Weighed:
    """A candidate with the rules that hold: their points and what they found."""

    candidate: Candidate
    reasons: list[Reason]
    carrying: float
    adding: float

    @property
    def most(self) -> float:
        """The score that it has if it does not do everything."""
        return round(self.carrying + self.adding, 4)

    @cached_property
    def score(self) -> float:
        """All points together, less where it shares something with everybody."""
        return round(self.carrying * focus(self.candidate) + self.adding, 4)

    @property
    def sentences(self) -> list[str]:
        """Why, in the active language: first what carries the suggestion, then what only adds to it."""
        told = [reason for reason in self.reasons if reason[0] >= TOLD]
        best = sorted(told, key=lambda reason: -reason[0])
        carrying = [reason for reason in best if reason[1].alone][:MOST_REASONS]
        besides = [reason for reason in best if not reason[1].alone][:MOST_BESIDES]
        return [str(rule.sentence) % evidence.words() for _points, rule, evidence in carrying + besides]


def suggest(
    subject: Record,
    *,
    user: Any = None,
    limit: int = 5,
    kinds: Collection[str] | None = None,
    day: date | None = None,
) -> list[Suggestion]:
    """At most ``limit`` records that go with ``subject``, the best first, each with its reasons and cautions; empty when nothing fits.

    For an actor: actors, open calls and practices. For a project: actors, practices, and calls that it could answer. For a
    practice: actors that might do it too, and related practices. For a call: actors that could answer, and calls in the
    opposite direction. ``kinds`` leaves some out: "actor", "practice", "call".

    ``user``: who looks; what their actors called not relevant, and who does not write with them, stays away. Without, the
    answer is the same for everybody and may stand on a kept page. It only changes with the data and the ``day`` (today in
    Brussels): every day, who scores about as well comes in another order. Everything is published, at work and not linked
    to ``subject``. Costs one query for what is known already, one for ``user``, at most two for what stands behind ``subject``,
    and up to three per kind for the cards. Raises ``TypeError`` for a subject of another kind.
    """
    with edition.one_reading():
        hopeful = hopeful_for(subject, kinds, user, day)
        return told(best_of([one for each in hopeful.values() for one in each], limit))


def suggest_each(
    subject: Record,
    kinds: Collection[str],
    *,
    user: Any = None,
    limit: int = 5,
    day: date | None = None,
) -> dict[str, list[Suggestion]]:
    """What ``suggest`` says for each of ``kinds`` by itself, at the price of one: at most ``limit`` of every kind, by kind."""
    with edition.one_reading():
        hopeful = hopeful_for(subject, kinds, user, day)
        best = {kind: best_of(hopeful.get(kind, []), limit) for kind in kinds}
        suggestions = told([one for each in best.values() for one in each])
        return {
            kind: [suggestion for suggestion in suggestions if kind_of(suggestion.record) == kind]
            for kind in kinds
        }


def hopeful_for(
    subject: Record, kinds: Collection[str] | None, user: Any, day: date | None
) -> dict[str, list[Hopeful]]:
    """All that may fit ``subject``, by kind; ``suggest`` says what the others are."""
    today = day or timezone.localdate()
    seeker = seeker_for(subject, today)
    asked = [kind for kind in SUGGESTED[seeker.kind] if kinds is None or kind in kinds]
    found = narrowed(seeker, allowed(seeker, asked, user, today), today)
    return {
        kind: [(hope, Candidate(kind, hope.slot, seeker, today)) for hope in hopes]
        for kind, hopes in found.items()
    }


def best_of(hopeful: list[Hopeful], limit: int) -> list[Weighed]:
    """The ``limit`` highest scores. Only what may still be among them is weighed, and only what still may then is refined."""
    best: list[Weighed] = []
    for hope, candidate in sorted(hopeful, key=lambda pair: -pair[0].most):
        least = best[-1].score if len(best) == limit else 0.0
        if hope.most < least:
            break
        one = weigh(candidate, hope, least)
        if one is not None and one.most >= least:
            best = sorted([*best, one], key=place_of)[:limit]
    return best


def place_of(one: Weighed) -> tuple[float, str, int]:
    """What puts suggestions in order."""
    return -one.score, one.candidate.kind, one.candidate.key


def weigh(candidate: Candidate, hope: Hope, least: float) -> Weighed | None:
    """The points of all rules for ``candidate``; nothing when too little speaks for it, or when it cannot come to ``least``."""
    besides = holding(ADDING[candidate.kind], candidate)
    turn = TURN * luck(candidate) * (1 if candidate.is_small else 0.5)
    adding = sum([points for points, _rule, _evidence in besides]) + turn
    if hope.carrying + adding < least:
        return None
    reasons = holding(CARRYING[candidate.kind], candidate)
    carrying = sum([points for points, _rule, _evidence in reasons])
    return Weighed(candidate, reasons + besides, carrying, adding) if carrying >= ENOUGH else None


def holding(rules: Iterable[Rule], candidate: Candidate) -> list[Reason]:
    """Those of ``rules`` that hold for ``candidate``."""
    return [
        (rule.weight * evidence.strength, rule, evidence)
        for rule in rules
        if (evidence := rule.find(candidate)) is not None
    ]


def focus(candidate: Candidate) -> float:
    """Who does everything shares something with everybody, so that counts less: from 1 down to a half."""
    return max(min(BROAD / candidate.breadth, 1.0) if candidate.breadth else 1.0, 0.5)


def luck(candidate: Candidate) -> float:
    """Between 0 and 1; another one for every pair, every day, the same in every process."""
    pair = (
        f"{candidate.today.isoformat()} {reference(candidate.seeker.record)} {candidate.kind}:{candidate.key}"
    )
    return int.from_bytes(sha256(pair.encode("ascii")).digest()[:4], "big") / 2**32


def told(best: Sequence[Weighed]) -> list[Suggestion]:
    """The suggestions with their full records and their sentences."""
    records = {
        kind: loaded(kind, [one.candidate.key for one in best if one.candidate.kind == kind])
        for kind in LOADERS
    }
    return [
        Suggestion(
            record,
            one.score,
            one.sentences,
            cautions_about(one.candidate, record),
        )
        for one in best
        if (record := records[one.candidate.kind].get(one.candidate.key)) is not None
    ]


def cautions_about(candidate: Candidate, record: Any) -> list[str]:
    """What to know beforehand; the two that matter most."""
    sentences = (
        str(caution.sentence) % words
        for caution in CAUTIONS
        if candidate.kind in caution.on and (words := caution.find(candidate, record)) is not None
    )
    return list(islice(sentences, MOST_CAUTIONS))


def loaded(kind: str, keys: list[int]) -> dict[int, Any]:
    """The records with ``keys`` as a card shows them."""
    return LOADERS[kind](keys) if keys else {}


def practices(keys: list[int]) -> list[Practice]:
    """The published practices with ``keys``, with what a suggestion shows; one query for new ones."""
    return with_subjects(SUGGESTED_PRACTICES(keys).values(), ["municipalities"])


LOADERS: dict[str, Callable[[list[int]], dict[int, Any]]] = {
    "actor": lambda keys: {actor.pk: actor for actor in cards(keys)},
    "practice": lambda keys: {practice.pk: practice for practice in practices(keys)},
    "call": lambda keys: {call.pk: call for call in call_cards(keys)},
}
