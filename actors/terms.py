"""The words of the vocabularies beside actors, from memory: one small query for all relations, whatever the number of actors."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ecru.base.directory.facets import Answer
from ecru.base.ties import ties

from .answers import DISCIPLINES, TARGET_GROUPS, THEMES, places
from .models import Actor

ANSWERS: dict[str, Callable[[], list[Answer]]] = {
    "active_in": places,
    "disciplines": DISCIPLINES,
    "target_groups": TARGET_GROUPS,
    "themes": THEMES,
}


def cards(keys: Sequence[int]) -> list[Actor]:
    """The published actors with ``keys``, in that order, with all that a card in a list shows; two queries."""
    found = Actor.objects.published().for_cards().in_bulk(keys) if keys else {}
    return with_terms([found[key] for key in keys if key in found], "active_in")


def with_terms(actors: Iterable[Actor], *names: str) -> list[Actor]:
    """``actors`` with their relations ``names`` at hand, as ``prefetch_related`` gives them; by itself all four.

    The words are shared by all who read them: never change one. One query.
    """
    known, names = list(actors), names or tuple(ANSWERS)
    chosen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, own, other in ties(Actor, names, [actor.pk for actor in known]):
        chosen[names[number], own].add(other)
    for name in names:
        words: list[tuple[Any, Any]] = [(answer.key, answer.record) for answer in ANSWERS[name]()]
        for actor in known:
            keys = chosen[name, actor.pk]
            put_at_hand(actor, name, [word for key, word in words if key in keys])
    return known


def put_at_hand(actor: Actor, name: str, words: list[Any]) -> None:
    """Gives the relation ``name`` its answer beforehand: what Django's own prefetching does last."""
    found = getattr(actor, name).get_queryset()
    found._result_cache, found._prefetch_done = words, True
    actor.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found
