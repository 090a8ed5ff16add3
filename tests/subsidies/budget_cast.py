"""What the stories about budgets begin with: the choir of Nour asks € 2 500 in a round that asks a budget."""

from typing import Any

from subsidies.models import BudgetLine, CostKind, Dossier, IncomeKind, Side
from tests.subsidies.dossier_cast import Cast

COST, INCOME = Side.COST, Side.INCOME


def line(category: str, planned: Any, words: str = "", **more: Any) -> BudgetLine:
    """A line that is not stored."""
    side = COST if category in CostKind.values else INCOME
    return BudgetLine(side=side, category=category, planned=planned, words=words, **more)


def support(planned: Any, giver: str = "Een fonds", **more: Any) -> BudgetLine:
    """Support of another giver, not stored."""
    return line(IncomeKind.SUPPORT, planned, giver=giver, **({"answer": "gevraagd"} | more))


def with_lines(dossier: Dossier, *lines: BudgetLine) -> Dossier:
    """``dossier`` with these lines, as its page reads it."""
    for number, one in enumerate(lines, 1):
        one.dossier, one.position = dossier, number
        one.save()
    return Dossier.objects.for_page().get(pk=dossier.pk)


def asking(cast: Cast, phase: str = "concept", **facts: Any) -> Dossier:
    """A dossier of the choir in the round, which asks a budget."""
    cast.call.asks_budget = True
    cast.call.save()
    return cast.dossier(phase, **({"requested": "2500"} | facts))


def posted(kinds: dict[str, list[dict[str, Any]]], **main: Any) -> dict[str, Any]:
    """What a browser sends: rows by group, and what stands beside them."""
    sent: dict[str, Any] = {"wat": "plan", **main}
    for group in ("kost", "inkomst", "steun"):
        rows = kinds.get(group, [])
        sent |= {f"{group}-TOTAL_FORMS": len(rows), f"{group}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            sent |= {f"{group}-{number}-{name}": value for name, value in row.items()}
    return sent
