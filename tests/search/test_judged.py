"""Questions with answers judged by hand: who reads the facts knows what should come first.

``judged.json`` gives, per question and per kind, the records that answer it: 3 this is it, 2 good, 1 related. The judge read
``data/`` and no answer of the engine, by these rules: what a name says weighs more than another name, that more than a
topic (kind, place, discipline, people, theme), and that more than a description. The measure is nDCG@10 (Järvelin and
Kekäläinen 2002, with gain 2^grade - 1), for each kind that has an answer, averaged over the question.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log2
from pathlib import Path
from statistics import mean

import pytest
from django.contrib.auth.models import AnonymousUser

from ecru.portal.search import search

JUDGED = json.loads(Path(__file__).with_name("judged.json").read_text(encoding="utf-8"))["queries"]
KINDS_OF_RECORDS = ("actoren", "gemeenten", "experten")
DEPTH = 10
ENOUGH = 0.95

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_facts")]


def gain(grades: Sequence[int]) -> float:
    """The discounted cumulative gain of records with ``grades``, in that order."""
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def ndcg(found: Sequence[str], judged: Mapping[str, int]) -> float:
    """How well the order ``found`` (slugs) stands against the best order of ``judged``: 0 to 1."""
    return gain([judged.get(slug, 0) for slug in found]) / gain(sorted(judged.values(), reverse=True))


def answers(query: str) -> dict[str, list[str]]:
    """The slugs that the portal gives for ``query``, by kind."""
    result = search(query, AnonymousUser())
    return {group.kind.slug: [hit.slug for hit in group.page(0, DEPTH)] for group in result.groups}


def score(entry: dict) -> float:
    """How well the portal answers one judged question."""
    found = answers(entry["query"])
    return mean(ndcg(found.get(kind, []), entry[kind]) for kind in KINDS_OF_RECORDS if kind in entry)


def test_the_set_is_what_it_says() -> None:
    assert len(JUDGED) == len({entry["query"] for entry in JUDGED}) == 71
    grades = [
        grade for entry in JUDGED for kind in KINDS_OF_RECORDS for grade in entry.get(kind, {}).values()
    ]
    assert set(grades) == {1, 2, 3}
    assert all(set(KINDS_OF_RECORDS) & set(entry) for entry in JUDGED)


def test_the_measure() -> None:
    judged = {"a": 3, "b": 2, "c": 1}
    assert ndcg(["a", "b", "c"], judged) == 1
    assert ndcg(["x", "y"], judged) == 0
    assert ndcg(["b", "a", "c"], judged) == pytest.approx(0.8428, abs=1e-4)


@pytest.mark.unmeasured
def test_the_portal_finds_what_people_mean() -> None:
    scores = {entry["query"]: score(entry) for entry in JUDGED}
    by_kind = defaultdict(list)
    for entry in JUDGED:
        by_kind[entry["kind"]].append(scores[entry["query"]])
    weakest = sorted((value, query) for query, value in scores.items() if value < ENOUGH)
    report = [f"{mean(values):.3f} {kind} ({len(values)})" for kind, values in by_kind.items()]
    report += [f"  {value:.3f} {query}" for value, query in weakest]
    assert mean(scores.values()) >= ENOUGH, f"{mean(scores.values()):.4f}\n" + "\n".join(report)
