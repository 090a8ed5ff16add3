"""The money that a round divides. ``spent`` stands beside it, and the database refuses that it passes the amount or falls below zero."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from .calls import Call
from .dossiers import Dossier
from .standing import midnight

if TYPE_CHECKING:
    from datetime import date, datetime

NOTHING = Decimal(0)


def granted_in(calls: Iterable[Any], besides: Dossier | None = None, until: "date | None" = None) -> Decimal:
    """What the dossiers of ``calls`` (rounds or their keys) take of the money now, in euro: what was granted less what came back.

    ``until``: as it was on the evening of that day, so without what the board decided, or what came back, later.
    """
    dossiers = Dossier.objects.filter(call__in=list(calls)).counting()
    if besides is not None:
        dossiers = dossiers.exclude(pk=besides.pk)
    returned = GivenBack.objects.all()
    if until is not None:
        dossiers = dossiers.exclude(meeting_on__gt=until)
        returned = returned.filter(at__lt=midnight(until + timedelta(days=1)))
    granted = dossiers.aggregate(sum=Sum("granted"))["sum"] or NOTHING
    back = returned.filter(dossier__in=dossiers).aggregate(sum=Sum("amount"))["sum"] or NOTHING
    return granted - back


def granted_by(calls: Iterable[Any]) -> dict[int, Decimal]:
    """The same for each of ``calls`` (rounds or their keys), by key; in two queries, however many."""
    dossiers = Dossier.objects.filter(call__in=list(calls)).counting().order_by()
    taken: dict[int, Decimal] = dict(dossiers.values_list("call").annotate(Sum("granted")))
    returned = GivenBack.objects.filter(dossier__in=dossiers).order_by()
    back = dict(returned.values_list("dossier__call").annotate(Sum("amount")))
    return {call: (granted or NOTHING) - (back.get(call) or NOTHING) for call, granted in taken.items()}


def least_budget(call: Call, budget: Decimal | None) -> Decimal | None:
    """What the budget of ``call`` must at least be when ``budget`` is too low: what was granted. None when it is not too low.

    A budget that is not lowered is never too low: grants of before the portal may have passed it.
    """
    known = Call.objects.filter(pk=call.pk).values_list("budget", flat=True).first()
    if budget is None or call.pk is None or (known is not None and budget >= known):
        return None
    granted = granted_in([call.pk])
    return granted if granted > budget else None


class EnvelopeQuerySet(models.QuerySet["Envelope"]):
    """Questions about envelopes."""

    def of_call(self, call: Call) -> Self:
        """The envelope of ``call`` alone, and the one that it shares with other rounds; always in the same order."""
        return self.filter(Q(call=call) | Q(rounds__call=call)).distinct().order_by("pk")

    def shared(self) -> Self:
        """Envelopes for several rounds."""
        return self.filter(call=None)

    def locked_for(self, call: Call) -> list["Envelope"]:
        """Those of ``call``, so that nobody else takes from them; inside a transaction, and with the row of ``call`` locked.

        A round with a budget has an envelope of its own from its first decision on.
        """
        if call.budget is not None:
            spent = granted_in([call])
            self.get_or_create(
                call=call, defaults={"amount": max(call.budget, spent), "spent": max(spent, NOTHING)}
            )
        keys = list(self.of_call(call).values_list("pk", flat=True))
        return list(self.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",)))

    locked_for.alters_data = True  # type: ignore[attr-defined]


class Envelope(models.Model):
    """Money to divide: of one round (``call``; its amount is the budget of the round), or an amount that several rounds share."""

    name = models.CharField(_("name of the envelope"), max_length=80, blank=True)
    call = models.OneToOneField(
        Call, models.CASCADE, null=True, blank=True, related_name="envelope", verbose_name=_("round")
    )
    amount = models.DecimalField(_("amount in euro"), max_digits=14, decimal_places=2)
    spent = models.DecimalField(
        _("granted of it, in euro"), max_digits=14, decimal_places=2, default=NOTHING, editable=False
    )

    objects = EnvelopeQuerySet.as_manager()

    class Meta:
        verbose_name = _("envelope")
        verbose_name_plural = _("envelopes")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(spent__gte=0, spent__lte=F("amount")), name="envelope_is_never_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(call__isnull=False) | ~Q(name=""), name="envelope_has_a_round_or_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.call)

    @property
    def calls(self) -> list[int]:
        """The keys of the rounds that take from it."""
        return [self.call_id] if self.call_id else [link.call_id for link in self.rounds.all()]

    @property
    def left(self) -> Decimal:
        """What is left, in euro."""
        return self.amount - self.spent

    def recount(self, dossier: Dossier, takes: Decimal) -> None:
        """Counts anew what was granted, with ``takes`` for ``dossier``. Locked beforehand; the database refuses more than there is.

        The budget of the round stays the one truth: the amount follows it. A budget that was lowered below what was
        granted before never stops money from coming back.
        """
        before, self.spent = self.spent, granted_in(self.calls, besides=dossier) + takes
        if self.call is not None and self.call.budget is not None:
            budget = self.call.budget
            self.amount = budget if self.spent > before else max(budget, self.spent)
        self.save(update_fields=["amount", "spent"])


class EnvelopeRound(models.Model):
    """A round that takes from a shared envelope, besides its own budget when it has one."""

    envelope = models.ForeignKey(Envelope, models.CASCADE, related_name="rounds", verbose_name=_("envelope"))
    call = models.OneToOneField(Call, models.CASCADE, related_name="shared_envelope", verbose_name=_("round"))

    class Meta:
        verbose_name = _("round of an envelope")
        verbose_name_plural = _("rounds of envelopes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.envelope}: {self.call}"


class GivenBack(models.Model):
    """Money of a grant that came back: it can be granted again."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="given_back", verbose_name=_("dossier"))
    amount = models.DecimalField(_("amount in euro"), max_digits=14, decimal_places=2)
    at = models.DateTimeField(_("when"))
    key = models.CharField(max_length=80, unique=True, editable=False)

    class Meta:
        verbose_name = _("money that came back")
        verbose_name_plural = _("money that came back")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="what_came_back_is_above_zero")]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.amount}"


