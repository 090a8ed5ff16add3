"""The rules by which a plan and a measure fit, each a line of one table: what it looks at, and what it says.

Three kinds of line come out: *past omdat*, *let op* and *past niet omdat* (``Line``). A measure fits when no rule refuses it. The
finder, the suggestions beside projects and later the dossiers ask ``judge``; what the predicates do is in ``predicates``. Who wants
another sentence or another border changes a line here, and looks what becomes of the judged cases in ``tests/subsidies``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import predicates as test
from .findings import Finds, Found, Line
from .models import CriterionKind
from .plans import Plan, Question
from .terms import Terms, Timing
from .wording import said

WHO, WHERE, WHAT, WHEN = Question.WHO, Question.WHERE, Question.WHAT, Question.WHEN
CONDITIONS: Mapping[str, frozenset[str]] = {
    "partner_conditions": frozenset(
        [CriterionKind.OTHER_MUNICIPALITY, CriterionKind.PARTNERS, CriterionKind.COUNTRIES]
    ),
    "timed_conditions": frozenset([CriterionKind.LEAD_MONTHS, CriterionKind.MOST_LEAD_MONTHS]),
    "read_conditions": frozenset(
        [CriterionKind.FUNCTIONS, CriterionKind.ADVICE, CriterionKind.NOT_WITH, CriterionKind.OTHER]
    ),
}
CONDITION = _("Condition: %(text)s")  # its text says how it has to be, not how the plan is


@dataclass(frozen=True)
class Rule:
    """One line of the table.

    ``looks``: the names in ``Terms`` (or "timing", or a kind of ``CONDITIONS``) that ``find`` takes after the plan. ``label``: the
    reason in short, over what it refuses. ``sentences``: by the key that ``find`` names. ``change``: what would have to change for
    who is refused; without one nothing can. ``answers``: the question of the finder that it is about.
    """

    slug: str
    looks: tuple[str, ...]
    find: Callable[..., Finds]
    label: Any
    sentences: Mapping[str, Any]
    answers: Question | None = None
    change: Any = ""
    may_refuse: bool = True


RULES = (
    Rule(
        "exists", ("timing",), test.exists, _("does not exist any more"),
        {"gone": _("This support does not exist any more.")},
    ),
    Rule(
        "can-ask", ("timing",), test.can_ask, _("you cannot ask now"),
        {
            "always": _("You can ask all year."),
            "open": _("You can ask now, until %(last)s."),
            "open_now": _("You can ask now."),
            "days": _("Deadline in %(days)s days: hand in by %(last)s."),
            "tomorrow": _("Tomorrow is the last day: hand in by %(last)s."),
            "today": _("Today is the last day: hand in by %(last)s."),
            "spent": _("The money of this round is gone."),
            "closed": _("The last round is over, and we know of no new one."),
            "expected": _("Not open now. We expect it around %(around)s. That is not sure."),
            "opens": _("Opens on %(opens)s. Hand in by %(last)s."),
            "from": _("Holds from %(opens)s. Hand in by %(last)s."),
            "dated": _("Not open yet. Hand in by %(last)s."),
            "holds": _("Holds from %(opens)s. No source says when you can ask."),
            "later": _("Not open yet."),
            "unknown": _("No source says when you can ask. Ask the giver."),
        },
    ),
    Rule(
        "in-time", ("timing",), test.in_time, _("too late for your plan"),
        {
            "begun": _("Your plan begins before today. Most givers want you to ask first."),
            "late": _("The next deadline (%(around)s) comes after your plan begins (%(begins)s). Ask whether that is allowed."),
            "before": _("You can hand in before your plan begins: by %(last)s."),
        },
        WHEN, may_refuse=False,
    ),
    Rule(
        "about-rounds", ("timing",), test.about_rounds, _("about the rounds"),
        {"given": "%(text)s", "of": _("Round of %(day)s: %(text)s")},
        may_refuse=False,
    ),
    Rule(
        "place", ("municipalities",), test.holds_there, _("holds elsewhere"),
        {
            "there": _("It holds in %(own)s."),
            "partly": _("It does not hold in %(own)s."),
            "only": _("It only holds in %(places)s."),
            "elsewhere": _("It does not hold in %(own)s, only in %(places)s."),
            "unknown": _("Our source does not say where exactly it holds."),
        },
        WHERE, _("Do it (also) in %(places)s, or look for a partner there."),
    ),
    Rule(
        "legal-form", ("legal_forms",), test.may_ask, _("somebody else may ask"),
        {
            "may": _("You may ask as %(own)s."),
            "only": _("Only for: %(forms)s."),
            "others": _("Only for: %(forms)s."),
        },
        WHO, _("Let a partner ask who is one of these: %(forms)s."),
    ),
    Rule(
        "askers", ("legal_forms", "askers"), test.is_named, _("who may ask"),
        {
            "as": _("It is for %(groups)s."),
            "named": _("Our source names %(groups)s. Ask whether you may ask too."),
            "unknown": _("Our source does not say who may ask."),
        },
        WHO, may_refuse=False,
    ),
    Rule(
        "kind", ("actor_kinds",), test.kind_asked, _("for another kind of organisation"),
        {
            "for": _("It is for this kind: %(kinds)s."),
            "only": _("Only for this kind: %(kinds)s."),
            "others": _("Only for this kind: %(kinds)s."),
        },
        WHO, _("Work with a partner of this kind: %(kinds)s."),
    ),
    Rule(
        "people", ("groups", "askers"), test.for_people, _("for other people"),
        {
            "named": _("It is for %(own)s."),
            "part": _("It is for %(groups)s, and %(own)s are part of them."),
            "only": _("It is for %(groups)s."),
            "narrower": _("It is for %(groups)s. See whether that are the people of your plan."),
            "unnamed": _("It is general: it does not name %(own)s."),
            "others": _("It is for %(groups)s."),
        },
        WHAT, _("Do it with (also) %(groups)s."),
    ),
    Rule(
        "discipline", ("disciplines",), test.of_discipline, _("for another discipline"),
        {
            "named": _("It is for %(own)s."),
            "only": _("It is for %(disciplines)s."),
            "perhaps": _("It is for %(disciplines)s. See whether your plan belongs to that."),
            "unnamed": _("It is general: it does not name %(own)s."),
            "others": _("It is for %(disciplines)s."),
        },
        WHAT, _("Let your plan have something of %(disciplines)s."),
    ),
    Rule(
        "theme", ("themes",), test.about_theme, _("about something else"),
        {
            "same": _("It is about %(own)s."),
            "others": _("It is about %(themes)s. See whether your plan belongs to that."),
        },
        WHAT, may_refuse=False,
    ),
    Rule(
        "form", ("forms",), test.gives, _("gives something else"),
        {
            "same": _("You get what you look for: %(own)s."),
            "others": _("You get something else here: %(forms)s."),
            "no_money": _("You get no money here, but %(forms)s."),
            "unknown": _("Our source does not say what you get."),
        },
        WHAT, _("Can you also use this: %(forms)s?"),
    ),
    Rule(
        "partners", ("partner_conditions",), test.with_whom, _("asks for other partners"),
        {
            "andere-gemeente": _("You go beyond one municipality, as it asks."),
            "partners": _("You work with a partner, as it asks."),
            "landen": _("You work with a partner from another country, as it asks."),
            "given": CONDITION,
            "asked": _("Your plan does not meet this condition: %(text)s"),
        },
        WHAT, _("Look for the partners that it asks for."),
    ),
    Rule(
        "amount", ("gives_money", "min_amount", "max_amount", "max_cost"), test.amount_fits, _("another amount"),
        {
            "within": _("Your amount (%(asked)s) is not above the most: %(most)s."),
            "enough": _("Your amount (%(asked)s) is not below the least: %(least)s."),
            "above": _("You ask %(asked)s. This support goes up to %(most)s."),
            "below": _("You ask %(asked)s. This support begins at %(least)s."),
            "unknown": _("No source says how much you can get."),
        },
        WHEN, _("Ask another amount, or look for a second giver."),
    ),
    Rule(
        "least", ("gives_money", "min_amount"), test.large_enough, _("for larger plans"),
        {"below": _("Your plan costs %(cost)s. This support begins at %(least)s.")},
        WHEN, _("Make your plan larger, or look for support for smaller plans."),
    ),
    Rule(
        "about-amount", ("amount_note",), test.about_amount, _("about the amount"), {"given": "%(text)s"},
        may_refuse=False,
    ),
    Rule(
        "cost", ("max_cost", "max_share"), test.cost_fits, _("for smaller plans"),
        {
            "within": _("Your whole plan does not cost more than %(most)s."),
            "limit": _("Your whole plan may cost %(most)s at most."),
            "needs_more": _(
                "You ask %(asked)s. It pays at most %(share)s of a plan of at most %(most)s, and that is less."
            ),
            "above": _("Your plan costs %(cost)s. It may cost %(most)s at most."),
        },
        WHEN, _("Make your plan smaller, or divide it."),
    ),
    Rule(
        "share", ("max_share", "own_share"), test.shares, _("own contribution"),
        {
            "part": _("It pays at most %(share)s of your costs. You pay the rest."),
            "too_much": _("It pays at most %(share)s of your costs: %(limit)s. You ask %(asked)s."),
            "enough": _("You do not ask more than %(share)s of your costs (%(limit)s)."),
            "own": _("You pay at least %(share)s yourself."),
            "own_sum": _("You pay at least %(share)s yourself: %(sum)s."),
        },
        WHEN, may_refuse=False,
    ),
    Rule(
        "length", ("max_months",), test.lasts, _("for shorter plans"),
        {
            "within": _("Your plan does not last longer than %(months)s."),
            "limit": _("Your plan may last %(months)s at most."),
            "longer": _("Your plan lasts longer than %(months)s."),
        },
        WHEN, _("Let your plan last %(months)s at most."),
    ),
    Rule(
        "beforehand", ("timed_conditions", "timing"), test.beforehand, _("asked too late"),
        {
            "given": CONDITION,
            "long_enough": _("You are in time: ask by %(last)s."),
            "too_late": _("%(text)s For your plan that was by %(last)s."),
            "soon": _("You can ask this from %(first)s."),
        },
        WHEN, _("Begin later with your plan."),
    ),
    Rule(
        "conditions", ("read_conditions",), test.to_read, _("conditions"), {"given": CONDITION},
        may_refuse=False,
    ),
    Rule(
        "together", ("cumulation", "cumulation_note"), test.together, _("together with other support"),
        {
            "given": "%(text)s",
            "alone": _("You may not combine it with other support."),
            "some": _("You may only combine it with some other support."),
        },
        may_refuse=False,
    ),
    Rule(
        "warned", ("watch_out",), test.warned, _("what to watch"), {"given": "%(text)s"}, may_refuse=False,
    ),
    Rule(
        "prepares", ("documents",), test.prepares, _("what to prepare"),
        {"gather": _("Have ready: %(documents)s.")}, may_refuse=False,
    ),
    Rule(
        "sure", ("certainty",), test.is_sure, _("how sure"),
        {
            "unsure": _("Not all of this is sure. Ask the giver before you count on it."),
            "dated": _("This comes from an older source. See whether it still holds."),
        },
        may_refuse=False,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A line, said in the active language. ``in_dutch``: in the words of who gives it, which exist in Dutch only."""

    line: Line
    rule: Rule
    text: str
    in_dutch: bool
    change: str = ""


