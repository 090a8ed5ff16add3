"""Questions that visitors ask an actor or an expert."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .incoming import Incoming

KEPT = timedelta(days=730)  # how long we keep who asked what


class QuestionStatus(models.TextChoices):
    """How far a question is. The order is the order of work."""

    NEW = "new", _("waits for the editors")
    PASSED_ON = "passed on", _("passed on")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


OPEN = (QuestionStatus.NEW, QuestionStatus.PASSED_ON)


class ContactQuerySet(models.QuerySet["ContactMoment"]):
    """Questions about questions."""

    def waiting(self) -> Self:
        """What the editors have to pass on themselves."""
        return self.filter(status=QuestionStatus.NEW, forgotten_at=None)

    def open_first(self) -> Self:
        """New, then passed on, then the rest; within each the newest first."""
        rank = models.Case(
            *(models.When(status=status, then=place) for place, status in enumerate(OPEN)), default=len(OPEN)
        )
        return self.order_by(rank.asc(), "-created_at", "-pk")

    def forget(self, before: datetime) -> int:
        """Takes out who asked and what, of questions from ``before``; the count stays. Returns how many."""
        return self.filter(created_at__lt=before).forget_all(timezone.now())

    def forget_all(self, now: datetime) -> int:
        """Takes out who asked and what, of all of these; returns how many."""
        known = self.filter(forgotten_at=None)
        return known.update(name="", email="", organisation="", question="", forgotten_at=now)


class ContactMoment(Incoming):
    """One question. Who asked and what is forgotten after two years; that it was asked is kept."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    question = models.TextField(_("question"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=QuestionStatus, default=QuestionStatus.NEW, db_index=True
    )

    objects = ContactQuerySet.as_manager()

    class Meta(Incoming.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
