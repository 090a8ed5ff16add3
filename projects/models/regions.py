"""Partner regions of the European projects on industrial culture, and what those projects planned to make."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Source
from ecru.base.models import FromFacts, Shown, ShownQuerySet

from .initiatives import Project
from .practices import Practice
from .subjects import in_language

HOME = "BE"
COUNTRIES = {
    "AT": _("Austria"),
    "BE": _("Belgium"),
    "CZ": _("Czechia"),
    "DE": _("Germany"),
    "HR": _("Croatia"),
    "IT": _("Italy"),
    "PL": _("Poland"),
    "SI": _("Slovenia"),
}
PARTS = {  # how the sources call the part of a region; another word stays as it is
    "partner": _("partner"),
    "partnerregio": _("partner region"),
    "partnerregio en mede-uitgever van de folder": _("partner region, and co-publisher of the leaflet"),
    "wetenschappelijke partner": _("knowledge partner"),
}
LATITUDE = [MinValueValidator(-90), MaxValueValidator(90)]
LONGITUDE = [MinValueValidator(-180), MaxValueValidator(180)]


class EuropeanProjectQuerySet(ShownQuerySet["EuropeanProject"]):
    """Questions about European projects."""

    def for_page(self) -> Self:
        """With what a page shows of them, in a constant number of queries."""
        return (
            self.select_related("project", "source").prefetch_related("methods").order_by("end_year", "title")
        )


class EuropeanProject(FromFacts):
    """A project of partner regions. Numbers of outputs are what was planned: the leaflets do not say what was made."""

    slug = models.CharField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    website = models.URLField(_("website"), blank=True)
    programme = models.CharField(_("programme"), max_length=120, blank=True)
    fund = models.CharField(_("fund"), max_length=120, blank=True)
    end_year = models.PositiveSmallIntegerField(_("ended in"), null=True, blank=True)
    regions_stated = models.PositiveSmallIntegerField(_("partner regions, as the source says"), default=0)
    aims = models.JSONField(_("what it wants"), default=list, blank=True)
    aims_en = models.JSONField(_("what it wants, in English"), default=list, blank=True)
    outputs = models.JSONField(_("what it planned to make"), default=list, blank=True)
    project = models.OneToOneField(
        Project, models.SET_NULL, null=True, blank=True, related_name="european", verbose_name=_("project")
    )
    methods = models.ManyToManyField(
        Practice, related_name="european_projects", blank=True, verbose_name=_("methods")
    )
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)

    objects = EuropeanProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("European project")
        verbose_name_plural = _("European projects")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def wanted(self) -> list[str]:
        """What it wants, in the visitor's language if that exists, else in Dutch."""
        aims: list[str] = self.aims
        return in_language(aims, self.aims_en)

    @property
    def wanted_in_dutch(self) -> bool:
        """Whether ``wanted`` is Dutch."""
        return self.wanted == self.aims

    @property
    def planned(self) -> list[dict[str, Any]]:
        """What it planned to make: ``label`` in the visitor's language, and ``count`` (None where none is stated)."""
        return [
            {"label": in_language(output["label"], output["label_en"]), "count": output["count"]}
            for output in self.outputs
        ]


class RegionQuerySet(ShownQuerySet["Region"]):
    """Questions about regions."""

    def with_parts(self) -> Self:
        """With the projects that each takes part in, and who stands for it; by country, then by name."""
        return (
            self.select_related("actor", "source")
            .prefetch_related("parts__project")
            .order_by("country_code", "name")
        )


class Region(FromFacts):
    """A partner region, with a point on the map near its main city."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=60)
    country_code = models.CharField(_("country code"), max_length=2)
    area = models.CharField(_("larger region"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, validators=LATITUDE)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, validators=LONGITUDE)
    position_note = models.CharField(_("about the place on the map"), max_length=200, blank=True)
    actor = models.ForeignKey(
        Actor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="partner_regions",
        verbose_name=_("who stands for it"),
    )
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner region")
        verbose_name_plural = _("partner regions")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("region-detail", args=[self.slug])

    @property
    def called(self) -> str:
        """Its name in the visitor's language, where it has another one in English."""
        return in_language(self.name, self.name_en)

    @property
    def told(self) -> str:
        """What it is, in the visitor's language if that exists, else in Dutch."""
        return in_language(self.description, self.description_en)

    @property
    def is_abroad(self) -> bool:
        """Whether it lies in another country."""
        return self.country_code != HOME

    @property
    def country_name(self) -> str:
        """The country in the visitor's language, where we know it."""
        return str(COUNTRIES.get(self.country_code, self.country))


class RegionPart(Shown):
    """A region takes part in a European project, as what."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="parts", verbose_name=_("partner region"))
    project = models.ForeignKey(
        EuropeanProject, models.CASCADE, related_name="parts", verbose_name=_("European project")
    )
    role = models.CharField(_("part"), max_length=120, blank=True)
    strategy = models.TextField(_("own strategy"), blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ShownQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a region")
        verbose_name_plural = _("parts of regions")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["region", "project"], name="region_takes_part_once")]

    def __str__(self) -> str:
        return f"{self.region}: {self.project}"

    @property
    def as_what(self) -> str:
        """Its part, in the visitor's language where we know the word."""
        return str(PARTS.get(self.role, self.role))

    @property
    def fact_key(self) -> str:
        """What a facts file compares: the project and the part in it."""
        return f"{self.project.slug}: {self.role}"
