"""The terms of every published measure, kept in memory: what the finder and the suggestions judge.

Judging five thousand records would read the database for seconds; these are read once after a change, in a few queries.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from pyroaring import BitMap

from actors.answers import DISCIPLINES, KINDS, TARGET_GROUPS, THEMES, places
from ecru.base.directory.facets import Answer
from ecru.base.edition import remembered
from ecru.base.ties import ties

from .answers import FORMS, LEGAL_FORMS
from .eligibility import Rule, looked_at
from .kinship import ASKERS
from .models import Call, Certainty, Criterion, Measure, Standing
from .models.standing import Moment, Times
from .plans import NONE, Slugs
from .terms import Condition, Round, Terms, Timing, timing_of
from .timetable import FIELDS as DATES
from .timetable import Board, board

RELATIONS: dict[str, Any] = {
    "municipalities": places,
    "legal_forms": LEGAL_FORMS,
    "actor_kinds": KINDS,
    "target_groups": TARGET_GROUPS,
    "disciplines": DISCIPLINES,
    "themes": THEMES,
    "forms": FORMS,
}
COLUMNS = (
    *("title", "title_en", "slug", "area"),
    *("min_amount", "max_amount", "max_cost", "max_share", "own_share", "amount_note", "max_months"),
    *("cumulation", "cumulation_note", "documents", "watch_out", "certainty", "replaces"),
)
LATER, UNKNOWN = 1e11, 1e12  # after every deadline: what is open all year, and what has no date


class Book:
    """Terms by place, with all that is worked out once for all of them."""

    def __init__(self, entries: list[Terms]) -> None:
        self.entries = entries
        self.place = {terms.key: place for place, terms in enumerate(entries)}
        self.columns: dict[str, list[tuple[Any, BitMap]]] = {}
        self.kept: tuple[Board, list[Timing], list[int]] | None = None
        self.closed: dict[str, BitMap] = {}

    @cached_property
    def replaced(self) -> dict[int, list[int]]:
        """By the place of a measure the places of those that take its place."""
        found: dict[int, list[int]] = defaultdict(list)
        for place, terms in enumerate(self.entries):
            if terms.replaces in self.place:
                found[self.place[terms.replaces]].append(place)
        return dict(found)

    @cached_property
    def vague(self) -> BitMap:
        """Of which the source tells too little."""
        return BitMap(place for place, terms in enumerate(self.entries) if terms.is_vague)

    def looks(self, rule: Rule) -> list[tuple[Any, BitMap]]:
        """What ``rule`` looks at: each different thing once, with the places where it stands."""
        if rule.slug not in self.columns:
            found: dict[Any, BitMap] = defaultdict(BitMap)
            for place, terms in enumerate(self.entries):
                found[tuple(looked_at(rule, terms, NO_TIMING))].add(place)
            self.columns[rule.slug] = list(found.items())
        return self.columns[rule.slug]

    def now(self) -> tuple[list[Timing], list[int]]:
        """As ``at`` this moment; worked out once, until something opens or closes."""
        present = board()
        if self.kept is None or self.kept[0] is not present:
            self.kept, self.closed = (present, *self.at(present.moment)), {}
        return self.kept[1], self.kept[2]

    def at(self, moment: Moment) -> tuple[list[Timing], list[int]]:
        """When one can ask for each at ``moment``, and all places in the order in which people read them."""
        timings = [timing_of(terms, moment) for terms in self.entries]
        return timings, sorted(
            range(len(timings)), key=lambda place: rank(self.entries[place], timings[place])
        )

    def once(self, name: str, work: Callable[[], BitMap]) -> BitMap:
        """What ``work`` gives, kept under ``name`` until a border. Ask ``now`` first."""
        if name not in self.closed:
            self.closed[name] = work()
        return self.closed[name]


NO_TIMING: Any = None


def rank(terms: Terms, timing: Timing) -> tuple[Any, ...]:
    """What is clear enough first, then the narrowest area, then the first deadline, then the name."""
    last = LATER if timing.standing == Standing.ONGOING else UNKNOWN
    return (
        terms.is_vague,
        terms.area,
        timing.next.at.timestamp() if timing.next else last,
        terms.title,
        terms.key,
    )


@remembered(
    *("subsidies.measure", "subsidies.call", "subsidies.criterion"),
    *("subsidies.supportform", "subsidies.legalform", "actors.actorkind", "actors.municipality"),
    *("actors.targetgroup", "actors.discipline", "actors.theme"),
)
def termbook() -> Book:
    """The terms as the database is now; four queries after a change, none before."""
    published = Measure.objects.published().order_by("pk")
    rounds, conditions = rounds_of(published), conditions_of(published)
    words = words_of()
    entries = []
    dates = ("has_ended", "valid_from", "valid_to")
    for key, *values in published.values_list("pk", *dates, *COLUMNS):
        own = Times("", None, None, None, None, None, "", *values[: len(dates)])
        said = dict(zip(COLUMNS, values[len(dates) :], strict=True))
        named: dict[str, Any] = dict(words.get(key, {}))
        groups = named.pop("target_groups", NONE)
        parts = [*(entry[1] for entry in rounds.get(key, ())), *conditions.get(key, ())]
        sure = all(getattr(part, "certainty", part) != Certainty.UNSURE for part in parts)
        said["certainty"] = said["certainty"] if sure else Certainty.UNSURE
        entries.append(
            Terms(
                key=key, own=own, askers=groups & ASKERS, groups=groups - ASKERS,
                rounds=tuple(entry[0] for entry in rounds.get(key, ())),
                conditions=tuple(conditions.get(key, ())), **named, **said,
            )
        )  # fmt: skip
    return Book(entries)


def rounds_of(measures: Any) -> dict[int, list[tuple[Round, str]]]:
    """By measure its rounds, each with how sure it is."""
    found: dict[int, list[tuple[Round, str]]] = defaultdict(list)
    rows = Call.objects.order_by("pk").filter(measure__in=measures.order_by().values("pk"))
    for key, note, certainty, *dates in rows.values_list("measure", "note", "certainty", *DATES):
        found[key].append((Round(Times(*dates), note), certainty))
    return found


def conditions_of(measures: Any) -> dict[int, list[Condition]]:
    """By measure what it asks for, in the order of its page."""
    found: dict[int, list[Condition]] = defaultdict(list)
    rows = Criterion.objects.filter(measure__in=measures.order_by().values("pk")).order_by("position", "pk")
    for key, *values in rows.values_list("measure", *Condition._fields):
        found[key].append(Condition(*values))
    return found


def words_of() -> dict[int, dict[str, Slugs]]:
    """By measure the slugs of its words and places, by the name of the relation; equal sets are one set."""
    slugs = {name: slugs_of(answers()) for name, answers in RELATIONS.items()}
    names = list(RELATIONS)
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, own, other in ties(Measure, names):
        if other in slugs[names[number]]:
            found[own][names[number]].add(slugs[names[number]][other])
    same: dict[Slugs, Slugs] = {}
    return {
        key: {
            name: same.setdefault(frozenset(values), frozenset(values)) for name, values in relations.items()
        }
        for key, relations in found.items()
    }


def slugs_of(answers: Iterable[Answer]) -> dict[int, str]:
    """The slugs of words by their keys."""
    return {answer.key: answer.value for answer in answers}
