"""Measures that we looked up ourselves (``data/measures.json``): each with its source, the day it was checked, and how sure."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import Field

from actors.facts.shared import Problems, keys, twice, unknown
from actors.models import Actor, Discipline, Municipality, TargetGroup, Theme
from ecru.base.facts import FactFile, Merge, Record, Slug, Slugs, Text
from ecru.base.facts.merge import existing
from ecru.base.models import Publication
from projects.models.subjects import SUBJECTS
from subsidies.models import (
    Area,
    Call,
    Certainty,
    Criterion,
    CriterionKind,
    LegalForm,
    Measure,
    Provider,
    Rhythm,
    SupportForm,
)
from subsidies.models.standing import BRUSSELS, end_of, midnight

from .past import remembered_support
from .support import LevelName, index, known_measures, known_words

Sure = Literal["zeker", "gedateerd", "onzeker"]
Line = Annotated[Text, Field(max_length=300)]
Euro = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]
Day = Annotated[date, Field(strict=False)]
AREAS = {
    "gemeenten": Area.PLACES,
    "ecru": Area.NETWORK,
    "limburg": Area.PROVINCE,
    "vlaanderen": Area.FLANDERS,
    "belgie": Area.BELGIUM,
    "grensstreek": Area.BORDER,
    "europa": Area.EUROPE,
}


class ProviderFact(Record):
    """Who gives support."""

    slug: Slug
    title: Annotated[Text, Field(min_length=1, max_length=120)]
    title_en: Annotated[Text, Field(max_length=120)] = ""
    actor: Slug | None = None
    url: Text = ""


class RoundFact(Record):
    """A round. Without an hour, the whole closing day counts."""

    key: Slug
    name: Annotated[Text, Field(max_length=60)] = ""
    rhythm: Literal["eenmalig", "jaarlijks", "doorlopend"]
    opens_on: Day | None = None
    closes_on: Day | None = None
    closes_hour: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    note: Line = ""
    certainty: Sure


class CriterionFact(Record):
    """A condition."""

    key: Slug
    kind: Slug
    number: int | None = None
    text: Line
    text_en: Line = ""
    is_strict: bool = True
    certainty: Sure


class MeasureFact(Record):
    """A measure."""

    slug: Slug
    title: Annotated[Text, Field(min_length=1, max_length=120)]
    title_en: Annotated[Text, Field(min_length=1, max_length=120)]
    provider: Slug
    level: LevelName
    forms: Slugs
    legal_forms: Slugs = []
    target_groups: Slugs = []
    disciplines: Slugs = []
    themes: Slugs = []
    area: Literal["gemeenten", "ecru", "limburg", "vlaanderen", "belgie", "grensstreek", "europa"]
    municipalities: Slugs | None = None
    for_whom: Line = ""
    description: Annotated[Text, Field(min_length=1)]
    description_en: Annotated[Text, Field(min_length=1)]
    pays: list[Line] = []
    pays_not: list[Line] = []
    watch_out: list[Line] = []
    min_amount: Euro | None = None
    max_amount: Euro | None = None
    max_cost: Euro | None = None
    max_share: Percent | None = None
    own_share: Percent | None = None
    amount_note: Line = ""
    max_months: Annotated[int, Field(ge=1)] | None = None
    cumulation: Literal["", "mag", "deels", "mag-niet"] = ""
    cumulation_note: Line = ""
    independent_advices: Annotated[int, Field(ge=0, le=20)] = 0
    documents: list[Line] = []
    how_to_apply: Text = ""
    apply_url: Text = ""
    contact: Annotated[Text, Field(max_length=200)] = ""
    has_ended: bool = False
    valid_from: Day | None = None
    valid_to: Day | None = None
    replaces: Slug | None = None
    source_name: Annotated[Text, Field(min_length=1, max_length=120)]
    source_url: Text = ""
    verified_on: Day
    certainty: Sure
    calls: list[RoundFact] = []
    criteria: list[CriterionFact] = []


class Measures(Record):
    """Who gives support, and the measures."""

    providers: list[ProviderFact]
    measures: list[MeasureFact]


def check_measures(facts: Measures) -> Problems:
    """Doubles, and words, places, givers, measures and kinds of conditions that are not known."""
    yield from twice(facts.providers)
    yield from twice(facts.measures)
    pools = {
        "forms": keys(SupportForm),
        "legal_forms": keys(LegalForm),
        "target_groups": keys(TargetGroup),
        "disciplines": keys(Discipline),
        "themes": keys(Theme),
        "municipalities": keys(Municipality),
        "provider": keys(Provider) | {provider.slug for provider in facts.providers},
        "replaces": keys(Measure) | {measure.slug for measure in facts.measures},
    }
    kinds = {kind.value for kind in CriterionKind}
    actors = keys(Actor)
    for provider in facts.providers:
        yield from unknown(provider.slug, "actor", provider.actor, actors)
    for measure in facts.measures:
        for field, pool in pools.items():
            yield from unknown(measure.slug, field, getattr(measure, field), pool)
        yield from unknown(measure.slug, "criteria", [entry.kind for entry in measure.criteria], kinds)
        yield from twice(measure.calls, by="key")
        yield from twice(measure.criteria, by="key")


def load_measures(facts: Measures, merge: Merge) -> None:
    """Writes the measures, and what that changed in their history."""
    slugs = [fact.slug for fact in facts.measures]
    rounds = [f"{fact.slug}-{entry.key}" for fact in facts.measures for entry in fact.calls]
    conditions = [f"{fact.slug}-{entry.key}" for fact in facts.measures for entry in fact.criteria]
    with remembered_support(merge.file, slugs, rounds, conditions):
        write_measures(facts, merge)


def write_measures(facts: Measures, merge: Merge) -> None:
    """Writes who gives support, then each measure with its rounds and conditions, then what search reads."""
    words = known_words()
    providers, measures = existing(Provider.objects.select_related("actor")), known_measures()
    rounds = existing(Call.objects.select_related("measure"), by="key")
    conditions = existing(Criterion.objects.select_related("measure"), by="key")
    for provider in facts.providers:
        values = provider.model_dump(exclude={"slug"})
        values["actor"] = words["actors"][provider.actor] if provider.actor else None
        merge.write(providers, partial(Provider, slug=provider.slug), provider.slug, values)
    for fact in facts.measures:
        make = partial(Measure, slug=fact.slug, status=Publication.PUBLISHED)
        values = {"provider": providers[fact.provider], **measure_values(fact, words)}
        measure = merge.write(measures, make, fact.slug, values)
        for entry in fact.calls:
            key = f"{fact.slug}-{entry.key}"
            merge.write(rounds, partial(Call, key=key), key, {"measure": measure, **round_values(entry)}, 0)
        for place, condition in enumerate(fact.criteria):
            key = f"{fact.slug}-{condition.key}"
            values = {"measure": measure, "position": place, **criterion_values(condition)}
            merge.write(conditions, partial(Criterion, key=key), key, values, 0)
    for fact in facts.measures:  # now that each of them is there
        instead = {"replaces": measures[fact.replaces] if fact.replaces else None}
        merge.write(measures, Measure, fact.slug, instead, 0)
    index(merge)


def measure_values(fact: MeasureFact, words: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The fields of a measure; numbers that no source states stay empty."""
    as_they_are = (
        *("title", "title_en", "level", "for_whom", "description", "description_en", "amount_note"),
        *("max_months", "cumulation", "cumulation_note", "how_to_apply", "apply_url", "contact", "has_ended"),
        *("valid_from", "valid_to", "source_name", "source_url", "verified_on", "certainty"),
        "independent_advices",
    )
    lists = ("forms", "legal_forms", *(name for name in SUBJECTS if name != "municipalities"))
    members = [slug for slug, place in words["municipalities"].items() if place.member]
    where = members if fact.municipalities is None else fact.municipalities
    return {
        **{name: getattr(fact, name) for name in as_they_are},
        **{name: [words[name][slug] for slug in getattr(fact, name)] for name in lists},
        **{name: "\n".join(getattr(fact, name)) for name in ("pays", "pays_not", "watch_out", "documents")},
        **{
            name: exact(getattr(fact, name))
            for name in ("min_amount", "max_amount", "max_cost", "max_share", "own_share")
        },
        "area": AREAS[fact.area].value,
        "municipalities": [words["municipalities"][slug] for slug in where],
    }


