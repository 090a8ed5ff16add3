"""Faults in files of facts: every one is named with file, record and field, and none is half written."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override

from actors.models import Actor, ActorName
from tests.actors.folder import Folder, actor, dump, place, term

pytestmark = pytest.mark.django_db

ACTORS, PLACES, WORDS = "actors.json", "municipalities.json", "vocabularies.json"


@pytest.fixture
def folder(tmp_path: Any) -> Folder:
    return Folder(tmp_path)


BYTES = {
    "empty": b"",
    "not JSON": b"[{]",
    "not UTF-8": b'[{"name": "Caf\xe9"}]',
    "a byte order mark": b"\xef\xbb\xbf[]",
    "NaN": b'[{"slug": "x", "latitude": NaN}]',
    "infinite": b'[{"slug": "x", "latitude": -Infinity}]',
    "double keys": b'[{"slug": "x", "name": "A", "name": "B"}]',
    "a number without end": b"[" + b"9" * 5000 + b"]",
    "nested without end": b"[" * 100_000,
    "an object": b"{}",
    "a number": b"7",
    "a text": b'"actors"',
    "null": b"null",
    "a list of texts": b'["regenboogkoor"]',
    "a list of lists": b"[[]]",
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *((ACTORS, content) for content in BYTES.values()),
        (PLACES, BYTES["a number"]),
        (WORDS, BYTES["an object"]),
    ],
)
def test_what_is_no_file_of_facts_is_refused(name: str, content: bytes, folder: Folder) -> None:
    folder.write(name, content)
    result = folder.load()
    assert name in result.refused
    assert result.blames(name, "")
    assert dump()["Actor"] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [(b" \n", "the file is empty"), (BYTES["a byte order mark"], "byte order mark")],
)
def test_a_file_with_nothing_in_it_or_with_a_mark_before_it_is_told_in_words(
    content: bytes, words: str, folder: Folder
) -> None:
    folder.write(ACTORS, content)
    with override("en"):
        assert words in " ".join(folder.load().faults)


def test_a_folder_in_the_place_of_a_file_is_refused(folder: Folder) -> None:
    (folder.path / ACTORS).unlink()
    (folder.path / ACTORS).mkdir()
    assert folder.load().blames(ACTORS, "–", "–")


def test_an_empty_list_is_fine(folder: Folder) -> None:
    folder.write(ACTORS, "[]")
    assert folder.load().refused == ""
    assert Actor.objects.count() == 0


FAULTS: dict[str, tuple[str, Any]] = {
    "unknown kind": ("kind", "eenhoorn"),
    "unknown scale": ("scale", "kosmisch"),
    "unknown municipality": ("municipality", "atlantis"),
    "unknown place of work": ("active_in", ["genk", "atlantis"]),
    "seat outside active_in": ("active_in", ["as"]),
    "unknown discipline": ("disciplines", ["zang", "tovenarij"]),
    "unknown theme": ("themes", ["niets"]),
    "unknown group": ("target_groups", ["niemand"]),
    "unknown parent": ("parent", "niemand"),
    "unknown umbrella": ("umbrellas", ["niemand"]),
    "own parent": ("parent", "regenboogkoor"),
    "circle": ("parent", "museum"),
    "a place twice": ("active_in", ["genk", "genk"]),
    "a name twice": ("also_known_as", ["Koor", "Koor"]),
    "typing mistake in a field": ("descriptoin", "Samen"),
    "name too long": ("name", "x" * 161),
    "no name": ("name", "  "),
    "other name too long": ("also_known_as", ["x" * 161]),
    "later name too long": ("now_called", "x" * 161),
    "hint too long": ("municipality_hint", {"slug": "as", "basis": "x" * 201}),
    "unknown hint": ("municipality_hint", {"slug": "atlantis", "basis": "kaart"}),
    "description too long": ("description", "x" * 10_001),
    "no description": ("description", None),
    "NUL": ("description", "koor\x00koor"),
    "half a character": ("description", "koor\ud800"),
    "number for a text": ("name", 7),
    "text for a flag": ("closed", "ja"),
    "text for a list": ("themes", "migratie"),
    "not an address": ("website", "geen adres"),
    "script for an address": ("website", "javascript://alert(1)"),
    "not a mail address": ("contact_email", "koor"),
    "slug with capitals": ("slug", "Koor"),
    "slug that is half a character": ("slug", "\ud800"),
    "a country in small letters": ("country", "be"),
    "page as text": ("source", {"file": "004", "page": "42"}),
    "unknown source": ("source", {"file": "999", "page": 1}),
    "day that is none": ("verified_on", "2026-02-30"),
    "partner since too long": ("partner_since", "x" * 81),
}


@pytest.mark.parametrize(("field", "value"), FAULTS.values(), ids=FAULTS)
def test_a_fault_names_file_record_and_field(field: str, value: Any, folder: Folder) -> None:
    folder.describe("museum", parent="regenboogkoor")
    folder.facts[ACTORS][1][field] = value
    folder.write(ACTORS, json.dumps(folder.facts[ACTORS]))
    result = folder.load()
    assert result.refused.count(".json") == 1
    record = "" if field == "slug" else "regenboogkoor"
    assert result.blames(ACTORS, record), result.faults
    wanted = {"municipality_hint", "source", "also_known_as", "now_called"}
    blamed = [line.split(": ")[2] for line in result.faults if field != "slug"]
    assert field == "slug" or any(name == field or name.startswith(f"{field}.") for name in blamed), (
        result.faults,
        wanted,
    )
    assert (Actor.objects.count(), ActorName.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("verified_on", "2026-02-30", "verified_on: moet een dag zijn"),
        ("verified_on", "12/03/2020", "verified_on: moet een dag zijn"),
        ("name", "  ", "name: is leeg"),
        ("name", "x" * 161, "name: is te lang: hoogstens 160 tekens"),
    ],
)
def test_a_fault_is_told_in_dutch(field: str, value: Any, told: str, folder: Folder) -> None:
    folder.describe("regenboogkoor", **{field: value})
    with override("nl"):
        assert f"{ACTORS}: regenboogkoor: {told}" in " ".join(folder.load().faults)


def test_what_may_be_of_two_types_is_one_fault_of_the_field_itself(folder: Folder) -> None:
    folder.facts[PLACES]["municipalities"][0]["figures"][0]["value"] = "veel"
    folder.write(PLACES, json.dumps(folder.facts[PLACES]))
    blamed = [line.split(": ")[2] for line in folder.load().faults if line.startswith(PLACES)]
    assert blamed == ["value"]


NOWHERE = {"file": "999", "page": 1}


@pytest.mark.parametrize("name", ["needs.json", "regions.json"])
def test_a_source_that_nobody_knows_is_a_fault_in_every_file(name: str, folder: Folder) -> None:
    real = json.loads((settings.FACTS_DIR / name).read_text(encoding="utf-8"))
    if name == "needs.json":
        words: dict[str, Any] = {
            "target_groups": [],
            "themes": [],
            "expertise_topics": [],
            "actors": [],
            "municipality": None,
        }
        wrong: Any = [real[0] | words | {"source": NOWHERE}]
    else:
        wrong = {"projects": [real["projects"][0] | {"source": NOWHERE}], "regions": []}
    folder.write(name, json.dumps(wrong))
    result = folder.load()
    assert result.blames(
        name, (wrong[0] if name == "needs.json" else wrong["projects"][0])["slug"], "source.file"
    )


def test_a_part_of_a_region_that_is_too_long_is_a_fault_on_every_database(folder: Folder) -> None:
    facts = json.loads((settings.FACTS_DIR / "regions.json").read_text(encoding="utf-8"))
    facts["regions"][0]["projects"][0]["role"] = "x" * 121
    folder.write("regions.json", json.dumps(facts))
    assert folder.load().blames("regions.json", facts["regions"][0]["slug"], "projects.0.role")


@pytest.mark.parametrize("amount", [10**30, 1e300, -1])
def test_an_amount_without_end_is_a_fault_and_not_a_crash(amount: float, folder: Folder) -> None:
    budget = json.loads((settings.FACTS_DIR / "budget.json").read_text(encoding="utf-8"))
    budget["contributions"]["rows"][0]["contribution_printed_eur"] = amount
    folder.write("budget.json", json.dumps(budget))
    assert folder.load().blames("budget.json", "as", "contribution_printed_eur")


def test_a_slug_that_stands_twice_is_a_fault(folder: Folder) -> None:
    folder.add(actor("regenboogkoor", name="Nog een koor"))
    assert folder.load().blames(ACTORS, "regenboogkoor", "slug")


def test_a_circle_names_everyone_in_it(folder: Folder) -> None:
    folder.describe("koepel", parent="museum")
    folder.describe("museum", parent="regenboogkoor")
    result = folder.load()
    assert all(result.blames(ACTORS, slug, "parent") for slug in ("koepel", "museum", "regenboogkoor"))


def test_all_faults_of_a_file_are_told_at_once(folder: Folder) -> None:
    folder.describe("koepel", name="", scale=7, themess=[])
    folder.describe("museum", description="\x00", active_in="as")
    faults = folder.load().faults
    told = {tuple(line.split(": ")[1:3]) for line in faults if line.startswith(ACTORS)}
    fields = {"koepel": ("name", "scale", "themess"), "museum": ("description", "active_in")}
    assert told == {(slug, field) for slug, names in fields.items() for field in names}
    folder.facts[ACTORS][0].update(name="K", scale="x", kind="y")
    del folder.facts[ACTORS][0]["themess"]
    folder.describe("museum", description="Mijn.", active_in=["nergens"], themes=["niets"])
    told = {tuple(line.split(": ")[1:3]) for line in folder.load().faults}
    assert told == {("koepel", "scale"), ("koepel", "kind"), ("museum", "active_in"), ("museum", "themes")}


def test_faults_in_several_files_are_told_together(folder: Folder) -> None:
    folder.describe("koepel", kind="eenhoorn")
    folder.change("budget.json", lambda facts: facts["contributions"].update(total_inhabitants_printed=1))
    folder.change("needs.json", lambda facts: facts.append({"slug": "nood"}))
    result = folder.load()
    assert result.blames(ACTORS, "koepel", "kind")
    assert result.blames("budget.json", "contributions", "total_inhabitants_printed")
    assert result.blames("needs.json", "nood", "title")


def test_municipalities_are_seven_and_counted(folder: Folder) -> None:
    folder.change(PLACES, lambda facts: facts["municipalities"].append(place("Bree")))
    assert folder.load().blames(PLACES, "municipalities", "member")
    folder.change(PLACES, lambda facts: facts["municipalities"][-1].update(member=False, population_2019=-1))
    assert folder.load().blames(PLACES, "bree", "population_2019")
    folder.change(PLACES, lambda facts: facts["municipalities"][-1].update(name="Genk", population_2019=None))
    assert folder.load().blames(PLACES, "Genk", "name")


def test_a_municipality_with_a_fault_takes_its_figures_along(folder: Folder) -> None:
    folder.change(PLACES, lambda facts: facts["municipalities"][0].update(website="geen adres"))
    result = folder.load()
    assert result.blames(PLACES, "as", "website")
    assert (dump()["Municipality"], dump()["Figure"]) == ([], [])


@pytest.mark.parametrize("value", ["1e999", "-1e999", "12345678901234567", "0.123", "true"])
def test_a_figure_must_fit(value: str, folder: Folder) -> None:
    text = json.dumps(folder.facts[PLACES]).replace('"value": 90', f'"value": {value}')
    folder.write(PLACES, text)
    result = folder.load()
    assert PLACES in result.refused
    assert any("value" in line for line in result.faults)


def test_three_groups_come_first(folder: Folder) -> None:
    folder.change(WORDS, lambda facts: facts["target_groups"].append(term("vierde", primary=True)))
    assert folder.load().blames(WORDS, "target_groups", "primary")


def test_a_label_or_source_that_is_too_long_is_a_fault(folder: Folder) -> None:
    folder.change(WORDS, lambda facts: facts["themes"].append(term("lang", label_en="x" * 121)))
    assert folder.load().blames(WORDS, "lang", "label_en")
    folder.change(WORDS, lambda facts: (facts["themes"].pop(), facts["sources"][0].update(title="x" * 201)))
    assert folder.load().blames(WORDS, "004", "title")


def test_a_heading_must_have_known_words_and_a_short_label(folder: Folder) -> None:
    heading = {"slug": "zingen", "label": "x" * 121, "label_en": "Singing", "terms": ["zang"]}
    folder.facts["headings.json"] = {
        "actor_kinds": [],
        "disciplines": [heading],
        "target_groups": [],
        "themes": [],
    }
    folder.save("headings.json")
    assert folder.load().blames("headings.json", "disciplines-zingen", "label")
    folder.change(
        "headings.json", lambda facts: facts["disciplines"][0].update(label="Zingen", terms=["tovenarij"])
    )
    assert folder.load().blames("headings.json", "zingen", "terms")


def test_other_words_belong_to_a_known_word_and_have_room(folder: Folder) -> None:
    folder.facts["words.json"] = {"disciplines": {"tovenarij": ["goochelen"], "zang": ["x" * 200, "y" * 150]}}
    folder.save("words.json")
    refusal = folder.load()
    assert refusal.blames("words.json", "disciplines", "slug")
    assert refusal.blames("words.json", "zang", "words")


def test_new_other_words_are_found_at_once(folder: Folder) -> None:
    assert folder.load().refused == ""
    assert not Actor.objects.search("jodelen")
    folder.facts["words.json"] = {"disciplines": {"zang": ["jodelen"]}}
    folder.save("words.json")
    assert folder.load().refused == ""
    assert "regenboogkoor" in Actor.objects.search("jodelen").values_list("slug", flat=True)


def test_the_budget_must_add_up(folder: Folder) -> None:
    row = {
        "municipality": "as",
        "inhabitants_2019": 8198,
        "rate_eur": 0.4,
        "contribution_printed_eur": 3279.2,
    }
    total = {"total_inhabitants_printed": 8198, "total_printed_eur": 3279.2}
    folder.change("budget.json", lambda facts: facts["contributions"].update(rows=[row], **total))
    assert folder.load().refused == ""
    folder.change(
        "budget.json",
        lambda facts: facts["contributions"]["rows"][0].update(contribution_printed_eur=3279.19),
    )
    result = folder.load()
    assert result.blames("budget.json", "as", "contribution_printed_eur")
    assert result.blames("budget.json", "contributions", "total_printed_eur")


def test_control_characters_of_a_file_do_not_reach_the_terminal(folder: Folder) -> None:
    folder.facts[ACTORS][0]["slug"] = "\x1b[31mrood\n"
    folder.facts[ACTORS][0]["\x1b[2J"] = 1
    folder.save(ACTORS)
    result = folder.load()
    assert ACTORS in result.refused
    assert "\x1b" not in "".join(result.faults)
