"""Made-up money for the bench: agreements with what ECRU itself granted, accounts of which some wait, and payments in batches."""

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from subsidies.models import (
    Agreement,
    BankAccount,
    Clawback,
    Dossier,
    Instalment,
    Outcome,
    Payment,
    PaymentBatch,
    TrackName,
)
from subsidies.models.money import Part

SEED = 20_190_104
IBAN = "BE71096123456769"
IN_A_BATCH = 40
SIGNED, CONFIRMED, PAID, ASKED_BACK = 0.8, 0.7, 0.5, 0.05  # shares


@transaction.atomic
def pay() -> int:
    """Draws up an agreement for each dossier to which ECRU granted something, and pays half of what can be paid; how many agreements."""
    chance = random.Random(SEED)  # noqa: S311 - made-up data, always the same
    granted = list(Dossier.objects.filter(track=TrackName.OWN, outcome=Outcome.GRANTED).order_by("pk"))
    agreements = Agreement.objects.bulk_create(agreement_of(dossier, chance) for dossier in granted)
    instalments = Instalment.objects.bulk_create(
        Instalment(agreement=agreement, position=number, what=what)
        for agreement in agreements
        for number, what in enumerate(Part.values, 1)
    )
    confirmed = accounts_for(granted, chance)
    can_be_paid = [
        one for one in instalments
        if one.what == Part.ADVANCE and one.agreement.signed_on and one.agreement.dossier.actor_id in confirmed
    ]  # fmt: skip
    paid = [one for one in can_be_paid if chance.random() < PAID]
    for start in range(0, len(paid), IN_A_BATCH):
        bring_to_bank(paid[start : start + IN_A_BATCH], start)
    Clawback.objects.bulk_create(
        Clawback(agreement=one.agreement, amount=1, reason="Het ging niet door.", asked_on=timezone.localdate(), stamp=f"bench-{one.pk}")
        for one in paid if chance.random() < ASKED_BACK
    )  # fmt: skip
    return len(agreements)


def agreement_of(dossier: Dossier, chance: random.Random) -> Agreement:
    """What ECRU and who got support agreed on."""
    amount, decided = dossier.granted or 0, dossier.decided_at or timezone.now()
    day = decided.date()
    return Agreement(
        dossier=dossier,
        amount=amount,
        advance=amount * 3 / 4,
        balance=amount / 4,
        starts_on=day,
        ends_on=day + timedelta(days=365),
        report_due_on=day + timedelta(days=425),
        signed_on=day if chance.random() < SIGNED else None,
    )


def accounts_for(dossiers: list[Dossier], chance: random.Random) -> set[int]:
    """Gives every actor of ``dossiers`` an account; the keys of those of which it is confirmed."""
    actors = sorted({dossier.actor_id for dossier in dossiers})
    confirmed = {actor for actor in actors if chance.random() < CONFIRMED}
    BankAccount.objects.bulk_create(
        BankAccount(actor_id=actor, iban=IBAN, holder="Bench vzw", confirmed_at=timezone.now() if actor in confirmed else None)
        for actor in actors
    )  # fmt: skip
    return confirmed


def bring_to_bank(instalments: list[Instalment], number: int) -> None:
    """A batch with ``instalments``, which the bank paid."""
    today = timezone.localdate()
    batch = PaymentBatch.objects.create(execution_on=today, stamp=f"bench-{number}")
    Payment.objects.bulk_create(
        Payment(batch=batch, instalment=one, amount=one.to_pay, iban=IBAN, holder="Bench vzw", reference=f"bench-{one.pk}", paid_on=today)
        for one in instalments
    )  # fmt: skip
