"""The budget of a dossier: what it costs and who pays, planned and in the end."""

from django.utils.translation import gettext as _

from actors.models import User
from ecru.base.templatetags.ecru import euro

from ..budgeting import Table, cells_of, gap_in_words, headers_of, may_plan, tables_of
from ..budgets import Budget, has_budget
from ..dossier_page import DossierBlock, dossier_block
from ..models import Dossier
from ..permissions import may_write_actuals
from ..permissions.budget import PART
from ..sheets import Grid, Sheet, sheet
from ..workflow.budgets import broken, cautions


@dossier_block
def budget_block(dossier: Dossier, user: User) -> DossierBlock | None:
    """The two tables, and the way to write in them; nothing where no budget has a place."""
    budget = Budget.of(dossier)
    plans = may_plan(user, dossier)
    if not has_budget(dossier) or not (plans or budget.lines):
        return None
    holds = {
        "dossier": dossier,
        "tables": tables_of(dossier) if budget.lines else [],
        "with_actuals": budget.has_actuals,
        "told": gap_in_words(budget.latest),
        "broken": broken(budget) if budget.lines and plans else [],
        "cautions": cautions(budget),
        "plans": plans,
        "reports": may_write_actuals(user, dossier) and bool(budget.lines),
    }
    return DossierBlock(PART, _("Budget of the plan"), "subsidies/budget_block.html", holds, order=30)


@sheet
def budget_sheet(dossier: Dossier) -> Sheet | None:
    """Both tables in plain values. Prefetch what ``for_page`` does."""
    budget = Budget.of(dossier)
    if not budget.lines:
        return None
    told = gap_in_words(budget.latest)
    grids = [grid_of(table, with_actuals=budget.has_actuals) for table in tables_of(dossier)]
    return Sheet(PART, _("Budget of the plan"), facts=[[_("Balance"), told]], grids=grids, order=30)


def grid_of(table: Table, *, with_actuals: bool) -> Grid:
    """One side as a table of texts."""
    heads = headers_of(with_actuals=with_actuals)
    more = [euro(table.actual), euro(table.difference), ""] if with_actuals else []
    return Grid(
        [table.title, *heads[1:]],
        [cells_of(row, with_actuals=with_actuals) for row in table.rows],
        [2, 3, 4] if with_actuals else [2],
        [_("Total"), "", euro(table.planned), *more],
    )
