"""Rounds (*oproeprondes*) of a measure: when one can ask, and when the money is gone."""

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.models import FromFacts, ShownQuerySet
from ecru.base.templatetags.ecru import euro

from .question_words import Section, sections_in
from .standing import (
    BRUSSELS,
    RANKS,
    Moment,
    Rhythm,
    Standing,
    Times,
    end_of,
    standing_case,
    standing_of,
)
from .words import Certainty, Level

FAR_OFF = 60  # days


class RoundQuerySet(ShownQuerySet["Call"]):
    """Questions about rounds."""

    def with_standing(self, moment: Moment | None = None) -> Self:
        """Each with ``rank``: where it stands at ``moment``, by the same rule as ``standing_at``."""
        later = Q(closes_at__gt=OuterRef("closes_at")) | Q(rhythm=Rhythm.ALWAYS)
        same = Call.objects.filter(measure=OuterRef("measure"), name=OuterRef("name")).exclude(
            pk=OuterRef("pk")
        )
        dated = Exists(same.filter(later))
        vague = Exists(same.filter(closes_at__isnull=False))
        followed = models.Case(
            models.When(closes_at=None, then=vague), default=dated, output_field=models.BooleanField()
        )
        return self.annotate(is_followed=followed).annotate(rank=standing_case(moment or Moment.at()))

    def standing(self, *standings: Standing, moment: Moment | None = None) -> Self:
        """Rounds that stand so at ``moment``."""
        return self.with_standing(moment).filter(rank__in=[RANKS[standing] for standing in standings])

    def of_ecru(self) -> Self:
        """Rounds in which ECRU itself decides."""
        return self.filter(measure__level=Level.ECRU)

    def with_closing(self) -> Self:
        """Rounds that close at a moment."""
        return self.filter(closes_at__isnull=False)

    def for_desk(self) -> Self:
        """With all that the list of rounds shows, the last to close first, in a constant number of queries."""
        rows = self.select_related("measure").prefetch_related(
            "documents", "extensions", "measure__calls__measure"
        )
        return rows.order_by(F("closes_at").desc(nulls_last=True), "-pk")


