"""Made-up practices beside the made-up actors: one for every ten actors, from the same fixed seed."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.text import slugify

from actors.models import Actor
from ecru.base.models import Publication
from ecru.base.searchable import folded_texts
from projects.models import Consent, MakerRole, Practice, PracticeActor, PracticeKind, Reuse
from tests.bench.field import BATCH, YEARS_OF_HISTORY, Maker

EVERY = 10  # actors for each practice
REUSED = 0.2  # of the practices
SUBJECTS = ("municipalities", "disciplines", "target_groups", "themes")


def made(maker: Maker, number: int) -> tuple[Practice, dict[str, list[Any]]]:
    """The practice with this number, not saved yet, and what it is about."""
    chance = maker.chance
    seat = maker.skewed(maker.places, 1)[0]
    title = maker.name(seat)[:110]
    moment = maker.now - timedelta(days=chance.random() * YEARS_OF_HISTORY)
    practice = Practice(
        title=title,
        slug=f"{slugify(title)[:60]}-{number}",
        kind=chance.choice(PracticeKind.values),
        status=Publication.PUBLISHED,
        description=maker.description(),
        approach=maker.description(),
        results=maker.description() if maker.happens(0.5) else "",
        did_not_work=maker.description() if maker.happens(0.3) else "",
        people=chance.randint(1, 5) if maker.happens(0.4) else None,
        money=chance.randint(1, 6) if maker.happens(0.4) else None,
        year_from=chance.randint(2000, 2024),
        published_at=moment,
        verified_on=moment.date(),
    )
    words = {name: maker.skewed(terms, chance.randint(1, 4)) for name, terms in maker.words.items()}
    words["municipalities"] = maker.active_in(seat)
    about = [term.label for terms in words.values() for term in terms if hasattr(term, "label")]
    places = [place.name for place in words["municipalities"]]
    texts = folded_texts([title], [], [*about, *places], [practice.description, practice.approach])
    practice.search_name, practice.search_alias, practice.search_topics, practice.search_text = texts
    return practice, words


def save(batch: list[tuple[Practice, dict[str, list[Any]]]], maker: Maker, actors: list[int]) -> None:
    """Writes practices with their words, one maker each, and reuses of some."""
    Practice.objects.bulk_create([practice for practice, _words in batch])
    for name in SUBJECTS:
        relation: Any = Practice._meta.get_field(name)
        other = relation.m2m_reverse_field_name()
        relation.remote_field.through.objects.bulk_create(
            relation.remote_field.through(**{"practice_id": practice.pk, f"{other}_id": term.pk})
            for practice, words in batch
            for term in words[name]
        )
    PracticeActor.objects.bulk_create(
        PracticeActor(
            practice=practice,
            actor_id=maker.chance.choice(actors),
            role=MakerRole.MAKER,
            consent=Consent.AGREED,
        )
        for practice, _words in batch
    )
    Reuse.objects.bulk_create(
        Reuse(
            practice=practice,
            actor_id=maker.chance.choice(actors),
            municipality=words["municipalities"][0],
            year=2000 + year,
            went="goed",
        )
        for practice, words in batch
        if maker.happens(REUSED)
        for year in range(3)
    )


def grow(actors: int) -> None:
    """Makes a practice for every ten of so many ``actors`` instead of the real ones."""
    Practice.objects.all().delete()
    maker, keys = Maker(), list(Actor.objects.published().order_by("pk").values_list("pk", flat=True))
    total = max(1, actors // EVERY)
    for start in range(0, total, BATCH):
        save([made(maker, number) for number in range(start, min(start + BATCH, total))], maker, keys)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
