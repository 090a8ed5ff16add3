"""Questions that visitors ask an actor."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .actor import Actor

KEPT = timedelta(days=365)  # how long we keep who asked what


class QuestionStatus(models.TextChoices):
    """How far a question is. The order is the order of work."""

    NEW = "new", _("new")
    PASSED_ON = "passed on", _("passed on")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


OPEN = (QuestionStatus.NEW, QuestionStatus.PASSED_ON)


class ContactQuerySet(models.QuerySet["ContactMoment"]):
    """Questions about questions."""

    def open(self) -> Self:
        """What nobody answered yet."""
        return self.filter(status__in=OPEN)

    def open_first(self) -> Self:
        """New, then passed on, then the rest; within each the oldest that waits, and the newest that is done."""
        rank = models.Case(
            *(models.When(status=status, then=place) for place, status in enumerate(OPEN)), default=len(OPEN)
        )
        return self.annotate(rank=rank).order_by("rank", "-created_at", "-pk")

    def forget(self, before: datetime) -> int:
        """Takes out who asked and what, of questions from ``before``; the count stays. Returns how many."""
        old = self.filter(created_at__lt=before, forgotten_at=None)
        return old.update(name="", email="", organisation="", question="", forgotten_at=timezone.now())


class ContactMoment(models.Model):
    """One question to an actor. Who asked and what is forgotten after twelve months; that it was asked is kept."""

    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="contact_moments", verbose_name=_("question to")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    question = models.TextField(_("question"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=QuestionStatus, default=QuestionStatus.NEW, db_index=True
    )
    token = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("asked on"), default=timezone.now, editable=False, db_index=True)
    forgotten_at = models.DateTimeField(_("personal data removed on"), null=True, blank=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.actor}: {self.name or self.created_at.date()}"
