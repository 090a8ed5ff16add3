"""Somebody adds an actor that is in here already: a question, with links, and nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from actors.duplicates import MOST, addresses_like, likely_twins, name_key
from actors.models import Actor, ActorName, User
from tests.actors.admin_cast import editor, outsider, signed_in, typed
from tests.factories import ActorFactory, MunicipalityFactory

__all__ = ["editor", "outsider"]
ADD = "/beheer/actors/actor/add/"
ASK = "/beheer/actors/actor/tweelingen/"


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


@pytest.fixture
def choir(db: None) -> Actor:
    return ActorFactory(
        name="Koor De Draad",
        slug="koor-de-draad",
        website="https://www.draad.example/koor/",
        municipality=MunicipalityFactory(name="Genk"),
        kbo_number="0440966354",
        words={},
    )


def names(*args: Any, **kwargs: Any) -> list[str]:
    """Who looks like that."""
    return [twin.actor.name for twin in likely_twins(*args, **kwargs)]


@pytest.mark.parametrize(
    "name",
    [
        "Koor De Draad",
        "KOOR  de   draad",
        "De Draad, koor",
        "Kóór de Draad vzw",
        "Koor De Draad Genk",
        "Koor De Draat",
        "Draadkoor",
    ],
)
def test_the_same_name_in_other_words(choir: Actor, name: str) -> None:
    ActorName.objects.create(actor=choir, name="Draadkoor")
    choir.reindex()
    assert names(name) == ["Koor De Draad"]


@pytest.mark.parametrize(
    "name", ["", "Koor", "Draad", "Koor De Haan", "Theater De Draad", "🎻", "%", "'; DROP", "a\0b"]
)
def test_another_name_is_no_twin(choir: Actor, name: str) -> None:
    assert names(name) == []


def test_another_place_is_another_one(choir: Actor) -> None:
    assert names("Koor De Draad", place="Genk") == ["Koor De Draad"]
    assert names("Koor De Draad", place="As") == []
    Actor.objects.filter(pk=choir.pk).update(municipality=None, place="Brussel")
    assert names("Koor De Draad", place="BRUSSEL") == ["Koor De Draad"]
    assert names("Koor De Draad", place="As") == []
    Actor.objects.filter(pk=choir.pk).update(place="")
    assert names("Koor De Draad", place="As") == ["Koor De Draad"]


@pytest.mark.parametrize(
    "website",
    [
        "https://draad.example/koor",
        "http://www.draad.example/koor/",
        "draad.example/koor",
        "DRAAD.example/koor",
    ],
)
def test_the_same_website_is_enough(choir: Actor, website: str) -> None:
    [twin] = likely_twins("Iets anders", place="As", website=website)
    assert twin.reasons == ["dezelfde website"]


@pytest.mark.parametrize(
    "website", ["https://draad.example/ander", "https://anders.example", "http://[x", "geen", ""]
)
def test_another_website_is_no_twin(choir: Actor, website: str) -> None:
    assert names("Iets anders", website=website) == []


def test_the_site_of_a_page_counts(choir: Actor) -> None:
    Actor.objects.filter(pk=choir.pk).update(website="https://draad.example")
    assert names("Iets anders", website="https://draad.example/wie-we-zijn/") == ["Koor De Draad"]
    assert len(addresses_like("https://draad.example/")) == len(set(addresses_like("https://draad.example/")))


def test_the_surest_comes_first(choir: Actor) -> None:
    ActorFactory(name="Koor de Draad", slug="tweede", words={})
    twins = likely_twins("Koor De Draad", kbo_number="0440966354", website="https://draad.example/koor")
    assert [len(twin.reasons) for twin in twins] == [3, 1]
    assert names("Koor De Draad", but=choir.pk) == ["Koor de Draad"]


def test_many_namesakes_are_cut_off_in_one_order(db: None) -> None:
    for number in range(MOST + 4):
        ActorFactory(name="Harmonie Sint-Cecilia", slug=f"h-{number}", words={})
    twins = likely_twins("Sint-Cecilia Harmonie")
    assert [twin.actor.slug for twin in twins] == [f"h-{number}" for number in range(MOST)]


def test_asking_costs_a_fixed_number_of_questions(choir: Actor, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(6):
        names("Koor De Draad", website="https://draad.example", kbo_number="0440966354")


def test_names_of_small_words_only_still_count(db: None) -> None:
    ActorFactory(name="Van alles", slug="van-alles", words={})
    assert names("Van Alles vzw") == ["Van alles"]
    assert name_key("De van het") == "de het van"


def new(browser: Client, choir: Actor, **changes: Any) -> dict[str, Any]:
    """What an editor types for a new actor."""
    return typed(browser.get(ADD), kind=choir.kind_id, status="draft", **changes)


def test_saving_a_twin_asks_first_and_loses_nothing(browser: Client, choir: Actor) -> None:
    sent = new(
        browser,
        choir,
        name="De Draad (koor)",
        description="Wij zingen.",
        **{"names-TOTAL_FORMS": "1", "names-0-name": "Draadje", "names-0-kind": "ook"},
    )
    answer = browser.post(ADD, sent)
    said = answer.content.decode()
    assert Actor.objects.count() == 1
    assert "Kijk eerst even" in said
    assert f"/beheer/actors/actor/{choir.pk}/change/" in said
    assert 'type="checkbox" name="not_a_twin"' in said
    for kept in ("Wij zingen.", "Draadje", "De Draad (koor)"):
        assert kept in said
    assert browser.post(ADD, {**sent, "not_a_twin": "on"}).status_code == 302
    made = Actor.objects.get(name="De Draad (koor)")
    assert (made.description, made.other_names) == ("Wij zingen.", ["Draadje"])


def test_who_looks_like_nobody_is_not_asked(browser: Client, choir: Actor) -> None:
    said = browser.get(ADD).content.decode()
    assert 'type="checkbox" name="not_a_twin"' not in said
    assert browser.post(ADD, new(browser, choir, name="Muziekatelier Noord")).status_code == 302


def test_a_new_name_asks_again_and_another_field_does_not(browser: Client, choir: Actor) -> None:
    other = ActorFactory(name="Atelier Noord", slug="noord", words={})
    path = f"/beheer/actors/actor/{other.pk}/change/"
    answer = browser.post(path, typed(browser.get(path), name="Koor De Draad"))
    assert "bijna dezelfde naam" in answer.content.decode()
    Actor.objects.filter(pk=other.pk).update(name="Koor De Draad")
    assert browser.post(path, typed(browser.get(path), note="Iets")).status_code == 302


def test_the_page_learns_of_twins_while_somebody_types(browser: Client, choir: Actor) -> None:
    answer = browser.get(ASK, {"name": "De Draad koor", "municipality": str(choir.municipality_id)})
    [twin] = answer.json()["twins"]
    assert (twin["name"], twin["url"]) == ("Koor De Draad", f"/beheer/actors/actor/{choir.pk}/change/")
    assert twin["why"] == "Vereniging, Genk, bijna dezelfde naam"
    assert "no-store" in answer["Cache-Control"]
    assert browser.get(ASK, {"name": "Koor De Draad", "but": str(choir.pk)}).json() == {"twins": []}
    assert browser.get(ASK, {"kbo_number": "BE 0440.966.354"}).json()["twins"]
    odd_ones: list[dict[str, str]] = [
        {},
        {"name": "x" * 10_000, "but": "9" * 40, "municipality": "x"},
        {"name": "\0"},
    ]
    for odd in odd_ones:
        assert browser.get(ASK, odd).json() == {"twins": []}
    page = browser.get(ADD).content.decode()
    assert f'data-twins="{ASK}"' in page
    assert "js/twins.js" in page


def test_only_who_keeps_the_field_asks(outsider: User, choir: Actor) -> None:
    assert signed_in(outsider).get(ASK).status_code == 403
    assert Client().get(ASK).status_code == 302


@pytest.mark.django_db
def test_one_word_or_two_is_the_same_name() -> None:
    choir = ActorFactory(name="Het Regenboogkoor")
    assert [twin.actor for twin in likely_twins("Regenboog koor")] == [choir]
    assert likely_twins("Regenboog bar") == []
