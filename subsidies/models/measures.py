"""Measures (*steunmaatregelen*): what somebody can get, from whom, for whom, how much, and by when."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, ActorKind, Source
from ecru.base.models import FromFacts, PublishableQuerySet
from ecru.base.searchable import SEARCH_TEXTS
from projects.models.places import FollowsSource
from projects.models.practices import lines
from projects.models.subjects import SUBJECTS, Subject

from .calls import Call
from .criteria import Criterion
from .providers import Provider
from .standing import RANKS, Moment, Standing, best
from .words import Area, Certainty, Cumulation, LegalForm, Level, SupportForm

SEVEN = 7  # municipalities in the network
CHECK_AFTER = timedelta(days=183)  # half a year: what is older has to be checked again
TAKEN_SLUGS = frozenset(
    ["feed", "zoeken", "hiaten", "deadlines", "nieuw"]
)  # pages of ours stand at these addresses


def check_before(today: date | None = None) -> date:
    """What was checked before this day has to be checked again."""
    return (today or timezone.localdate()) - CHECK_AFTER


class MeasureQuerySet(PublishableQuerySet["Measure"]):
    """Questions about measures."""

    def with_standing(self, moment: Moment | None = None) -> Self:
        """Each with ``rank``: where it stands at ``moment``, by the same rule as ``standing_at``; None: not known."""
        moment = moment or Moment.at()
        rounds: Any = Call.objects.filter(measure=OuterRef("pk")).with_standing(moment)
        rounds = rounds.order_by("rank")
        begins_later = models.Case(
            models.When(valid_from__gt=moment.today, then=RANKS[Standing.EXPECTED]),
            output_field=models.IntegerField(),
        )
        rank = models.Case(
            models.When(over_on(moment.today), then=RANKS[Standing.CLOSED]),
            default=Coalesce(Subquery(rounds.values("rank")[:1]), begins_later),
            output_field=models.IntegerField(),
        )
        return self.annotate(rank=rank)

    def standing(self, standings: Iterable[Standing], moment: Moment | None = None) -> Self:
        """Measures that stand so at ``moment``."""
        wanted = set(standings)
        asked = Q(rank__in=[RANKS[standing] for standing in wanted])
        if Standing.UNKNOWN in wanted:
            asked |= Q(rank=None)
        found: Any = self.model._default_manager.with_standing(moment)
        found = found.filter(asked)
        return self.filter(pk__in=found.order_by().values("pk"))

    def to_check(self, today: date | None = None) -> Self:
        """What nobody checked for half a year."""
        return self.filter(Q(verified_on=None) | Q(verified_on__lt=check_before(today)))

    def oldest_checked_first(self) -> Self:
        """What nobody ever checked, then what was checked longest ago."""
        return self.order_by(F("verified_on").asc(nulls_first=True), "pk")

    def of_municipalities(self, places: Iterable[int]) -> Self:
        """What only the municipalities with the keys ``places`` give."""
        mine = set(places)
        through: Any = self.model.municipalities.through
        here = through.objects.filter(measure=OuterRef("pk"))
        inside, outside = here.filter(municipality__in=mine), here.exclude(municipality__in=mine)
        return self.filter(Exists(inside), ~Exists(outside), level=Level.MUNICIPALITY)

    def existing(self) -> Self:
        """What was not taken out of use."""
        return self.filter(has_ended=False)

    def unsure(self) -> Self:
        """What shows "still to be checked": it, one of its rounds or one of its conditions is not sure."""
        doubt = Q(certainty=Certainty.UNSURE)
        rounds, conditions = (model.objects.filter(doubt).values("measure") for model in (Call, Criterion))
        return self.filter(doubt | Q(pk__in=rounds) | Q(pk__in=conditions))

    def related_to(self, measure: "Measure") -> Self:
        """Other measures that give the same form of support or are for the same people."""
        forms = measure.forms.all()
        same = self.model._default_manager.filter(
            Q(forms__in=forms) & (Q(target_groups__in=measure.target_groups.all()) | Q(level=measure.level))
        )
        return self.exclude(pk=measure.pk).filter(pk__in=same.order_by().values("pk"))

    def narrowest_first(self) -> Self:
        """The narrowest area first, then by name."""
        return self.order_by("area", "search_name", "pk")

    def for_reindex(self) -> Self:
        """With all that search looks in, in a constant number of queries."""
        return self.select_related("provider").prefetch_related(*SUBJECTS, "forms", "legal_forms", "criteria")

    def for_cards(self) -> Self:
        """With all that a card in a list shows, in a constant number of queries."""
        return self.for_bare_cards().prefetch_related("municipalities", "forms")

    def for_bare_cards(self) -> Self:
        """As ``for_cards``, without what ``measure_directory.measure_cards`` has in memory; two queries."""
        return self.for_short_lines().prefetch_related("calls__measure")

    def for_short_lines(self) -> Self:
        """With what a line on the home page shows, in one query: not their rounds."""
        return self.select_related("provider").defer(*SEARCH_TEXTS)

    def for_agenda(self, keys: Iterable[int]) -> Self:
        """Those with ``keys``, with all that a calendar file tells, in a constant number of queries."""
        return self.filter(pk__in=set(keys)).select_related("provider").prefetch_related("calls__measure")

    def for_page(self) -> Self:
        """With all that the page of one measure shows, in a constant number of queries."""
        return self.select_related("provider__actor", "source", "replaces").prefetch_related(
            *(*SUBJECTS, "forms", "legal_forms", "actor_kinds"),
            *("criteria", "calls__measure", "calls__extensions", "used_by"),
        )


def over_on(today: date) -> Q:
    """What says that a measure is no more on ``today``."""
    return Q(has_ended=True) | Q(valid_to__lt=today)


def euros(label: Any, digits: int = 12) -> models.DecimalField:
    """A field for exact euro and cents; empty when no source gives the number."""
    return models.DecimalField(
        label,
        max_digits=digits,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )


def share(label: Any) -> models.DecimalField:
    """A field for a part of the costs, in percent from 0 to 100; empty when no source gives the number."""
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )


class Measure(FollowsSource, Subject, FromFacts):
    """A way to get support. What no source states stays empty, and means: not known."""

    SPEAKS_OF = (*SUBJECTS, "provider", "forms", "legal_forms")

    Level = Level
    Area = Area
    Certainty = Certainty

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="measures", verbose_name=_("who gives it")
    )
    level = models.CharField(_("level"), max_length=12, choices=Level, db_index=True)
    forms = models.ManyToManyField(
        SupportForm, related_name="measures", blank=True, verbose_name=_("what you get")
    )
    legal_forms = models.ManyToManyField(
        LegalForm,
        related_name="measures",
        blank=True,
        verbose_name=_("who may ask"),
        help_text=_("Empty means: the source does not say. Choose all of them when everybody may ask."),
    )
    actor_kinds = models.ManyToManyField(
        ActorKind, related_name="measures", blank=True, verbose_name=_("for which kinds of actors")
    )
    for_whom = models.CharField(_("for whom, in words"), max_length=300, blank=True)
    area = models.PositiveSmallIntegerField(
        _("how wide it holds"), choices=Area, default=Area.NETWORK, db_index=True
    )
    pays = models.TextField(_("what it pays"), blank=True)
    pays_not = models.TextField(_("what it does not pay"), blank=True)
    watch_out = models.TextField(_("what to watch"), blank=True)
    min_amount = euros(_("least amount in euro"))
    max_amount = euros(_("most in euro"))
    max_cost = euros(_("the whole plan costs at most, in euro"))
    max_share = share(_("pays at most, in percent of the costs"))
    own_share = share(_("own contribution at least, in percent of the costs"))
    amount_note = models.CharField(_("about the amount, in words"), max_length=300, blank=True)
    max_months = models.PositiveSmallIntegerField(
        _("lasts at most, in months"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    cumulation = models.CharField(
        _("together with other support"), max_length=10, choices=Cumulation, blank=True
    )
    cumulation_note = models.CharField(_("together with other support, in words"), max_length=300, blank=True)
    independent_advices = models.PositiveSmallIntegerField(
        _("so many independent experts advise first"), default=0
    )
    documents = models.TextField(_("what to prepare"), blank=True)
    how_to_apply = models.TextField(_("how to ask"), blank=True)
    apply_url = models.URLField(_("where to ask"), blank=True)
    contact = models.CharField(
        _("public contact"),
        max_length=200,
        blank=True,
        help_text=_("Of an organisation. No address or number of a person."),
    )
    stands = models.CharField(_("how far it is, as the source says"), max_length=80, blank=True)
    has_ended = models.BooleanField(_("does not exist any more"), default=False)
    valid_from = models.DateField(_("holds from"), null=True, blank=True)
    valid_to = models.DateField(_("holds until"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("takes the place of"),
        help_text=_("The more general or older measure that people need not read where this one holds."),
    )
    used_by = models.ManyToManyField(
        Actor, related_name="used_measures", blank=True, verbose_name=_("who used it")
    )
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)
    source_name = models.CharField(_("source on the web"), max_length=120, blank=True)
    source_url = models.URLField(_("web page of the source"), blank=True)
    verified_on = models.DateField(_("checked on"), null=True, blank=True, db_index=True)
    certainty = models.CharField(
        _("how sure"), max_length=10, choices=Certainty, default=Certainty.UNSURE, db_index=True
    )

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["search_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(min_amount=None) | Q(min_amount__gte=0))
                & (Q(max_amount=None) | Q(max_amount__gte=0))
                & (Q(max_cost=None) | Q(max_cost__gte=0)),
                name="measure_amounts_are_not_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(min_amount=None) | Q(max_amount=None) | Q(min_amount__lte=F("max_amount")),
                name="measure_least_is_not_above_most",
            ),
            models.CheckConstraint(
                condition=(Q(max_share=None) | Q(max_share__range=(0, 100)))
                & (Q(own_share=None) | Q(own_share__range=(0, 100))),
                name="measure_shares_are_percents",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="measure_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("pk")), name="measure_does_not_replace_itself"
            ),
        ]

    def clean(self) -> None:
        """Refuses a taken address, ranges in the wrong order, and two measures that replace each other."""
        if self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": _("A page of ours stands at this address. Choose another.")})
        if None not in (self.min_amount, self.max_amount) and self.min_amount > self.max_amount:
            raise ValidationError({"max_amount": _("The most is less than the least. Change one of both.")})
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("It ends before it begins. Change one of both.")})
        if self.replaces and self.pk and self.pk in {self.replaces.pk, self.replaces.replaces_id}:
            raise ValidationError(
                {"replaces": _("These two would take each other's place. Choose another one.")}
            )

    def get_absolute_url(self) -> str:
        return reverse("measure-detail", args=[self.slug])

    @property
    def is_sure(self) -> bool:
        """Whether neither it nor one of its rounds or conditions has to be checked. Prefetch them."""
        parts = [self, *self.calls.all(), *self.criteria.all()]
        return all(part.certainty != Certainty.UNSURE for part in parts)

    @property
    def is_stale(self) -> bool:
        """Whether nobody checked it for half a year."""
        return self.verified_on is None or self.verified_on < check_before()

    @property
    def is_gone(self) -> bool:
        """Whether it exists no more."""
        return self.is_over(timezone.localdate())

    @cached_property
    def standing(self) -> Standing:
        """Where it stands now. Prefetch ``calls__measure``."""
        return self.standing_at(Moment.at())

    @cached_property
    def rounds(self) -> list[Call]:
        """Its rounds that somebody can still use or wait for, then the closed ones: the soonest first."""
        moment = Moment.at()
        ends = {
            call.pk: call.closing_day or call.times.anniversary(moment) or date.max
            for call in self.calls.all()
        }
        return sorted(
            self.calls.all(), key=lambda call: (call.standing_at(moment) == Standing.CLOSED, ends[call.pk])
        )

    @property
    def next_call(self) -> Call | None:
        """The round that makes its standing; None without one."""
        return next((call for call in self.rounds if call.standing == self.standing), None)

    @property
    def is_wide(self) -> bool:
        """Whether it holds wider than in the network."""
        return self.area > Area.NETWORK

    @property
    def holds_in_all(self) -> bool:
        """Whether it holds in each of the seven. Prefetch ``municipalities``."""
        return sum(place.member for place in self.municipalities.all()) >= SEVEN

    @property
    def decimals(self) -> int:
        """How many decimals its amounts need to be told exactly: none when all are whole euros."""
        amounts = (self.min_amount, self.max_amount, self.max_cost)
        return 2 if any(amount is not None and amount % 1 for amount in amounts) else 0

    @property
    def paid(self) -> list[str]:
        """What it pays, line by line."""
        return lines(self.pays)

    @property
    def not_paid(self) -> list[str]:
        """What it does not pay, line by line."""
        return lines(self.pays_not)

    @property
    def cautions(self) -> list[str]:
        """What to watch, line by line."""
        return lines(self.watch_out)

    @property
    def to_prepare(self) -> list[str]:
        """What to prepare, line by line."""
        return lines(self.documents)

    def standing_at(self, moment: Moment) -> Standing:
        """Where it stands at ``moment``: the best of its rounds. In SQL: ``MeasureQuerySet.with_standing``."""
        if self.is_over(moment.today):
            return Standing.CLOSED
        found = best(call.standing_at(moment) for call in self.calls.all())
        begins_later = self.valid_from is not None and self.valid_from > moment.today
        return Standing.EXPECTED if found == Standing.UNKNOWN and begins_later else found

    def is_over(self, today: date) -> bool:
        """Whether it exists no more on ``today``."""
        return self.has_ended or (self.valid_to is not None and self.valid_to < today)

    def search_words(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """Titles, who gives what to whom and where, and its text. Use ``for_reindex()``."""
        about = [self.provider.title, self.provider.title_en, str(self.get_level_display())]
        for word in (*self.forms.all(), *self.legal_forms.all()):
            about += [word.label, word.label_en]
        story = [self.description, self.description_en, self.for_whom, self.pays, self.watch_out]
        told = [criterion.text for criterion in self.criteria.all()]
        return (
            [self.title],
            [self.title_en] if self.title_en else [],
            [*about, *self.subject_words()],
            [*story, *told, *self.alike()],
        )
