"""``load_facts`` as a contract: idempotent, all or nothing per file, and never over what an editor changed."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import (
    Actor,
    ActorKind,
    ActorName,
    Discipline,
    Figure,
    Municipality,
    PopulationCount,
    Theme,
)
from tests.actors.aside import start_from_copy
from tests.actors.folder import Folder, Load, actor, dump, file_names

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def loaded(folder: Folder, db: None) -> Folder:
    """A folder that was loaded once."""
    assert folder.load().refused == ""
    return folder


def choir() -> Actor:
    return Actor.objects.get(slug="regenboogkoor")


def test_a_first_load_makes_everything(loaded: Folder) -> None:
    assert Municipality.objects.count() == Municipality.objects.members().count() == 7
    assert PopulationCount.objects.in_year(2019).count() == 7
    assert Figure.objects.get().key == "as-pendelaars"
    singers = choir()
    assert (singers.status, singers.source.slug, singers.source_pages) == ("published", "004", "p. 42")
    assert (singers.verified_on.isoformat(), singers.verified_by) == ("2019-01-01", "bron")
    assert (singers.parent.slug, [umbrella.slug for umbrella in singers.umbrellas.all()]) == (
        "koepel",
        ["koepel"],
    )
    assert Actor.objects.search("koor").filter(slug="regenboogkoor").exists()


def test_the_table_counts_what_happened(folder: Folder, db: None) -> None:
    first, second = folder.load(), folder.load()
    for name in set(file_names()) & set(folder.facts):
        assert first.counts(name)["refused"] == second.counts(name)["refused"] == 0
        assert (
            sum(second.counts(name).values())
            == second.counts(name)["unchanged"]
            == first.counts(name)["created"]
        )
    assert first.counts("actors.json")["created"] == 3
    folder.describe("museum", description="Een mijn.")
    folder.add(actor("nieuwkomer"))
    Actor.objects.filter(slug="koepel").update(note="Van een redacteur.")
    folder.describe("koepel", note="Uit het bestand.")
    third = folder.load()
    assert third.counts("actors.json") == {
        "created": 1,
        "updated": 1,
        "unchanged": 1,
        "kept": 1,
        "refused": 0,
    }


def test_a_second_load_writes_nothing(loaded: Folder) -> None:
    before = dump()
    with CaptureQueriesContext(connection) as log:
        assert loaded.load().refused == ""
    writes = [query["sql"] for query in log if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []
    assert len(log) < 200
    assert dump() == before


def test_what_search_never_saw_is_indexed(loaded: Folder) -> None:
    before = dump()
    Actor.objects.filter(slug="regenboogkoor").update(
        search_alias="", search_topics="", search_text="regenboogkoor"
    )
    Municipality.objects.update(search_name="", search_alias="", search_topics="", search_text="")
    assert loaded.load().refused == ""
    assert dump() == before
    assert choir() in Actor.objects.search("koor")


def test_reindex_mends_every_text(loaded: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    before = dump()
    Actor.objects.update(search_text="iets anders")
    call_command("reindex")
    assert dump() == before
    assert f"{Actor.objects.count()}" in capsys.readouterr().out


def test_a_load_of_more_actors_asks_no_more_questions_when_nothing_changed(loaded: Folder) -> None:
    with CaptureQueriesContext(connection) as few:
        loaded.load()
    loaded.add(*[actor(f"koor-{number}") for number in range(30)])
    loaded.load()
    with CaptureQueriesContext(connection) as many:
        loaded.load()
    assert len(many) == len(few)


EDITS: dict[str, tuple[Any, Any]] = {
    "name": ("Zanggroep", "Koor uit het bestand"),
    "description": ("Beter gezegd.", "Anders gezegd."),
    "website": ("https://redactie.example", "https://bestand.example"),
    "scale": ("vlaams", "regionaal"),
    "closed": (True, None),
    "collective": (True, None),
    "kind": ("museum", "koepel"),
    "municipality": ("genk", "genk"),
    "disciplines": (["zang", "dans"], ["dans"]),
    "target_groups": ([], ["jongeren"]),
    "parent": (None, "museum"),
}


def edit(field: str, value: Any) -> None:
    """An editor changes a field."""
    singers = choir()
    if field in {"disciplines", "target_groups"}:
        words = Actor._meta.get_field(field).related_model.objects
        getattr(singers, field).set(words.filter(slug__in=value))
        return
    pools = {"kind": ActorKind, "municipality": Municipality, "parent": Actor}
    setattr(singers, field, pools[field].objects.get(slug=value) if field in pools and value else value)
    singers.save()


def stored(field: str) -> Any:
    value = getattr(choir(), field)
    if field in {"disciplines", "target_groups"}:
        return sorted(word.slug for word in value.all())
    return value.slug if hasattr(value, "slug") else value


@pytest.mark.parametrize("field", [field for field in EDITS if field != "municipality"])
def test_an_editors_change_is_kept_and_named_while_other_fields_follow(field: str, loaded: Folder) -> None:
    original = stored(field)
    edited, filed = EDITS[field]
    edit(field, edited)
    changes = {} if filed is None else {field: filed}
    loaded.describe("regenboogkoor", partner_since="2020", **changes)
    result = loaded.load()
    assert result.refused == ""
    assert stored(field) == (sorted(edited) if isinstance(edited, list) else edited)
    assert ("regenboogkoor", field) in result.kept()
    assert choir().partner_since == "2020"
    edit(field, original)
    again = loaded.load()
    assert again.kept() == set()
    if filed is not None:
        assert stored(field) == filed


def test_a_seat_that_an_editor_moved_is_kept(loaded: Folder) -> None:
    edit("municipality", "beringen")
    result = loaded.load()
    assert result.kept() == {("regenboogkoor", "municipality"), ("regenboogkoor", "active_in")}
    assert choir().municipality.slug == "beringen"
    assert sorted(place.slug for place in choir().active_in.all()) == ["beringen", "genk"]


def test_names_of_an_editor_are_kept(loaded: Folder) -> None:
    choir().rename("Zanggroep")
    loaded.describe("regenboogkoor", also_known_as=["De Zangers"])
    result = loaded.load()
    assert result.kept() == {("regenboogkoor", "name"), ("regenboogkoor", "names")}
    assert [entry.name for entry in choir().names.all()] == ["Het Regenboogkoor"]
    loaded.describe("koepel", also_known_as=["Koepel Een", "Koepel Twee"])
    loaded.load()
    assert sorted(ActorName.objects.filter(actor__slug="koepel").values_list("name", flat=True)) == [
        "Koepel Een",
        "Koepel Twee",
    ]
    assert Actor.objects.search("twee").get().slug == "koepel"


def test_when_file_and_editor_agree_nothing_is_kept(loaded: Folder) -> None:
    edit("description", "Samen beter.")
    loaded.describe("regenboogkoor", description="Samen beter.")
    assert loaded.load().kept() == set()
    loaded.describe("regenboogkoor", description="Nog beter.")
    loaded.load()
    assert choir().description == "Nog beter."


def test_a_record_of_an_editor_is_not_overwritten(loaded: Folder) -> None:
    own = Actor.objects.create(slug="eigen", name="Eigen naam", kind=ActorKind.objects.get(slug="koor"))
    loaded.add(actor("eigen", name="Naam uit het bestand", description="Uit het bestand."))
    result = loaded.load()
    own.refresh_from_db()
    assert ("eigen", "name") in result.kept()
    assert (own.name, own.status) == ("Eigen naam", "draft")
    assert own.description == "Uit het bestand."


def test_a_hint_stays_apart_until_it_is_accepted(loaded: Folder) -> None:
    museum = Actor.objects.get(slug="museum")
    assert (museum.municipality, museum.municipality_hint.slug, museum.municipality_hint_basis) == (
        None,
        "as",
        "kaart",
    )
    museum.accept_hint()
    result = loaded.load()
    museum.refresh_from_db()
    assert (museum.municipality.slug, museum.municipality_hint) == ("as", None)
    assert {field for record, field in result.kept() if record == "museum"} >= {
        "municipality",
        "municipality_hint",
    }


def test_a_family_can_be_turned_around(loaded: Folder) -> None:
    loaded.describe("koepel", parent="regenboogkoor")
    loaded.describe("regenboogkoor", parent=None, umbrellas=[])
    assert loaded.load().refused == ""
    assert Actor.objects.get(slug="koepel").parent == choir()


def test_a_check_writes_nothing(folder: Folder, db: None) -> None:
    empty = dump()
    good = folder.load("--check")
    assert good.refused == ""
    assert good.counts("actors.json")["created"] == 3
    assert dump() == empty
    folder.load()
    full = dump()
    folder.describe("regenboogkoor", name="Nieuw", kind="museum")
    folder.add(actor("nog-een"))
    assert folder.load("--check").counts("actors.json")["updated"] == 1
    folder.describe("museum", kind="eenhoorn")
    assert folder.load("--check").refused
    assert dump() == full


def test_what_a_refused_file_holds_waits_while_good_files_are_written(folder: Folder, db: None) -> None:
    folder.describe("museum", kind="eenhoorn")
    result = folder.load()
    assert "actors.json" in result.refused
    assert result.counts("actors.json") == {
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "kept": 0,
        "refused": 3,
    }
    assert Actor.objects.count() == 0
    assert Municipality.objects.count() == 7
    folder.describe("museum", kind="museum")
    assert folder.load().refused == ""
    assert Actor.objects.count() == 3


def test_a_fault_found_while_writing_takes_back_the_file(loaded: Folder) -> None:
    before = dump()
    loaded.describe("koepel", description="Wel goed.")
    loaded.describe("regenboogkoor", website="geen adres")
    assert loaded.load().blames("actors.json", "regenboogkoor", "website")
    assert dump() == before


def test_files_that_stand_on_a_refused_one_say_so(folder: Folder, db: None) -> None:
    folder.write("vocabularies.json", "{")
    result = folder.load()
    told = {line.split(":")[0]: line for line in result.faults}
    assert "vocabularies.json" in told["actors.json"].removeprefix("actors.json")
    assert "vocabularies.json" in told["municipalities.json"]
    assert [line for line in result.faults if line.startswith("actors.json")] == [told["actors.json"]]
    assert dump()["Actor"] == dump()["Municipality"] == []


def test_a_folder_must_be_there(db: None, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("{}", encoding="utf-8")
    for path in (tmp_path / "nergens", tmp_path / "bestand"):
        with pytest.raises(CommandError, match=path.name):
            call_command("load_facts", str(path))


def test_an_empty_folder_names_every_missing_file(db: None, tmp_path: Path) -> None:
    result = Load(tmp_path)
    optional = {
        "headings.json",
        "words.json",
        "geography.json",
        "experts.json",
        "collections.json",
        "step_plans.json",
        "measures.json",
    }
    assert {line.split(":")[0] for line in result.faults} == set(file_names()) - optional
    assert not any(name in result.refused for name in optional)


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_end_well(folder: Folder) -> None:
    ends: list[str] = []
    start = threading.Barrier(2)

    def run() -> None:
        try:
            start.wait(10)
            ends.append(folder.load().refused)
        finally:
            connection.close()

    loads = [threading.Thread(target=run) for _ in range(2)]
    for load in loads:
        load.start()
    for load in loads:
        load.join(60)
    assert ends == ["", ""]
    assert Actor.objects.count() == 3
    assert folder.load().counts("actors.json")["unchanged"] == 3


@pytest.mark.django_db(transaction=True)
def test_publishing_twice_at_once_notes_one_moment(folder: Folder) -> None:
    folder.load()
    Actor.objects.update(status="draft", published_at=None)
    numbers: list[int] = []

    def publish() -> None:
        try:
            numbers.append(Actor.objects.all().publish())
        finally:
            connection.close()

    hands = [threading.Thread(target=publish) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(60)
    assert sorted(numbers)[1] == 3
    assert Actor.objects.published().count() == 3
    moments = set(Actor.objects.values_list("published_at", flat=True))
    assert None not in moments
    assert Actor.objects.all().publish() == 0
    assert set(Actor.objects.values_list("published_at", flat=True)) == moments


def test_the_real_command_says_how_it_ended(tmp_path: Path) -> None:
    database = tmp_path / "eigen.sqlite3"
    environment = {
        "PATH": os.environ["PATH"],
        "DEMO": "1",
        "DATABASE_URL": f"sqlite:///{database}",
        "HOME": str(tmp_path),
    }

    def manage(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False)  # noqa: S603

    start_from_copy(database)
    assert manage("migrate", "--verbosity=0").returncode == 0
    first = manage("load_facts")  # the real facts
    assert (first.returncode, first.stderr) == (0, "")
    assert "234" in next(line for line in first.stdout.splitlines() if line.startswith("actors.json")).split()
    Folder(tmp_path).write("actors.json", "[")
    refused = manage("load_facts", "--check", str(tmp_path))
    assert refused.returncode == 1
    assert "actors.json" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_words_that_left_the_file_stay_in_the_portal(loaded: Folder) -> None:
    loaded.change("vocabularies.json", lambda facts: facts["themes"].pop())
    assert loaded.load().refused == ""
    assert Theme.objects.filter(slug="erfgoed").exists()
    assert Discipline.objects.count() == 2