def taken_by(dossier: Dossier) -> Decimal:
    """What ``dossier`` itself takes of the money: what was granted less what came back, in euro."""
    back = GivenBack.objects.filter(dossier=dossier).aggregate(sum=Sum("amount"))["sum"] or NOTHING
    return (dossier.granted or NOTHING) - back


def left_for(dossier: Dossier) -> Decimal | None:
    """What is left for ``dossier`` in every envelope of its round, in euro, never below zero; None where no amount is known."""
    call = dossier.call
    if not dossier.is_own or call is None:
        return None
    left = [] if call.budget is None else [call.budget - granted_in([call], besides=dossier)]
    for envelope in Envelope.objects.of_call(call).shared().prefetch_related("rounds"):
        left.append(envelope.amount - granted_in(envelope.calls, besides=dossier))  # noqa: PERF401 - one at most
    return max(min(left), NOTHING) if left else None


def book(dossier: Dossier, takes: Decimal) -> None:
    """Writes in every envelope of the round that ``dossier`` takes ``takes`` euro of it. Inside a transaction with the round locked."""
    if dossier.is_own and dossier.call is not None:
        for envelope in Envelope.objects.locked_for(dossier.call):
            envelope.recount(dossier, takes)


def give_back(dossier: Dossier, amount: Decimal, at: "datetime", key: str) -> bool:
    """``amount`` euro of the grant of ``dossier`` came back; the envelope has it again. False for a ``key`` that was told before.

    Inside a transaction with the round locked.
    """
    back, new = GivenBack.objects.get_or_create(
        key=key, defaults={"dossier": dossier, "amount": amount, "at": at}
    )
    if new:
        book(back.dossier, taken_by(back.dossier))
    return new
