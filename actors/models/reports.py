"""Reports that something on a page is not right."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .actor import Actor


class ReportStatus(models.TextChoices):
    """What became of a report."""

    OPEN = "open", _("open")
    SOLVED = "solved", _("solved")
    REJECTED = "rejected", _("rejected")


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions about reports."""

    def open(self) -> Self:
        """What nobody handled yet."""
        return self.filter(status=ReportStatus.OPEN)

    def open_first(self) -> Self:
        """What waits first, the oldest on top; then what is done, the newest on top."""
        waiting = Q(status=ReportStatus.OPEN)
        oldest = models.Case(models.When(waiting, then="created_at"))
        return self.order_by(oldest.asc(nulls_last=True), "-created_at", "-pk")

    def forget(self, before: datetime) -> int:
        """Takes out the text and the address of reports that were handled ``before``; returns how many."""
        old = self.filter(handled_at__lt=before, forgotten_at=None)
        return old.update(text="", email="", forgotten_at=timezone.now())


class Report(models.Model):
    """What somebody, without an account, says is not right about an actor."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="reports", verbose_name=_("actor"))
    text = models.TextField(_("what is not right"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ReportStatus, default=ReportStatus.OPEN, db_index=True
    )
    answer = models.TextField(_("answer"), blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    handled_at = models.DateTimeField(_("handled on"), null=True, blank=True)
    token = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("reported on"), default=timezone.now, editable=False, db_index=True)
    forgotten_at = models.DateTimeField(_("personal data removed on"), null=True, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ReportStatus.OPEN, handled_at=None)
                | (~Q(status=ReportStatus.OPEN) & Q(handled_at__isnull=False)),
                name="report_handled_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.created_at.date()}"
