"""The page of one budget: what is asked there, of who may write; the two tables, for who only reads."""

from typing import Any

from actors.models import User

from .budgeting import Moved, gap_in_words, may_plan, tables_of
from .budgets import Budget
from .forms.budget import ActualSheets, PlanSheets, Sheets
from .models import Dossier, Measure, Provider
from .permissions import may_write_actuals
from .workflow.budgets import broken, cautions

PLANS, REPORTS = "plan", "werkelijk"
SHEETS: dict[str, type[Sheets]] = {PLANS: PlanSheets, REPORTS: ActualSheets}


def mode_for(dossier: Dossier, user: User) -> str:
    """What ``user`` writes now: the plan, what it became, or nothing."""
    if may_plan(user, dossier):
        return PLANS
    return REPORTS if may_write_actuals(user, dossier) and dossier.budget_lines.all() else ""


def budget_page(
    dossier: Dossier,
    mode: str,
    sheets: Any = None,
    *,
    typed: Any = None,
    moved: Moved | None = None,
) -> dict[str, Any]:
    """What the page shows. ``sheets``: the questions, with what came back; ``typed``: those that were added up, when other ones.

    ``moved``: what somebody else saved meanwhile, to lay beside what was typed.
    """
    budget = Budget.of(dossier)
    totals = (typed or sheets).totals if sheets else budget.latest
    said = sheets.said if sheets else []
    return {
        "dossier": dossier,
        "measure": dossier.asked_measure,
        "mode": mode,
        "sheets": sheets,
        "said": said,
        "paused": bool(said or moved),
        "unsaved": typed is not None,
        "totals": totals,
        "told": "" if is_untouched(mode, budget, sheets) else gap_in_words(totals),
        "tables": tables_of(dossier),
        "has_lines": bool(budget.lines),
        "now": tables_of(moved.now) if moved else None,
        "first": moved.author if moved else None,
        "with_actuals": budget.has_actuals,
        "broken": broken(budget) if mode == PLANS and budget.lines else [],
        "cautions": cautions(budget),
        "to_read": budget.conditions_to_read(),
        "unexplained": budget.unexplained,
        "givers": givers() if mode == PLANS else [],
    }


def is_untouched(mode: str, budget: Budget, sheets: Any) -> bool:
    """Whether nobody wrote anything yet of what is asked here, so that there is no balance to speak of."""
    written = budget.has_actuals if mode == REPORTS else budget.lines
    return bool(mode) and not written and not sheets.main.is_bound


def givers() -> list[str]:
    """What can be chosen as support of others: every measure and every giver that we know."""
    measures = Measure.objects.published().existing().values_list("title", flat=True)
    return sorted({*measures, *Provider.objects.values_list("title", flat=True)})
