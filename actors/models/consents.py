"""What a person agreed to show of their expert profile, part by part, and since when."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Share(models.TextChoices):
    """A part of the profile of a person that shows with consent only. The order is that of the form."""

    NAME = "naam", _("name")
    STORY = "verhaal", _("what I can tell")
    TOPICS = "onderwerpen", _("topics, and what I do for people")
    LANGUAGES = "talen", _("languages")
    WHERE = "plaats", _("where I live and where I come")
    TIME = "tijd", _("whether I have time, and what I ask for it")
    EXPERIENCE = "ervaring", _("that I know it from my own life")


# The columns of each part. The name has none: without it there is no page at all.
COLUMNS: dict[Share, tuple[str, ...]] = {
    Share.STORY: ("can_tell", "can_tell_en", "url"),
    Share.TOPICS: ("topics", "offers"),
    Share.LANGUAGES: ("languages",),
    Share.WHERE: ("municipality", "active_in"),
    Share.TIME: ("availability", "available_from", "fee", "fee_note"),
    Share.EXPERIENCE: ("by_experience",),
}


class ConsentQuerySet(models.QuerySet["ExpertConsent"]):
    """Questions about consents."""

    def running(self) -> Self:
        """What was not withdrawn."""
        return self.filter(withdrawn_on=None)

    def give(self, expert: Any, shares: Any, on: date | None = None) -> None:
        """Notes that the person agreed ``on`` a day (today); a part they agreed to before keeps its day."""
        known = set(self.running().filter(expert=expert).values_list("field", flat=True))
        day = on or timezone.localdate()
        self.bulk_create(
            self.model(expert=expert, field=share, given_on=day)
            for share in Share
            if share in set(shares) - known
        )

    def withdraw(self, expert: Any, shares: Any) -> int:
        """Notes that the person no longer agrees to ``shares``; returns how many parts that ended."""
        running = self.running().filter(expert=expert, field__in=list(shares))
        return running.update(withdrawn_on=timezone.localdate())


class ExpertConsent(models.Model):
    """A person agreed to show one part, from a day until another. Withdrawn ones stay, as proof of what was agreed."""

    expert = models.ForeignKey(
        "actors.Expert", models.CASCADE, related_name="consents", verbose_name=_("expert")
    )
    field = models.CharField(_("what shows"), max_length=12, choices=Share)
    given_on = models.DateField(_("agreed on"), default=timezone.localdate)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["expert", "given_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "field"], condition=Q(withdrawn_on=None), name="consent_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert}: {self.get_field_display()}"
