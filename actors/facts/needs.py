"""Needs of the field, as the sources tell them. Checked here; written by the part of the portal that uses them."""

from typing import Literal

from pydantic import RootModel

from actors.models import Actor, Municipality, TargetGroup, Theme, Topic
from ecru.base.facts import FactFile, Slug, SourcedRecord, Text

from .shared import Problems, keys, twice, unknown


class NeedFact(SourcedRecord):
    """A need, weakness, chance or threat."""

    title: Text
    slug: Slug
    kind: Literal["nood", "kans", "zwakte", "bedreiging"]
    description: Text
    whose: Text
    strategic_goal: Literal["1", "2", "3", "4", "5"] | None
    municipality: Slug | None
    target_groups: list[Slug]
    themes: list[Slug]
    expertise_topics: list[Slug]
    actors: list[Slug]


class Needs(RootModel[list[NeedFact]]):
    """All needs."""


def check_needs(facts: Needs) -> Problems:
    """Doubles, and words and actors that are not known."""
    yield from twice(facts.root)
    pools = {
        "municipality": keys(Municipality),
        "target_groups": keys(TargetGroup),
        "themes": keys(Theme),
        "expertise_topics": keys(Topic),
        "actors": keys(Actor),
    }
    for need in facts.root:
        for field, pool in pools.items():
            yield from unknown(need.slug, field, getattr(need, field), pool)


NEEDS = FactFile("needs.json", Needs, check_needs, stands_on=("vocabularies.json", "actors.json"))
