"""Measures that say one thing, and what the rules say of them: for the tests of the rules."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from subsidies.eligibility import Judgement, judge
from subsidies.findings import Line
from subsidies.models import Area
from subsidies.models.standing import Moment, Rhythm, Times
from subsidies.plans import Plan
from subsidies.terms import Condition, Round, Terms, timing_of

NOON = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)
ALWAYS = Times("", None, None, None, None, None, "", False, None, None)
GENK = frozenset({"genk"})


def terms(**said: Any) -> Terms:
    """A measure that says only this."""
    basis: dict[str, Any] = {
        "key": 1,
        "title": "Straatgeld",
        "title_en": "",
        "slug": "straatgeld",
        "area": Area.PLACES,
    }
    return Terms(**{**basis, "own": ALWAYS, **said})


def round_of(rhythm: str = Rhythm.ONCE, **dates: Any) -> Round:
    """A round with these dates."""
    return Round(ALWAYS.__class__(**{**ALWAYS.__dict__, "rhythm": rhythm, **dates}), "")


def condition(
    kind: str, number: int | None = None, *, strict: bool = True, certainty: str = "zeker"
) -> Condition:
    """Something that is asked."""
    asked = Decimal(number) if number is not None else None
    return Condition(kind, asked, "Dit wordt gevraagd.", "This is asked.", strict, certainty)


def judged(plan: Plan, measure: Terms, now: datetime = NOON) -> Judgement:
    """What all rules say at ``now``."""
    return judge(plan, measure, timing_of(measure, Moment.at(now)))


def line(plan: Plan, measure: Terms, rule: str, now: datetime = NOON) -> Line | None:
    """Which kind of line one rule gives first; None for none."""
    return next((found.line for one, found in judged(plan, measure, now).found if one.slug == rule), None)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The language of the source."""
    with override("en"):
        yield
