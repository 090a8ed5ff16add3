"""What the seeds tell of practices: all of it loads, what did not work stands apart, and two collections come along."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from projects.facts.collections import COLLECTIONS
from projects.facts.practices import PRACTICES
from projects.models import Collection, Practice, Project

FACTS = Path(settings.FACTS_DIR)


def told(name: str) -> list[dict[str, Any]]:
    """The records of a file of ours."""
    records: list[dict[str, Any]] = json.loads((FACTS / name).read_text(encoding="utf-8"))
    return records


def test_every_practice_of_the_seeds_is_in_with_dutch_and_english(all_facts: None) -> None:
    facts = told("practices.json")
    practices = [fact for fact in facts if fact["kind"] != "project"]
    assert Practice.objects.published().count() == len(practices) == 57
    assert Project.objects.published().count() == len(facts) - len(practices) == 11
    for practice in Practice.objects.all():
        assert practice.description
        assert practice.description_en
        assert practice.title_en
        assert practice.source is not None


def test_what_did_not_work_and_the_steps_are_told_apart(all_facts: None) -> None:
    heroes = Practice.objects.get(slug="lokale-helden")
    assert heroes.failed[0].startswith("Bussen uit de drie andere gemeenten")
    assert len(heroes.steps_taken) == 3
    assert all("bus" not in line.lower() for line in heroes.cautions)
    assert Practice.objects.get(slug="folder-cultuurcentraal").failed == [
        "De gedeelde folder met activiteiten had weinig effect."
    ]
    assert Practice.objects.get(slug="delen-van-technici-en-materiaal").steps_taken[0]["title"]
    assert Practice.objects.exclude(did_not_work="").count() >= 6


def test_loading_again_changes_nothing(all_facts: None) -> None:
    report = StringIO()
    call_command("load_facts", stdout=report)
    lines = {line.split()[0]: line.split()[1:] for line in report.getvalue().splitlines() if ".json " in line}
    assert lines["practices.json"] == ["0", "0", "68", "0", "0"]
    assert lines["collections.json"] == ["0", "0", "2", "0", "0"]


def test_both_collections_are_there_in_plain_dutch_with_their_source(all_facts: None) -> None:
    social, industry = Collection.objects.published().in_order()
    assert (social.slug, industry.slug) == ("sociaal-artistiek-werk-en-cocreatie", "industriecultuur")
    assert social.shown_count == len(told("collections.json")[0]["items"])
    assert industry.source.slug == "002"
    assert "000 en 001" in industry.source_pages
    slugs = {item.record.slug for item in industry.items.select_related("practice", "project")}
    assert {"inducult2-0", "inducci", "inducci-pilootacties", "argumentatienota-industriecultuur"} <= slugs
    for collection in (social, industry):
        assert collection.introduction_en
        longest = max(
            len(sentence.split())
            for line in collection.introduction.splitlines()
            for sentence in line.replace("?", ".").replace(":", ".").split(".")
        )
        assert longest <= 22, "plain Dutch has short sentences"


def test_what_an_editor_changed_in_a_collection_stays(all_facts: None) -> None:
    social = Collection.objects.get(slug="sociaal-artistiek-werk-en-cocreatie")
    social.introduction = "Van ons."
    social.save()
    social.items.filter(practice__slug="groei").delete()
    report = StringIO()
    call_command("load_facts", stdout=report)
    social.refresh_from_db()
    assert social.introduction == "Van ons."
    assert not social.items.filter(practice__slug="groei").exists()
    assert "introduction" in report.getvalue()


def test_a_folder_without_collections_loads_and_one_with_faults_names_them(
    all_facts: None, tmp_path: Path
) -> None:
    assert COLLECTIONS.optional
    Collection.objects.all().delete()
    for path in FACTS.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "collections.json").unlink()
    call_command("load_facts", str(tmp_path), stdout=StringIO())
    wrong = told("collections.json")[:1]
    wrong[0]["items"] += [{"slug": "bestaat-niet"}, {"slug": "groei"}]
    wrong[0]["source"] = {"file": "999"}
    (tmp_path / "collections.json").write_text(json.dumps([*wrong, *wrong]), encoding="utf-8")
    faults = StringIO()
    with pytest.raises(CommandError, match=r"collections\.json"):
        call_command("load_facts", str(tmp_path), stdout=StringIO(), stderr=faults)
    for said in ("'bestaat-niet' is niet bekend", "'groei'", "'999' is niet bekend", "staat twee keer"):
        assert said in faults.getvalue()
    assert not Collection.objects.exists()


def test_the_shape_of_steps_is_checked_and_older_files_without_them_load(db: None) -> None:
    fact = next(entry for entry in told("practices.json") if entry["slug"] == "groei")
    assert PRACTICES.parse([fact]).root[0].steps == []
    with pytest.raises(Exception, match="faults"):
        PRACTICES.parse([{**fact, "steps": [{"title": "a" * 121}]}])
    with pytest.raises(Exception, match="faults"):
        PRACTICES.parse([{**fact, "steps": [{"text": "Zonder titel"}]}])
