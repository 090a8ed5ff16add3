"""Agreements of before: what both sides had signed, kept when a corrected version takes its place."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from .dossiers import Dossier
from .money import Agreement

TERMS = ("amount", "advance", "balance", "starts_on", "ends_on", "report_due_on", "signed_on", "made_at")


class PastAgreement(models.Model):
    """An agreement as it was signed. The database refuses every change of it (``migrations/_budget_guards.py``)."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="past", verbose_name=_("agreement of now")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    amount = models.DecimalField(_("granted, in euro"), max_digits=12, decimal_places=2)
    advance = models.DecimalField(_("advance, in euro"), max_digits=12, decimal_places=2)
    balance = models.DecimalField(_("balance, in euro"), max_digits=12, decimal_places=2)
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    report_due_on = models.DateField(_("final report by"))
    signed_on = models.DateField(_("signed on"))
    made_at = models.DateTimeField(_("made on"))
    replaced_at = models.DateTimeField(_("replaced on"))
    why = models.TextField(_("why it was corrected"))

    class Meta:
        verbose_name = _("agreement of before")
        verbose_name_plural = _("agreements of before")
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_of_an_agreement_once")
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, {self.number}"

    @property
    def dossier(self) -> Dossier:
        """What it is about."""
        return self.agreement.dossier


def version_of(agreement: Agreement) -> int:
    """The number of the version of now: 1 when the agreement was never corrected."""
    return agreement.past.count() + 1


def take_back(agreement: Agreement, at: datetime, why: str) -> PastAgreement | None:
    """Keeps the signed ``agreement`` as it is; the one of now waits for signatures again. None when it was not signed.

    Inside a transaction with the row locked.
    """
    if agreement.signed_on is None:
        return None
    said = {name: getattr(agreement, name) for name in TERMS}
    kept = PastAgreement.objects.create(
        agreement=agreement, number=version_of(agreement), replaced_at=at, why=why, **said
    )
    agreement.signed_on = None
    agreement.save()
    return kept
