"""Where the address of a merged actor leads: for visitors, editors, imports and the facts."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Model
from django.test import Client

from actors.merging import A, B, Merger
from actors.models import Actor, Change, ImportRow, ImportRun, SlugRedirect, User
from tests.actors.admin_cast import editor, typed
from tests.actors.markup import text_of
from tests.actors.merging_cast import browser, choir, double, merge
from tests.actors.table_files import imported
from tests.factories import ActorFactory, ActorKindFactory

__all__ = ["browser", "choir", "double", "editor"]


@pytest.mark.parametrize(
    "path", ["/actoren/{}/", "/en/actoren/{}/", "/actoren/{}/kaart.png", "/actoren/{}/?a=1"]
)
def test_every_page_of_the_old_address_leads_on(
    browser: Client, choir: Actor, double: Actor, path: str
) -> None:
    merge(browser, choir, double, stays="a")
    answer = Client().get(path.format("de-draad"))
    assert (answer.status_code, answer["Location"]) == (301, path.format("koor-de-draad"))
    assert Client().get(answer["Location"]).status_code == 200
    form = Client().post("/actoren/de-draad/")
    assert form.status_code in {308, 405}


def test_chains_resolve_in_one_hop(browser: Client, choir: Actor, double: Actor) -> None:
    third = ActorFactory(name="De Draad Genk", slug="draad-genk")
    merge(browser, double, third, stays="b")
    merge(browser, third, choir, stays="b")
    for slug in ("de-draad", "draad-genk"):
        assert Client().get(f"/actoren/{slug}/")["Location"] == "/actoren/koor-de-draad/"
    assert set(SlugRedirect.objects.values_list("slug", "actor__slug")) == {
        ("de-draad", "koor-de-draad"),
        ("draad-genk", "koor-de-draad"),
    }
    past = Change.objects.about(choir)
    assert set(past.values_list("record", flat=True)) == {choir.name, double.name, third.name}


def test_an_address_does_not_tell_of_a_draft(browser: Client, choir: Actor, double: Actor) -> None:
    merge(browser, choir, double, stays="a", **{"pick-status": "a"})
    Actor.objects.update(status="draft")
    assert Client().get("/actoren/de-draad/").status_code == 404
    assert browser.get("/actoren/de-draad/").status_code == 301
    assert Client().get("/actoren/nooit-geweest/").status_code == 404
    assert Client().get("/experten/de-draad/").status_code == 404


def test_nobody_takes_an_address_that_leads_on(browser: Client, choir: Actor, double: Actor) -> None:
    merge(browser, choir, double, stays="a")
    path = "/beheer/actors/actor/add/"
    new = typed(browser.get(path), name="Iets anders", slug="de-draad", kind=choir.kind_id, status="draft")
    answer = browser.post(path, {**new, "not_a_twin": "on"})
    assert "leidt sinds een samenvoeging naar ‘Koor De Draad’" in text_of(answer)
    browser.post(path, {**new, "slug": "", "name": "De Draad", "not_a_twin": "on"})
    assert Actor.objects.get(name="De Draad").slug == "de-draad-2"
    rows = [
        ["sleutel", "naam", "soort"],
        ["de-draad", "Nieuw", "vereniging"],
        ["", "De-Draad!", "vereniging"],
    ]
    run = imported(browser, rows)
    faults = run.rows.get(number=2).faults
    assert "schrijf koor-de-draad" in str(faults)


@pytest.mark.unmeasured
def test_the_facts_do_not_bring_the_merged_one_back(field: None, editor: User) -> None:
    stays, goes = Actor.objects.get(slug="stebo"), Actor.objects.get(slug="ecru")
    child = Actor.objects.filter(parent=goes).first()
    count = Actor.objects.count()
    merged, _left = Merger(stays.pk, goes.pk, editor).merge(A, {"name": A, "description": B}, "ook")
    states: list[Any] = list(Actor.objects.order_by("pk").values())
    for _time in range(2):
        said = StringIO()
        call_command("load_facts", stdout=said)
        assert Actor.objects.count() == count - 1
    again: list[Any] = list(Actor.objects.order_by("pk").values())
    for before, after in zip(states, again, strict=True):
        told = {name for name in before if before[name] != after[name]} - {"facts", "updated_at"}
        assert not told, (before["slug"], told)
    merged.refresh_from_db()
    assert merged.description == goes.description
    if child:
        child.refresh_from_db()
        assert child.parent == merged


def test_an_import_is_not_undone_in_another_actor(browser: Client, choir: Actor, double: Actor) -> None:
    ActorKindFactory(label="Koor", slug="koor")
    run = imported(browser, [["sleutel", "opmerking"], ["de-draad", "uit de tabel"]])
    assert isinstance(run, ImportRun)
    merge(browser, choir, double, stays="a")
    assert ImportRow.objects.get(run=run).actor is None
    browser.post(f"/beheer/actors/importrun/{run.pk}/ongedaan/")
    assert "samengevoegd" in ImportRow.objects.get(run=run).left_alone
    choir.refresh_from_db()
    assert choir.note == "uit de tabel"


def test_models_say_where_an_address_leads(browser: Client, choir: Actor, double: Actor) -> None:
    merge(browser, choir, double, stays="a")
    assert str(SlugRedirect.objects.get()) == "de-draad → koor-de-draad"
    assert str(Change.objects.first()).endswith(", samengevoegd")
    assert isinstance(Change.objects.first(), Model)
