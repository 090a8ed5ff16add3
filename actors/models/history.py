"""What happened to records: every change with old and new value, and addresses that moved."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .actor import Actor


class Act(models.TextChoices):
    """What somebody did to a record."""

    ADDED = "nieuw", _("added")
    CHANGED = "gewijzigd", _("changed")
    UNDONE = "ongedaan", _("change undone")
    MERGED = "samengevoegd", _("merged")
    DELETED = "verwijderd", _("deleted")


class ChangeQuerySet(models.QuerySet["Change"]):
    """Questions about the past."""

    def inside(self, record: models.Model, parts: Iterable[type[models.Model]]) -> Self:
        """What happened to ``record`` and to its parts, of the kinds ``parts``; the newest first."""
        labels = [part._meta.label_lower for part in parts]
        own = Q(model=record._meta.label_lower) & (Q(key=record.pk) | Q(into=record.pk))
        return self.filter(own | Q(model__in=labels, into=record.pk)).order_by("-pk")

    def about(self, record: models.Model) -> Self:
        """What happened to ``record``, and to what was merged into it; the newest first."""
        mine = Q(key=record.pk) | Q(into=record.pk)
        return self.filter(mine, model=record._meta.label_lower).order_by("-pk")


class Change(models.Model):
    """What one act changed in one record: of every field the old and the new value (``actors.history`` writes them).

    It holds no relation to the record, so that it outlives it. ``into`` is the key of the record into which it was
    merged, or of which it is a part. A relation stands in ``values`` as its key with the label of then.
    """

    Act = Act

    model = models.CharField(_("kind of record"), max_length=80)
    key = models.BigIntegerField(_("key"))
    into = models.BigIntegerField(null=True, blank=True, db_index=True)
    record = models.CharField(_("record"), max_length=200)
    act = models.CharField(_("what happened"), max_length=12, choices=Act, default=Act.CHANGED)
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
    reason = models.TextField(_("why"), blank=True)
    values = models.JSONField(_("old and new"), default=dict)
    undoes = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="undone_by")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["model", "key", "-id"], name="change_of_record")]

    def __str__(self) -> str:
        return f"{self.record}, {self.get_act_display()}"


class SlugRedirect(models.Model):
    """An address that an actor had before it was merged; who follows it lands at ``actor``."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="redirects", verbose_name=_("leads to"))
    lost_key = models.BigIntegerField(_("key of what was merged"), db_index=True)
    lost_name = models.CharField(_("name of what was merged"), max_length=160)
    by_name = models.CharField(_("by"), max_length=254, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("address that moved")
        verbose_name_plural = _("addresses that moved")
        ordering = ["slug"]

    def __str__(self) -> str:
        return f"{self.slug} → {self.actor.slug}"