@dataclass(frozen=True)
class Judgement:
    """What all rules say about one plan and one measure."""

    plan: Plan
    terms: Terms
    found: tuple[tuple[Rule, Found], ...]

    @property
    def fits(self) -> bool:
        """Whether no rule refuses it."""
        return not any(found.line == Line.REFUSED for _rule, found in self.found)

    @property
    def told(self) -> list[Told]:
        """Every line: why it fits, what to watch, why it does not fit."""
        return [told for line in Line for told in self.of(line)]

    @cached_property
    def said(self) -> dict[Line, list[Told]]:
        """The lines that were asked for, by kind."""
        return {}

    @property
    def reasons(self) -> list[Told]:
        """Why it fits."""
        return self.of(Line.FITS)

    @property
    def cautions(self) -> list[Told]:
        """What to watch."""
        return self.of(Line.CAUTION)

    @property
    def refusals(self) -> list[Told]:
        """Why it does not fit."""
        return self.of(Line.REFUSED)

    @property
    def answered(self) -> int:
        """How many of the questions that the plan answers this measure answers with a reason, and with no refusal."""
        good = {rule.answers for rule, found in self.found if found.line == Line.FITS}
        bad = {rule.answers for rule, found in self.found if found.line == Line.REFUSED}
        return len(self.plan.answered & (good - bad))

    def of(self, line: Line) -> list[Told]:
        """The lines of one kind, in the order of the table; the same words once. Said when somebody asks for them."""
        if line not in self.said:
            lines: dict[str, Told] = {}
            for rule, found in self.found:
                if found.line == line:
                    told = tell(rule, found)
                    lines.setdefault(told.text, told)
            self.said[line] = list(lines.values())
        return self.said[line]


def tell(rule: Rule, found: Found) -> Told:
    """A line in the active language; a refusal also says what would have to change."""
    text, in_dutch = said(rule.sentences[found.key], found.values)
    refused = rule.change and found.line == Line.REFUSED
    change = said(rule.change, found.values, either=True)[0] if refused else ""
    return Told(found.line, rule, text, in_dutch, change)


def looked_at(rule: Rule, terms: Terms, timing: Timing) -> Iterator[Any]:
    """What ``rule`` looks at of a measure."""
    for name in rule.looks:
        if name == "timing":
            yield timing
        elif name in CONDITIONS:
            kinds = CONDITIONS[name]
            yield tuple(condition for condition in terms.conditions if condition.kind in kinds)
        else:
            yield getattr(terms, name)


def judge(plan: Plan, terms: Terms, timing: Timing, rules: Iterable[Rule] = RULES) -> Judgement:
    """What every rule (or only ``rules``) says of ``plan`` and ``terms``; ``timing`` as ``timing_of`` gives it for the moment that counts.

    Knows no request, no user and no database: only words are looked up, when the lines are said.
    """
    found = [(rule, one) for rule in rules for one in rule.find(plan, *looked_at(rule, terms, timing))]
    return Judgement(plan, terms, tuple(found))
