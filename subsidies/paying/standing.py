"""What became of each instalment: it waits, can be paid, is at the bank, was paid or lapsed; and what it waits for."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecru.base.at_once import hang, is_hung, rows_of
from subsidies.models import Agreement, BankAccount, Instalment, Payment
from subsidies.models.money import Part

WAITS, READY, AT_BANK, PAID, LAPSED = "wacht", "klaar", "bank", "betaald", "vervallen"
LABELS = {
    WAITS: gettext_lazy("waits"),
    READY: gettext_lazy("ready to be paid"),
    AT_BANK: gettext_lazy("at the bank"),
    PAID: gettext_lazy("paid"),
    LAPSED: gettext_lazy("lapsed"),
}


@dataclass(frozen=True)
class Line:
    """An instalment: what has to be paid (in euro), where it stands (a key of ``LABELS``), what it waits for, and since when."""

    instalment: Instalment
    amount: Decimal
    state: str
    waits: str = ""
    day: date | None = None

    @property
    def label(self) -> Any:
        """Where it stands, in words."""
        return LABELS[self.state]

    @property
    def year(self) -> int:
        """The budget year: that of the payment, or the one in which it is expected."""
        if self.day is not None:
            return self.day.year
        agreement = self.instalment.agreement
        if self.instalment.what == Part.ADVANCE:
            return (agreement.signed_on or agreement.starts_on).year
        return agreement.report_due_on.year


def waits_for(instalment: Instalment, account: BankAccount | None) -> str:
    """What has to happen before ``instalment`` can be paid; empty when it can."""
    agreement = instalment.agreement
    if agreement.signed_on is None:
        return _("It waits until the agreement is signed.")
    if instalment.what == Part.BALANCE and agreement.dossier.report_accepted_at is None:
        return _("It waits until ECRU accepts the final report.")
    if account is None:
        return _("It waits for the account number of the organisation.")
    if not account.is_confirmed:
        return _("It waits until a second person confirms the account number.")
    return ""


def line_of(instalment: Instalment, account: BankAccount | None) -> Line:
    """Where ``instalment`` stands. Prefetch ``payments``."""
    payment, amount = instalment.payment(), instalment.to_pay
    if payment is not None:
        return Line(instalment, payment.amount, PAID if payment.paid_on else AT_BANK, day=payment.paid_on)
    if not amount:
        return Line(instalment, instalment.agreement.part(instalment.what), LAPSED, day=instalment.lapsed_on)
    waits = waits_for(instalment, account)
    return Line(instalment, amount, WAITS if waits else READY, waits)


def lines_of(agreement: Agreement, account: BankAccount | None) -> list[Line]:
    """The instalments of ``agreement``; two queries when they are not at hand."""
    if is_hung(agreement, "instalments"):
        return [line_of(one, account) for one in agreement.instalments.all()]
    instalments = agreement.instalments.select_related("agreement__dossier").prefetch_related("payments")
    return [line_of(one, account) for one in instalments.order_by("position")]


def with_accounts(instalments: Any) -> list[Line]:
    """Instalments of many dossiers, each with the account of its actor; one query besides."""
    found = list(instalments)
    actors = {one.agreement.dossier.actor_id for one in found}
    current = BankAccount.objects.current().filter(actor__in=actors)
    payments, theirs = rows_of(Payment.objects.filter(instalment__in=[one.pk for one in found]), current)
    hang(found, "payments", payments)
    accounts = {one.actor_id: one for one in theirs}
    return [line_of(one, accounts.get(one.agreement.dossier.actor_id)) for one in found]
