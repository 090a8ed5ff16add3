"""Reading and merging facts: where a fault is, and what counts as the same value."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from actors.models import ActorName, Source
from ecru.base.facts import Fault, Merge, Refused, Tally, read_json
from ecru.base.facts.files import LARGEST_FILE, locate
from ecru.base.facts.merge import doubles, plain
from ecru.base.facts.schema import SourceRef, once


def refusal(path: Path) -> Fault:
    with pytest.raises(Refused) as caught:
        read_json(path)
    (fault,) = caught.value.faults
    return fault


@pytest.mark.parametrize("content", [{"a": [1, 2.5, None, True, "é"]}, [], "tekst", 0])
def test_json_is_read_as_it_is(content: Any, tmp_path: Path) -> None:
    (tmp_path / "goed.json").write_text(json.dumps(content), encoding="utf-8")
    assert read_json(tmp_path / "goed.json") == content


def test_a_fault_of_form_says_where(tmp_path: Path) -> None:
    path = tmp_path / "fout.json"
    path.write_bytes(b'[\n  {"a": }\n]')
    fault = refusal(path)
    assert fault.file == "fout.json"
    assert {"2", "9"} <= set(fault.field.replace(",", "").split())
    path.write_bytes(b"[\xff]")
    assert "1" in refusal(path).message
    path.write_bytes(b'{"a": {"b": 1, "c": 2, "b": 3}}')
    assert refusal(path).field == "b"


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "groot.json"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    assert refusal(path).file == "groot.json"


@pytest.mark.parametrize(
    ("content", "path", "place"),
    [
        ([{"slug": "koor"}], (0, "name"), ("koor", "name")),
        ([{"naam": "koor"}], (0, "name"), ("#1", "name")),
        ([{"slug": "koor", "themes": ["x"]}], (0, "themes", 0), ("koor", "themes.0")),
        ({"lijst": [{"id": "004"}]}, ("lijst", 0, "title"), ("004", "title")),
        (
            {"seven": [{"slug": "as", "figures": [{"indicator": "P"}]}]},
            ("seven", 0, "figures", 0, "value"),
            ("P", "value"),
        ),
        ({}, (), ("", "")),
        (7, ("a", 0), ("", "a.0")),
        ([{"slug": "\x1b[31m"}], (0, "slug"), ("\N{REPLACEMENT CHARACTER}[31m", "slug")),
        ([{"slug": "x" * 500}], (0, "slug"), ("x" * 120, "slug")),
    ],
)
def test_a_path_becomes_a_record_and_a_field(
    content: Any, path: tuple[int | str, ...], place: tuple[str, str]
) -> None:
    assert locate(content, path) == place


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal("51.00920"), Decimal("51.0092")),
        (Decimal("100.00"), Decimal(100)),
        (["b", "a"], ["a", "b"]),
        (Source(slug="004"), "004"),
        ([Source(slug="b"), Source(slug="a")], ["a", "b"]),
        (ActorName(name="Koor", kind="vroeger"), "vroeger: Koor"),
        (date(2019, 1, 1), "2019-01-01"),
        (None, None),
    ],
)
def test_values_that_mean_the_same_are_the_same(one: Any, other: Any) -> None:
    assert plain(one) == plain(other)
    assert json.dumps(plain(one))


def test_values_that_differ_differ() -> None:
    assert plain(Decimal("0.40")) != plain(Decimal("0.41"))
    assert plain(ActorName(name="Koor", kind="vroeger")) != plain(ActorName(name="Koor", kind="ook"))


def test_pages_are_written_as_people_write_them() -> None:
    assert SourceRef(file="004", page=29).places() == "p. 29"
    assert SourceRef(file="004", pages=[29, None, 31], other="p. 12").places() == "p. 29, 31; p. 12"
    assert SourceRef(file="004").places() == ""


def test_the_weightiest_outcome_of_a_record_counts() -> None:
    tally = Tally()
    for outcome in ("unchanged", "kept", "updated", "kept"):
        tally.note(Source, "004", outcome)
    tally.note(Source, "000", "created")
    tally.note(Source, "000", "updated")
    assert tally.count() == {"updated": 1, "created": 1}


def test_doubles_are_found() -> None:
    assert list(doubles([Source(slug="a"), Source(slug="b"), Source(slug="a")])) == ["a"]
    assert once(["a", "b"]) == ["a", "b"]
    with pytest.raises(ValueError, match="'a'"):
        once(["a", "b", "a"])


@pytest.mark.django_db
def test_a_merge_writes_keeps_and_follows() -> None:
    def load(title: str, note: str = "") -> Merge:
        known = {source.slug: source for source in Source.objects.all()}
        merge = Merge("bron.json")
        merge.write(known, lambda: Source(slug="004"), "004", {"title": title, "note": note})
        return merge

    assert load("Nota").tally.count() == {"created": 1}
    assert load("Nota").tally.count() == {"unchanged": 1}
    Source.objects.update(title="Van een redacteur")
    merge = load("Nieuwe nota", "p. 1")
    assert merge.tally.kept == [("004", "title")]
    assert merge.tally.count() == {"updated": 1}
    assert Source.objects.values_list("title", "note").get() == ("Van een redacteur", "p. 1")
    Source.objects.update(title="Nota")
    load("Nieuwe nota", "p. 1")
    assert Source.objects.get().title == "Nieuwe nota"
    assert load("x" * 300).faults[0][:2] == ("004", "title")
    assert Source.objects.get().title == "Nieuwe nota"
