"""A measure that answers a need."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Need

from .measures import Measure


class MeasureAnswerQuerySet(models.QuerySet["MeasureAnswer"]):
    """Questions about measures that answer needs."""

    def of(self, need: Need) -> Self:
        """What answers one need, the oldest first."""
        return self.filter(need=need).select_related("measure", "noted_by").order_by("noted_at", "pk")

    def of_person(self, user: Any) -> Self:
        """What ``user`` noted."""
        return self.filter(noted_by=user.pk)


class MeasureAnswer(models.Model):
    """A measure answers a need, or part of it."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="measure_answers", verbose_name=_("need"))
    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="answered_needs", verbose_name=_("measure")
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="measure_answers_noted",
        verbose_name=_("noted by"),
    )
    noted_at = models.DateTimeField(_("noted on"), default=timezone.now)

    objects = MeasureAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure that answers a need")
        verbose_name_plural = _("measures that answer needs")
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["need", "measure"], name="need_answered_once_by_measure")
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.measure}"

    @property
    def note(self) -> str:
        """A measure answers without words."""
        return ""

    @property
    def record(self) -> Measure:
        """What answers."""
        return self.measure
