"""The bank account of an actor: given by one person, confirmed by another, kept when a new one takes its place."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor

from .dossier_words import TrackName
from .dossiers import Dossier

SHOWN_BEGIN, SHOWN_END = 4, 4  # of an IBAN that is masked


class BankAccountQuerySet(models.QuerySet["BankAccount"]):
    """Questions about accounts."""

    def current(self) -> Self:
        """The last that was given for each actor, confirmed or not."""
        return self.filter(replaced_at=None)

    def confirmed(self) -> Self:
        """Those on which money may be paid."""
        return self.current().filter(confirmed_at__isnull=False)

    def of_actor(self, actor: Any) -> Self:
        """All that were given for ``actor``, the newest first."""
        return self.filter(actor=actor).order_by("-pk")

    def past(self) -> Self:
        """Those in whose place another one came."""
        return self.exclude(replaced_at=None)

    def of_person(self, user: Any) -> Self:
        """What ``user`` gave or confirmed."""
        return self.filter(Q(given_by=user.pk) | Q(confirmed_by=user.pk)).order_by("pk")

    def unconfirmed(self) -> Self:
        """Those that somebody still has to confirm."""
        return self.current().filter(confirmed_at=None).select_related("actor").order_by("given_at", "pk")

    def replaced_before(self, moment: Any) -> Self:
        """Those in whose place another one came before ``moment``."""
        return self.filter(replaced_at__lt=moment)

    def with_dossier(self) -> Self:
        """Each with ``dossier``: the key of the newest dossier in which its page stands."""
        own = Dossier.objects.filter(actor=OuterRef("actor"), track=TrackName.OWN).order_by("-pk")
        return self.annotate(dossier=Subquery(own.values("pk")[:1]))


class BankAccount(models.Model):
    """The account on which an actor gets its money. A changed number is a new row, which has to be confirmed again."""

    MASKED: ClassVar[dict[str, str]] = {"iban": "masked"}  # in notes that others read

    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="bank_accounts", verbose_name=_("organisation")
    )
    iban = models.CharField(_("account number (IBAN)"), max_length=34)
    holder = models.CharField(_("name of the holder"), max_length=70)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given by"),
    )
    given_at = models.DateTimeField(_("given on"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    confirmed_note = models.CharField(_("how ECRU confirmed it"), max_length=300, blank=True)
    replaced_at = models.DateTimeField(_("replaced on"), null=True, blank=True)

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["actor"], condition=Q(replaced_at=None), name="one_account_of_an_actor"
            ),
            models.CheckConstraint(
                condition=Q(given_by=None) | Q(confirmed_by=None) | ~Q(given_by=F("confirmed_by")),
                name="account_is_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.masked}, {self.holder}"

    @property
    def masked(self) -> str:
        """The number with its middle hidden: enough to recognise it."""
        hidden = "•" * max(0, len(self.iban) - SHOWN_BEGIN - SHOWN_END)
        return in_fours(self.iban[:SHOWN_BEGIN] + hidden + self.iban[-SHOWN_END:])

    @property
    def whole(self) -> str:
        """The number as people read it."""
        return in_fours(self.iban)

    @property
    def is_confirmed(self) -> bool:
        """Whether money may be paid on it."""
        return self.confirmed_at is not None and self.replaced_at is None


def in_fours(text: str) -> str:
    """``text`` in groups of four."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
