"""Asking an actor to work along on a dossier. Only after a yes somebody of it gets a place (``DossierPerson``)."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor

from .dossier_words import Place


class Reply(models.TextChoices):
    """What came of it."""

    YES = "ja", _("said yes")
    NO = "nee", _("said no")
    TAKEN_BACK = "teruggenomen", _("taken back")


class DossierInvitationQuerySet(models.QuerySet["DossierInvitation"]):
    """Questions about invitations."""

    def waiting(self) -> Self:
        """Those that nobody answered or took back."""
        return self.filter(reply="")

    def to_person(self, user: Any) -> Self:
        """Those to an actor for which ``user`` acts."""
        return self.filter(actor__in=user.own_actors)

    def by_person(self, user: Any) -> Self:
        """Those that ``user`` sent or answered."""
        return self.filter(Q(asked_by=user.pk) | Q(answered_by=user.pk))

    def for_cards(self) -> Self:
        """With what a line about it shows."""
        return self.select_related("dossier__actor", "dossier__call", "actor", "asked_by").order_by("pk")


class DossierInvitation(models.Model):
    """The applicant asks an actor whether one of its people works along, in which place, and in which sections (empty: all)."""

    Reply = Reply

    dossier = models.ForeignKey(
        "subsidies.Dossier", models.CASCADE, related_name="invitations", verbose_name=_("dossier")
    )
    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="dossier_invitations", verbose_name=_("actor")
    )
    place = models.CharField(_("may"), max_length=10, choices=Place, default=Place.WRITES)
    sections = models.JSONField(_("parts; empty for all"), default=list, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    reply = models.CharField(_("answer"), max_length=12, choices=Reply, blank=True, db_index=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    objects = DossierInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a dossier")
        verbose_name_plural = _("invitations to dossiers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "actor"], condition=Q(reply=""), name="one_open_invitation_of_an_actor"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.actor}"

    def get_absolute_url(self) -> str:
        return reverse("my-dossier-invitation", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether it still has to be answered."""
        return not self.reply

    def settle(self, reply: str, by: Any) -> None:
        """Notes the answer."""
        self.reply, self.answered_by, self.answered_at = reply, by, timezone.now()
        self.save()
