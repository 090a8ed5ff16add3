"""The makers of records make what the portal would make."""

from typing import Any

import pytest

from actors.models import Actor
from ecru.base.searchable import SEARCH_TEXTS
from tests.factories import ActorFactory, ActorKindFactory, MunicipalityFactory, ThemeFactory
from tests.factories.field import WORDS


@pytest.mark.django_db
@pytest.mark.parametrize(
    "details",
    [
        {},
        {"name": "C-mine", "description": "Buren dansen in de mijn.", "place": "Waterschei"},
        {"draft": True},
    ],
)
@pytest.mark.parametrize("seated", [False, True])
def test_a_new_actor_has_the_texts_that_reindexing_gives(details: dict[str, Any], seated: bool) -> None:
    kind = ActorKindFactory(label="Koor", label_en="Choir", alt_labels="zangkoor, zanggroep")
    place = {"municipality": MunicipalityFactory(name="Genk")} if seated else {}
    made = ActorFactory(kind=kind, **place, **details)
    given = [getattr(made, name) for name in SEARCH_TEXTS]
    stored = Actor.objects.values_list(*SEARCH_TEXTS).get(pk=made.pk)
    made.reindex()
    assert [getattr(made, name) for name in SEARCH_TEXTS] == given == list(stored)
    assert all(given)


@pytest.mark.django_db
def test_words_that_come_later_are_asked_for_anew() -> None:
    made = ActorFactory()
    made.themes.add(ThemeFactory(label="Feest"))
    assert [theme.label for theme in made.themes.all()] == ["Feest"]


@pytest.mark.django_db
def test_all_that_search_asks_for_is_known_of_a_new_actor() -> None:
    asked = Actor.objects.for_reindex()._prefetch_related_lookups
    assert sorted(asked) == sorted(WORDS)
