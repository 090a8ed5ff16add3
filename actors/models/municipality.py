"""Municipalities, their inhabitants and what is known about them."""

from decimal import Decimal
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from ecru.base.models import FromFacts, ShownQuerySet
from ecru.base.searchable import SEARCH_TEXTS, Searchable, SearchableQuerySet

from .vocabulary import Source

CONTRIBUTION_PER_INHABITANT = Decimal("0.40")
CONTRIBUTION_YEAR = 2019
LATITUDE = [MinValueValidator(Decimal(-90)), MaxValueValidator(Decimal(90))]
LONGITUDE = [MinValueValidator(Decimal(-180)), MaxValueValidator(Decimal(180))]


class MunicipalityQuerySet(SearchableQuerySet):
    """Questions about municipalities."""

    def members(self) -> Self:
        """The municipalities of the network, in the order of the warp, each with its inhabitants."""
        return self.filter(member=True).with_inhabitants().order_by("position", "name")

    def outside(self) -> Self:
        """Municipalities that actors work in, and that are not in the network."""
        return self.filter(member=False).order_by("name")

    def with_inhabitants(self) -> Self:
        """Adds ``inhabitants``: the count on 1 January 2019, on which the network was founded."""
        founding = PopulationCount.objects.in_year(CONTRIBUTION_YEAR).filter(municipality=OuterRef("pk"))
        return self.annotate(inhabitants=Subquery(founding.values("count")[:1]))

    def with_actor_counts(self) -> Self:
        """Adds ``actor_count``: published actors that have their seat there or are active there."""
        return self.annotate(actor_count=Count("active_actors", filter=Q(active_actors__status="published")))


class Municipality(FromFacts, Searchable):
    """A municipality: one of the seven of the network, or another that actors work in."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    member = models.BooleanField(_("member of the network"), default=False, db_index=True)
    mine_municipality = models.BooleanField(_("former mining town"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position in the warp"), default=0)
    country = models.CharField(_("country"), max_length=2, default="BE")
    nis_code = models.CharField(
        _("NIS code"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", _("A NIS code is 5 digits."))],
    )
    postcodes = models.JSONField(_("postcodes"), default=list, blank=True)
    localities = models.CharField(_("villages and quarters"), max_length=300, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True, validators=LATITUDE)  # fmt: skip
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True, validators=LONGITUDE)  # fmt: skip
    profile = models.CharField(_("profile by Belfius"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)
    verified_on = models.DateField(_("checked on"), null=True, blank=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["-member", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["nis_code"], condition=~Q(nis_code=""), name="municipality_nis_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, with the texts that search looks in."""
        self.set_search_texts()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], *SEARCH_TEXTS}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("municipality-detail", args=[self.slug])

    @property
    def contribution(self) -> Decimal | None:
        """Euro a year: 0,40 for each inhabitant of 1 January 2019 (culture policy plan, p. 100); None if unknown.

        Needs ``with_inhabitants()``.
        """
        inhabitants = getattr(self, "inhabitants", None)
        return None if inhabitants is None or not self.member else inhabitants * CONTRIBUTION_PER_INHABITANT

    def search_words(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """The name, postcodes and villages, what it is, and its profile."""
        what = ["gemeente", "municipality", *(["ECRU"] if self.member else [])]
        mine = ["mijngemeente", "mining town"] if self.mine_municipality else []
        parts = [*map(str, self.postcodes), *self.localities.split(",")]
        return [self.name], parts, what + mine, [self.profile]


class PopulationQuerySet(ShownQuerySet):
    """Questions about inhabitants."""

    def in_year(self, year: int) -> Self:
        """The counts on 1 January of ``year``."""
        return self.filter(year=year)


class PopulationCount(FromFacts):
    """Inhabitants of a municipality on 1 January of a year."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="population", verbose_name=_("municipality")
    )
    year = models.PositiveSmallIntegerField(_("on 1 January of"))
    count = models.PositiveIntegerField(_("inhabitants"))
    certain = models.BooleanField(_("certain"), default=True)
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))

    objects = PopulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("population")
        verbose_name_plural = _("population")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year"], name="population_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.year}: {self.count}"

    @property
    def key(self) -> str:
        """What a facts file knows this count by."""
        return f"{self.municipality.slug}-{self.year}"


class FigureQuerySet(ShownQuerySet):
    """Questions about figures."""

    def of_the_seven(self) -> Self:
        """The figures of the members, with their source."""
        return self.filter(municipality__member=True).select_related("source")

    def in_percent(self) -> Self:
        """The figures that say how many in a hundred."""
        return self.filter(unit="%", value__isnull=False).order_by("indicator", "position")


class Figure(FromFacts):
    """Something measured or observed about a municipality, the region or Flanders."""

    key = models.SlugField(_("key"), max_length=200, unique=True, editable=False)
    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("municipality"),
    )
    scope = models.CharField(_("area, if not a municipality"), max_length=40, blank=True)
    indicator = models.CharField(_("what"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    trend = models.CharField(_("trend"), max_length=40, blank=True)
    qualifier = models.CharField(_("how exact"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = [F("municipality").asc(nulls_last=True), "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality=None) ^ Q(scope=""), name="figure_is_about_one_area"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality or self.scope}: {self.indicator}"

    @property
    def shown(self) -> str:
        """The value as people read it, with how exact it is: "bijna 90 %", "€ 3.279,20 per jaar", "stijgend".

        Empty when the source gives neither a number nor a trend.
        """
        if self.value is None:
            return self.trend
        decimals = (
            2 if self.unit.startswith("euro") else max(0, -int(self.value.normalize().as_tuple().exponent))
        )
        number = number_format(self.value, decimal_pos=decimals, use_l10n=True, force_grouping=True)
        unit = self.unit.removeprefix("euro ")
        money = "€\N{NO-BREAK SPACE}" if self.unit.startswith("euro") else ""
        return " ".join(part for part in (self.qualifier, f"{money}{number}", unit) if part)
