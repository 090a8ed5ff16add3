"""Practices and partner regions, as the sources tell them. Checked here; written by the part that shows them."""

from typing import Annotated, Literal

from pydantic import Field, RootModel

from actors.facts.shared import Problems, keys, twice, unknown
from actors.models import Actor, Discipline, Municipality, Source, TargetGroup, Theme
from ecru.base.facts import FactFile, Record, Slug, SourcedRecord, SourceRef, Text


class PracticeFact(SourcedRecord):
    """Something that was tried, and what came of it."""

    title: Text
    title_en: Text
    slug: Slug
    kind: Literal["goede-praktijk", "pilootactie", "methodiek", "toolbox", "vormingsschema", "project"]
    period: Text | None
    municipalities: list[Slug]
    actors: list[Slug]
    target_groups: list[Slug]
    disciplines: list[Slug]
    themes: list[Slug]
    approach: Text | None
    results: Text | None
    lessons: Text | None
    description: Text
    description_en: Text
    status: Text | None = None


class Practices(RootModel[list[PracticeFact]]):
    """All practices."""


def check_practices(facts: Practices) -> Problems:
    """Doubles, and words, places, actors and sources that are not known."""
    yield from twice(facts.root)
    pools = {
        "municipalities": keys(Municipality),
        "actors": keys(Actor),
        "target_groups": keys(TargetGroup),
        "disciplines": keys(Discipline),
        "themes": keys(Theme),
    }
    sources = keys(Source)
    for practice in facts.root:
        yield from unknown(practice.slug, "source.file", practice.source.file, sources)
        for field, pool in pools.items():
            yield from unknown(practice.slug, field, getattr(practice, field), pool)


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


FILES = [
    FactFile("practices.json", Practices, check_practices, stands_on=("vocabularies.json", "actors.json")),
    FactFile("regions.json", Regions, check_regions, stands_on=("actors.json",)),
]
