"""A budget as tables that people read: on pages, on paper and in spreadsheets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from ecru.base.templatetags.ecru import euro
from subsidies.budgets import Budget, Totals
from subsidies.models import BudgetLine, Dossier, Side


@dataclass(frozen=True)
class Row:
    """One line as it is read. ``tags``: short remarks, such as "asked"."""

    kind: str
    name: str
    planned: Decimal
    actual: Decimal | None = None
    note: str = ""
    tags: list[str] = field(default_factory=list)

    @property
    def difference(self) -> Decimal | None:
        """How much more than planned it became, in euro."""
        return None if self.actual is None else self.actual - self.planned


@dataclass(frozen=True)
class Table:
    """One side of a budget, with its totals."""

    side: str
    title: str
    rows: list[Row]
    planned: Decimal
    actual: Decimal

    @property
    def difference(self) -> Decimal:
        """How much more than planned all of it became, in euro."""
        return self.actual - self.planned


def tables_of(dossier: Dossier) -> list[Table]:
    """The costs, then the incomes with what is asked of the giver on top. Prefetch ``budget_lines__measure``."""
    budget = Budget.of(dossier)
    planned, actual = budget.planned, budget.actual
    costs, incomes = ([row_of(line) for line in side] for side in (budget.costs, budget.incomes))
    return [
        Table(Side.COST, _("Costs"), costs, planned.costs, actual.costs),
        Table(Side.INCOME, _("Incomes"), [asked_row(dossier), *incomes], planned.incomes, actual.incomes),
    ]


def asked_row(dossier: Dossier) -> Row:
    """What is asked of the giver, and what it granted: it follows the dossier, and stands nowhere else."""
    tags = [_("granted")] if dossier.granted is not None else [_("asked here")]
    return Row(
        _("Support that you ask"),
        dossier.giver or _("the giver"),
        dossier.requested or Decimal(0),
        dossier.granted,
        tags=tags,
    )


def row_of(line: BudgetLine) -> Row:
    """A line as it is read."""
    tags = [
        str(line.get_answer_display()) if line.answer else "",
        _("not paid by the giver") if line.left_out else "",
        _("not planned") if line.extra else "",
    ]
    return Row(line.kind, line.name, line.planned, line.actual, line.note, [tag for tag in tags if tag])


def gap_in_words(totals: Totals) -> str:
    """The difference between costs and incomes, in a sentence."""
    if totals.is_balanced:
        return _("Your costs and your incomes are the same. Your budget balances.")
    gap = {"gap": euro(abs(totals.gap))}
    if totals.gap > 0:
        return _("Your costs are %(gap)s higher than your incomes.") % gap
    return _("Your incomes are %(gap)s higher than your costs.") % gap


def headers_of(*, with_actuals: bool) -> list[str]:
    """The names of the columns on paper."""
    more = [_("In the end"), _("Difference"), _("Why")] if with_actuals else []
    return [_("Kind"), _("What"), _("Planned"), *more]


def cells_of(row: Row, *, with_actuals: bool) -> list[str]:
    """A row on paper."""
    name = f"{row.name} ({', '.join(row.tags)})" if row.tags else row.name
    more = [euro(row.actual), euro(row.difference), row.note] if with_actuals else []
    return [row.kind, name, euro(row.planned), *more]


def sheet_headers() -> list[str]:
    """The names of the columns in a spreadsheet."""
    return [_("Side"), _("Kind"), _("What"), _("Remark"), _("Planned"), _("In the end"), _("Why")]


def sheet_rows(dossier: Dossier, write: Callable[[Decimal | None], str]) -> Iterator[list[str]]:
    """Both sides for a spreadsheet, a line each; ``write`` says how an amount is written. Sums are for the spreadsheet itself."""
    for table in tables_of(dossier):
        for row in table.rows:
            said = [row.kind, row.name, ", ".join(row.tags)]
            yield [table.title, *said, write(row.planned), write(row.actual), row.note]
