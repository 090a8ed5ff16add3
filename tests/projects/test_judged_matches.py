"""Matches against 25 judged cases over the real facts: of five suggestions at least four should be what people would choose."""

import json
from datetime import date, timedelta
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from django.utils import timezone

from actors.models import Actor, Discipline, TargetGroup, Theme
from projects.matching import Suggestion, suggest
from projects.models import PartnerCall, Practice, Project
from tests.factories import PartnerCallFactory

CASES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("judged_matches.json").read_text(encoding="utf-8")
)["cases"]
DEPTH, ENOUGH = 5, 0.8
MODELS: dict[str, Any] = {"actor": Actor, "practice": Practice, "project": Project, "call": PartnerCall}
WORDS: dict[str, Any] = {"target_groups": TargetGroup, "disciplines": Discipline, "themes": Theme}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_facts")]


@pytest.fixture(autouse=True)
def calls() -> None:
    """The calls of the cases: nobody in the facts calls yet."""
    for case in CASES:
        if "call" in case:
            call = case["call"]
            PartnerCallFactory(
                slug=case["subject"].partition(":")[2],
                actor=Actor.objects.get(slug=call["actor"]),
                resources=call["resources"],
                words={
                    name: list(model.objects.filter(slug__in=call.get(name, ())))
                    for name, model in WORDS.items()
                },
            )


def subject_of(case: dict[str, Any]) -> Any:
    """The record for which a case looks."""
    kind, _colon, slug = case["subject"].partition(":")
    return MODELS[kind].objects.get(slug=slug)


def named(suggestion: Suggestion) -> str:
    """A suggestion as the cases name records."""
    kind = next(kind for kind, model in MODELS.items() if isinstance(suggestion.record, model))
    return f"{kind}:{suggestion.record.slug}"


def precision(case: dict[str, Any], day: date) -> float:
    """Which share of the first five was judged to fit; of what is missing to five nothing does."""
    found = [named(suggestion) for suggestion in suggest(subject_of(case), limit=DEPTH, day=day)]
    return len(set(found) & set(case["relevant"])) / DEPTH


def test_the_cases_are_what_they_say() -> None:
    assert len({case["subject"] for case in CASES}) == len(CASES) == 25
    for case in CASES:
        assert subject_of(case)
        for name in case["relevant"]:
            kind, _colon, slug = name.partition(":")
            assert MODELS[kind].objects.published().filter(slug=slug).exists(), name
            assert name != case["subject"]


@pytest.mark.parametrize("days", [0, 1, 2, 30, 200])
def test_what_is_suggested_is_what_people_would_choose_on_any_day(days: int) -> None:
    day = timezone.localdate() - timedelta(days=days)
    scores = {case["subject"]: precision(case, day) for case in CASES}
    weakest = "\n".join(
        f"{score:.1f} {name}" for name, score in sorted(scores.items(), key=lambda pair: pair[1])
    )
    assert mean(scores.values()) >= ENOUGH, f"{mean(scores.values()):.3f}\n{weakest}"
