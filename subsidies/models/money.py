"""Money that was granted: the agreement, its instalments, what was paid and what was asked back."""

from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Round
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.at_once import kept

from .accounts import BankAccount
from .dossier_parts import DossierTask
from .dossier_words import REPORTING
from .dossiers import Dossier

NOTHING = Decimal(0)
CENT = Decimal("0.01")


def in_cents(name: str) -> Any:
    """A column with euro as whole cents: SQLite counts with fractions, and 0.1 + 0.2 is not 0.3 there."""
    return Round(F(name) * 100)


def sum_of(rows: Any, name: str) -> Decimal:
    """The exact sum of a column with euro over ``rows``."""
    return (rows.aggregate(sum=Sum(name))["sum"] or NOTHING).quantize(CENT)


class Part(models.TextChoices):
    """The two parts in which a grant is paid."""

    ADVANCE = "voorschot", _("advance")
    BALANCE = "saldo", _("balance")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Questions about agreements."""

    def of_dossier(self, dossier: Dossier) -> "Agreement | None":
        """The agreement of ``dossier``; None when nobody drew it up."""
        if (known := kept(dossier, "agreement")) is not None:
            return next(iter(known), None)
        return self.filter(dossier=dossier).select_related("dossier").first()

    def awaiting_report(self) -> Self:
        """Those under way, with a day by which the report has to be there."""
        under_way = self.filter(dossier__phase=REPORTING, report_due_on__isnull=False)
        return under_way.select_related("dossier__actor").order_by("report_due_on", "pk")


class Agreement(models.Model):
    """What ECRU and who got support agree on. ``amount`` is what was granted: an advance, and a balance after the report."""

    dossier = models.OneToOneField(
        Dossier, models.CASCADE, related_name="agreement", verbose_name=_("dossier")
    )
    amount = models.DecimalField(_("granted, in euro"), max_digits=12, decimal_places=2)
    advance = models.DecimalField(_("advance, in euro"), max_digits=12, decimal_places=2)
    balance = models.DecimalField(_("balance, in euro"), max_digits=12, decimal_places=2)
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    report_due_on = models.DateField(_("final report by"), db_index=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made on"), default=timezone.now)
    late_task = models.OneToOneField(
        DossierTask,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="late_agreement",
        verbose_name=_("task because the report is late"),
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(advance__gte=0, balance__gte=0, amount__gt=0)
                & Q(Exact(in_cents("amount"), in_cents("advance") + in_cents("balance"))),
                name="instalments_are_what_was_granted",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), report_due_on__gte=F("starts_on")),
                name="agreement_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.dossier)

    @property
    def is_settled(self) -> bool:
        """Whether nothing has to be paid or to come back any more. Prefetch ``instalments__payments`` and ``clawbacks``."""
        unpaid = [
            one for one in self.instalments.all() if not any(each.paid_on for each in one.payments.all())
        ]
        return not any(one.to_pay for one in unpaid) and not any(one.is_open for one in self.clawbacks.all())

    def part(self, what: str) -> Decimal:
        """How much the advance or the balance is, in euro."""
        return self.advance if what == Part.ADVANCE else self.balance

    def paid(self) -> Decimal:
        """What was paid, in euro."""
        return Payment.objects.done().filter(instalment__agreement=self).total()

    def asked_back(self) -> Decimal:
        """What was asked back and not given up, in euro."""
        return self.clawbacks.standing().total()


class InstalmentQuerySet(models.QuerySet["Instalment"]):
    """Questions about instalments."""

    def standing(self) -> Self:
        """Those that did not lapse as a whole."""
        part_of = ((Part.ADVANCE, "agreement__advance"), (Part.BALANCE, "agreement__balance"))
        left = [Q(what=part, lapsed__lt=F(column)) for part, column in part_of]
        return self.filter(left[0] | left[1])

    def unpaid(self) -> Self:
        """What is not paid, not at the bank and not lapsed."""
        running = Payment.objects.running().filter(instalment=OuterRef("pk"))
        return self.standing().filter(~Exists(running))

    def earned(self) -> Self:
        """Those of which the condition is met: signed; for the balance an accepted report, too."""
        signed = self.filter(agreement__signed_on__isnull=False)
        return signed.filter(Q(what=Part.ADVANCE) | Q(agreement__dossier__report_accepted_at__isnull=False))

    def ready(self) -> Self:
        """Those that are earned, of an actor with a confirmed account; paid or not."""
        confirmed = BankAccount.objects.confirmed().filter(actor=OuterRef("agreement__dossier__actor"))
        return self.earned().filter(Exists(confirmed))

    def payable(self) -> Self:
        """What can be paid now."""
        return self.unpaid().ready().for_lines()

    def waiting(self) -> Self:
        """What is still to be paid and cannot be paid now."""
        return self.unpaid().exclude(pk__in=self.model.objects.ready().values("pk")).for_lines()

    def for_lines(self) -> Self:
        """With what a line says."""
        return self.select_related("agreement__dossier__actor").order_by("-agreement_id", "position")


class Instalment(models.Model):
    """One part of what was granted (*schijf*). What became of it follows from its payment, and from what lapsed."""

    Part = Part

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="instalments", verbose_name=_("agreement")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    what = models.CharField(_("what"), max_length=10, choices=Part)
    lapsed = models.DecimalField(_("lapsed, in euro"), max_digits=12, decimal_places=2, default=NOTHING)
    lapsed_why = models.CharField(_("why it lapsed"), max_length=300, blank=True)
    lapsed_on = models.DateField(_("lapsed on"), null=True, blank=True)

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "what"], name="instalment_once"),
            models.CheckConstraint(condition=Q(lapsed__gte=0), name="lapsed_is_not_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.agreement}"

    @property
    def to_pay(self) -> Decimal:
        """Its part of what was granted, less what lapsed, in euro."""
        return self.agreement.part(self.what) - self.lapsed

    def payment(self) -> "Payment | None":
        """The payment that was made or is at the bank. Prefetch ``payments__batch``."""
        return next((one for one in self.payments.all() if one.failed_on is None), None)


class PaymentBatchQuerySet(models.QuerySet["PaymentBatch"]):
    """Questions about batches."""

    def with_sums(self) -> Self:
        """The newest first, each with ``total`` (in euro) and ``number`` of what was not refused by the bank, and ``open``: how many the bank has to do; without its files."""
        running = Q(payments__failed_on=None)
        return (
            self.defer("order", "table")
            .annotate(
                total=Sum("payments__amount", filter=running),
                number=Count("payments", filter=running),
                open=Count("payments", filter=running & Q(payments__paid_on=None)),
            )
            .order_by("-pk")
        )


class PaymentBatch(models.Model):
    """Payments that go to the bank together. The files are kept as they were first made, so they are the same each time."""

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made on"), default=timezone.now)
    execution_on = models.DateField(_("to be paid on"))
    order = models.TextField(_("file for the bank"), blank=True, editable=False)
    table = models.TextField(_("table for the books"), blank=True, editable=False)
    stamp = models.CharField(max_length=64, unique=True, editable=False)

    objects = PaymentBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of payments")
        verbose_name_plural = _("batches of payments")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name for the bank and the books."""
        return f"ECRU-{timezone.localtime(self.made_at).year}-{self.pk:05d}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Questions about payments."""

    def of_batch(self, batch: PaymentBatch) -> Self:
        """What stands in ``batch``."""
        return self.filter(batch=batch)

    def running(self) -> Self:
        """What was paid, or is at the bank."""
        return self.filter(failed_on=None)

    def done(self) -> Self:
        """What the bank paid."""
        return self.filter(paid_on__isnull=False)

    def pending(self) -> Self:
        """What is at the bank."""
        return self.filter(paid_on=None, failed_on=None)

    def total(self) -> Decimal:
        """The sum, in euro."""
        return sum_of(self, "amount")

    def for_lines(self) -> Self:
        """With what a line says."""
        return self.select_related("instalment__agreement__dossier__actor").order_by("pk")


