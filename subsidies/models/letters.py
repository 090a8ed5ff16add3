"""Letters about dossiers: the sentences that the regisseur keeps, and each letter as it was sent."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .dossiers import Dossier


class LetterKind(models.TextChoices):
    """What a letter tells."""

    GRANTED = "toekenning", _("Support is granted")
    REFUSED = "weigering", _("Support is refused")
    INADMISSIBLE = "niet-ontvankelijk", _("Your question for support is not admissible")
    COMPLETE = "aanvulling", _("Complete your question for support")
    APPEAL = "beroep", _("How to appeal (part of the letters that refuse)")


class LetterText(models.Model):
    """The sentences of one kind of letter, as the regisseur wrote them. Without a row the sentences of the code hold."""

    Kind = LetterKind

    kind = models.CharField(_("letter"), max_length=20, choices=LetterKind, unique=True)
    words = models.TextField(_("text"))
    checked_on = models.DateField(_("checked by a lawyer on"), null=True, blank=True)

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class DossierLetterQuerySet(models.QuerySet["DossierLetter"]):
    """Questions about letters."""

    def of(self, dossier: Dossier) -> Self:
        """The letters about ``dossier``, the newest first."""
        return self.filter(dossier=dossier).order_by("-pk")


class DossierLetter(models.Model):
    """A letter as it was sent: every word of it stands in ``facts``, so it reads the same whenever somebody prints it."""

    Kind = LetterKind

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="letters", verbose_name=_("dossier"))
    kind = models.CharField(_("letter"), max_length=20, choices=LetterKind)
    title = models.CharField(_("about"), max_length=200)
    facts: Any = models.JSONField(_("what it says"))
    sent_at = models.DateTimeField(_("sent on"))

    objects = DossierLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=LetterKind.APPEAL), name="letter_is_of_a_kind_that_is_sent"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("my-dossier-letter", args=[self.dossier_id, self.pk])
