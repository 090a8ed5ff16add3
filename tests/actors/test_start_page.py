"""The start page of the admin says what needs attention, and each count is the length of the list behind it."""

import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor, ImportRun, User
from actors.upkeep import upkeep
from ecru.base import attention
from ecru.base.attention import Attention, attention_for, counted, watch
from tests.actors.admin_cast import editor, outsider, signed_in
from tests.factories import ActorFactory, DisciplineFactory, MunicipalityFactory, TargetGroupFactory

__all__ = ["editor", "outsider"]

START = "/beheer/"


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


def plant() -> None:
    """Actors that need something, each something else; and one that needs nothing."""
    today, genk = timezone.localdate(), MunicipalityFactory(name="Genk")
    words: dict[str, list[Any]] = {
        "disciplines": [DisciplineFactory()],
        "target_groups": [TargetGroupFactory()],
    }
    whole = {"municipality": genk, "verified_on": today}
    ActorFactory(name="Heel", **whole, words=words)
    ActorFactory(name="Oud", municipality=genk, verified_on=today - timedelta(days=400), words=words)
    ActorFactory(name="Nooit", municipality=genk, words=words)
    ActorFactory(name="Gestopt", closed=True, description="")
    ActorFactory(name="Stil", **whole, description="", words=words)
    ActorFactory(name="Dakloos", verified_on=today, words=words)
    ActorFactory(name="Overal", verified_on=today, place="Brussel", words=words)
    ActorFactory(name="Voor wie", **whole, words={"disciplines": words["disciplines"]})
    ActorFactory(name="Wat", **whole, words={"target_groups": words["target_groups"]})
    ActorFactory(name="Klad", draft=True)
    ActorFactory(name="Gok", **whole, municipality_hint=genk, words=words)
    ActorFactory(name="Foto", **whole, picture="a.webp", picture_alt="foto", words=words)
    ActorFactory(name="Het lange koor", **whole, picture="b.webp", picture_alt="het lange koor", words=words)
    ActorFactory(name="Kaal", **whole, named_only=True, description="")


EXPECTED = {
    "verouderd": {"Oud", "Nooit"},
    "onvolledig": {"Stil", "Dakloos", "Voor wie", "Wat"},
    "zonder-omschrijving": {"Stil"},
    "zonder-gemeente": {"Dakloos"},
    "zonder-doelgroep": {"Voor wie"},
    "zonder-discipline": {"Wat"},
    "concept": {"Klad"},
    "zetel": {"Gok"},
    "beeld": {"Foto", "Het lange koor"},
}


def test_every_count_is_the_length_of_its_list(browser: Client) -> None:
    plant()
    assert set(EXPECTED) == set(upkeep())
    page = browser.get(START)
    items = page.context["waiting"]
    told = {
        url: count
        for item in items
        for url, count in [(item.url, item.count), *((p.url, p.count) for p in item.parts)]
    }
    for key, names in EXPECTED.items():
        url = f"/beheer/actors/actor/?nodig={key}"
        shown = browser.get(url)
        assert {actor.name for actor in shown.context["cl"].result_list} == names, key
        assert told[url] == len(names), key
    assert browser.get("/beheer/actors/actor/?nodig=onzin").context["cl"].result_count == 14
    assert "oudste:" in page.content.decode()
    assert "zonder doelgroep" in page.content.decode()
    assert browser.get("/beheer/actors/actor/?nodig=verouderd&_facets=True").status_code == 200


def test_an_item_goes_when_it_is_done_and_then_all_is_calm(browser: Client) -> None:
    actor = ActorFactory(draft=True)
    page = browser.get(START)
    assert [item.label for item in page.context["waiting"]] == ["Kladversies"]
    assert "Onvolledig" in page.context["in_order"]
    actor.delete()
    assert "in orde" in browser.get(START).content.decode()
    assert "Wie deed wat" in browser.get(START).content.decode()


def test_an_import_that_waits_is_an_item(browser: Client) -> None:
    ImportRun.objects.create(file_name="a.csv", made_by_name="An", key=uuid.uuid4())
    [item] = browser.get(START).context["waiting"]
    assert (item.label, item.count) == ("Imports die wachten", 1)
    assert urlsplit(item.url).query == "open=ja"
    assert browser.get(item.url).context["cl"].result_count == 1


def test_nothing_is_counted_twice_while_nothing_changes(browser: Client) -> None:
    actor = ActorFactory(draft=True)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(START)
        return len(asked)

    questions()
    Actor.objects.filter(pk=actor.pk).publish()
    counted_again = questions()
    assert questions() == counted_again - 1


def test_who_keeps_nothing_sees_nothing(outsider: User) -> None:
    ActorFactory(draft=True)
    assert signed_in(outsider).get(START).status_code == 403
    assert attention_for(outsider) == []


def test_the_number_of_queries_does_not_grow(browser: Client) -> None:
    browser.get(START)
    plant()
    with CaptureQueriesContext(connection) as few:
        browser.get(START)
    for number in range(40):
        ActorFactory(draft=bool(number % 2))
    with CaptureQueriesContext(connection) as many:
        browser.get(START)
    assert len(many) == len(few)
    assert len(few) <= 16, "each kind of thing that waits asks once or twice"


def test_other_apps_may_add_items(monkeypatch: pytest.MonkeyPatch, editor: User) -> None:
    monkeypatch.setattr(attention, "watchers", [])
    ActorFactory(draft=True)

    @watch
    def urgent(_user: Any) -> list[Attention]:
        return [Attention("Meldingen", 2, "/x/", "Iemand wacht.", order=10)]

    @watch
    def later(_user: Any) -> list[Attention]:
        drafts = Actor.objects.filter(status="draft")
        return [counted(drafts, "created_at", label="Klad", url="/y/", why="")]

    watch(urgent)
    items = attention_for(editor)
    assert [(item.label, item.count) for item in items] == [("Meldingen", 2), ("Klad", 1)]
    assert items[1].oldest
