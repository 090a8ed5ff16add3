"""Needs of the field, as the sources tell them."""

from functools import partial
from typing import Annotated, Any, Literal

from pydantic import Field, RootModel

from actors.models import Actor, Municipality, Need, Source, TargetGroup, Theme, Topic
from ecru.base.facts import FactFile, Merge, Slug, Slugs, SourcedRecord, Text
from ecru.base.facts.merge import existing

from .shared import Problems, keys, known_actors, provenance, twice, unknown


class NeedFact(SourcedRecord):
    """A need, weakness, chance or threat."""

    title: Annotated[Text, Field(min_length=1, max_length=120)]
    slug: Slug
    kind: Literal["nood", "kans", "zwakte", "bedreiging"]
    description: Text
    whose: Annotated[Text, Field(max_length=160)]
    strategic_goal: Literal["1", "2", "3", "4", "5"] | None
    municipality: Slug | None
    target_groups: Slugs
    themes: Slugs
    expertise_topics: Slugs
    actors: Slugs


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
    sources = keys(Source)
    for need in facts.root:
        yield from unknown(need.slug, "source.file", need.source.file, sources)
        for field, pool in pools.items():
            yield from unknown(need.slug, field, getattr(need, field), pool)


def load_needs(facts: Needs, merge: Merge) -> None:
    """Writes the needs."""
    needs = existing(
        Need.objects.select_related("municipality", "source"), "target_groups", "themes", "topics", "actors"
    )
    words: dict[str, dict[str, Any]] = {
        "target_groups": existing(TargetGroup.objects.all()),
        "themes": existing(Theme.objects.all()),
        "topics": existing(Topic.objects.all()),
        "actors": known_actors(Actor.objects.all()),
    }
    places = existing(Municipality.objects.all())
    sources = existing(Source.objects.all())
    for fact in facts.root:
        named = {"topics": fact.expertise_topics}
        values = {
            "title": fact.title,
            "kind": fact.kind,
            "description": fact.description,
            "whose": fact.whose,
            "goal": fact.strategic_goal or "",
            "municipality": places[fact.municipality] if fact.municipality else None,
            **{
                name: [known[slug] for slug in named.get(name, getattr(fact, name, []))]
                for name, known in words.items()
            },
            **provenance(fact.source, sources, fact.verified_on),
        }
        merge.write(needs, partial(Need, slug=fact.slug), fact.slug, values)


NEEDS = FactFile("needs.json", Needs, check_needs, load_needs, stands_on=("vocabularies.json", "actors.json"))
