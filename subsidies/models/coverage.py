"""Where somebody looked whether all support that exists is known here: a municipality and one word of an axis."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import ActorKind, Discipline, Municipality, TargetGroup
from ecru.base.models import Shown, ShownQuerySet

from .measures import check_before
from .words import SupportForm

WORDS = ("target_group", "form", "discipline", "actor_kind")
LONGEST_NOTE = 300


class Checker(models.TextChoices):
    """As what somebody looked. Public pages say this and never who it was."""

    MUNICIPALITY = "gemeente", _("the municipality")
    TEAM = "team", _("the team of ECRU")


def one_word_only() -> Q:
    """What holds for a check of exactly one word."""
    found = Q()
    for name in WORDS:
        found |= Q(**{f"{other}__isnull": other != name for other in WORDS})
    return found


class CoverageCheckQuerySet(ShownQuerySet["CoverageCheck"]):
    """Questions about checks."""

    def about(self, place: Municipality, word: str, keys: list[int]) -> Self:
        """The checks in ``place`` of the words with ``keys``; ``word`` is one of ``WORDS``."""
        return self.filter(municipality=place, **{f"{word}__in": keys})

    def of_person(self, user: Any) -> Self:
        """What ``user`` checked, the oldest first."""
        return self.filter(checked_by=user.pk).order_by("checked_on", "pk")

    def with_people(self) -> Self:
        """With the account of who looked."""
        return self.select_related("checked_by")

    def with_words(self) -> Self:
        """With the place and the word of each, in the one query."""
        return self.select_related("municipality", *WORDS)


class CoverageCheck(Shown):
    """Somebody looked in a municipality, for one word, whether support is missing here. The newest look counts, so there is one."""

    Checker = Checker

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="coverage_checks", verbose_name=_("municipality")
    )
    target_group = models.ForeignKey(
        TargetGroup, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("target group")
    )
    form = models.ForeignKey(
        SupportForm,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("form of support"),
    )
    discipline = models.ForeignKey(
        Discipline, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("discipline")
    )
    actor_kind = models.ForeignKey(
        ActorKind, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("kind of actor")
    )
    checked_on = models.DateField(_("checked on"), default=timezone.localdate)
    checked_as = models.CharField(_("checked by"), max_length=10, choices=Checker)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="coverage_checks",
        verbose_name=_("account"),
    )
    note = models.CharField(_("where you looked"), max_length=LONGEST_NOTE, blank=True)

    objects = CoverageCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of support")
        verbose_name_plural = _("checks of support")
        ordering = ["municipality", "pk"]
        constraints = [
            models.CheckConstraint(condition=one_word_only(), name="coverage_check_of_one_word"),
            *(
                models.UniqueConstraint(
                    fields=["municipality", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"coverage_check_once_a_{name}",
                )
                for name in WORDS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.word}"

    @property
    def word(self) -> Any:
        """What was looked for."""
        return next(getattr(self, name) for name in WORDS if getattr(self, f"{name}_id") is not None)

    @property
    def is_old(self) -> bool:
        """Whether somebody has to look again: the last time is more than half a year ago."""
        return is_old(self.checked_on)


def is_old(day: date) -> bool:
    """Whether a check on ``day`` has to be done again."""
    return day < check_before()
