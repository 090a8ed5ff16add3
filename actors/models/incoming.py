"""What visitors send about an actor or an expert, without an account."""

from typing import Any, cast

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .actor import Actor
from .experts import Expert

LANGUAGE = "nl"


class Incoming(models.Model):
    """About an actor, or an expert (then ``actor`` is its organisation, if it has one). The same ``token`` comes in once."""

    actor = models.ForeignKey(
        Actor, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name=_("actor")
    )
    expert = models.ForeignKey(
        Expert, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name=_("expert")
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=7, default=LANGUAGE, editable=False)
    token = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("sent on"), default=timezone.now, editable=False, db_index=True)
    forgotten_at = models.DateTimeField(_("personal data removed on"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | Q(expert__isnull=False), name="%(class)s_is_about_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record}, {date_format(timezone.localtime(self.created_at), 'j F Y')}"

    @property
    def record(self) -> Actor | Expert:
        """What it is about; the database holds that one of both is there."""
        return self.expert or cast("Actor", self.actor)

    @property
    def record_in_admin(self) -> str:
        """Where an editor changes what it is about."""
        return reverse(f"admin:actors_{self.record._meta.model_name}_change", args=[self.record.pk])


def told_about(record: Actor | Expert) -> dict[str, Any]:
    """The fields that say what something is about, and in which language it came in."""
    about = {"expert": record, "actor": record.actor} if isinstance(record, Expert) else {"actor": record}
    return {**about, "language": get_language() or LANGUAGE}
