"""Reuses (*wij deden dit ook*): a practice travels."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Municipality
from ecru.base.models import Publication, Shown, ShownQuerySet

from .practices import FIRST_YEAR, LAST_YEAR, Practice


class HowItWent(models.TextChoices):
    """How a reuse went."""

    WELL = "goed", _("it went well")
    PARTLY = "deels", _("it went well in part")
    BADLY = "niet", _("it did not work for us")


class ReuseQuerySet(ShownQuerySet["Reuse"]):
    """Questions about reuses."""

    def shown(self) -> Self:
        """Reuses that everyone may see: of an actor that shows, and not taken back."""
        return self.filter(withdrawn_at=None, actor__status=Publication.PUBLISHED)

    def of(self, practice: Practice) -> Self:
        """Reuses of one practice."""
        return self.filter(practice=practice)

    def by(self, actor: Actor) -> Self:
        """What ``actor`` did too."""
        return self.filter(actor=actor)

    def in_time(self) -> Self:
        """In the order in which it spread, with who and where."""
        return self.select_related("actor__kind", "municipality").order_by("year", "pk")

    def with_names(self) -> Self:
        """In the order in which it spread, with the names of who and where and no more."""
        named = ("actor__name", "actor__slug", "municipality__name", "municipality__slug")
        told = ("practice", "year", "changed", "went", "note")
        return self.select_related("actor", "municipality").only(*told, *named).order_by("year", "pk")

    def by_person(self, user: Any) -> Self:
        """What the actors of ``user`` recorded and did not take back."""
        return self.filter(withdrawn_at=None, actor__in=user.own_actors)

    def taken_back_since(self, moment: datetime) -> Self:
        """What was taken back after ``moment``."""
        return self.filter(withdrawn_at__gt=moment)

    def told_by(self, user: Any) -> Self:
        """What one person recorded, also what was taken back."""
        return self.filter(recorded_by=user.pk)

    def that_worked(self) -> Self:
        """Reuses that went well, or in part."""
        return self.exclude(went=HowItWent.BADLY)

    def places(self) -> set[int]:
        """The keys of the municipalities that these reuses were in."""
        return set(self.values_list("municipality", flat=True))


class Reuse(Shown):
    """An actor did a practice too: where, when, what it changed and how that went."""

    HowItWent = HowItWent

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="reuses", verbose_name=_("practice"))
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="reuses", verbose_name=_("who"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="reuses", verbose_name=_("where")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    changed = models.TextField(_("what you did in another way"), blank=True)
    went = models.CharField(_("how it went"), max_length=10, choices=HowItWent)
    note = models.TextField(_("what others can learn from it"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reuses",
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("recorded on"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back on"), null=True, blank=True)

    objects = ReuseQuerySet.as_manager()

    class Meta:
        verbose_name = _("reuse")
        verbose_name_plural = _("reuses")
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "actor", "year", "municipality"],
                condition=Q(withdrawn_at=None),
                name="reuse_once_a_year_in_a_place",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="reuse_in_a_real_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice}: {self.actor} ({self.year})"

    def get_absolute_url(self) -> str:
        return f"{self.practice.get_absolute_url()}#ook-{self.pk}"

    def may_be_changed_by(self, user: Any) -> bool:
        """Whether ``user`` acts for who did this."""
        return user.is_authenticated and self.actor_id in user.own_actors
