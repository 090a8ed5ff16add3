"""Made-up support for the bench: so many measures instead of the real ones, from the same fixed seed, by bulk inserts."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from ecru.base.models import Publication
from ecru.base.searchable import folded_texts
from subsidies.models import (
    Area,
    Call,
    Certainty,
    Criterion,
    CriterionKind,
    LegalForm,
    Level,
    Measure,
    Provider,
    Rhythm,
    SupportForm,
)
from tests.bench.field import BATCH, YEARS_OF_HISTORY, Maker

GIVERS = 50
LEVELS = {Level.MUNICIPALITY: 50, Level.ECRU: 10, Level.FLANDERS: 25, Level.EUROPE: 15}
AREAS = {
    Level.MUNICIPALITY: Area.PLACES,
    Level.ECRU: Area.NETWORK,
    Level.FLANDERS: Area.FLANDERS,
    Level.EUROPE: Area.EUROPE,
}
LONGEST = 400  # days until a round closes
AMOUNTS = (250, 500, 1000, 2500, 5000, 10_000, 25_000, 100_000)  # euro
ACROSS = "Je werkt over de grens van je gemeente."
Made = tuple[Measure, dict[str, list[Any]]]


def limits(maker: Maker) -> dict[str, Any]:
    """How much a measure gives, and for how long."""
    most, chance = maker.chance.choice(AMOUNTS), maker.chance
    return {
        "min_amount": chance.choice([None, 100, 200]),
        "max_amount": most if maker.happens(0.7) else None,
        "max_cost": most * 4 if maker.happens(0.3) else None,
        "max_share": chance.choice([None, 50, 80]),
        "own_share": chance.choice([None, None, 20]),
        "max_months": chance.choice([None, 12, 24, 36]),
    }


def made(maker: Maker, number: int, givers: list[Provider], terms: dict[str, list[Any]]) -> Made:
    """The measure with this number, not saved yet, and its words."""
    chance = maker.chance
    title = f"Steun {number} voor {chance.choice(['jeugd', 'buurten', 'koren', 'makers'])}"
    level = maker.weighted(LEVELS)
    moment = maker.now - timedelta(days=chance.random() * YEARS_OF_HISTORY)
    measure = Measure(
        title=title,
        slug=f"steun-{number}",
        provider=chance.choice(givers),
        level=level,
        area=AREAS[level],
        status=Publication.PUBLISHED,
        certainty=Certainty.SURE,
        description=maker.description(),
        has_ended=maker.happens(0.05),
        published_at=moment,
        verified_on=moment.date(),
        **limits(maker),
    )
    words = {name: maker.skewed(all_, chance.randint(0, 3)) for name, all_ in maker.words.items()}
    words["actor_kinds"] = maker.skewed(maker.kinds, chance.randint(0, 2))
    words["forms"] = maker.skewed(terms["forms"], 1)
    words["legal_forms"] = maker.skewed(terms["legal_forms"], chance.randint(0, 3))
    seven = [place for place in maker.places if place.member]
    words["municipalities"] = maker.skewed(seven, 1) if level == Level.MUNICIPALITY else seven
    told = [
        chosen for name, chosen in words.items() if name != "actor_kinds"
    ]  # search does not look in those
    about = [getattr(term, "label", "") or term.name for chosen in told for term in chosen]
    texts = folded_texts([title], [], about, [measure.description])
    measure.search_name, measure.search_alias, measure.search_topics, measure.search_text = texts
    return measure, words


@transaction.atomic
def save(batch: list[Made], maker: Maker) -> None:
    """Writes measures with their words, a round for each, and a condition for some."""
    Measure.objects.bulk_create([measure for measure, _words in batch])
    for name in batch[0][1]:
        relation: Any = Measure._meta.get_field(name)
        other = relation.m2m_reverse_field_name()
        relation.remote_field.through.objects.bulk_create(
            relation.remote_field.through(**{"measure_id": measure.pk, f"{other}_id": term.pk})
            for measure, words in batch
            for term in words[name]
        )
    Call.objects.bulk_create(
        Call(
            measure=measure,
            rhythm=maker.chance.choice([Rhythm.ONCE, Rhythm.YEARLY]),
            closes_at=maker.now.replace(microsecond=0)
            + timedelta(days=maker.chance.randint(-LONGEST, LONGEST)),
        )
        for measure, _words in batch
    )
    Criterion.objects.bulk_create(
        Criterion(measure=measure, kind=CriterionKind.OTHER_MUNICIPALITY, text=ACROSS)
        for measure, _words in batch
        if maker.happens(0.2)
    )


def grow(total: int) -> int:
    """Makes ``total`` measures instead of the real ones; returns how many show."""
    Measure.objects.all().delete()
    maker = Maker()
    terms: dict[str, list[Any]] = {
        "forms": list(SupportForm.objects.all()),
        "legal_forms": list(LegalForm.objects.all()),
    }
    givers = [Provider(title=f"Gever {number}", slug=f"gever-{number}") for number in range(GIVERS)]
    Provider.objects.bulk_create(givers)
    for start in range(0, total, BATCH):
        save(
            [made(maker, number, givers, terms) for number in range(start, min(start + BATCH, total))], maker
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Measure.objects.published().count()
