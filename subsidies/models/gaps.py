"""Gaps: searches in the finder for which nobody gives anything. How often, for which people and where; never who asked."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

from django.db import IntegrityError, models, transaction
from django.db.models import Count, F, Max, Min, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Discipline, Municipality, Need, TargetGroup

from .words import LegalForm, SupportForm

KEPT = timedelta(days=730)  # two years, so that a year can be compared with the one before
NEW_ROWS_A_DAY = 300
SHAPE = ("municipality", "target_group", "discipline", "form", "legal_form")


class Shape(NamedTuple):
    """What was looked for in vain, as far as it was said: keys of words and of a place."""

    municipality: int | None = None
    target_group: int | None = None
    discipline: int | None = None
    form: int | None = None
    legal_form: int | None = None

    @property
    def text(self) -> str:
        """Equal for equal shapes."""
        return "/".join("-" if key is None else str(key) for key in self)

    @property
    def columns(self) -> dict[str, int | None]:
        """As the table has it."""
        return {f"{name}_id": key for name, key in self._asdict().items()}


class FinderGapQuerySet(models.QuerySet["FinderGap"]):
    """Questions about gaps, and verbs on many of them."""

    def note(self, shape: Shape, today: date | None = None) -> None:
        """Counts that ``shape`` found nothing today. After 300 new ones a day only known ones count: nobody fills the table."""
        today = today or timezone.localdate()
        known = self.filter(day=today, key=shape.text)
        if known.update(count=F("count") + 1):
            return
        if self.filter(day=today).count() >= NEW_ROWS_A_DAY:
            return
        noted = self.filter(key=shape.text, need__isnull=False).order_by("-day")
        need = noted.values_list("need", flat=True).first()
        try:
            with transaction.atomic():
                self.create(day=today, key=shape.text, need_id=need, **shape.columns)
        except IntegrityError:  # somebody else made the row just now
            known.update(count=F("count") + 1)

    def since(self, day: date) -> Self:
        """Gaps of ``day`` and later."""
        return self.filter(day__gte=day)

    def alike(self, gap: "FinderGap") -> Self:
        """The same search, on any day."""
        return self.filter(key=gap.key)

    def waiting(self) -> Self:
        """What belongs to no need yet."""
        return self.filter(need=None)

    def summed(self) -> Any:
        """Each different search once: how often (``times``), on how many days, the last of them, and ``first_pk``; commonest first."""
        return (
            self.order_by()
            .values("key")
            .annotate(times=Sum("count"), days=Count("day"), last_on=Max("day"), first_pk=Min("pk"))
            .order_by("-times", "-last_on", "key")
        )

    def by_cell(self) -> dict[tuple[int | None, int | None], int]:
        """How often nothing was found, by the keys of municipality and target group; None: not said. One query."""
        rows = self.order_by().values("municipality", "target_group").annotate(times=Sum("count"))
        return {(row["municipality"], row["target_group"]): row["times"] for row in rows}

    def in_cell(self, place: Municipality, column: str, key: int) -> Self:
        """What nobody found with the word ``key`` in ``column``, in ``place`` or without a place, and belongs to no need yet."""
        here = Q(municipality=place) | Q(municipality=None)
        return self.waiting().filter(here, **{column: key})

    def firsts(self) -> Any:
        """One of each different search, with its words."""
        first = self.order_by().values("key").annotate(first=Min("pk")).values("first")
        return self.model._default_manager.filter(pk__in=first).with_words()

    def with_words(self) -> Self:
        """With the words that a line shows."""
        return self.select_related(*SHAPE)

    def forget_old(self, today: date) -> int:
        """Removes what was counted more than two years ago; returns how many."""
        return self.filter(day__lt=today - KEPT).delete()[0]


class FinderGap(models.Model):
    """On one day one search found nothing: what it asked for, and how many visitors did so."""

    day = models.DateField(_("on"), default=timezone.localdate, db_index=True)
    key = models.CharField(max_length=120, editable=False)
    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="gaps",
        verbose_name=_("municipality"),
    )
    target_group = models.ForeignKey(
        TargetGroup,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="gaps",
        verbose_name=_("target group"),
    )
    discipline = models.ForeignKey(
        Discipline, models.CASCADE, null=True, blank=True, related_name="gaps", verbose_name=_("discipline")
    )
    form = models.ForeignKey(
        SupportForm,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="gaps",
        verbose_name=_("what they look for"),
    )
    legal_form = models.ForeignKey(
        LegalForm, models.CASCADE, null=True, blank=True, related_name="gaps", verbose_name=_("who asks")
    )
    count = models.PositiveIntegerField(_("how often"), default=1)
    need = models.ForeignKey(
        Need, models.SET_NULL, null=True, blank=True, related_name="gaps", verbose_name=_("need")
    )

    objects = FinderGapQuerySet.as_manager()

    class Meta:
        verbose_name = _("search for support that found nothing")
        verbose_name_plural = _("searches for support that found nothing")
        ordering = ["-day", "-count", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["day", "key"], name="gap_once_a_day"),
            models.CheckConstraint(condition=Q(count__gte=1), name="gap_counts_something"),
        ]

    def __str__(self) -> str:
        return self.in_words or str(_("support, nothing else said"))

    @property
    def in_words(self) -> str:
        """What was looked for."""
        return ", ".join(part.name for part in self.parts)

    @property
    def parts(self) -> Iterable[Any]:
        """The words of it that were said."""
        return [part for name in SHAPE if (part := getattr(self, name)) is not None]
