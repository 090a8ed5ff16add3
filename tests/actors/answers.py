"""The right answers about the field, counted by hand from ``data/`` without the portal's own queries."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from actors.filters import ActorDirectory
from actors.models import Actor

DATA = Path(__file__).parents[2] / "data"
FACETS = {
    "gemeente": "active_in",
    "doelgroep": "target_groups",
    "soort": "kind",
    "discipline": "disciplines",
    "thema": "themes",
    "schaal": "scale",
}
VOCABULARIES = {
    "doelgroep": "target_groups",
    "soort": "actor_kinds",
    "discipline": "disciplines",
    "thema": "themes",
    "schaal": "scales",
}
Choices = Mapping[str, Iterable[str]]


@cache
def facts(name: str) -> Any:
    """A file of facts as it stands in ``data/``."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def actor_facts() -> dict[str, Any]:
    """The actors of the file, by slug."""
    return {actor["slug"]: actor for actor in facts("actors.json")}


@cache
def options(facet: str) -> list[str]:
    """Every answer that a facet has."""
    if facet == "gemeente":
        return [place["slug"] for place in facts("municipalities.json")["municipalities"]]
    return [term["slug"] for term in facts("vocabularies.json")[VOCABULARIES[facet]]]


def has(actor: dict[str, Any], facet: str, answers: Iterable[str]) -> bool:
    """Whether ``actor`` has one of ``answers``."""
    value = actor[FACETS[facet]]
    return bool(set(answers) & set([value] if isinstance(value, str) else value))


def right(choices: Choices, without: str = "") -> set[str]:
    """The slugs of the actors that fit: one of the answers within a facet, and that in every facet."""
    asked = {facet: answers for facet, answers in choices.items() if facet != without and answers}
    return {
        slug
        for slug, actor in actor_facts().items()
        if all(has(actor, facet, answers) for facet, answers in asked.items())
    }


def right_counts(choices: Choices, facet: str) -> dict[str, int]:
    """How many actors every answer of ``facet`` gives under the other facets."""
    pool = [actor_facts()[slug] for slug in right(choices, without=facet)]
    return {answer: sum(has(actor, facet, [answer]) for actor in pool) for answer in options(facet)}


def asked(**parameters: Any) -> ActorDirectory:
    """The directory as a visitor meets it with these parameters in the address."""
    return followed("?" + urlencode(parameters, doseq=True))


def followed(url: str) -> ActorDirectory:
    """The directory behind ``url``."""
    return ActorDirectory(QueryDict(url.partition("?")[2]), "/actoren/")


def found(directory: ActorDirectory) -> set[str]:
    """The slugs of all that a directory finds, on all its pages."""
    return set(in_order(directory))


def in_order(directory: ActorDirectory) -> list[str]:
    """The slugs of all that a directory finds, as its pages show them one after the other."""
    return [actor.slug for actor in actors_in_order(directory)]


def actors_in_order(directory: ActorDirectory) -> list[Actor]:
    """All actors that a directory finds, as its pages show them one after the other."""
    keys = directory.keys(0, directory.found)
    actors = Actor.objects.select_related("municipality").in_bulk(keys)
    return [actors[key] for key in keys]
