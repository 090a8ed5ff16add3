"""What does not go out, and what has to come back."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import User
from ecru.base.templatetags.ecru import euro
from ecru.base.tokens import hashed
from subsidies.dossiers.performing import locked, locked_round
from subsidies.models import Agreement, Clawback, Dossier, Instalment
from subsidies.models.envelopes import give_back
from subsidies.permissions import runs_dossiers

from .telling import tell_asked_back


def locked_agreement(key: int, by: User) -> Agreement:
    """The agreement, so that nobody else pays or asks back; its dossier first, as with every step. Raises ``PermissionDenied``."""
    if not runs_dossiers(by):
        raise PermissionDenied
    locked(Dossier.objects.get(agreement=key))
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("dossier__actor").get(pk=key)
    list(agreement.instalments.select_for_update().order_by("pk"))
    return agreement


@transaction.atomic
def let_lapse(
    *, instalment: Instalment, by: User, amount: Decimal, why: str, at: datetime | None = None
) -> Instalment:
    """``amount`` of what is still to pay on ``instalment`` lapses, and can be granted again. Raises ``PermissionDenied``, and ``Impossible`` when it is paid,
    at the bank, or less than ``amount`` is left."""
    agreement = locked_agreement(instalment.agreement_id, by)
    mine = Instalment.objects.select_related("agreement").get(pk=instalment.pk)
    if mine.payments.running().exists():
        raise Impossible(_("This instalment was paid, or is at the bank. Ask the money back instead."))
    if amount > mine.to_pay:
        raise Impossible(_("%(left)s is left to pay. Fill in at most that.") % {"left": euro(mine.to_pay)})
    mine.lapsed += amount
    moment = at or timezone.now()
    mine.lapsed_why, mine.lapsed_on = why.strip(), timezone.localdate(moment)
    mine.save()
    free(agreement.dossier, amount, lapse_key(mine), moment)
    return mine


@transaction.atomic
def ask_back(*, agreement: Agreement, by: User, amount: Decimal, reason: str, stamp: str) -> Clawback:
    """Asks ``amount`` back, and tells who got it. One ``stamp`` asks once.

    Raises ``PermissionDenied``, and ``Impossible`` for more than was paid and not asked back yet.
    """
    mine = locked_agreement(agreement.pk, by)
    mark = hashed(f"{by.pk} {mine.pk} {stamp}")
    known = Clawback.objects.filter(stamp=mark).first()
    if known is not None:
        return known
    left = mine.paid() - mine.asked_back()
    if amount > left:
        said = _("Of what was paid, %(left)s was not asked back yet. Fill in at most that.")
        raise Impossible(said % {"left": euro(left)})
    made = Clawback.objects.create(
        agreement=mine,
        amount=amount,
        reason=reason.strip(),
        asked_on=timezone.localdate(),
        asked_by=by,
        stamp=mark,
    )
    tell_asked_back(made)
    return made


@transaction.atomic
def end_claim(*, clawback: Clawback, by: User, day: date, came_back: bool) -> Clawback:
    """The money came back on ``day`` and can be granted again, or ECRU gave it up then. Twice changes nothing.

    Raises ``PermissionDenied`` and ``Impossible``.
    """
    agreement = locked_agreement(clawback.agreement_id, by)
    if day > timezone.localdate():
        raise Impossible(_("This day is still to come. Choose today or a day before."))
    mine = Clawback.objects.get(pk=clawback.pk)
    if mine.is_open:
        mine.received_on, mine.dropped_on = (day, None) if came_back else (None, day)
        mine.save()
        if came_back:
            free(agreement.dossier, mine.amount, f"terug-{mine.pk}", timezone.now())
    return mine


def free(dossier: Dossier, amount: Decimal, key: str, at: datetime) -> None:
    """Gives ``amount`` back to the envelopes of the round, once for each ``key``. Inside a transaction with the dossier locked."""
    dossier.call = locked_round(dossier)
    give_back(dossier, amount, at, key)


def lapse_key(instalment: Instalment) -> str:
    """What ``instalment`` let lapse, up to now."""
    return f"vervallen-{instalment.pk}-{instalment.lapsed:.2f}"
