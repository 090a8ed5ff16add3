"""Adding up a budget and holding it against the measure: exact euro and cents, nothing but the lines and the two amounts of the dossier."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Self

from .models import BudgetLine, Certainty, CriterionKind, Cumulation, Dossier, Measure, Side

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
ZERO = Decimal(0)


def most_of(cost: Decimal, percent: Decimal) -> Decimal:
    """At most ``percent`` of ``cost``, in euro: half a cent is rounded up, in favour of who asks."""
    return (cost * percent / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def least_of(cost: Decimal, percent: Decimal) -> Decimal:
    """At least ``percent`` of ``cost``, in euro: half a cent is rounded down, so that a most and a least never exclude each other."""
    return (cost * percent / HUNDRED).quantize(CENT, ROUND_HALF_DOWN)


class Together(Enum):
    """What is known about a measure beside other support."""

    FINE = "fine"
    FORBIDDEN = "forbidden"  # sure, and without exceptions in words
    READ = "read"  # a text to read
    SOME = "some"
    UNSURE = "unsure"  # not sure that it is forbidden
    UNKNOWN = "unknown"


def together(measure: Measure | None) -> Together:
    """Whether ``measure`` goes with other support. Only what is sure and without words beside it is a hard no."""
    if measure is None or measure.cumulation == Cumulation.ALLOWED:
        return Together.FINE
    if measure.cumulation == Cumulation.PARTLY:
        return Together.SOME
    if measure.cumulation != Cumulation.FORBIDDEN:
        return Together.UNKNOWN
    if measure.certainty == Certainty.UNSURE:
        return Together.UNSURE
    return Together.READ if measure.cumulation_note else Together.FORBIDDEN


@dataclass(frozen=True)
class Totals:
    """One column of a budget: all costs and all incomes, what the giver gives included, in euro."""

    costs: Decimal
    incomes: Decimal

    @property
    def gap(self) -> Decimal:
        """How much the costs are higher than the incomes; below zero when the incomes are higher."""
        return self.costs - self.incomes

    @property
    def is_balanced(self) -> bool:
        """Whether both are the same to the cent."""
        return self.gap == 0


@dataclass(frozen=True)
class Budget:
    """The lines of a dossier with what it asks of the giver, what that granted, and its measure. Knows no database."""

    lines: tuple[BudgetLine, ...]
    requested: Decimal | None = None
    granted: Decimal | None = None
    measure: Measure | None = None

    @classmethod
    def of(cls, dossier: Dossier) -> Self:
        """The budget of ``dossier``. Prefetch ``budget_lines__measure``; then it asks nothing of the database."""
        lines = tuple(dossier.budget_lines.all())
        return cls(lines, dossier.requested, dossier.granted, dossier.asked_measure)

    @property
    def is_filled(self) -> bool:
        """Whether it has at least one cost."""
        return any(line.planned for line in self.costs)

    @property
    def costs(self) -> list[BudgetLine]:
        """What it costs."""
        return [line for line in self.lines if line.side == Side.COST]

    @property
    def incomes(self) -> list[BudgetLine]:
        """Who pays, besides the giver that is asked."""
        return [line for line in self.lines if line.side == Side.INCOME]

    @property
    def support(self) -> list[BudgetLine]:
        """Support of other givers that counts for something."""
        return [line for line in self.incomes if line.is_support and (line.planned or line.actual)]

    @property
    def planned(self) -> Totals:
        """What was planned, with what is asked of the giver."""
        incomes = added(line.planned for line in self.incomes)
        return Totals(added(line.planned for line in self.costs), incomes + (self.requested or ZERO))

    @property
    def actual(self) -> Totals:
        """What it became, with what the giver granted; a line of which nobody said anything counts as nothing."""
        incomes = added(line.actual for line in self.incomes)
        return Totals(added(line.actual for line in self.costs), incomes + (self.granted or ZERO))

    @property
    def has_actuals(self) -> bool:
        """Whether somebody said of a line what it became."""
        return any(line.actual is not None for line in self.lines)

    @property
    def latest(self) -> Totals:
        """What it became, as soon as somebody wrote some of that; before, what was planned."""
        return self.actual if self.has_actuals else self.planned

    @property
    def untold(self) -> list[BudgetLine]:
        """Lines of which nobody said yet what they became."""
        return [line for line in self.lines if line.actual is None]

    @property
    def unexplained(self) -> list[BudgetLine]:
        """Lines that became more than 10 % more or less, without a word why."""
        return [line for line in self.lines if line.differs and not line.note.strip()]

    @property
    def counted(self) -> Decimal:
        """The costs of which the giver pays a part, in euro."""
        return added(line.planned for line in self.costs if not line.left_out)

    @property
    def own(self) -> Decimal:
        """What the applicant brings in: own money, tickets and sales, in euro."""
        return added(line.planned for line in self.incomes if line.is_own)

    @property
    def limit(self) -> Decimal | None:
        """The most that the giver pays of these costs, in euro; None where no source states a share."""
        share = self.measure.max_share if self.measure else None
        return None if share is None else most_of(self.counted, share)

    @property
    def own_least(self) -> Decimal | None:
        """The least that the applicant brings in, in euro; None where no source states it."""
        share = self.measure.own_share if self.measure else None
        return None if share is None else least_of(self.planned.costs, share)

    def keeps_share(self) -> bool:
        """Whether it asks at most the share of the costs that the giver pays."""
        return self.limit is None or (self.requested or ZERO) <= self.limit

    def keeps_cost(self) -> bool:
        """Whether the whole plan costs at most what the measure says."""
        most = self.measure.max_cost if self.measure else None
        return most is None or self.planned.costs <= most

    def brings_enough(self) -> bool:
        """Whether the applicant brings in what the measure asks."""
        return self.own_least is None or self.own >= self.own_least

    def may_combine(self) -> bool:
        """Whether no sure rule forbids the other support that it names."""
        return not self.support or together(self.measure) != Together.FORBIDDEN

    def warns_of(self) -> list[BudgetLine]:
        """Support of measures that themselves may not be combined, as far as known."""
        hard = (Together.FORBIDDEN, Together.READ, Together.UNSURE)
        return [line for line in self.support if line.measure and together(line.measure) in hard]

    def conditions_to_read(self) -> list[str]:
        """What the measure says, in its own words, about not being combined. Prefetch ``criteria`` of the measure."""
        if self.measure is None or not self.support:
            return []
        told = [one.told for one in self.measure.criteria.all() if one.kind == CriterionKind.NOT_WITH]
        return list(dict.fromkeys(filter(None, [self.measure.cumulation_note, *told])))


def added(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum in euro; what is not known counts as nothing."""
    return sum((amount for amount in amounts if amount is not None), ZERO)


def asks_budget(dossier: Dossier) -> bool:
    """Whether its round wants a budget."""
    return bool(dossier.is_own and dossier.call and dossier.call.asks_budget)


def has_budget(dossier: Dossier) -> bool:
    """Whether a budget has a place in it: its round asks one, ECRU coaches it, or it has lines already."""
    return asks_budget(dossier) or not dossier.is_own or bool(dossier.budget_lines.all())


def totals(dossier: Dossier) -> tuple[Totals, Totals]:
    """What was planned and what it became, both sides, in euro."""
    budget = Budget.of(dossier)
    return budget.planned, budget.actual


def report_is_balanced(dossier: Dossier) -> bool:
    """Whether everything that was planned was told, and real costs and incomes are the same to the cent; without a budget there is nothing to tell."""
    budget = Budget.of(dossier)
    return not budget.lines or (not budget.untold and budget.actual.is_balanced)


def report_is_explained(dossier: Dossier) -> bool:
    """Whether every line that became more than 10 % more or less says why."""
    return not Budget.of(dossier).unexplained
