"""What answers a need: a practice, an expert, a project, or something in words."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Expert
from actors.models.needs import Need

from .initiatives import Project
from .practices import Practice


class NeedAnswerQuerySet(models.QuerySet["NeedAnswer"]):
    """Questions about what answers needs."""

    def of(self, need: Need) -> Self:
        """What answers one need, the oldest first."""
        about = ("practice", "expert__actor", "project", "noted_by")
        return self.filter(need=need).select_related(*about).order_by("noted_at", "pk")

    def of_person(self, user: Any) -> Self:
        """What ``user`` noted."""
        return self.filter(noted_by=user.pk)


class NeedAnswer(models.Model):
    """One thing that answers a need, or part of it."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="answers", verbose_name=_("need"))
    practice = models.ForeignKey(
        Practice,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answered_needs",
        verbose_name=_("practice"),
    )
    expert = models.ForeignKey(
        Expert, models.CASCADE, null=True, blank=True, related_name="answered_needs", verbose_name=_("expert")
    )
    project = models.ForeignKey(
        Project,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answered_needs",
        verbose_name=_("project"),
    )
    note = models.CharField(_("in words"), max_length=300, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="need_answers_noted",
        verbose_name=_("noted by"),
    )
    noted_at = models.DateTimeField(_("noted on"), default=timezone.now)

    objects = NeedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a need")
        verbose_name_plural = _("answers to needs")
        ordering = ["noted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(practice=None, expert=None, project=None, note=""),
                name="need_answer_says_something",
            ),
            models.UniqueConstraint(fields=["need", "practice"], name="need_answered_once_by_practice"),
            models.UniqueConstraint(fields=["need", "expert"], name="need_answered_once_by_expert"),
            models.UniqueConstraint(fields=["need", "project"], name="need_answered_once_by_project"),
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.record or self.note}"

    @property
    def record(self) -> Any:
        """What answers: the practice, expert or project; None when it is said in words alone."""
        return self.practice or self.expert or self.project