class Call(FromFacts):
    """A round: when it opens and closes, to the second, or around which day it comes every year; and what there is to divide."""

    Rhythm = Rhythm

    measure = models.ForeignKey(
        "subsidies.Measure", models.CASCADE, related_name="calls", verbose_name=_("measure")
    )
    key = models.SlugField(max_length=160, unique=True, null=True, blank=True, editable=False)
    name = models.CharField(
        _("name of the round"),
        max_length=60,
        blank=True,
        help_text=_("Without a year. Rounds with the same name follow each other."),
    )
    rhythm = models.CharField(
        _("how often"), max_length=10, choices=Rhythm, default=Rhythm.ONCE, db_index=True
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True, db_index=True)
    closes_at = models.DateTimeField(
        _("closes"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The last second that is in time. 23:59:59 when only the day is known."),
    )
    month = models.PositiveSmallIntegerField(
        _("around which month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    day = models.PositiveSmallIntegerField(
        _("around which day"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    budget = models.DecimalField(
        _("budget in euro"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    spent_at = models.DateTimeField(_("budget spent since"), null=True, blank=True)
    asks_budget = models.BooleanField(
        _("asks a budget"),
        default=False,
        help_text=_(
            "Who asks fills in costs and incomes, which must balance. Only for rounds of ECRU itself."
        ),
    )
    note = models.CharField(_("what to know about it"), max_length=300, blank=True)
    certainty = models.CharField(
        _("how sure"), max_length=10, choices=Certainty, default=Certainty.SURE, db_index=True
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of a measure")
        verbose_name_plural = _("rounds of a measure")
        ordering = ["measure", F("closes_at").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="round_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(spent_at=None) | Q(opens_at=None) | Q(spent_at__gte=F("opens_at")),
                name="round_is_spent_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(rhythm=Rhythm.ALWAYS, closes_at=None, month=None, day=None)
                | Q(rhythm=Rhythm.YEARLY, closes_at__isnull=False, month=None, day=None)
                | Q(rhythm=Rhythm.YEARLY, closes_at=None, month__isnull=False, day__isnull=False)
                | (Q(rhythm=Rhythm.ONCE, month=None, day=None) & ~Q(opens_at=None, closes_at=None)),
                name="round_has_the_dates_of_its_rhythm",
            ),
            models.CheckConstraint(
                condition=Q(month=None) | Q(month__range=(1, 12), day__range=(1, 31)),
                name="round_comes_on_a_day_of_the_year",
            ),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0), name="round_budget_is_not_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.name or self.get_rhythm_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves in whole seconds: a deadline has no fractions."""
        for name in ("opens_at", "closes_at", "spent_at"):
            moment = getattr(self, name)
            setattr(self, name, moment.replace(microsecond=0) if moment else None)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuses dates in the wrong order, and dates that do not go with how often it comes."""
        if self.opens_at and self.closes_at and self.opens_at >= self.closes_at:
            raise ValidationError({"closes_at": _("It closes before it opens. Change one of both.")})
        if self.spent_at and self.opens_at and self.spent_at < self.opens_at:
            raise ValidationError({"opens_at": _("The budget cannot be spent before the round opens.")})
        self.check_around()
        self.check_rhythm()
        self.check_budget()

    @property
    def times(self) -> Times:
        """Its dates, as the rule of ``standing`` reads them. Needs ``measure``."""
        measure = self.measure
        return Times(
            rhythm=self.rhythm,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            spent_at=self.spent_at,
            month=self.month,
            day=self.day,
            name=self.name,
            ended=measure.has_ended,
            valid_from=measure.valid_from,
            valid_to=measure.valid_to,
        )

    @property
    def closing_day(self) -> date | None:
        """The day in Brussels on which it closes."""
        return self.closes_at.astimezone(BRUSSELS).date() if self.closes_at else None

    @property
    def closing_hour(self) -> datetime | None:
        """The hour at which it closes, in Brussels; None when only the day is known."""
        local = self.closes_at.astimezone(BRUSSELS) if self.closes_at else None
        return None if local is None or local == end_of(local.date()) else local

    @cached_property
    def siblings(self) -> list["Call"]:
        """The rounds of the same measure; no query when they were prefetched."""
        return list(self.measure.calls.all())

    @cached_property
    def sections(self) -> list[Section]:
        """Its form: sections with questions; empty when it asks nothing more. No query when ``questions`` are prefetched."""
        return sections_in(self.questions.all())

    @property
    def is_frozen(self) -> bool:
        """Whether its questions stay as they are: somebody began a dossier for it."""
        return self.dossiers.exists()

    @property
    def standing(self) -> Standing:
        """Where it stands now."""
        return self.standing_at(Moment.at())

    @property
    def expected_on(self) -> date | None:
        """Around which day a yearly round closes next."""
        return self.times.anniversary(Moment.at())

    @property
    def days_left(self) -> int | None:
        """How many days after today it closes; 0 on its last day; None without a closing day."""
        return (self.closing_day - timezone.localdate()).days if self.closing_day else None

    @property
    def is_past(self) -> bool:
        """Whether its last second is over."""
        return self.times.is_past(Moment.at())

    @property
    def is_far_off(self) -> bool:
        """Whether it closes in more than two months."""
        return self.days_left is not None and self.days_left > FAR_OFF

    def standing_at(self, moment: Moment) -> Standing:
        """Where it stands at ``moment``. In SQL: ``RoundQuerySet.with_standing``."""
        times = self.times
        others = [other.times for other in self.siblings if other.pk != self.pk]
        return standing_of(times, moment, followed=times.is_followed(others))

    def check_around(self) -> None:
        """Refuses a day that no year has. Raises ``ValidationError``."""
        if (self.month is None) != (self.day is None):
            raise ValidationError({"day": _("Give both the month and the day, or none of them.")})
        try:
            date(2024, self.month or 1, self.day or 1)  # a leap year has every day
        except ValueError as error:
            raise ValidationError({"day": _("This month does not have that day.")}) from error

    def check_rhythm(self) -> None:
        """Refuses dates that do not go with how often it comes. Raises ``ValidationError``."""
        dated, around = self.closes_at is not None, self.month is not None
        if self.rhythm == Rhythm.ALWAYS and (dated or around):
            raise ValidationError({"rhythm": _("What is open all year has no closing day. Take it away.")})
        if self.rhythm == Rhythm.YEARLY and dated == around:
            raise ValidationError(
                {"closes_at": _("Give the closing day, or else the month and day around which it comes.")}
            )
        if self.rhythm == Rhythm.ONCE and (around or not (dated or self.opens_at)):
            raise ValidationError({"closes_at": _("Give the closing day, or else the opening day.")})

    def check_budget(self) -> None:
        """Refuses a budget below what was granted of it. Raises ``ValidationError``. The database refuses it too, where there is an envelope."""
        from .envelopes import least_budget  # noqa: PLC0415 - envelopes stand on rounds

        least = least_budget(self, self.budget) if self.pk else None
        if least is not None:
            said = _(
                "%(granted)s of this round was granted already. Fill in at least that, or leave the budget as it is."
            )
            raise ValidationError({"budget": said % {"granted": euro(least)}})
