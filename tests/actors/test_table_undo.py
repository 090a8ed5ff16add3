"""An import is undone: back to what it was, but never over what somebody did since."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from actors.models import Actor, ActorName, ImportRun, User
from actors.tables import undo, write
from tests.actors.admin_cast import editor, signed_in
from tests.actors.table_files import compared, csv_file, imported, step
from tests.factories import ActorFactory, ActorKindFactory, DisciplineFactory, MunicipalityFactory

__all__ = ["editor"]


@pytest.fixture
def browser(editor: User) -> Client:
    ActorKindFactory(label="Koor", slug="koor")
    return signed_in(editor)


def left(run: ImportRun) -> dict[int, str]:
    """What each row says that could not be taken back."""
    return {row.number: row.left_alone for row in run.rows.exclude(left_alone="")}


def test_all_goes_back(browser: Client) -> None:
    genk, as_ = MunicipalityFactory(name="Genk"), MunicipalityFactory(name="As")
    dance, music = DisciplineFactory(label="Dans"), DisciplineFactory(label="Muziek")
    actor = ActorFactory(
        name="Oud", slug="oud", note="eerst", municipality=genk, words={"disciplines": [dance]}
    )
    rows = [
        ["sleutel", "naam", "soort", "opmerking", "zetel", "disciplines", "koepels"],
        ["oud", "Nieuw", "koor", "daarna", "As", "Muziek", "tweede"],
        ["eerste", "Eerste", "koor", "", "Genk", "", "tweede"],
        ["tweede", "Tweede", "koor", "", "", "", "eerste"],
    ]
    run = imported(browser, rows)
    actor.refresh_from_db()
    assert (actor.name, actor.municipality, list(actor.disciplines.all())) == ("Nieuw", as_, [music])
    assert Actor.objects.count() == 3
    [said] = step(browser, run, "ongedaan")
    assert "ongedaan" in said
    back = Actor.objects.get()
    assert (back.name, back.note, back.municipality, back.kind.slug) == (
        "Oud",
        "eerst",
        genk,
        "vereniging",
    )
    assert (list(back.disciplines.all()), list(back.active_in.all()), back.former_names) == (
        [dance],
        [genk],
        [],
    )
    assert Actor.objects.search("oud dans").get() == back
    assert (run.state, run.undone_by_name, left(run)) == ("ongedaan", "An", {})
    assert run.undone_by == User.objects.get(name="An")
    assert LogEntry.objects.filter(action_flag=3).count() == 2
    assert "ongedaan gemaakt door An" in browser.get(run.get_absolute_url()).content.decode()


def test_what_somebody_did_since_stays_and_is_told(browser: Client) -> None:
    ActorFactory(slug="a", note="eerst", website="")
    ActorFactory(slug="weg")
    rows = [
        ["sleutel", "naam", "soort", "opmerking", "website"],
        ["a", "", "", "import", "https://import.example"],
        ["weg", "", "", "import", ""],
        ["b", "Aangevuld", "koor", "", ""],
        ["c", "Met een deel", "koor", "", ""],
        ["d", "Samengevoegd", "koor", "", ""],
        ["e", "Weg ermee", "koor", "", ""],
    ]
    run = imported(browser, rows)
    Actor.objects.filter(slug="a").update(note="van Els")
    Actor.objects.filter(slug="b").update(description="Els schreef dit.")
    ActorFactory(slug="deel", parent=Actor.objects.get(slug="c"))
    Actor.objects.filter(slug__in=["weg", "d"]).delete()
    step(browser, run, "ongedaan")
    a = Actor.objects.get(slug="a")
    assert (a.note, a.website) == ("van Els", "")
    assert set(Actor.objects.values_list("slug", flat=True)) == {"a", "b", "c", "deel"}
    told = left(run)
    assert set(told) == {2, 3, 4, 5, 6}
    assert "opmerking" in told[2]
    assert "omschrijving" in told[4]
    shown = browser.get(f"{run.get_absolute_url()}?toon=gewijzigd").content.decode()
    assert told[2] in shown
    assert "5 rijen konden we niet" in shown


def test_a_word_that_went_since_is_left_out(browser: Client) -> None:
    dance = DisciplineFactory(label="Dans")
    ActorFactory(slug="a", words={"disciplines": [dance]})
    run = imported(browser, [["sleutel", "disciplines", "opmerking"], ["a", "", "x"]])
    dance.delete()
    step(browser, run, "ongedaan")
    assert Actor.objects.get().note == ""
    assert "disciplines" in left(run)[2]


def test_what_somebody_put_back_already_is_fine(browser: Client) -> None:
    ActorFactory(slug="a", note="eerst")
    run = imported(browser, [["sleutel", "opmerking"], ["a", "import"]])
    Actor.objects.update(note="eerst")
    step(browser, run, "ongedaan")
    assert left(run) == {}


def test_two_clicks_undo_once(browser: Client) -> None:
    ActorFactory(slug="a", note="")
    run = imported(browser, [["sleutel", "opmerking"], ["a", "x"]])
    assert step(browser, run, "ongedaan")
    Actor.objects.update(note="x")
    assert step(browser, run, "ongedaan") == []
    assert Actor.objects.get().note == "x"


def test_a_picture_that_came_since_keeps_its_actor(browser: Client) -> None:
    run = imported(browser, [["naam", "soort"], ["Koor", "koor"]])
    Actor.objects.update(picture="actors/x.webp", picture_alt="Het koor zingt")
    step(browser, run, "ongedaan")
    assert Actor.objects.count() == 1
    assert "foto" in left(run)[2]


@pytest.mark.parametrize("name", ["schrijven", "ongedaan"])
def test_while_one_is_writing_nobody_else_does(name: str, browser: Client) -> None:
    ActorFactory(slug="a", note="")
    run = compared(browser, csv_file([["sleutel", "opmerking"], ["a", "x"]]))
    if name == "ongedaan":
        step(browser, run, "schrijven")
    assert run.claim(run.state)
    before = Actor.objects.get().note
    step(browser, run, name)
    assert Actor.objects.get().note == before
    run.refresh_from_db()
    page = browser.get(run.get_absolute_url()).content.decode()
    assert "wordt nu geschreven" in page
    step(browser, run, "stoppen")
    run.release()
    step(browser, run, name)
    assert Actor.objects.get().note != before


def test_nothing_half_is_written_when_the_database_fails(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ActorFactory(slug="a", note="")
    run = compared(
        browser,
        csv_file([["sleutel", "opmerking", "naam", "soort"], ["a", "x", "", ""], ["", "", "Nieuw", "koor"]]),
    )

    def fail(*_args: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("actors.tables.writing.Writer.note", fail)
    with pytest.raises(OSError, match="disk"):
        step(browser, run, "schrijven")
    run.refresh_from_db()
    assert (run.state, run.writing_since) == ("klaar", None)
    assert Actor.objects.get().note == ""
    assert not ActorName.objects.exists()
    monkeypatch.undo()
    step(browser, run, "schrijven")
    assert Actor.objects.count() == 2


def test_a_claim_that_outlived_its_import_writes_nothing(
    browser: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ActorFactory(slug="a", note="")
    run = compared(browser, csv_file([["sleutel", "opmerking"], ["a", "x"]]))
    monkeypatch.setattr(ImportRun, "claim", lambda *_args: True)
    assert not undo(run, user=editor)
    step(browser, run, "schrijven")
    assert not write(run, user=editor)
    assert LogEntry.objects.count() == 1
