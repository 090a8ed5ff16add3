"""What happened to measures, their rounds and conditions: in the admin, from facts, and after somebody left."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actors.leaving import leave
from actors.models import Act, Change, User
from subsidies.models import Call, Criterion, Measure
from tests.actors.admin_cast import typed
from tests.actors.markup import text_of
from tests.subsidies.factories import CriterionFactory, MeasureFactory
from tests.subsidies.keeping_cast import HOME, at, save

pytestmark = pytest.mark.django_db


def address(measure: Measure, page: str = "change") -> str:
    """A page of a measure in the admin."""
    return reverse(f"admin:subsidies_measure_{page}", args=[measure.pk])


def change(browser: Client, measure: Measure, **changes: Any) -> None:
    """Sends the form of ``measure`` with ``changes``."""
    browser_page = browser.get(address(measure))
    data = typed(
        browser_page, **{"calls-0-closes_at_0": "2027-03-01", "calls-0-closes_at_1": "12:00:00", **changes}
    )
    answer = browser.post(address(measure), data)
    assert answer.status_code == 302, text_of(answer)


def lines(measure: Measure) -> list[tuple[str, str, set[str]]]:
    """What happened, newest first: to which kind of record, what, and which fields."""
    happened = Change.objects.filter(by__isnull=False)
    return [(line.model.partition(".")[2], line.act, set(line.values)) for line in happened]


def test_the_admin_notes_a_measure_and_its_round_apart(desk: Client, street: Measure) -> None:
    change(desk, street, max_amount="2.000", title="Pleingeld")
    assert lines(street) == [
        ("call", Act.CHANGED, {"closes_at"}),
        ("measure", Act.CHANGED, {"title", "max_amount"}),
    ]
    told = text_of(desk.get(address(street, "history")))
    assert "bij Pleingeld: eenmalig" in told
    assert "1 maart 2027, 12:00" in told
    every = text_of(desk.get("/beheer/actors/change/"))
    assert "Pleingeld: eenmalig" in every
    assert address(street, "history") in desk.get("/beheer/actors/change/").text
    assert "Pleingeld" in text_of(desk.get("/beheer/actors/change/?soort=measure"))


def test_an_editor_takes_a_change_of_a_round_back(desk: Client, street: Measure) -> None:
    before = street.calls.get().closes_at
    change(desk, street)
    line = Change.objects.get(model="subsidies.call", act=Act.CHANGED)
    undo = reverse("admin:subsidies_measure_undo", args=[street.pk, line.pk])
    page = desk.get(undo)
    assert "1 maart 2027, 12:00" in text_of(page)
    desk.post(undo, {"seen": page.context["seen"]})
    assert before
    assert street.calls.get().closes_at == before.replace(microsecond=0)
    undone = Change.objects.first()
    assert undone
    assert (undone.act, undone.undoes, undone.into) == (Act.UNDONE, line, street.pk)
    assert "Ongedaan gemaakt door An" in text_of(desk.get(address(street, "history")))


def test_changes_of_another_measure_are_not_undone_here(desk: Client, street: Measure) -> None:
    other = MeasureFactory()
    change(desk, street)
    line = Change.objects.get(model="subsidies.call", act=Act.CHANGED)
    assert desk.get(reverse("admin:subsidies_measure_undo", args=[other.pk, line.pk])).status_code == 404


def test_conditions_come_and_go_in_the_history(desk: Client, street: Measure) -> None:
    kept = CriterionFactory(measure=street, text="Vraag het aan je buren.")
    change(desk, street, **{"criteria-0-DELETE": "on"})
    line = Change.objects.get(model="subsidies.criterion")
    assert (line.act, line.into, line.key) == (Act.DELETED, street.pk, kept.pk)
    assert "Vraag het aan je buren." in text_of(desk.get(address(street, "history")))
    assert not Criterion.objects.exists()


def test_a_new_measure_and_a_deleted_one_are_told_whole(desk: Client, street: Measure) -> None:
    desk.post(reverse("admin:subsidies_measure_delete", args=[street.pk]), {"post": "yes"})
    assert {(line.model, line.act) for line in Change.objects.all()} == {
        ("subsidies.measure", Act.DELETED),
        ("subsidies.call", Act.DELETED),
    }
    assert not Call.objects.exists()


def test_many_at_once_are_noted_one_by_one(desk: Client, street: Measure, room: Measure) -> None:
    chosen = {"action": "archive", "_selected_action": [street.pk, room.pk], "index": "0"}
    desk.post("/beheer/subsidies/measure/", chosen)
    assert [line.values["status"] for line in Change.objects.all()] == [["published", "archived"]] * 2


def test_facts_are_remembered_with_their_rounds_and_conditions(tmp_path: Path, street: Measure) -> None:
    def load(**more: Any) -> None:
        fact = {
            "slug": "klusgeld", "title": "Klusgeld", "title_en": "Odd jobs", "provider": "stad", "level": "gemeente", "forms": ["subsidie"],
            "area": "ecru", "description": "Geld.", "description_en": "Money.", "source_name": "Krant", "verified_on": "2026-11-01", "certainty": "zeker",
            "calls": [{"key": "lente", "rhythm": "eenmalig", "closes_on": "2027-03-01", "certainty": "zeker", **more}],
            "criteria": [{"key": "buren", "kind": "andere", "text": "Vraag het je buren.", "certainty": "zeker"}],
        }  # fmt: skip
        facts = {"providers": [{"slug": "stad", "title": "Stad"}], "measures": [fact]}
        (tmp_path / "measures.json").write_text(json.dumps(facts))
        from ecru.base.facts import Merge, read_json  # noqa: PLC0415
        from subsidies.facts.measures import MEASURES  # noqa: PLC0415

        parsed = MEASURES.parse(read_json(tmp_path / "measures.json"))
        merge = Merge("measures.json")
        assert MEASURES.load
        MEASURES.load(parsed, merge)
        assert not merge.faults

    load()
    assert {(line.model, line.act, line.reason, line.by_name) for line in Change.objects.all()} == {
        (f"subsidies.{kind}", Act.ADDED, "ingelezen uit measures.json", "")
        for kind in ("measure", "call", "criterion")
    }
    load()
    assert Change.objects.count() == 3
    load(closes_hour="12:00")
    line = Change.objects.first()
    assert line
    assert (line.model, line.act, set(line.values)) == ("subsidies.call", Act.CHANGED, {"closes_at"})


def test_who_left_stays_in_the_past_as_a_former_member(
    his: Client, gust: User, desk: Client, street: Measure
) -> None:
    save(his, at("wat"), title="Pleingeld")
    leave(user=gust)
    assert Change.objects.get(model="subsidies.measure").by_name == "voormalig lid"
    assert "voormalig lid" in text_of(desk.get(address(street, "history")))
    assert "een voormalig lid" in text_of(desk.get(f"{HOME}geschiedenis/"))


def test_everyone_reads_when_it_was_looked_at_and_changed_and_no_more(
    his: Client, visitor: Client, street: Measure
) -> None:
    save(his, at("wat"), pays="Koffie")
    told = text_of(visitor.get("/steun/straatgeld/"))
    assert "Laatst nagekeken" in told
    assert "Laatst gewijzigd" in told
    assert "Gust" not in told
