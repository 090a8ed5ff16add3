"""A field of made-up actors, the same on every machine: from a fixed seed, by bulk inserts.

Runs inside Django, on a database that holds the facts: the vocabularies and municipalities are the real ones.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from actors.models import Actor, ActorKind, ActorName, Discipline, Municipality, Scale, TargetGroup, Theme
from ecru.base.models import Publication
from ecru.base.searchable import folded_texts
from tests.bench import words

SEED = 20_190_101
BATCH = 1000
CHECKED = 20
WORDS_OF_DESCRIPTION = 38
YEARS_OF_HISTORY = 3 * 365
SCALES = {Scale.LOCAL: 70, Scale.REGIONAL: 20, Scale.FLEMISH: 8, Scale.INTERNATIONAL: 2}
STATUSES = {Publication.PUBLISHED: 96, Publication.DRAFT: 3, Publication.ARCHIVED: 1}
MANY = ("active_in", "disciplines", "target_groups", "themes")


@dataclass
class Made:
    """An actor that is not saved yet, with its relations by the name of their field."""

    actor: Actor
    former: list[str] = field(default_factory=list)
    related: dict[str, list[Any]] = field(default_factory=dict)


class Maker:
    """Makes actors, one after the other, from one source of chance."""

    def __init__(self, seed: int = SEED) -> None:
        """Reads the vocabularies and municipalities; each list in its own order, which search keeps too."""
        self.chance = random.Random(seed)  # noqa: S311 - made-up data, always the same
        self.kinds = list(ActorKind.objects.all())
        self.places = list(Municipality.objects.all())
        self.words: dict[str, list[Any]] = {
            "disciplines": list(Discipline.objects.all()),
            "target_groups": list(TargetGroup.objects.all()),
            "themes": list(Theme.objects.all()),
        }
        self.now = timezone.now()

    def make(self, number: int) -> Made:
        """The actor with this number."""
        seat = self.skewed(self.places, 1)[0]
        name = self.name(seat)
        moment = self.now - timedelta(days=self.chance.random() * YEARS_OF_HISTORY)
        actor = Actor(
            name=name,
            slug=f"{slugify(name)[:70]}-{number}",
            kind=self.skewed(self.kinds, 1)[0],
            scale=self.weighted(SCALES),
            status=self.weighted(STATUSES),
            description=self.description(),
            municipality=seat if self.happens(0.92) else None,
            closed=self.happens(0.04),
            named_only=self.happens(0.08),
            website=f"https://{number}.example" if self.happens(0.7) else "",
            published_at=moment,
            verified_on=moment.date(),
            verified_by="bron",
        )
        if seat.latitude is not None and self.happens(0.6):
            actor.latitude, actor.longitude = self.near(seat.latitude), self.near(seat.longitude)
        made = Made(actor, [self.name(seat)] if self.happens(0.08) else [])
        made.related = {
            name: self.skewed(terms, self.chance.randint(1, 4)) for name, terms in self.words.items()
        }
        made.related["active_in"] = self.active_in(seat)
        index(made)
        return made

    def name(self, seat: Municipality) -> str:
        """A name that a Flemish association could have."""
        parts = [self.chance.choice(words.SORTS), "De", self.chance.choice(words.NAMES)]
        if self.happens(0.3):
            parts.insert(0, self.chance.choice(words.QUALITIES))
        return " ".join([*parts, seat.name] if self.happens(0.5) else parts)

    def description(self) -> str:
        """About forty words; two of them stand in a known share of all descriptions."""
        chosen = self.chance.choices(words.DESCRIBING, k=WORDS_OF_DESCRIPTION)
        for word, share in ((words.RARE, words.RARE_SHARE), (words.COMMON, words.COMMON_SHARE)):
            if self.happens(share):
                chosen.insert(self.chance.randrange(len(chosen)), word)
        return f"{' '.join(chosen).capitalize()}."

    def active_in(self, seat: Municipality) -> list[Municipality]:
        """The seat and at most two others."""
        others = self.skewed(self.places, self.chance.choice([0, 0, 0, 1, 2]))
        chosen = {seat.pk, *(place.pk for place in others)}
        return [place for place in self.places if place.pk in chosen]

    def skewed(self, entries: Sequence[Any], most: int) -> list[Any]:
        """At most ``most`` entries in their own order; the first ones are chosen far more often (Zipf)."""
        weights = [1 / (rank + 2) for rank in range(len(entries))]
        chosen = set(self.chance.choices(range(len(entries)), weights, k=most))
        return [entries[rank] for rank in sorted(chosen)]

    def weighted(self, shares: dict[Any, int]) -> Any:
        """One of the keys, by its share."""
        return self.chance.choices(list(shares), list(shares.values()))[0]

    def happens(self, share: float) -> bool:
        """True in this share of the cases."""
        return self.chance.random() < share

    def near(self, degrees: Decimal) -> Decimal:
        """A place within a few kilometres."""
        return round(degrees + Decimal(self.chance.gauss(0, 0.02)), 5)


def index(made: Made) -> None:
    """Fills what search looks in, as ``Actor.reindex`` does; ``check`` compares the two."""
    actor = made.actor
    topics, alike = [actor.kind.label, actor.kind.label_en, actor.place], [actor.kind.alt_labels]
    if actor.municipality:
        topics.append(actor.municipality.name)
    topics += [place.name for place in made.related["active_in"]]
    for terms in ("disciplines", "target_groups", "themes"):
        for term in made.related[terms]:
            topics += [term.label, term.label_en]
            alike.append(term.alt_labels)
    texts = folded_texts([actor.name], made.former, topics, [actor.description, *alike])
    actor.search_name, actor.search_alias, actor.search_topics, actor.search_text = texts


@transaction.atomic
def save(batch: list[Made], chance: random.Random) -> None:
    """Writes actors with their relations; some become part of another, or stand under an umbrella."""
    Actor.objects.bulk_create([made.actor for made in batch])
    keys = [made.actor.pk for made in batch]
    for name in MANY:
        relation: Any = Actor._meta.get_field(name)
        own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        relation.remote_field.through.objects.bulk_create(
            relation.remote_field.through(**{f"{own}_id": made.actor.pk, f"{other}_id": entry.pk})
            for made in batch
            for entry in made.related[name]
        )
    ActorName.objects.bulk_create(
        ActorName(actor=made.actor, name=name, kind=ActorName.Kind.FORMER)
        for made in batch
        for name in made.former
    )
    members = chance.sample(range(1, len(keys)), len(keys) // 10)
    for number in members:
        batch[number].actor.parent_id = chance.choice(keys[:number])
    Actor.objects.bulk_update([batch[number].actor for number in members], ["parent"])
    umbrellas = Actor.umbrellas.through
    umbrellas.objects.bulk_create(
        umbrellas(from_actor_id=member, to_actor_id=keys[0])
        for member in chance.sample(keys[1:], len(keys) // 7)
    )


def check() -> None:
    """Fails when a made-up actor would be found by other words than ``Actor.reindex`` gives it."""
    for actor in Actor.objects.order_by("-pk")[:CHECKED]:
        mine = actor.search_name, set(actor.search_text.split())
        actor.reindex()
        if mine != (actor.search_name, set(actor.search_text.split())):
            raise SystemExit(
                f"tests/bench/field.py indexes actor {actor.pk} otherwise than Actor.reindex does"
            )


def grow(total: int) -> None:
    """Makes ``total`` actors instead of the real ones, and lets the database look at what it holds."""
    Actor.objects.all().delete()
    maker = Maker()
    for start in range(0, total, BATCH):
        made = [maker.make(number) for number in range(start, min(start + BATCH, total))]
        save(made, maker.chance)
    check()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
