"""Who wrote a part of a dossier last, for whoever meets their words there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Optional, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LastHandQuerySet(models.QuerySet["LastHand"]):
    """Questions about who wrote last, and writing that down."""

    def by_person(self, user: Any) -> Self:
        """The parts that ``user`` wrote last."""
        return self.filter(by=user.pk)

    def newest_on(self, dossier: Any, parts: Iterable[str]) -> Optional["LastHand"]:
        """Who wrote last in one of ``parts``; None when nobody did since this is kept."""
        found = self.filter(dossier=dossier.pk, part__in=list(parts))
        return found.select_related("by").order_by("-at", "-pk").first()

    def note(self, dossier: Any, parts: Iterable[str], *, by: Any, at: datetime | None = None) -> None:
        """Writes down that ``by`` changed ``parts``, in the place of who did so before. Asks for a locked dossier."""
        moment = at or timezone.now()
        made = [self.model(dossier_id=dossier.pk, part=part, by=by, at=moment) for part in parts]
        self.bulk_create(
            made, update_conflicts=True, unique_fields=["dossier", "part"], update_fields=["by", "at"]
        )

    note.alters_data = True  # type: ignore[attr-defined]


class LastHand(models.Model):
    """Who changed one part of a dossier last, and when. ``part``: a name of the story, of the budget, of the report or of advice."""

    dossier = models.ForeignKey(
        "subsidies.Dossier", models.CASCADE, related_name="hands", verbose_name=_("dossier")
    )
    part = models.CharField(_("part"), max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("saved by"),
    )
    at = models.DateTimeField(_("saved at"))

    objects = LastHandQuerySet.as_manager()

    class Meta:
        verbose_name = _("last to write in a dossier")
        verbose_name_plural = _("last to write in dossiers")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["dossier", "part"], name="one_last_hand_in_a_part")]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.part}"
