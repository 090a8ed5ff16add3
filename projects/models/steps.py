"""What happened to projects and calls: every change of state, by whom and when. Written once, never changed."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ecru.base.models import Publication

from .calls import Outcome, PartnerCall
from .initiatives import Answer, Project, Stage


class What(models.TextChoices):
    """What changed."""

    STATUS = "status", _("on the site or not")
    STAGE = "stap", _("how far it is")
    PARTNER = "partner", _("a partner")
    OPEN = "open", _("open or closed")
    UNTIL = "tot", _("until when")
    OUTCOME = "afloop", _("what came of it")


OPEN, CLOSED = "open", "gesloten"
WORDS: dict[str, Any] = {
    What.STATUS: Publication,
    What.STAGE: Stage,
    What.PARTNER: Answer,
    What.OUTCOME: Outcome,
}


class StateChangeQuerySet(models.QuerySet["StateChange"]):
    """Questions about what happened."""

    def about(self, record: Project | PartnerCall) -> Self:
        """What happened to ``record``; the newest first."""
        found = (
            self.filter(project=record.pk)
            if isinstance(record, Project)
            else self.filter(partner_call=record.pk)
        )
        return found.order_by("-pk")

    def by_person(self, user: Any) -> Self:
        """What ``user`` did."""
        return self.filter(by=user.pk)

    def forget_person(self, user: Any) -> None:
        """Takes the name of ``user`` out; what they did stays."""
        self.by_person(user).update(by=None, by_name="")


class StateChange(models.Model):
    """One change of state of a project or a call. ``by_name`` outlives the account; empty for a machine or former member."""

    project = models.ForeignKey(
        Project, models.CASCADE, null=True, blank=True, related_name="steps", verbose_name=_("project")
    )
    partner_call = models.ForeignKey(
        PartnerCall, models.CASCADE, null=True, blank=True, related_name="steps", verbose_name=_("call")
    )
    what = models.CharField(_("what"), max_length=10, choices=What)
    old = models.CharField(_("from"), max_length=40, blank=True)
    new = models.CharField(_("to"), max_length=40, blank=True)
    about = models.CharField(_("about whom"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    by_name = models.CharField(_("by"), max_length=254, blank=True)
    by_itself = models.BooleanField(_("by itself"), default=False)

    objects = StateChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a project or call")
        verbose_name_plural = _("steps of projects and calls")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False, partner_call=None)
                | Q(project=None, partner_call__isnull=False),
                name="step_of_one_record",
            )
        ]

    def __str__(self) -> str:
        return self.told

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes it once. Raises ``ImproperlyConfigured`` for who wants to rewrite the past."""
        if self.pk is not None:
            raise ImproperlyConfigured("What happened is written once")
        super().save(*args, **kwargs)

    @property
    def told(self) -> str:
        """What changed, in a few words."""
        subject = f"{self.get_what_display()} ({self.about})" if self.about else self.get_what_display()
        return f"{subject}: {self.in_words(self.old)} → {self.in_words(self.new)}"

    @property
    def who(self) -> str:
        """Who did it."""
        if self.by_itself:
            return gettext("by itself")
        return self.by_name or gettext("former member")

    def in_words(self, value: str) -> str:
        """A value as people read it."""
        if not value:
            return gettext("nothing")
        words = WORDS.get(self.what)
        if words is not None and value in words.values:
            return str(words(value).label)
        return {OPEN: gettext("open"), CLOSED: gettext("closed")}.get(value, value)
