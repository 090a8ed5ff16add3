"""The file for the bank: a credit transfer in ISO 20022 (pain.001.001.09), made by sepaxml and validated against its schema."""

import re

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from actors.desk import Impossible
from subsidies.models import Payment, PaymentBatch

from .batching import locked_batch

NOT_IN_SEPA = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")  # the character set of the European Payments Council
LONGEST_NAME, LONGEST_WORDS = 70, 140
SETTINGS = {"name": "PAYER_NAME", "IBAN": "PAYER_IBAN", "BIC": "PAYER_BIC"}


def missing_settings() -> list[str]:
    """The settings without which the bank does not know who pays, by the names of the environment."""
    return [variable for name, variable in SETTINGS.items() if not settings.PAYER.get(name)]


def in_sepa(text: str, most: int) -> str:
    """``text`` in the letters that every bank takes: "Zoë & Co" is "Zoe   Co" with its spaces brought together."""
    from text_unidecode import unidecode  # noqa: PLC0415 - five megabytes, for the few who pay

    return " ".join(NOT_IN_SEPA.sub(" ", unidecode(text)).split())[:most]


@transaction.atomic
def bank_order(batch: PaymentBatch) -> str:
    """The file of ``batch``: made once and kept, so that it is the same each time.

    What the bank did not do before the file was made is left out. Raises ``Impossible`` when a setting is missing, when nothing is left
    to pay, and when the file holds a payment that the bank did not do: that one may stand in another file by now.
    """
    mine = locked_batch(batch)
    failed = mine.payments.exclude(failed_on=None).values_list("reference", flat=True)
    if any(f">{reference}<" in mine.order for reference in failed):
        raise Impossible(
            _("The bank did not do a payment of this file. Do not send it again: that payment could be done twice. The table for the books still has everything.")
        )  # fmt: skip
    if not mine.order:
        if missing := missing_settings():
            said = _("The file for the bank cannot be made yet. Missing in the settings: %(names)s.")
            raise Impossible(said % {"names": ", ".join(missing)})
        payments = list(Payment.objects.running().filter(batch=mine).for_lines())
        if not payments:
            raise Impossible(_("Nothing is left to pay in this batch."))
        mine.order = written(mine, payments)
        mine.save()
    return mine.order


def written(batch: PaymentBatch, payments: list[Payment]) -> str:
    """The XML, valid by the schema (``sepaxml.validation.ValidationError`` otherwise)."""
    payer = {**settings.PAYER, "name": in_sepa(settings.PAYER["name"], LONGEST_NAME)}
    from .transfer import Order  # noqa: PLC0415 - five megabytes, for the few who pay

    order = Order({**payer, "batch": True, "currency": "EUR"}, batch)
    for payment in payments:
        title = payment.instalment.agreement.dossier.title
        order.add_payment(
            {
                "name": in_sepa(payment.holder, LONGEST_NAME),
                "IBAN": payment.iban,
                "amount": int(payment.amount * 100),
                "execution_date": batch.execution_on,
                "description": in_sepa(f"ECRU {payment.reference} {title}", LONGEST_WORDS),
                "endtoend_id": payment.reference,
            }
        )
    made: bytes = order.export(validate=True)
    return made.decode()
