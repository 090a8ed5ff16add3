"""The words of the vocabularies beside records, from memory: at most one small query for all relations, whatever the number of records."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from django.db.models import Model

from ecru.base.at_once import put_at_hand
from ecru.base.catalogue import Catalogue
from ecru.base.directory.facets import Answer
from ecru.base.edition import KeptRecords, remembered
from ecru.base.ties import Tie, ties

from .answers import DISCIPLINES, KINDS, TARGET_GROUPS, THEMES, places
from .catalogues import ACTORS
from .models import Actor, ActorName, Freshness, Source

ANSWERS: dict[str, Callable[[], list[Answer]]] = {
    "active_in": places,
    "disciplines": DISCIPLINES,
    "target_groups": TARGET_GROUPS,
    "themes": THEMES,
}
ON_CARDS = KeptRecords(lambda: Actor.objects.published().for_bare_cards())


def cards(keys: Sequence[int]) -> list[Actor]:
    """The published actors with ``keys``, in that order, with all that a card in a list shows; one query for new ones."""
    return with_known_words(ON_CARDS(keys).values(), "active_in")


def with_known_words(actors: Iterable[Actor], *names: str) -> list[Actor]:
    """As ``with_terms``, and with their kind and municipalities, all from memory: for pages that only show.

    One query when one of them is a draft, else none.
    """
    known, names = list(actors), names or tuple(ANSWERS)
    kinds = {answer.key: answer.record for answer in KINDS()}
    towns = {answer.key: answer.record for answer in places()}
    silent = fell_silent()
    for actor in known:
        beside(actor, "kind", kinds)
        beside(actor, "municipality", towns)
        if actor.pk in silent:
            actor.freshness = copy(silent[actor.pk])
        else:
            actor._state.fields_cache["freshness"] = None
    at_hand(known, known_ties(ACTORS, known, names), {name: ANSWERS[name] for name in names})
    return known


def with_all_known(actor: Actor) -> Actor:
    """``actor`` as ``with_known_words`` gives it, with all else that its page shows; one query for who has other names."""
    with_known_words([actor])
    beside(actor, "municipality_hint", {answer.key: answer.record for answer in places()})
    beside(actor, "source", sources())
    put_at_hand(actor, "names", list(actor.names.all()) if actor.pk in called_otherwise() else [])
    return actor


def beside(record: Model, name: str, known: Mapping[int, Model]) -> None:
    """Gives ``record`` what its relation ``name`` points at, if that is among ``known``, by key."""
    found = known.get(getattr(record, f"{name}_id"))
    if found is not None:
        setattr(record, name, found)


@remembered("actors.freshness")
def fell_silent() -> dict[int, Freshness]:
    """By the key of their actor, of whom it was ever noted that nobody answers; what shows is up to ``standing``."""
    return {one.actor_id: one for one in Freshness.objects.exclude(unconfirmed_since=None)}


@remembered("actors.source")
def sources() -> dict[int, Source]:
    """The documents that facts were read from, by key."""
    return {source.pk: source for source in Source.objects.all()}


@remembered("actors.actorname")
def called_otherwise() -> set[int]:
    """The keys of the actors that have other names."""
    return set(ActorName.objects.order_by().values_list("actor", flat=True).distinct())


def with_terms(actors: Iterable[Actor], *names: str) -> list[Actor]:
    """``actors`` with their relations ``names`` at hand, as ``prefetch_related`` gives them; by itself all four.

    The words are shared by all who read them: never change one. One query.
    """
    known, names = list(actors), names or tuple(ANSWERS)
    rows = ties(Actor, names, [actor.pk for actor in known])
    at_hand(known, rows, {name: ANSWERS[name] for name in names})
    return known


def known_ties(catalogue: Catalogue, records: Iterable[Model], names: Sequence[str]) -> Iterator[Tie]:
    """``ties`` of ``records`` of one model as ``catalogue`` has them; one query for what it does not have, such as drafts.

    For pages that only show: who changes a record reads ``ties``.
    """
    shelf, others = catalogue.shelf(), []
    for record in records:
        if record.pk in shelf.place:
            for number, name in enumerate(names):
                yield from ((number, record.pk, other) for other in shelf.answers_of(name, record.pk))
        else:
            others.append(record)
    if others:
        yield from ties(type(others[0]), names, [record.pk for record in others])


def at_hand(
    records: Iterable[Model], rows: Iterable[Tie], words: Mapping[str, Callable[[], Iterable[Answer]]]
) -> None:
    """Gives ``records`` their relations as ``rows`` say; ``words``: all there are by the name of the relation, in the order of the rows."""
    names = list(words)
    chosen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, own, other in rows:
        chosen[names[number], own].add(other)
    for name, ask in words.items():
        all_words: list[tuple[Any, Any]] = [(answer.key, answer.record) for answer in ask()]
        for record in records:
            keys = chosen[name, record.pk]
            put_at_hand(record, name, [word for key, word in all_words if key in keys])