def exact(number: int | None) -> Decimal | None:
    """``number`` as money and shares are stored."""
    return None if number is None else Decimal(number)


def round_values(fact: RoundFact) -> dict[str, Any]:
    """The fields of a round; moments as the database gives them back."""
    return {
        "name": fact.name,
        "rhythm": Rhythm(fact.rhythm).value,
        "opens_at": midnight(fact.opens_on).astimezone(UTC) if fact.opens_on else None,
        "closes_at": closing(fact).astimezone(UTC) if fact.closes_on else None,
        "month": fact.month,
        "day": fact.day,
        "note": fact.note,
        "certainty": Certainty(fact.certainty).value,
    }


def closing(fact: RoundFact) -> datetime:
    """The last second that is in time: of the hour that is named, else of the day."""
    day = fact.closes_on or date.max
    if fact.closes_hour is None:
        return end_of(day)
    hour, minute = map(int, fact.closes_hour.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BRUSSELS)


def criterion_values(fact: CriterionFact) -> dict[str, Any]:
    """The fields of a condition."""
    return {**fact.model_dump(exclude={"key", "number"}), "number": exact(fact.number)}


MEASURES = FactFile(
    "measures.json",
    Measures,
    check_measures,
    load_measures,
    stands_on=("vocabularies.json", "actors.json", "support.json"),
    optional=True,
)
