"""Cards stay in memory until their record changes; what is at hand can still be asked on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, Freshness
from actors.terms import ON_CARDS, cards, with_all_known
from ecru.base.edition import edition
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db


def test_a_card_is_read_once_and_again_after_a_change() -> None:
    actor = ActorFactory(name="Koor")
    other = ActorFactory(name="Harmonie")
    keys = [actor.pk, other.pk]
    assert [one.name for one in cards(keys)] == ["Koor", "Harmonie"]
    with CaptureQueriesContext(connection) as asked:
        assert [one.name for one in cards(keys)] == ["Koor", "Harmonie"]
    assert not [query for query in asked if "actors_actor" in query["sql"]]
    Actor.objects.filter(pk=actor.pk).update(name="Kinderkoor")
    assert [one.name for one in cards(keys)] == ["Kinderkoor", "Harmonie"]
    Actor.objects.filter(pk=other.pk).archive()
    assert [one.name for one in cards(keys)] == ["Kinderkoor"]


def test_who_asks_gets_a_copy() -> None:
    key = ActorFactory(name="Koor").pk
    [mine] = cards([key])
    mine.name = "Iets anders"
    mine.kind.label = mine.kind.label  # words are shared, records are not
    assert [one.name for one in cards([key])] == ["Koor"]


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = ActorFactory().pk, ActorFactory().pk
    edition.forget()
    monkeypatch.setattr(ON_CARDS, "room", 1)
    cards([first])
    assert list(ON_CARDS.kept) == [first]
    cards([second])
    assert list(ON_CARDS.kept) == [second]


def test_what_is_at_hand_can_be_asked_on() -> None:
    actor = ActorFactory()
    found = with_all_known(Actor.objects.for_bare_page().get(pk=actor.pk))
    for name in ("active_in", "disciplines", "target_groups", "themes"):
        stored = set(getattr(actor, name).values_list("pk", flat=True))
        assert {one.pk for one in getattr(found, name).all()} == stored
        assert set(getattr(found, name).filter(pk__gt=0).values_list("pk", flat=True)) == stored
    assert not found.names.all()
    assert not found.names.filter(name="Koor").exists()


def test_silence_shows_on_a_card_from_memory() -> None:
    actor = ActorFactory()
    Freshness.objects.create(actor=actor)
    with CaptureQueriesContext(connection) as asked:
        [card] = cards([actor.pk])
        assert card.not_confirmed_since is None
    assert not [query for query in asked if "JOIN" in query["sql"] and "freshness" in query["sql"]]
