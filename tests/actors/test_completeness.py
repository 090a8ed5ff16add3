"""How complete a record is: the same in Python and in SQL, with a reason for everything that is missing."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from actors.completeness import PARTS, SHORTEST_STORY, WHOLE, completeness, missing_parts, with_completeness
from actors.forms.own import SECTIONS
from actors.models import Actor
from tests.factories import (
    ActorFactory,
    DisciplineFactory,
    MunicipalityFactory,
    TargetGroupFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

RECORDS = some.fixed_dictionaries(
    {
        "description": some.sampled_from(
            ["", "Kort.", "x" * (SHORTEST_STORY - 1), "é" * SHORTEST_STORY, "🎵" * SHORTEST_STORY]
        ),
        "municipality": some.booleans(),
        "place": some.sampled_from(["", "Brussel"]),
        "picture": some.sampled_from(["", "actors/koor.webp"]),
        "contact_email": some.sampled_from(["", "koor@voorbeeld.example"]),
        "website": some.sampled_from(["", "https://koor.example"]),
        "links": some.sampled_from([[], ["https://www.facebook.com/koor"]]),
        "latitude": some.sampled_from([None, "50.96512"]),
        "words": some.sets(some.sampled_from(["disciplines", "target_groups", "themes"])),
    }
)


def made(record: dict[str, Any], number: int) -> Actor:
    """An actor with what ``record`` says."""
    known = {"disciplines": DisciplineFactory, "target_groups": TargetGroupFactory, "themes": ThemeFactory}
    fields = {name: value for name, value in record.items() if name not in {"municipality", "words"}}
    fields["longitude"] = "5.50000" if record["latitude"] else None
    fields["picture_alt"] = "Een koor." if record["picture"] else ""
    place = MunicipalityFactory(name="Genk") if record["municipality"] else None
    words = {name: [known[name](label="Woord")] for name in record["words"]}
    return ActorFactory(slug=f"groep-{number}", municipality=place, words=words, **fields)


@settings(max_examples=12)
@given(records=some.lists(RECORDS, min_size=8, max_size=24))
def test_python_and_sql_agree_on_any_record(records: list[dict[str, Any]]) -> None:
    Actor.objects.all().delete()
    for number, record in enumerate(records):
        made(record, number)
    scored = {actor.pk: actor.completeness for actor in with_completeness(Actor.objects.all())}
    assert scored == {actor.pk: completeness(actor) for actor in Actor.objects.all()}


def test_the_parts_make_a_hundred_and_each_says_why() -> None:
    assert sum(part.points for part in PARTS) == WHOLE
    assert all(str(part.why) and str(part.label) for part in PARTS)
    assert {part.section for part in PARTS} <= {section.key for section in SECTIONS}


def test_an_empty_record_misses_everything_and_what_weighs_most_comes_first() -> None:
    empty = ActorFactory(description="")
    assert completeness(empty) == 0
    missing = missing_parts(empty)
    assert len(missing) == len(PARTS)
    assert missing[0].key == "description"


def test_a_full_record_misses_nothing() -> None:
    everything = {
        "description": "x" * SHORTEST_STORY, "municipality": True, "place": "", "picture": "actors/a.webp",
        "contact_email": "a@voorbeeld.example", "website": "", "links": ["https://koor.example"],
        "latitude": "50.9", "words": {"disciplines", "target_groups", "themes"},
    }  # fmt: skip
    full = made(everything, 1)
    assert missing_parts(full) == []
    assert with_completeness(Actor.objects.all()).get().completeness == WHOLE


def test_the_measure_costs_the_same_for_two_and_for_many(django_assert_num_queries: Any) -> None:
    ActorFactory.create_batch(30)
    with django_assert_num_queries(1):
        assert len({actor.completeness for actor in with_completeness(Actor.objects.all())}) == 1
