"""Tables for the books: one batch, and what was granted against what was paid, by budget year."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ecru.base.at_once import rows_of
from ecru.base.spreadsheet import csv_lines
from subsidies.models import Clawback, Dossier, Instalment, Outcome, Payment, PaymentBatch, TrackName
from subsidies.models.money import CENT, NOTHING
from subsidies.models.standing import BRUSSELS

from .batching import locked_batch


def in_books(amount: Decimal) -> str:
    """An amount as spreadsheets in Dutch count with it: "1500,50"."""
    return str(amount.quantize(CENT)).replace(".", ",")


@transaction.atomic
def batch_table(batch: PaymentBatch) -> str:
    """The payments of ``batch`` as CSV: made once and kept, so that it is the same each time."""
    mine = locked_batch(batch)
    if not mine.table:
        heads = [
            _("batch"), _("to be paid on"), _("reference"), _("dossier"), _("title"), _("organisation"), _("KBO number"),
            _("instalment"), _("name of the holder"), _("account number (IBAN)"), _("amount, in euro"), _("year of the grant"),
        ]  # fmt: skip
        mine.table = "".join(csv_lines(heads, batch_rows(mine)))
        mine.save()
    return mine.table


def batch_rows(batch: PaymentBatch) -> Iterator[list[str]]:
    """A row for each payment that the bank was asked to do."""
    for payment in Payment.objects.running().filter(batch=batch).for_lines():
        dossier = payment.instalment.agreement.dossier
        decided = dossier.decided_at
        yield [
            batch.name,
            date_format(batch.execution_on, "d-m-Y"),
            payment.reference,
            dossier.number or "",
            dossier.title,
            dossier.actor.name,
            dossier.actor.kbo_number,
            payment.instalment.get_what_display(),
            payment.holder,
            payment.iban,
            in_books(payment.amount),
            str(decided.astimezone(BRUSSELS).year) if decided else "",
        ]


@dataclass
class BudgetYear:
    """What was granted in a year (*vastlegging*), and what became of it, in euro. ``paid`` is by the year of payment."""

    year: int
    dossiers: int = 0
    granted: Decimal = NOTHING
    lapsed: Decimal = NOTHING
    returned: Decimal = NOTHING
    paid: dict[int, Decimal] = field(default_factory=lambda: defaultdict(lambda: NOTHING))

    @property
    def paid_in_all(self) -> Decimal:
        """What was paid of it, in whatever year."""
        return sum(self.paid.values(), NOTHING)

    @property
    def left(self) -> Decimal:
        """What still has to be paid."""
        return self.granted - self.paid_in_all - self.lapsed


@dataclass(frozen=True)
class Budget:
    """Every year in which something was granted, and the years in which something was paid."""

    years: list[BudgetYear]
    paid_years: list[int]

    def heads(self) -> list[str]:
        """The names of the columns."""
        paid = [_("paid in %(year)d") % {"year": year} for year in self.paid_years]
        return [
            _("granted in"),
            _("dossiers"),
            _("granted"),
            *paid,
            _("lapsed"),
            _("still to pay"),
            _("came back"),
        ]

    def rows(self) -> list[tuple[BudgetYear, list[Decimal]]]:
        """Each year with its amounts, in the order of the columns."""
        return [
            (one, [one.granted, *(one.paid[year] for year in self.paid_years), one.lapsed, one.left, one.returned])
            for one in self.years
        ]  # fmt: skip

    def totals(self) -> list[Decimal]:
        """The sum of each column with amounts."""
        return [sum(column, NOTHING) for column in zip(*(row for _one, row in self.rows()), strict=True)]

    def table(self) -> str:
        """As CSV."""
        rows = ([str(one.year), str(one.dossiers), *map(in_books, row)] for one, row in self.rows())
        return "".join(csv_lines(self.heads(), rows))


def by_year(rows: Any, moment: str, column: str, **more: Any) -> Any:
    """The sums of ``column`` by the year in Brussels in which it was granted, and by ``more``."""
    year = ExtractYear(moment, tzinfo=BRUSSELS)
    return rows.order_by().annotate(granted_in=year).values("granted_in", **more).annotate(sum=Sum(column))


def budget() -> Budget:
    """What was granted by ECRU against what was paid, by year. One query."""
    return budget_of(rows_of(*sums_by_year()))


def sums_by_year() -> list[Any]:
    """What ``budget_of`` takes: what was granted, paid, what lapsed and what came back."""
    granted = Dossier.objects.filter(track=TrackName.OWN, outcome=Outcome.GRANTED, decided_at__isnull=False)
    of_grant = "agreement__dossier__decided_at"
    paid = Payment.objects.done().filter(instalment__agreement__dossier__decided_at__isnull=False)
    lapsed = Instalment.objects.filter(lapsed__gt=0, **{f"{of_grant}__isnull": False})
    returned = Clawback.objects.filter(received_on__isnull=False, **{f"{of_grant}__isnull": False})
    return [
        by_year(granted, "decided_at", "granted").annotate(number=Count("pk", distinct=True)),
        by_year(paid, f"instalment__{of_grant}", "amount", paid_in=ExtractYear("paid_on")),
        by_year(lapsed, of_grant, "lapsed"),
        by_year(returned, of_grant, "amount"),
    ]


def budget_of(rows: Sequence[list[dict[str, Any]]]) -> Budget:
    """The budget from the rows of ``sums_by_year``."""
    granted, paid, lapsed, returned = rows
    years = {
        row["granted_in"]: BudgetYear(row["granted_in"], row["number"], row["sum"].quantize(CENT))
        for row in granted
    }
    for row in paid:
        years[row["granted_in"]].paid[row["paid_in"]] += row["sum"].quantize(CENT)
    for row in lapsed:
        years[row["granted_in"]].lapsed = row["sum"].quantize(CENT)
    for row in returned:
        years[row["granted_in"]].returned = row["sum"].quantize(CENT)
    return Budget([years[year] for year in sorted(years)], sorted({row["paid_in"] for row in paid}))
