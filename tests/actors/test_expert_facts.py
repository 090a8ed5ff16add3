"""Facts about experts: what the file says, what an editor keeps, and every fault by name."""

import json
from pathlib import Path
from typing import Any

import pytest

from actors.models import Actor, Expert, Language, Municipality, Offer, Topic
from tests.actors.answers import actor_facts, facts
from tests.actors.folder import ORIGIN, Folder, Load

FILE = "experts.json"


def word(slug: str) -> dict[str, str]:
    return {"slug": slug, "label": slug.capitalize(), "label_en": slug}


def expert(slug: str = "koepel", **more: Any) -> dict[str, Any]:
    """What the umbrella knows."""
    known = {"actor": "koepel", "topics": ["zingen"], "offers": ["advies"], "languages": []}
    said = {"can_tell": "Hoe je samen zingt.", "basis": "De nota noemt het.", "source": ORIGIN}
    return {"slug": slug, **known, **said, **more}


def small(*experts: dict[str, Any]) -> dict[str, Any]:
    return {"offers": [word("advies"), word("workshop")], "languages": [word("nl")], "experts": list(experts)}


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Folder:
    """A folder with one expert, not loaded yet."""
    folder = Folder(tmp_path)
    write(folder, expert())
    return folder


def write(folder: Folder, *experts: dict[str, Any]) -> None:
    folder.write(FILE, json.dumps(small(*experts)))


def stored() -> Expert:
    return Expert.objects.get(slug="koepel")


def test_a_first_load_makes_the_expert_and_the_small_lists(folder: Folder) -> None:
    assert folder.load().refused == ""
    assert (Offer.objects.count(), Language.objects.count()) == (2, 1)
    made = stored()
    assert (made.status, made.actor.slug, made.can_tell) == ("published", "koepel", "Hoe je samen zingt.")
    assert (made.municipality.slug, [place.slug for place in made.active_in.all()]) == ("genk", ["genk"])
    assert (made.source_pages, made.verified_on.isoformat(), made.verified_by) == (
        "p. 42",
        "2019-01-01",
        "bron",
    )
    assert Expert.objects.search("zingen").get() == made
    again = folder.load()
    assert again.counts(FILE)["unchanged"] == 4


def test_a_folder_without_experts_is_fine(folder: Folder) -> None:
    (folder.path / FILE).unlink()
    assert folder.load().refused == ""
    assert not Expert.objects.exists()


def test_an_editors_change_is_kept_while_the_rest_follows(folder: Folder) -> None:
    folder.load()
    Expert.objects.update(can_tell="Beter gezegd.")
    stored().offers.set(Offer.objects.filter(slug="workshop"))
    write(folder, expert(can_tell="Anders.", offers=[], basis="Elders."))
    result = folder.load()
    assert {("koepel", "can_tell"), ("koepel", "offers")} <= result.kept(FILE)
    kept = stored()
    assert (kept.can_tell, kept.basis) == ("Beter gezegd.", "Elders.")
    assert [offer.slug for offer in kept.offers.all()] == ["workshop"]


def test_the_places_follow_the_organisation(folder: Folder) -> None:
    folder.load()
    koepel, as_ = Actor.objects.get(slug="koepel"), Municipality.objects.get(slug="as")
    koepel.municipality = as_
    koepel.save()
    assert folder.load().refused == ""
    assert stored().municipality == as_
    assert {place.slug for place in stored().active_in.all()} == {"as", "genk"}
    assert Expert.objects.search("as").exists()


FAULTS: dict[str, tuple[str, Any]] = {
    "unknown organisation": ("actor", "niemand"),
    "no organisation": ("actor", None),
    "unknown topic": ("topics", ["toveren"]),
    "no topic": ("topics", []),
    "a topic twice": ("topics", ["zingen", "zingen"]),
    "unknown offer": ("offers", ["goud"]),
    "unknown language": ("languages", ["xx"]),
    "nothing to tell": ("can_tell", " "),
    "too long a tale": ("can_tell", "woord " * 41),
    "no basis": ("basis", ""),
    "a person": ("person_name", "Nour"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_named_and_nothing_is_written(name: str, folder: Folder) -> None:
    field, value = FAULTS[name]
    write(folder, expert(), expert("tweede", **{field: value}))
    result = folder.load()
    assert FILE in result.refused
    assert result.blames(FILE, "tweede", field)
    assert not Expert.objects.exists()


@pytest.mark.parametrize("kind", ["source", "twice"])
def test_faults_across_records(kind: str, folder: Folder) -> None:
    other = expert("tweede", source={"file": "999", "page": 1}) if kind == "source" else expert()
    write(folder, expert(), other)
    assert folder.load().blames(FILE, other["slug"], "source.file" if kind == "source" else "slug")


def test_experts_wait_for_actors_that_are_refused(folder: Folder) -> None:
    folder.describe("museum", kind="eenhoorn")
    assert "actors.json" in folder.load().refused
    assert not Expert.objects.exists()


# --- The file itself --------------------------------------------------------------------------------------------


def test_the_file_names_published_organisations_and_says_why(db: None) -> None:
    known = facts(FILE)["experts"]
    assert len(known) >= 60
    assert len({entry["can_tell"] for entry in known}) == len(known)
    for entry in known:
        who = actor_facts()[entry["actor"]]
        assert not who.get("closed"), entry["slug"]
        assert not who.get("named_only"), entry["slug"]
        assert who["kind"] != "kunstenaar", "a person in disguise"
        assert entry["basis"]
        assert not entry.get("by_experience"), "no source says so of an organisation"


def test_every_topic_that_the_facts_call_offered_has_an_expert(db: None) -> None:
    offered = {topic["slug"] for topic in facts("vocabularies.json")["expertise_topics"] if topic["offer"]}
    covered = {topic for entry in facts(FILE)["experts"] for topic in entry["topics"]}
    assert offered <= covered


def test_the_real_file_loads(db: None) -> None:
    assert Load(None).refused == ""
    assert Expert.objects.published().count() == len(facts(FILE)["experts"])
    assert Topic.objects.filter(is_offered=True, experts=None).count() == 0
