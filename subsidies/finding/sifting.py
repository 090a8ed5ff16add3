"""Sifting: all measures at once, from memory. Only refusals are worked out here; lines are said for what a page shows."""

from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice

from pyroaring import BitMap

from ..eligibility import RULES, Judgement, Rule, Told, judge
from ..findings import Finds, Line
from ..models.standing import Moment
from ..plans import Plan, Slugs
from ..termbook import Book, termbook
from ..terms import Terms, Timing

NEAREST = 3
MOST_CHANGES = 2  # more would make it another plan


@dataclass
class Sifted:
    """What ``plan`` finds in ``book``: places in the book, in the order in which people read them.

    ``fits``: no rule refuses it. ``perhaps``: the same, but its source tells too little to say so. ``by_rule``: what each rule
    refuses, in the order of the table. ``hidden``: by place a fitting measure that takes its place.
    """

    plan: Plan
    book: Book
    timings: list[Timing]
    order: list[int]
    by_rule: list[tuple[Rule, BitMap]]
    fits: list[int] = field(default_factory=list)
    perhaps: list[int] = field(default_factory=list)
    hidden: dict[int, int] = field(default_factory=dict)

    @cached_property
    def refused(self) -> BitMap:
        """Everything that does not fit."""
        return BitMap.union(BitMap(), *(places for _rule, places in self.by_rule))

    @cached_property
    def reasons(self) -> list[tuple[Rule, BitMap]]:
        """What does not fit, by its first reason; the commonest reason first."""
        groups, seen = [], BitMap()
        for rule, places in self.by_rule:
            if places - seen:
                groups.append((rule, places - seen))
            seen |= places
        return sorted(groups, key=lambda group: -len(group[1]))

    @cached_property
    def nearest(self) -> list[int]:
        """What fits almost: the fewest and the easiest things would have to change. Where it holds changes last."""
        near = [place for place in self.order if self.is_near(place)]
        return sorted(near, key=self.distance)[:NEAREST]

    def is_near(self, place: int) -> bool:
        """Whether somebody could change their plan so that it fits."""
        rules = self.refusing(place)
        if self.book.entries[place].is_vague or not 0 < len(rules) <= MOST_CHANGES:
            return False
        return all(rule.change for rule in rules)

    def distance(self, place: int) -> tuple[int, bool]:
        """How much would have to change."""
        rules = self.refusing(place)
        return len(rules), any(rule.slug == "place" for rule in rules)

    def refusing(self, place: int) -> list[Rule]:
        """The rules that refuse one measure."""
        return [rule for rule, places in self.by_rule if place in places]

    def first(self, places: BitMap, number: int) -> list[int]:
        """The first ``number`` of ``places``, in order."""
        return list(islice((place for place in self.order if place in places), number))

    def refusals(self, place: int) -> list[Told]:
        """Why one measure does not fit: the lines of the rules that refuse it, and of no others."""
        return judge(self.plan, self.book.entries[place], self.timings[place], self.refusing(place)).refusals

    def judged(self, place: int) -> Judgement:
        """Every line about one measure."""
        return judge(self.plan, self.book.entries[place], self.timings[place])


def sift(plan: Plan, moment: Moment | None = None) -> Sifted:
    """All published measures under ``plan``, as things stand at ``moment``; by itself now, from memory."""
    book = termbook()
    timings, order = book.at(moment) if moment else book.now()
    by_rule = []
    for rule in RULES:
        if not rule.may_refuse:
            continue
        if rule.answers is None:
            work = partial(closed_by, rule, timings)
            by_rule.append((rule, work() if moment else book.once(rule.slug, work)))
        elif rule.answers in plan.answered:
            by_rule.append((rule, refused_by(rule, plan, book, timings)))
    sifted = Sifted(plan, book, timings, order, by_rule)
    shown = [place for place in order if place not in sifted.refused]
    sifted.fits = [place for place in shown if place not in book.vague]
    sifted.perhaps = [place for place in shown if place in book.vague]
    hide_replaced(sifted)
    return sifted


def closed_by(rule: Rule, timings: list[Timing]) -> BitMap:
    """What ``rule`` refuses whatever the plan."""
    return BitMap(place for place, timing in enumerate(timings) if refuses(rule.find(Plan(), timing)))


def refused_by(rule: Rule, plan: Plan, book: Book, timings: list[Timing]) -> BitMap:
    """What ``rule`` refuses; each different thing that it looks at is judged once, unless time matters."""
    refused = BitMap()
    for look, places in book.looks(rule):
        if "timing" not in rule.looks:
            if refuses(rule.find(plan, *look)):
                refused |= places
        elif look[0]:
            refused |= BitMap(place for place in places if refuses(rule.find(plan, look[0], timings[place])))
    return refused


def refuses(found: Finds) -> bool:
    """Whether one of the lines is a refusal."""
    return any(one.line == Line.REFUSED for one in found)


def hide_replaced(sifted: Sifted) -> None:
    """Hides what a fitting measure takes the place of, where that one holds in every place that counts for the plan."""
    entries = sifted.book.entries
    shown = {*sifted.fits, *sifted.perhaps}
    for general, locals_ in sifted.book.replaced.items():
        for local in locals_:
            if local in shown and general in shown and covers(entries[local], entries[general], sifted.plan):
                sifted.hidden[general] = local
    sifted.fits = [place for place in sifted.fits if place not in sifted.hidden]
    sifted.perhaps = [place for place in sifted.perhaps if place not in sifted.hidden]


def covers(local: Terms, general: Terms, plan: Plan) -> bool:
    """Whether ``local`` holds wherever ``general`` would be of use to the plan."""
    wanted: Slugs = general.municipalities & plan.municipalities or general.municipalities
    return wanted <= local.municipalities
