"""An editor works through lists: actors, words and places."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor, ActorKind, Figure, Municipality, TermGroup, Theme, User
from ecru.base.models import Publication
from tests.actors.admin_cast import chief, editor, outsider, regisseur, signed_in, typed
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DisciplineFactory,
    MunicipalityFactory,
    ThemeFactory,
    UserFactory,
)

__all__ = ["chief", "editor", "outsider", "regisseur"]

LIST = "/beheer/actors/actor/"


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


def shown(answer: Any) -> set[str]:
    """The names in a list."""
    return {str(record) for record in answer.context["cl"].result_list}


def act(browser: Client, action: str, *chosen: Actor) -> list[str]:
    """Does ``action`` with ``chosen``; returns what the next page says about it."""
    data = {"action": action, "_selected_action": [actor.pk for actor in chosen]}
    return [str(message) for message in browser.post(LIST, data, follow=True).context["messages"]]


@pytest.mark.parametrize(("action", "status"), [("publish", "published"), ("archive", "archived")])
def test_many_at_once_each_with_its_own_line_in_the_history(
    action: str, status: str, browser: Client
) -> None:
    draft, done = ActorFactory(draft=True), ActorFactory(status=status)
    [said] = act(browser, action, draft, done)
    assert said.startswith("1 ")
    assert set(Actor.objects.values_list("status", flat=True)) == {status}
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.user.name) == (str(draft.pk), "An")
    act(browser, action, draft, done)
    assert LogEntry.objects.count() == 1


def test_many_are_checked_today(browser: Client) -> None:
    ActorFactory.create_batch(3)
    act(browser, "mark_checked", *Actor.objects.all()[:2])
    assert Actor.objects.filter(verified_on=timezone.localdate(), verified_by="redactie").count() == 2
    assert LogEntry.objects.count() == 2


def test_probable_seats_are_confirmed(browser: Client) -> None:
    genk, as_ = MunicipalityFactory(name="Genk"), MunicipalityFactory(name="As")
    guess, settled = (
        ActorFactory(municipality_hint=genk),
        ActorFactory(municipality=as_, municipality_hint=genk),
    )
    none = ActorFactory()
    act(browser, "confirm_hints", guess, settled, none)
    assert list(Actor.objects.order_by("pk").values_list("municipality__name", flat=True)) == [
        "Genk",
        "As",
        None,
    ]
    assert "Genk" in LogEntry.objects.get().change_message
    assert Actor.objects.search("genk").get() == guess


@pytest.mark.parametrize("query", ["cafe hoekske", "Café", "hoekskes", "hoek"])
def test_search_is_that_of_the_site(query: str, browser: Client) -> None:
    ActorFactory(name="Café 't Hoekske", words={})
    ActorFactory(name="Fanfare", words={})
    assert shown(browser.get(LIST, {"q": query})) == {"Café 't Hoekske"}
    what = {"app_label": "actors", "model_name": "actor", "field_name": "parent", "term": query}
    picked = browser.get("/beheer/autocomplete/", what).json()["results"]
    assert [entry["text"] for entry in picked] == ["Café 't Hoekske"]


def test_filters_answer_what_an_editor_asks(browser: Client) -> None:
    genk, dance, today = (
        MunicipalityFactory(name="Genk"),
        DisciplineFactory(label="Dans"),
        timezone.localdate(),
    )
    whole = ActorFactory(name="Heel", municipality=genk, verified_on=today)
    whole.disciplines.add(dance)
    ActorFactory(name="Oud", municipality_hint=genk, verified_on=today - timedelta(days=400), description="")
    ActorFactory(name="Kaal", named_only=True, picture="actors/x.webp", picture_alt="Foto", place="Gent")
    answers = {
        "checked=recent": {"Heel"},
        "checked=old": {"Oud"},
        "checked=never": {"Kaal"},
        "checked=stale": {"Oud", "Kaal"},
        "hint=yes": {"Oud"},
        "has_picture=yes": {"Kaal"},
        "has_picture=no": {"Heel", "Oud"},
        "place=genk": {"Heel"},
        "missing=any": {"Oud", "Kaal"},
        "missing=no_seat": {"Oud"},
        "missing=nothing": {"Heel"},
        "named_only__exact=1": {"Kaal"},
        f"disciplines__id__exact={dance.pk}": {"Heel"},
        "checked=stale&_facets=True": {"Oud", "Kaal"},
    }
    for query, names in answers.items():
        assert shown(browser.get(f"{LIST}?{query}")) == names, query


def queries(browser: Client, path: str) -> int:
    """How many questions the database gets for this page."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert browser.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    "path",
    [LIST, f"{LIST}?q=vereniging", "/beheer/actors/theme/", "/beheer/actors/municipality/",
     "/beheer/actors/figure/", "/beheer/actors/user/", "/beheer/admin/logentry/"],
)  # fmt: skip
def test_a_long_list_asks_no_more_than_a_short_one(path: str, regisseur: User) -> None:
    browser = signed_in(regisseur)
    fill(browser, 2)
    browser.get(path)
    few = queries(browser, path)
    fill(browser, 48)
    assert queries(browser, path) == few <= 20


