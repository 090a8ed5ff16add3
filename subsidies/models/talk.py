"""What people tell each other about a dossier, what they tick off, and the help that they ask."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Conversation
from ecru.base.audit import FORMER

from .criteria import Criterion
from .dossier_words import Party


class DossierMessageQuerySet(models.QuerySet["DossierMessage"]):
    """Questions about messages."""

    def to_all(self) -> Self:
        """Messages that everybody who works on the dossier reads."""
        return self.filter(is_internal=False)

    def waiting_for_desk(self) -> Self:
        """What ECRU did not answer: the last message to all of a dossier, of somebody else, about which nobody said that it needs no answer."""
        every = self.model._default_manager.filter(is_internal=False, dossier=OuterRef("dossier"))
        found = self.filter(is_internal=False, settled_at=None).exclude(role=Party.DESK)
        return found.exclude(Exists(every.filter(pk__gt=OuterRef("pk"))))

    def by_person(self, user: Any) -> Self:
        """What ``user`` wrote."""
        return self.filter(by=user.pk)

    def forget_person(self, user: Any) -> None:
        """Takes the name of ``user`` out; what they wrote belongs to the dossier."""
        self.by_person(user).update(by=None, by_name=FORMER)


class DossierMessage(models.Model):
    """A message in a dossier: to all who work on it, or internal, for who runs the network.

    ``settled_at``: when ECRU said that it needs no answer. ``stamp``: one click sends one.
    """

    dossier = models.ForeignKey(
        "subsidies.Dossier", models.CASCADE, related_name="messages", verbose_name=_("dossier")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dossier_messages",
        verbose_name=_("account"),
    )
    by_name = models.CharField(_("by"), max_length=254, blank=True)
    role = models.CharField(_("as"), max_length=12, choices=Party)
    words = models.TextField(_("message"))
    is_internal = models.BooleanField(_("internal"), default=False)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    settled_at = models.DateTimeField(_("needs no answer since"), null=True, blank=True, editable=False)
    stamp = models.CharField(max_length=64, unique=True, editable=False)

    objects = DossierMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message of a dossier")
        verbose_name_plural = _("messages of dossiers")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.words[:40]}"


class DossierTickQuerySet(models.QuerySet["DossierTick"]):
    """Questions about what was ticked off."""

    def by_person(self, user: Any) -> Self:
        """What ``user`` ticked off."""
        return self.filter(by=user.pk)

    def forget_person(self, user: Any) -> None:
        """Takes the name of ``user`` out."""
        self.by_person(user).update(by=None, by_name=FORMER)


class DossierTick(models.Model):
    """Somebody looked at a condition of the measure and found it in order."""

    dossier = models.ForeignKey(
        "subsidies.Dossier", models.CASCADE, related_name="ticks", verbose_name=_("dossier")
    )
    criterion = models.ForeignKey(
        Criterion, models.CASCADE, related_name="ticks", verbose_name=_("condition")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    by_name = models.CharField(_("by"), max_length=254, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = DossierTickQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition in order")
        verbose_name_plural = _("conditions in order")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["dossier", "criterion"], name="condition_ticked_once")]

    def __str__(self) -> str:
        return f"{self.criterion}, {self.by_name}"


class DossierHelp(models.Model):
    """A question for help that began in a dossier; the conversation itself is between who asked and the expert."""

    dossier = models.ForeignKey(
        "subsidies.Dossier", models.CASCADE, related_name="helps", verbose_name=_("dossier")
    )
    conversation = models.OneToOneField(
        Conversation, models.CASCADE, related_name="dossier_help", verbose_name=_("conversation")
    )

    class Meta:
        verbose_name = _("question for help")
        verbose_name_plural = _("questions for help")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.conversation}"
