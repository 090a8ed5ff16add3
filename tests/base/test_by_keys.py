"""Questions that are compiled once: they find what Django finds when it makes them anew, for any number of keys."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Actor
from ecru.base.by_keys import ByKeys
from projects.models import PracticeActor
from tests.factories import ActorFactory, MunicipalityFactory, PracticeFactory

pytestmark = pytest.mark.django_db


def held(record: Any) -> dict[str, Any]:
    """What ``record`` holds, and what the records beside it hold."""
    beside = {name: held(other) for name, other in record._state.fields_cache.items()}
    own = {name: value for name, value in record.__dict__.items() if name != "_state"}
    return own | beside | {"new": record._state.adding, "from": record._state.db}


def test_records_are_as_django_makes_them() -> None:
    genk = MunicipalityFactory(name="Genk", latitude="50.96500")
    keys = [ActorFactory(municipality=genk, facts={"name": "Koor"}).pk for _number in range(3)]
    records = Actor.objects.published().for_bare_page().order_by("pk")
    asked = ByKeys(records)
    for some in (keys[:1], keys, [*keys, 0], [0], []):
        assert list(map(held, asked.found(some))) == list(map(held, records.filter(pk__in=some)))


def test_what_a_record_points_at_comes_along() -> None:
    practice = PracticeFactory(maker=ActorFactory(name="Koor"))
    records = PracticeActor.objects.agreed().with_names()
    [maker] = ByKeys(records, "practice").found([practice.pk])
    assert held(maker) == held(records.get(practice=practice))
    assert maker.actor.name == "Koor"


def test_rows_are_those_of_django() -> None:
    keys = [ActorFactory(municipality=MunicipalityFactory(latitude="50.96500")).pk, ActorFactory().pk]
    rows = Actor.objects.order_by("-pk").values_list(
        "pk", "name", "municipality__latitude", "published_at", "closed"
    )
    assert [tuple(row) for row in ByKeys(rows).rows(keys)] == list(rows.filter(pk__in=keys))


def test_one_is_asked_for_by_another_column_too() -> None:
    ActorFactory(slug="ander")
    koor = ActorFactory(slug="koor")
    draft = ActorFactory(draft=True)
    asked = ByKeys(Actor.objects.published(), "slug")
    assert asked.one("koor") == koor
    assert asked.one(draft.slug) is None
    assert asked.one("koor' OR 1=1 --") is None


def test_it_costs_one_query_and_nothing_for_nobody() -> None:
    keys = [ActorFactory().pk, ActorFactory().pk]
    asked = ByKeys(Actor.objects.all())
    with CaptureQueriesContext(connection) as queries:
        assert list(asked.found([])) == []
        assert len(list(asked.found(keys))) == 2
    assert len(queries) == 1
