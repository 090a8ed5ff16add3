"""Forty plans of associations in the seven municipalities against the real facts, judged beforehand by reading those facts."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict

from subsidies.eligibility import Judgement
from subsidies.finding.directory import FinderDirectory
from subsidies.finding.sifting import Sifted, sift
from subsidies.models import Measure
from subsidies.models.standing import Moment

CASES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("judged_plans.json").read_text(encoding="utf-8")
)["cases"]
THAT_DAY = Moment.at(datetime(2026, 11, 21, 12, 0, tzinfo=UTC))

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_facts", "in_dutch")]


def sifted(case: dict[str, Any]) -> Sifted:
    """All measures under the plan of the case, on that day."""
    directory = FinderDirectory(QueryDict(case["plan"]), "/steun/zoeken/")
    assert directory.is_sound, f"{directory.unknown} {directory.typed.errors}"
    return sift(directory.plan, THAT_DAY)


def slugs(found: Sifted, places: list[int]) -> list[str]:
    """The measures at these places."""
    return [found.book.entries[place].slug for place in places]


def test_the_cases_are_what_they_say() -> None:
    assert len(CASES) == len({case["story"] for case in CASES}) == len({case["plan"] for case in CASES}) == 40
    named = {
        slug
        for case in CASES
        for part in ("fits", "perhaps", "cautions", "refused", "hidden")
        for slug in case.get(part, ())
    }
    assert named <= set(Measure.objects.published().values_list("slug", flat=True))
    assert sum(len(case["refused"]) for case in CASES) > 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["story"])
def test_a_plan_is_judged_as_somebody_who_knows_the_field_would(case: dict[str, Any]) -> None:
    found = sifted(case)
    fits, perhaps = slugs(found, found.fits), slugs(found, found.perhaps)
    assert set(case["fits"]) <= set(fits)
    assert set(case.get("perhaps", ())) <= set(perhaps)
    assert not fits if case.get("nothing") else fits
    if "first" in case:
        assert fits[0] == case["first"]
    place = {terms.slug: number for number, terms in enumerate(found.book.entries)}
    for slug, rule in case["refused"].items():
        judged = found.judged(place[slug])
        assert rule in {told.rule.slug for told in judged.refusals}, slug
        assert slug not in {*fits, *perhaps}
        assert not judged.fits
    for slug, rules in case.get("cautions", {}).items():
        judged = found.judged(place[slug])
        assert set(rules) <= {told.rule.slug for told in judged.cautions}, slug
        assert judged.fits, slug
    for general, local in case.get("hidden", {}).items():
        assert slugs(found, [found.hidden[place[general]]]) == [local]


def test_who_is_refused_hears_what_to_change() -> None:
    for case in CASES:
        found = sifted(case)
        for places in (found.first(found.refused, 10), found.nearest):
            for number in places:
                for told in found.judged(number).refusals:
                    assert told.text, told.rule.slug
                    assert told.change or told.rule.slug in {"exists", "can-ask"}


def test_a_large_project_hears_when_it_may_begin_and_is_not_done_alone() -> None:
    def large(plan: str) -> Judgement:
        found = sift(FinderDirectory(QueryDict(plan), "/steun/zoeken/").plan, THAT_DAY)
        slug = "bovenlokaal-project-groot"
        return found.judged(next(at for at, terms in enumerate(found.book.entries) if terms.slug == slug))

    plan = "wie=vzw&bedrag=40000&begin=2027-09-01"
    assert "Je project start ten vroegst op 1 januari van het jaar erna." in {
        told.text for told in large(plan).cautions
    }
    assert large(f"{plan}&met=eigen-gemeente").fits
    assert not large(f"{plan}&met=alleen").fits
