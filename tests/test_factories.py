"""The makers of records make what the portal would make."""

from typing import Any

import pytest

from actors.models import Actor, Expert
from ecru.base.searchable import SEARCH_TEXTS
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    ExpertFactory,
    MunicipalityFactory,
    TargetGroupFactory,
    ThemeFactory,
    TopicFactory,
)
from tests.factories.field import EXPERT_WORDS, WORDS
from tests.subsidies.factories import MeasureFactory


def as_reindexed(made: Any) -> None:
    """The texts of ``made`` that search looks in, in memory and in the database, are those that reindexing gives."""
    given = [getattr(made, name) for name in SEARCH_TEXTS]
    stored = type(made).objects.values_list(*SEARCH_TEXTS).get(pk=made.pk)
    made.reindex()
    assert [getattr(made, name) for name in SEARCH_TEXTS] == given == list(stored)
    assert all(given)


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
    as_reindexed(made)


@pytest.mark.django_db
def test_a_new_actor_with_words_has_the_texts_that_reindexing_gives() -> None:
    genk, as_ = MunicipalityFactory(name="Genk"), MunicipalityFactory(name="As")
    themes = [ThemeFactory(label=label, label_en="x", alt_labels=f"{label}en") for label in ("Taal", "Feest")]
    groups = [TargetGroupFactory(label="Jongeren")]
    made = ActorFactory(
        municipality=genk,
        words={"active_in": [as_], "themes": themes, "target_groups": groups, "umbrellas": []},
    )
    as_reindexed(made)
    assert all(word in made.search_text for word in ("genk", "as", "taal", "feesten", "jongeren"))


@pytest.mark.django_db
@pytest.mark.parametrize("told", [{}, {"by_experience": True}, {"person": True}])
@pytest.mark.parametrize("talkative", [False, True])
def test_a_new_expert_has_the_texts_that_reindexing_gives(told: dict[str, Any], talkative: bool) -> None:
    topics = [TopicFactory(label=label, alt_labels=f"{label}en") for label in ("Taal", "Feest")]
    choir = ActorFactory(name="Koor", municipality=MunicipalityFactory(name="Genk"))
    assert isinstance(choir, Actor)
    choir.rename("Zanggroep")
    by = {} if "person" in told else {"actor": choir}
    made = ExpertFactory(**by, **told, words={"topics": topics} if talkative else None)
    as_reindexed(made)


@pytest.mark.django_db
def test_a_new_measure_has_the_texts_that_reindexing_gives() -> None:
    made = MeasureFactory(title="Steun voor vrijwilligers")
    as_reindexed(made)


@pytest.mark.django_db
def test_words_that_come_later_are_asked_for_anew() -> None:
    made = ActorFactory()
    made.themes.add(ThemeFactory(label="Feest"))
    assert [theme.label for theme in made.themes.all()] == ["Feest"]


@pytest.mark.django_db
def test_all_that_search_asks_for_is_known_of_a_new_actor() -> None:
    asked = Actor.objects.for_reindex()._prefetch_related_lookups
    assert sorted(asked) == sorted(WORDS)
    asked = Expert.objects.for_reindex()._prefetch_related_lookups
    assert sorted(asked) == sorted([*EXPERT_WORDS, "actor__names"])