class Payment(models.Model):
    """One instalment in a batch, with the account as it was then. What the bank did not do frees the instalment again."""

    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, related_name="payments", verbose_name=_("batch of payments")
    )
    instalment = models.ForeignKey(
        Instalment, models.CASCADE, related_name="payments", verbose_name=_("instalment")
    )
    amount = models.DecimalField(_("amount, in euro"), max_digits=12, decimal_places=2)
    iban = models.CharField(_("account number (IBAN)"), max_length=34)
    holder = models.CharField(_("name of the holder"), max_length=70)
    reference = models.CharField(_("reference"), max_length=35)
    paid_on = models.DateField(_("paid on"), null=True, blank=True, db_index=True)
    failed_on = models.DateField(_("not paid, on"), null=True, blank=True)
    failed_why = models.CharField(_("why it was not paid"), max_length=300, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instalment"], condition=Q(failed_on=None), name="instalment_is_paid_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_above_zero"),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(failed_on=None), name="payment_is_done_or_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, {self.holder}"

    @property
    def budget_year(self) -> int | None:
        """The year whose budget pays it: that of the payment."""
        return self.paid_on.year if self.paid_on else None


class ClawbackQuerySet(models.QuerySet["Clawback"]):
    """Questions about what was asked back."""

    def standing(self) -> Self:
        """What was not given up."""
        return self.filter(dropped_on=None)

    def open(self) -> Self:
        """What did not come back yet."""
        return self.standing().filter(received_on=None)

    def for_lines(self) -> Self:
        """With what a line says, the oldest first."""
        return self.select_related("agreement__dossier__actor").order_by("pk")

    def total(self) -> Decimal:
        """The sum, in euro."""
        return sum_of(self, "amount")


class Clawback(models.Model):
    """Money that was paid and has to come back (*terugvordering*). Never more than was paid."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="clawbacks", verbose_name=_("agreement")
    )
    amount = models.DecimalField(_("amount, in euro"), max_digits=12, decimal_places=2)
    reason = models.TextField(_("why"))
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    received_on = models.DateField(_("received on"), null=True, blank=True)
    dropped_on = models.DateField(_("given up on"), null=True, blank=True)
    stamp = models.CharField(max_length=64, unique=True, editable=False)

    objects = ClawbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("money asked back")
        verbose_name_plural = _("money asked back")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="clawback_is_above_zero"),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(dropped_on=None), name="clawback_came_back_or_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.amount}"

    @property
    def is_open(self) -> bool:
        """Whether it still has to come back."""
        return self.received_on is None and self.dropped_on is None


def is_settled(dossier: Dossier) -> bool:
    """Whether nothing has to be paid or to come back for ``dossier`` any more; so it is without an agreement."""
    if (known := kept(dossier, "agreement")) is None:
        known = Agreement.objects.filter(dossier=dossier).prefetch_related(
            "instalments__payments", "clawbacks"
        )
    return all(agreement.is_settled for agreement in known)


def has_agreement(dossier: Dossier) -> bool:
    """Whether somebody drew up the agreement of ``dossier``, signed or not: then its report comes in parts, and without one as one text."""
    return Agreement.objects.of_dossier(dossier) is not None