def fill(browser: Client, number: int) -> None:
    """Adds ``number`` of everything, each with a history."""
    kind = ActorKindFactory(label="Vereniging", slug="vereniging")
    group = TermGroup.objects.get_or_create(slug="g", label="G")[0]
    actors, people = ActorFactory.create_batch(number, kind=kind, words={}), UserFactory.create_batch(number)
    for count, actor in enumerate(actors):
        place = MunicipalityFactory(member=False)
        Figure.objects.create(key=f"f-{place.slug}", municipality=place, indicator="Bossen", position=count)
        ThemeFactory(group=group)
        Actor.objects.filter(pk=actor.pk).update(municipality=place, municipality_hint=place)
    act(browser, "mark_checked", *actors)
    for person in people:
        LogEntry.objects.log_actions(person.pk, [person], 2, "x")


def test_a_new_label_is_found_at_once(browser: Client) -> None:
    theme = ThemeFactory(label="Erfgoed")
    actor = ActorFactory(words={"themes": [theme]})
    path = f"/beheer/actors/theme/{theme.pk}/change/"
    browser.post(path, typed(browser.get(path), label="Mijnverleden"))
    assert Actor.objects.search("mijnverleden").get() == actor
    assert browser.get("/beheer/actors/theme/").context["cl"].result_list[0].use_count == 1
    browser.post(f"/beheer/actors/theme/{theme.pk}/delete/", {"post": "yes"})
    assert not Theme.objects.exists()
    assert not Actor.objects.search("mijnverleden").exists()


def test_a_kind_that_is_in_use_stays(browser: Client) -> None:
    actor = ActorFactory()
    answer = browser.post(f"/beheer/actors/actorkind/{actor.kind_id}/delete/", {"post": "yes"})
    assert answer.status_code == 200
    assert ActorKind.objects.filter(pk=actor.kind_id).exists()


def test_words_of_the_facts_stay(browser: Client) -> None:
    theme = ThemeFactory(facts={"label": "Erfgoed"})
    browser.post(f"/beheer/actors/theme/{theme.pk}/delete/", {"post": "yes"})
    assert Theme.objects.filter(pk=theme.pk).exists()


def place_form(browser: Client, place: Municipality, **changes: Any) -> Any:
    """Sends the form of ``place`` back with ``changes``."""
    path = f"/beheer/actors/municipality/{place.pk}/change/"
    return browser.post(path, typed(browser.get(path), **changes))


def test_a_municipality_with_its_people_and_figures(browser: Client) -> None:
    genk = MunicipalityFactory(name="Genk", inhabitants=66_000)
    actor = ActorFactory(municipality=genk)
    more = {
        "population-TOTAL_FORMS": 2, "population-1-year": 2020, "population-1-count": 66_300, "population-1-certain": "on",
        "figures-TOTAL_FORMS": 1, "figures-0-indicator": "Verenigingen", "figures-0-value": "120", "figures-0-position": 0,
        "name": "Genck", "postcodes": "3600, 3601 3600", "website": "genk.example",
    }  # fmt: skip
    assert place_form(browser, genk, **more).status_code == 302
    genk.refresh_from_db()
    assert (genk.postcodes, genk.website) == (["3600", "3601"], "https://genk.example")
    assert [entry.count for entry in genk.population.all()] == [66_300, 66_000]
    assert genk.figures.get().key == "genk-verenigingen"
    assert Actor.objects.search("genck").get() == actor
    assert "Verenigingen" in LogEntry.objects.get().get_change_message()


def test_a_count_of_the_facts_stays(browser: Client) -> None:
    genk = MunicipalityFactory(name="Genk", inhabitants=66_000)
    genk.population.update(facts={"count": 66_000})
    assert place_form(browser, genk, **{"population-0-DELETE": "on"}).status_code == 200
    assert genk.population.count() == 1


def test_postcodes_are_postcodes(browser: Client) -> None:
    answer = place_form(browser, MunicipalityFactory(), postcodes="[3600]; drie")
    assert list(answer.context["adminform"].form.errors) == ["postcodes"]


def test_a_figure_is_about_one_area(browser: Client) -> None:
    path, genk = "/beheer/actors/figure/add/", MunicipalityFactory(name="Genk")
    new = {"indicator": "Jeugd", "value": "12.5", "position": 0}
    answer = browser.post(path, {**new, "municipality": genk.pk, "scope": "Vlaanderen"})
    assert list(answer.context["adminform"].form.errors) == ["scope"]
    for _time in range(2):
        assert browser.post(path, {**new, "scope": "Vlaanderen"}).status_code == 302
    assert set(Figure.objects.values_list("key", flat=True)) == {"vlaanderen-jeugd", "vlaanderen-jeugd-2"}


def test_everything_of_the_selection_counts(browser: Client) -> None:
    ActorFactory.create_batch(60, draft=True)
    data = {"action": "publish", "_selected_action": [Actor.objects.first().pk], "select_across": "1"}
    browser.post(f"{LIST}?status__exact=draft", data)
    assert Actor.objects.filter(status=Publication.PUBLISHED).exclude(published_at=None).count() == 60
    assert LogEntry.objects.count() == 60
