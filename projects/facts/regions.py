"""European projects and their partner regions, as the sources tell them."""

from typing import Annotated

from pydantic import Field

from actors.facts.shared import Problems, keys, twice, unknown
from actors.models import Actor
from ecru.base.facts import FactFile, Record, Slug, SourceRef, Text


class OutputFact(Record):
    """What a European project planned to make."""

    label: Text
    label_en: Text
    count: int | None


class EuropeanProjectFact(Record):
    """A project of partner regions."""

    slug: Slug | Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")]
    practice: Slug
    title: Text
    website: Text | None
    programme: Text
    fund: Text
    end_year: int | None
    partner_regions_stated: int
    knowledge_partners_stated: int
    work_packages: list[Text] = []
    outputs: list[OutputFact]
    methods: list[Slug]
    goals: list[Text] = []
    source: SourceRef


class PartOfRegion(Record):
    """A project that a region takes part in, and as what."""

    project: Slug
    role: Text
    local_strategy: Text | None = None
    note: Text | None = None


class RegionFact(Record):
    """A partner region."""

    slug: Slug
    name: Text
    country: Text
    country_code: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    region: Text
    city: Text
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    geo_note: Text | None = None
    actor: Slug
    projects: list[PartOfRegion]
    description: Text
    description_en: Text
    source: SourceRef


class Regions(Record):
    """European projects and their partner regions."""

    projects: list[EuropeanProjectFact]
    regions: list[RegionFact]


def check_regions(facts: Regions) -> Problems:
    """Doubles, regions in a project that is not there, and actors that are not known."""
    yield from twice(facts.projects)
    yield from twice(facts.regions)
    projects = {project.slug for project in facts.projects}
    actors = keys(Actor)
    for region in facts.regions:
        yield from unknown(region.slug, "actor", region.actor, actors)
        yield from unknown(region.slug, "projects", [part.project for part in region.projects], projects)


REGIONS = FactFile("regions.json", Regions, check_regions, stands_on=("actors.json",))
