"""Support measures and policies, as the sources tell them. Checked here; written by the part that shows them."""

from typing import Literal

from actors.facts.shared import Problems, keys, twice, unknown
from actors.models import Actor, Municipality, Source, TargetGroup
from ecru.base.facts import FactFile, Record, Slug, SourcedRecord, Text

Level = Literal["gemeente", "ecru", "provincie", "vlaanderen", "federaal", "europa", "privaat"]


class SupportFact(SourcedRecord):
    """A way to get support."""

    name: Text
    name_en: Text
    slug: Slug
    level: Level
    provider: Text
    provider_actor: Slug | None
    municipality: Slug | None
    form: list[Slug]
    for_whom: Text
    target_groups: list[Slug]
    deadline: Text | None
    amount: Text | None
    status: Text | None
    used_by: list[Slug]
    note: Text
    website: Text | None


class PolicyFact(SourcedRecord):
    """A decree, plan or report that support follows from."""

    slug: Slug
    title: Text
    year: int | Text | None
    level: Level
    description: Text
    recommendations: list[Text]


class Support(Record):
    """Support measures, and the policies behind them."""

    support: list[SupportFact]
    policy_frameworks: list[PolicyFact]


def check_support(facts: Support) -> Problems:
    """Doubles, and words, places, actors and sources that are not known."""
    yield from twice(facts.support)
    yield from twice(facts.policy_frameworks)
    actors = keys(Actor)
    pools = {
        "municipality": keys(Municipality),
        "provider_actor": actors,
        "used_by": actors,
        "target_groups": keys(TargetGroup),
    }
    sources = keys(Source)
    for measure in facts.support:
        yield from unknown(measure.slug, "source.file", measure.source.file, sources)
        for field, pool in pools.items():
            yield from unknown(measure.slug, field, getattr(measure, field), pool)


FILES = [FactFile("support.json", Support, check_support, stands_on=("vocabularies.json", "actors.json"))]
