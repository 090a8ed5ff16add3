"""Reports that something on a page is not right."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .incoming import Incoming

KEPT = timedelta(days=365)  # after it was handled
KEPT_AT_MOST = timedelta(days=730)  # also when nobody handled it


class ReportStatus(models.TextChoices):
    """What became of a report."""

    OPEN = "open", _("open")
    SOLVED = "solved", _("solved")
    REJECTED = "rejected", _("rejected")


class Fact(models.TextChoices):
    """Which fact is not right."""

    NAME = "naam", _("the name")
    TEXT = "tekst", _("the description, or what it is about")
    PLACE = "plaats", _("the place")
    CONTACT = "contact", _("the website or another link")
    STOPPED = "gestopt", _("this does not exist any more")
    PICTURE = "foto", _("the picture")
    OTHER = "anders", _("something else")


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions about reports."""

    def open(self) -> Self:
        """What nobody handled yet."""
        return self.filter(status=ReportStatus.OPEN, forgotten_at=None)

    def open_first(self) -> Self:
        """What waits first, the oldest on top; then what is done, the newest on top."""
        waiting = Q(status=ReportStatus.OPEN)
        oldest = models.Case(models.When(waiting, then="created_at"))
        return self.order_by(oldest.asc(nulls_last=True), "-created_at", "-pk")

    def forget(self, before: datetime) -> int:
        """Takes out all words and the address, of reports handled ``before`` or sent two years ago; returns how many."""
        old = Q(handled_at__lt=before) | Q(created_at__lt=timezone.now() - KEPT_AT_MOST)
        return self.filter(old).forget_all(timezone.now())

    def forget_all(self, now: datetime) -> int:
        """Takes out all words and the address, of all of these; returns how many."""
        known = self.filter(forgotten_at=None)
        return known.update(text="", email="", answer="", note="", forgotten_at=now)


class Report(Incoming):
    """What somebody, without an account, says is not right."""

    fact = models.CharField(_("which fact"), max_length=10, choices=Fact, default=Fact.OTHER)
    text = models.TextField(_("what is not right"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ReportStatus, default=ReportStatus.OPEN, db_index=True
    )
    answer = models.TextField(_("answer"), blank=True)
    note = models.TextField(_("note for colleagues"), blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    handled_at = models.DateTimeField(_("handled on"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta(Incoming.Meta):
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            *Incoming.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status=ReportStatus.OPEN, handled_at=None)
                | (~Q(status=ReportStatus.OPEN) & Q(handled_at__isnull=False)),
                name="report_handled_has_a_day",
            ),
        ]
