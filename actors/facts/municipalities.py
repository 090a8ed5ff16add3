"""Municipalities: who they are, their figures, their place and their inhabitants."""

from decimal import Decimal
from functools import partial
from itertools import count
from typing import Annotated, Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from pydantic import Field

from actors.models import Figure, Municipality, PopulationCount, Source
from ecru.base.facts import FactFile, Merge, Record, Slug, SourcedRecord, Text
from ecru.base.facts.merge import existing

from .shared import Problems, address, keys, provenance, remembered, twice, unknown
from .vocabularies import SourceFact, write_source

SEVEN = 7
FOUNDING_YEAR = 2019
Inhabitants = Annotated[int, Field(ge=0, le=50_000_000)]
Year = Annotated[int, Field(ge=1800, le=2100)]


class FigureFact(SourcedRecord):
    """Something measured or observed."""

    scope: Text = ""
    indicator: Annotated[Text, Field(min_length=1, max_length=200)]
    value: int | float | None
    unit: Annotated[Text, Field(max_length=40)] | None
    trend: Annotated[Text, Field(max_length=40)] | None = None
    qualifier: Annotated[Text, Field(max_length=40)] | None = None
    year: Year | None
    note: Text | None


class MunicipalityFact(SourcedRecord):
    """A municipality; what is only known of the seven is null for the others."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    slug: Slug
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    member: bool
    mine_municipality: bool | None
    population_2019: Inhabitants | None
    belfius_profile: Text | None
    website: Text | None
    localities: list[Text] = []
    former_associations: list[Slug] = []
    region: Text | None = None
    note: Text | None = None
    figures: list[FigureFact]


class Municipalities(Record):
    """The municipalities, and figures of wider areas to compare with."""

    municipalities: list[MunicipalityFact]
    regional_figures: list[FigureFact]


def check_municipalities(facts: Municipalities) -> Problems:
    """Doubles, the number of members, and what each member must have."""
    yield from twice(facts.municipalities)
    yield from twice(facts.municipalities, by="name")
    sources = keys(Source)
    members = [fact for fact in facts.municipalities if fact.member]
    if len(members) != SEVEN:
        yield (
            "municipalities",
            "member",
            _("the network has seven members, the file has %(count)s") % {"count": len(members)},
        )
    for fact in facts.municipalities:
        yield from unknown(fact.slug, "source.file", fact.source.file, sources)
        for figure in fact.figures:
            yield from unknown(f"{fact.slug}: {figure.indicator}", "source.file", figure.source.file, sources)
        if fact.member and fact.population_2019 is None:
            yield fact.slug, "population_2019", _("is missing: the contribution of a member follows from it")
    for figure in facts.regional_figures:
        yield from unknown(figure.indicator, "source.file", figure.source.file, sources)
        if not figure.scope:
            yield figure.indicator, "scope", _("is missing: say of which area this is")


def load_municipalities(facts: Municipalities, merge: Merge) -> None:
    """Writes municipalities, the inhabitants of 2019 and all figures, and what that changed in the history."""
    with remembered(Municipality, [fact.slug for fact in facts.municipalities], merge.file):
        write_municipalities(facts, merge)


def write_municipalities(facts: Municipalities, merge: Merge) -> None:
    """Writes them, file order first."""
    sources = existing(Source.objects.all())
    known = existing(Municipality.objects.select_related("source"))
    counts = existing(PopulationCount.objects.select_related("municipality", "source"), by="key")
    figures = existing(Figure.objects.select_related("municipality", "source"), by="key")
    for position, fact in enumerate(facts.municipalities):
        values = municipality_values(fact, position) | provenance(fact.source, sources, fact.verified_on)
        place = merge.write(known, partial(Municipality, slug=fact.slug), fact.slug, values)
        if place.pk and fact.population_2019 is not None:
            values = {"count": fact.population_2019, "source": place.source}
            write_count(merge, counts, place, FOUNDING_YEAR, values)
        for order, figure in enumerate(fact.figures):
            values = figure_values(figure, order) | provenance_of_figure(figure, sources)
            write_figure(merge, figures, place.slug, values | {"municipality": place, "scope": ""})
    for order, figure in enumerate(facts.regional_figures):
        values = figure_values(figure, order) | provenance_of_figure(figure, sources)
        write_figure(merge, figures, figure.scope, values | {"municipality": None, "scope": figure.scope})


def municipality_values(fact: MunicipalityFact, position: int) -> dict[str, Any]:
    """The fields of a municipality as ``fact`` gives them."""
    return {
        "name": fact.name,
        "country": fact.country,
        "member": fact.member,
        "mine_municipality": fact.mine_municipality,
        "position": position,
        "profile": fact.belfius_profile or "",
        "localities": ", ".join(fact.localities),
        "website": address(fact.website),
        "note": fact.note or "",
    }


def write_count(
    merge: Merge, known: dict[str, Any], place: Municipality, year: int, values: dict[str, Any]
) -> None:
    """Writes the inhabitants of ``place`` on 1 January of ``year``."""
    merge.write(
        known, partial(PopulationCount, municipality=place, year=year), f"{place.slug}-{year}", values
    )


def write_figure(merge: Merge, known: dict[str, Any], area: str, values: dict[str, Any]) -> None:
    """Writes one figure; two of the same name in one ``area`` get a number behind their key."""
    stem = f"{area}-{slugify(values['indicator'])}"[:180]
    candidates = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    key = next(key for key in candidates if key not in merge.seen)
    merge.seen.add(key)
    merge.write(known, partial(Figure, key=key), key, values)


def figure_values(fact: FigureFact, position: int) -> dict[str, Any]:
    """The fields of a figure as ``fact`` gives them, without its area and source."""
    return {
        "indicator": fact.indicator,
        "value": None if fact.value is None else Decimal(str(fact.value)),
        "unit": fact.unit or "",
        "trend": fact.trend or "",
        "qualifier": fact.qualifier or "",
        "year": fact.year,
        "note": fact.note or "",
        "position": position,
    }


def provenance_of_figure(fact: FigureFact, sources: dict[str, Source]) -> dict[str, Any]:
    """The source and pages of a figure; a figure carries its own year."""
    origin = provenance(fact.source, sources)
    return {"source": origin["source"], "source_pages": origin["source_pages"]}


Degrees = Annotated[str, Field(pattern=r"^-?\d{1,3}\.\d{1,5}$")]


class CountFact(Record):
    """Inhabitants on 1 January of a year."""

    year: Year
    count: Inhabitants
    certain: bool
    source: str


class GeographyFact(Record):
    """Where a municipality lies, its official codes, and its inhabitants after 2019."""

    slug: Slug
    nis_code: Annotated[str, Field(pattern=r"^\d{5}$")]
    postcodes: list[Annotated[str, Field(pattern=r"^\d{4}$")]]
    latitude: Degrees
    longitude: Degrees
    population: list[CountFact]


class GeographySource(SourceFact):
    """A document; here its key is called slug."""

    id: str = ""
    slug: Slug


class Geography(Record):
    """Facts about place that the sources of the plan do not have."""

    sources: list[GeographySource]
    municipalities: list[GeographyFact]


def check_geography(facts: Geography) -> Problems:
    """Doubles, unknown municipalities and unknown sources."""
    yield from twice(facts.municipalities)
    yield from twice(facts.municipalities, by="nis_code")
    sources = keys(Source) | {source.slug for source in facts.sources}
    known = keys(Municipality)
    for fact in facts.municipalities:
        yield from unknown(fact.slug, "slug", fact.slug, known)
        for row in fact.population:
            yield from unknown(fact.slug, f"population.{row.year}.source", row.source, sources)


def load_geography(facts: Geography, merge: Merge) -> None:
    """Writes codes, positions and later inhabitants, and what that changed in the history."""
    with remembered(Municipality, [fact.slug for fact in facts.municipalities], merge.file):
        write_geography(facts, merge)


def write_geography(facts: Geography, merge: Merge) -> None:
    """Writes them, with the sources they come from."""
    sources = existing(Source.objects.all())
    for source in facts.sources:
        write_source(merge, sources, source.slug, source)
    known = existing(Municipality.objects.all())
    counts = existing(PopulationCount.objects.select_related("municipality", "source"), by="key")
    for fact in facts.municipalities:
        values = {
            "nis_code": fact.nis_code,
            "postcodes": fact.postcodes,
            "latitude": Decimal(fact.latitude),
            "longitude": Decimal(fact.longitude),
        }
        place = merge.write(known, Municipality, fact.slug, values)
        for row in fact.population:
            values = {"count": row.count, "certain": row.certain, "source": sources[row.source]}
            write_count(merge, counts, place, row.year, values)


MUNICIPALITIES = FactFile(
    "municipalities.json", Municipalities, check_municipalities, load_municipalities, ("vocabularies.json",)
)
GEOGRAPHY = FactFile(
    "geography.json", Geography, check_geography, load_geography, ("municipalities.json",), optional=True
)
