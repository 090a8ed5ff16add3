"""Bringing instalments to the bank together, and writing down what the bank did."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import User
from ecru.base.tokens import hashed
from subsidies.models import BankAccount, Instalment, Payment, PaymentBatch
from subsidies.permissions import runs_dossiers

from .telling import tell_paid


@transaction.atomic
def make_batch(
    *, by: User, keys: list[int], execution_on: date, stamp: str, at: datetime | None = None
) -> PaymentBatch:
    """A batch with the instalments ``keys``, each for what is still to pay on it, on the account of now. One ``stamp`` makes one batch.

    Raises ``PermissionDenied``, and ``Impossible`` when one of them cannot be paid (any more): then no batch is made.
    """
    if not runs_dossiers(by):
        raise PermissionDenied
    chosen = sorted(set(keys))
    list(Instalment.objects.select_for_update().filter(pk__in=chosen).order_by("pk"))
    mark = hashed(f"{by.pk} {stamp}")
    known = PaymentBatch.objects.filter(stamp=mark).first()
    if known is not None:
        return known
    found = list(Instalment.objects.payable().filter(pk__in=chosen))
    actors = {one.agreement.dossier.actor_id for one in found}
    accounts = {one.actor_id: one for one in BankAccount.objects.confirmed().filter(actor__in=actors)}
    if not found or len(found) != len(chosen) or actors != accounts.keys():
        raise Impossible(
            _("Something of your choice cannot be paid any more: look again, and choose from what is here.")
        )
    made_at = at or timezone.now()
    batch = PaymentBatch.objects.create(made_by=by, made_at=made_at, execution_on=execution_on, stamp=mark)
    Payment.objects.bulk_create(
        payment_of(one, batch, accounts[one.agreement.dossier.actor_id]) for one in found
    )
    return batch


def payment_of(instalment: Instalment, batch: PaymentBatch, account: BankAccount) -> Payment:
    """The payment of ``instalment``: how much, and to whom. Its reference names dossier and part."""
    dossier = instalment.agreement.dossier
    return Payment(
        batch=batch,
        instalment=instalment,
        amount=instalment.to_pay,
        iban=account.iban,
        holder=account.holder,
        reference=f"{dossier.number or dossier.pk}-{instalment.what}-{batch.pk}"[:35],
    )


def locked_batch(batch: PaymentBatch) -> PaymentBatch:
    """``batch``, so that nobody else changes it."""
    return PaymentBatch.objects.select_for_update().get(pk=batch.pk)


@transaction.atomic
def note_paid(*, batch: PaymentBatch, by: User, day: date) -> int:
    """The bank paid on ``day`` what stands in ``batch``; how many are new. Twice notes once. Raises ``PermissionDenied``, ``Impossible``."""
    if not runs_dossiers(by):
        raise PermissionDenied
    if day > timezone.localdate():
        raise Impossible(_("This day is still to come. Choose today or a day before."))
    mine = locked_batch(batch)
    payments = list(Payment.objects.pending().filter(batch=mine).for_lines())
    Payment.objects.filter(pk__in=[one.pk for one in payments]).update(paid_on=day)
    for payment in payments:
        tell_paid(payment, day)
    return len(payments)


@transaction.atomic
def note_failed(*, payment: Payment, by: User, why: str) -> Payment:
    """The bank did not do ``payment``: its instalment can be paid again. Raises ``PermissionDenied``, and ``Impossible`` once it was paid."""
    if not runs_dossiers(by):
        raise PermissionDenied
    locked_batch(payment.batch)
    mine = Payment.objects.get(pk=payment.pk)
    if mine.paid_on is not None:
        raise Impossible(_("This payment was done. Ask the money back instead."))
    if mine.failed_on is None:
        mine.failed_on, mine.failed_why = timezone.localdate(), why.strip()
        mine.save()
    return mine
