"""What must be so of a budget before it is sent, and what to watch. Each sentence names its amounts.

A rule holds for a ``Budget``; the condition made of it only looks where the round asks a budget.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ecru.base.templatetags.ecru import amount, euro
from subsidies.budgets import Budget, Together, asks_budget, together
from subsidies.models import Dossier
from subsidies.permissions.budget import PART

from .words import Condition


def amounts(budget: Budget) -> Mapping[str, Any]:
    """The amounts that sentences name."""
    planned, measure = budget.planned, budget.measure
    sums = {
        "costs": planned.costs,
        "incomes": planned.incomes,
        "gap": abs(planned.gap),
        "asked": budget.requested,
        "counted": budget.counted,
        "limit": budget.limit,
        "own": budget.own,
        "own_least": budget.own_least,
        "most_cost": measure.max_cost if measure else None,
    }
    shares = {"share": measure.max_share, "own_share": measure.own_share} if measure else {}
    names = ", ".join(dict.fromkeys(line.giver for line in budget.support))
    return {
        **{name: euro(value) for name, value in sums.items()},
        **{
            name: f"{amount(value)}\N{NO-BREAK SPACE}%" for name, value in shares.items() if value is not None
        },
        "givers": names,
    }


@dataclass(frozen=True)
class BudgetRule:
    """What must be so of a budget, and the sentence for who has to mend it. Only the first rule looks at an empty one."""

    slug: str
    sentence: Any
    holds: Callable[[Budget], bool]

    def is_met(self, budget: Budget) -> bool:
        """Whether it holds; an empty budget breaks the first rule only."""
        return self.holds(budget) if budget.is_filled or self is FILLED else True

    def told(self, budget: Budget) -> str:
        """The sentence about ``budget``."""
        return str(self.sentence) % amounts(budget)

    @property
    def condition(self) -> Condition:
        """As the table of phases has it: for rounds that ask a budget."""

        def met(dossier: Dossier, _at: datetime) -> bool:
            return not asks_budget(dossier) or self.is_met(Budget.of(dossier))

        return Condition(
            self.slug, self.sentence, met, lambda dossier: amounts(Budget.of(dossier)), part=PART
        )


FILLED = BudgetRule(
    "budget-filled",
    _("Fill in your budget: what it costs, and who pays."),
    lambda budget: budget.is_filled,
)
COSTS_COVERED = BudgetRule(
    "budget-costs",
    _(
        "Your costs (%(costs)s) are %(gap)s higher than your incomes (%(incomes)s). Look for more income, or lower your costs."
    ),
    lambda budget: budget.planned.gap <= 0,
)
NOTHING_OVER = BudgetRule(
    "budget-incomes",
    _(
        "Your incomes (%(incomes)s) are %(gap)s higher than your costs (%(costs)s). Ask less, or add the costs that are missing."
    ),
    lambda budget: budget.planned.gap >= 0,
)
COST_FITS = BudgetRule(
    "budget-cost",
    _("Your plan costs %(costs)s. With this support it may cost %(most_cost)s at most."),
    Budget.keeps_cost,
)
SHARE_FITS = BudgetRule(
    "budget-share",
    _(
        "You ask %(asked)s. This support pays at most %(share)s of the costs that count (%(counted)s): that is %(limit)s."
    ),
    Budget.keeps_share,
)
OWN_ENOUGH = BudgetRule(
    "budget-own",
    _(
        "You bring in %(own)s yourself. This support asks at least %(own_share)s of your costs: that is %(own_least)s. Own money, tickets and sales count."
    ),
    Budget.brings_enough,
)
NOT_TOGETHER = BudgetRule(
    "budget-together",
    _(
        "This support may not be combined with other support. Your budget names support of %(givers)s. Choose one of both."
    ),
    Budget.may_combine,
)
RULES = (FILLED, COSTS_COVERED, NOTHING_OVER, COST_FITS, SHARE_FITS, OWN_ENOUGH, NOT_TOGETHER)
CONDITIONS = tuple(rule.condition for rule in RULES)

# For the step with which a report is handed in.
ACTUALS_TOLD = Condition(
    "budget-actuals",
    _(
        "Say of every line of your budget what it became, also when it is 0. %(untold)s lines are still empty."
    ),
    lambda dossier, _at: not asks_budget(dossier) or not Budget.of(dossier).untold,
    lambda dossier: {"untold": len(Budget.of(dossier).untold)},
    part=PART,
)
ACTUALS_EXPLAINED = Condition(
    "budget-explained",
    _("Say why these became more than a tenth more or less: %(lines)s."),
    lambda dossier, _at: not asks_budget(dossier) or not Budget.of(dossier).unexplained,
    lambda dossier: {"lines": ", ".join(line.name for line in Budget.of(dossier).unexplained)},
    part=PART,
)
REPORTED = (ACTUALS_TOLD, ACTUALS_EXPLAINED)


def broken(budget: Budget) -> list[str]:
    """What is not right yet, in sentences."""
    return [rule.told(budget) for rule in RULES if not rule.is_met(budget)]


def cautions(budget: Budget) -> list[str]:
    """What somebody has to read or ask, because no rule of ours is sure of it: only where other support is named."""
    if not budget.support:
        return []
    own = {
        Together.SOME: gettext("This support may only be combined with some other support. Ask whether yours may."),
        Together.UNSURE: gettext("Perhaps this support may not be combined with other support. That is not sure: ask first."),
        Together.READ: gettext("This support may not always be combined with other support. Read what the giver says."),
        Together.UNKNOWN: gettext("No source of ours says whether this support may be combined with other support. Ask the giver."),
    }.get(together(budget.measure))  # fmt: skip
    theirs = [
        gettext("“%(measure)s” itself may not always be combined. Read its conditions.")
        % {"measure": line.measure}
        for line in budget.warns_of()
    ]
    return [*filter(None, [own]), *theirs]
