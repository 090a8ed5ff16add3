"""One engine: the catalogue and SQL give the same actors for every question, on every database."""

import json
from pathlib import Path

import pytest
from django.db import connection

from actors.catalogues import ACTORS
from actors.models import Actor
from ecru.base.text import WEAK_WORDS
from tests.actors.answers import asked

pytestmark = pytest.mark.usefixtures("field")

JUDGED = json.loads((Path(__file__).parents[1] / "search" / "judged.json").read_text(encoding="utf-8"))
QUERIES = [entry["query"] for entry in JUDGED["queries"]]
CHOICES = [
    {"gemeente": ["genk", "as"]},
    {"doelgroep": "mensen-in-kansarmoede", "thema": "armoedebestrijding"},
    {"soort": "kunstenaar", "schaal": "lokaal"},
    {"discipline": ["dans", "muziek"], "gemeente": "genk"},
    {"q": "vereniging", "gemeente": "maasmechelen"},
]


@pytest.mark.parametrize("query", QUERIES)
def test_sql_finds_who_the_catalogue_finds(query: str) -> None:
    found = ACTORS.find(ACTORS.read(query))
    reading = found.reading
    in_sql = set(Actor.objects.published().search(" ".join(reading.words)).values_list("pk", flat=True))
    lets_words_go = found.is_partial or bool(WEAK_WORDS & set(reading.words))
    assert in_sql == set() if lets_words_go else in_sql == set(found.keys(0, 1000))


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_sql_narrows_as_the_catalogue_does(choices: dict[str, str | list[str]]) -> None:
    directory = asked(**choices)
    assert directory.found > 0
    assert set(directory.keys(0, directory.found)) == set(directory.qs.values_list("pk", flat=True))


def test_on_postgresql_an_index_of_trigrams_serves_search() -> None:
    if connection.vendor != "postgresql":
        assert Actor.objects.search("koor").exists()
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'")
        can_be_made = cursor.fetchone()[0]
        for table in ("actors_actor", "actors_municipality", "actors_expert"):
            cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = %s", [f"{table}_trigrams"])
            assert cursor.fetchone()[0] == can_be_made
        if can_be_made:
            cursor.execute("SET LOCAL enable_seqscan = off")
            assert "actors_actor_trigrams" in Actor.objects.search("regenboogkoor").explain()
