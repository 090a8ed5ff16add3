"""Practices and projects as the sources tell them. A record of the kind ``project`` becomes a project."""

import re
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import Field, RootModel

from actors.facts.shared import Problems, keys, known_actors, provenance, twice, unknown
from actors.models import Actor, Discipline, Municipality, Source, TargetGroup, Theme
from ecru.base.facts import FactFile, Merge, Slugs, SourcedRecord, Text
from ecru.base.facts.merge import existing
from ecru.base.facts.schema import Slug
from ecru.base.models import Publication
from projects.models import (
    Answer,
    Consent,
    MakerRole,
    Practice,
    PracticeActor,
    Project,
    ProjectPartner,
    Stage,
)
from projects.models.practices import FIRST_YEAR
from projects.models.subjects import SUBJECTS

YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")
PROJECT = "project"


class PracticeFact(SourcedRecord):
    """Something that was tried, and what came of it."""

    title: Annotated[Text, Field(min_length=1, max_length=120)]
    title_en: Annotated[Text, Field(max_length=120)]
    slug: Slug
    kind: Literal["goede-praktijk", "pilootactie", "methodiek", "toolbox", "vormingsschema", "project"]
    period: Annotated[Text, Field(max_length=80)] | None
    municipalities: Slugs
    actors: Slugs
    target_groups: Slugs
    disciplines: Slugs
    themes: Slugs
    approach: Text | None
    results: Text | None
    lessons: Text | None
    did_not_work: Text | None = None
    description: Text
    description_en: Text
    status: Annotated[Text, Field(max_length=80)] | None = None


class Practices(RootModel[list[PracticeFact]]):
    """All practices and projects."""


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


def load_practices(facts: Practices, merge: Merge) -> None:
    """Writes the practices and the projects, then what search reads."""
    words = {
        "municipalities": existing(Municipality.objects.all()),
        "target_groups": existing(TargetGroup.objects.all()),
        "disciplines": existing(Discipline.objects.all()),
        "themes": existing(Theme.objects.all()),
        "actors": known_actors(Actor.objects.all()),
        "sources": existing(Source.objects.all()),
    }
    practices = existing(Practice.objects.select_related("source"), *SUBJECTS, "makers__actor")
    projects = existing(Project.objects.select_related("source"), *SUBJECTS, "partners__actor")
    for fact in facts.root:
        values = shared_values(fact, words)
        if fact.kind == PROJECT:
            make: partial[Any] = partial(Project, slug=fact.slug, status=Publication.PUBLISHED)
            merge.write(projects, make, fact.slug, values | project_values(fact, words))
        else:
            make = partial(Practice, slug=fact.slug, status=Publication.PUBLISHED)
            merge.write(practices, make, fact.slug, values | practice_values(fact, words))
    if not merge.faults:
        for model in (Practice, Project):
            model.objects.filter(slug__in=changed(merge, model)).reindex()


def changed(merge: Merge, model: type[Any]) -> list[str]:
    """The slugs of what this load made or changed of ``model``."""
    outcomes = merge.tally.outcomes.items()
    return [
        slug for (name, slug), word in outcomes if name == model.__name__ and word in {"created", "updated"}
    ]


def shared_values(fact: PracticeFact, words: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The fields that a practice and a project both have."""
    return {
        "title": fact.title,
        "title_en": fact.title_en,
        "description": fact.description,
        "description_en": fact.description_en,
        "period": fact.period or "",
        "stands": fact.status or "",
        "approach": fact.approach or "",
        "results": fact.results or "",
        **{name: [words[name][slug] for slug in getattr(fact, name)] for name in SUBJECTS},
        **provenance(fact.source, words["sources"], fact.verified_on),
    }


def practice_values(fact: PracticeFact, words: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The fields of a practice alone. Whom a public source names needs no consent of their own."""
    first, last = years(fact.period or "")
    return {
        "kind": fact.kind,
        "year_from": first,
        "year_to": last,
        "did_not_work": fact.did_not_work or "",
        "watch_out": fact.lessons or "",
        "makers": [
            PracticeActor(
                actor=words["actors"][slug], role=MakerRole.PARTNER, consent=Consent.AGREED, position=place
            )
            for place, slug in enumerate(fact.actors)
        ],
    }


def project_values(fact: PracticeFact, words: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The fields of a project alone. Who leads is not in the sources; how far it is now only when it ended."""
    return {
        "stage": Stage.DONE.value if (fact.period or "").startswith("tot ") else "",
        "partners": [
            ProjectPartner(actor=words["actors"][slug], answer=Answer.AGREED) for slug in fact.actors
        ],
    }


def years(period: str) -> tuple[int | None, int | None]:
    """The first and the last year that ``period`` names: 2017-2019 is both, sinds 2015 the first, tot 2019 neither."""
    named = sorted(year for year in map(int, YEAR.findall(period)) if year >= FIRST_YEAR)
    if not named or period.startswith("tot ") or "aangevraagd" in period:
        return None, None
    return named[0], None if "sinds" in period or "vanaf" in period else named[-1]


PRACTICES = FactFile(
    "practices.json",
    Practices,
    check_practices,
    load_practices,
    stands_on=("vocabularies.json", "actors.json"),
)
