"""European projects and their partner regions, as the sources tell them."""

from decimal import Decimal
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from actors.facts.shared import Problems, address, keys, known_actors, provenance, twice, unknown
from actors.models import Actor, Source
from ecru.base.facts import FactFile, Merge, Record, Slug, SourceRef, Text
from ecru.base.facts.merge import existing
from projects.models import EuropeanProject, Practice, Project, Region, RegionPart


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
    aims_en: list[Text] = []
    outputs: list[OutputFact]
    methods: list[Slug]
    goals: list[Text] = []
    source: SourceRef


class PartOfRegion(Record):
    """A project that a region takes part in, and as what."""

    project: Slug
    role: Annotated[Text, Field(max_length=120)]
    local_strategy: Text | None = None
    note: Text | None = None


class RegionFact(Record):
    """A partner region."""

    slug: Slug
    name: Text
    name_en: Text = ""
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
    actors, sources = keys(Actor), keys(Source)
    known: list[EuropeanProjectFact | RegionFact] = [*facts.projects, *facts.regions]
    for fact in known:
        yield from unknown(fact.slug, "source.file", fact.source.file, sources)
    for region in facts.regions:
        yield from unknown(region.slug, "actor", region.actor, actors)
        yield from unknown(region.slug, "projects", [part.project for part in region.projects], projects)


def load_regions(facts: Regions, merge: Merge) -> None:
    """Writes the European projects, then the regions with their part in them."""
    sources = existing(Source.objects.all())
    actors = known_actors(Actor.objects.all())
    initiatives, practices = existing(Project.objects.all()), existing(Practice.objects.all())
    projects = existing(EuropeanProject.objects.select_related("project", "source"), "methods")
    regions = existing(Region.objects.select_related("actor", "source"), "parts__project")
    for fact in facts.projects:
        values = {
            "title": fact.title,
            "website": address(fact.website),
            "programme": fact.programme,
            "fund": fact.fund,
            "end_year": fact.end_year,
            "regions_stated": fact.partner_regions_stated,
            "aims": list(fact.work_packages or fact.goals),
            "aims_en": list(fact.aims_en),
            "outputs": [output.model_dump() for output in fact.outputs],
            "project": initiatives.get(fact.practice),
            "methods": [practices[slug] for slug in fact.methods if slug in practices],
            **origin(fact.source, sources),
        }
        merge.write(projects, partial(EuropeanProject, slug=fact.slug), fact.slug, values)
    for region in facts.regions:
        merge.write(
            regions,
            partial(Region, slug=region.slug),
            region.slug,
            region_values(region, actors, projects) | origin(region.source, sources),
        )


def origin(ref: SourceRef, sources: dict[str, Source]) -> dict[str, Any]:
    """The source and its pages; a region carries no date of its own."""
    return {name: value for name, value in provenance(ref, sources).items() if name != "verified_on"}


def region_values(fact: RegionFact, actors: dict[str, Any], projects: dict[str, Any]) -> dict[str, Any]:
    """The fields of a region as ``fact`` gives them."""
    return {
        "name": fact.name,
        "name_en": fact.name_en,
        "country": fact.country,
        "country_code": fact.country_code,
        "area": fact.region,
        "city": fact.city,
        "latitude": Decimal(str(fact.lat)),
        "longitude": Decimal(str(fact.lon)),
        "position_note": fact.geo_note or "",
        "actor": actors[fact.actor],
        "description": fact.description,
        "description_en": fact.description_en,
        "parts": [
            RegionPart(
                project=projects[part.project],
                role=part.role,
                strategy=part.local_strategy or "",
                note=part.note or "",
            )
            for part in fact.projects
        ],
    }


REGIONS = FactFile(
    "regions.json", Regions, check_regions, load_regions, stands_on=("actors.json", "practices.json")
)
