"""What an actor does not want suggested again."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor

LONGEST_REFERENCE = 40
KEPT = timedelta(days=730)  # after two years it may fit after all
KINDS = {
    "actor": "actor",
    "practice": "practice",
    "partnercall": "call",
}  # what is suggested, by the name of its model


def reference(record: models.Model) -> str:
    """How a remembered answer names ``record``: its kind and its key."""
    return f"{record._meta.model_name}:{record.pk}"


class NotRelevantQuerySet(models.QuerySet["NotRelevant"]):
    """Questions about what is not relevant."""

    def of_actor(self, actor: Actor) -> Self:
        """What the people of ``actor`` put away, the newest first."""
        return self.filter(actor=actor).order_by("-at", "-pk")

    def by_person(self, user: Any) -> Self:
        """What ``user`` put away."""
        return self.filter(by=user.pk)

    def about(self, subject: models.Model, user: Any) -> Self:
        """What the actors of ``user`` put away among the suggestions for ``subject``."""
        return self.of_subject(subject).filter(actor__in=user.own_actors)

    def of_subject(self, subject: models.Model) -> Self:
        """What was put away among the suggestions for ``subject``."""
        return self.filter(subject=reference(subject))

    def of_pair(self, subject: models.Model, record: models.Model) -> Self:
        """The answer about ``record`` among the suggestions for ``subject``."""
        return self.of_subject(subject).filter(record=reference(record))

    def pairs(self) -> list[tuple[str, int]]:
        """The kind ("actor", "practice", "call") and the key of every record."""
        found = [record.split(":") for record in self.values_list("record", flat=True)]
        return [(KINDS[model], int(key)) for model, key in found if model in KINDS]

    def forget(self, before: datetime) -> int:
        """Removes what was put away before ``before``; returns how many."""
        return self.filter(at__lt=before).delete()[0]


class NotRelevant(models.Model):
    """For ``actor``, ``record`` does not fit ``subject``. Both are named by ``reference``, so that any kind of record fits."""

    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="not_relevant", verbose_name=_("for whom it does not fit")
    )
    subject = models.CharField(_("suggested for"), max_length=LONGEST_REFERENCE)
    record = models.CharField(_("what was suggested"), max_length=LONGEST_REFERENCE)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="not_relevant",
        verbose_name=_("put away by"),
    )
    at = models.DateTimeField(_("put away on"), default=timezone.now, db_index=True)

    objects = NotRelevantQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion that does not fit")
        verbose_name_plural = _("suggestions that do not fit")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "subject", "record"], name="put_away_once"),
            models.CheckConstraint(condition=~Q(subject=""), name="put_away_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.subject}, {self.record}"
