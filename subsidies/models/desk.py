"""What the desk of who runs the network keeps: saved views, the usual time in each phase, and letters to many."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .dossier_words import TrackName

LONGEST_QUESTION = 1000
LONGEST_NAME = 60


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Questions about saved views."""

    def of_owner(self, user: Any) -> Self:
        """Those of ``user``."""
        return self.filter(owner=user.pk)

    def usual(self) -> Self:
        """The ones with which the list opens."""
        return self.filter(is_default=True)


class SavedView(models.Model):
    """A list of dossiers that somebody comes back to: ``question`` is the part of its address after the "?"."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="dossier_views", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    question = models.CharField(_("question"), max_length=LONGEST_QUESTION, blank=True)
    is_default = models.BooleanField(_("the list opens with it"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view of dossiers")
        verbose_name_plural = _("saved views of dossiers")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_view_of_a_name"),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_default=True), name="one_view_opens_the_list"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PhasePace(models.Model):
    """How many days dossiers usually stay in a phase: the median of ``stays``. Counted once a day."""

    track = models.CharField(_("track"), max_length=12, choices=TrackName)
    phase = models.CharField(_("phase"), max_length=20)
    days = models.FloatField(_("median number of days"))
    stays = models.PositiveIntegerField(_("how many stays it is the median of"))

    class Meta:
        verbose_name = _("usual time in a phase")
        verbose_name_plural = _("usual times in phases")
        constraints = [models.UniqueConstraint(fields=["track", "phase"], name="one_pace_of_a_phase")]

    def __str__(self) -> str:
        return f"{self.track}, {self.phase}: {self.days}"

    @property
    def usual(self) -> timedelta:
        """The same as a length of time."""
        return timedelta(days=self.days)


class BulkLetterQuerySet(models.QuerySet["BulkLetter"]):
    """Questions about letters to many."""

    def by_person(self, user: Any) -> Self:
        """What ``user`` wrote, the newest first."""
        return self.filter(by=user.pk).order_by("-pk")

    def about(self, dossier: Any) -> Self:
        """The letters to the applicants of ``dossier``, the newest first, each with ``people``: to how many of them it went."""
        copies = self.filter(copies__dossier=dossier).annotate(people=models.F("copies__people"))
        return copies.order_by("-pk")


class BulkLetter(models.Model):
    """Words that ECRU wrote once to the applicants of several dossiers. One ``stamp`` is sent once."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    by_name = models.CharField(_("by"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=120)
    words = models.TextField(_("words"))
    sent_at = models.DateTimeField(_("sent on"), default=timezone.now)
    receivers = models.PositiveIntegerField(_("to how many people"), default=0)
    stamp = models.CharField(max_length=64, unique=True, editable=False)

    objects = BulkLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter about dossiers")
        verbose_name_plural = _("letters about dossiers")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class LetterCopy(models.Model):
    """That a letter went out about one dossier, and to how many people."""

    letter = models.ForeignKey(
        BulkLetter, models.CASCADE, related_name="copies", verbose_name=_("letter about dossiers")
    )
    dossier = models.ForeignKey(
        "subsidies.Dossier", models.CASCADE, related_name="letter_copies", verbose_name=_("dossier")
    )
    people = models.PositiveIntegerField(_("to how many people"), default=0)

    class Meta:
        verbose_name = _("copy of a letter")
        verbose_name_plural = _("copies of letters")
        constraints = [models.UniqueConstraint(fields=["letter", "dossier"], name="one_copy_for_a_dossier")]

    def __str__(self) -> str:
        return f"{self.letter}: {self.dossier}"
