"""The rules about when and how much, each at its border: what is said, and when it becomes another line."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from subsidies import predicates
from subsidies.findings import Line
from subsidies.models.standing import BRUSSELS, Moment, Rhythm, end_of, midnight
from subsidies.plans import Plan
from subsidies.terms import Round, timing_of
from tests.subsidies.rule_cast import ALWAYS, NOON, condition, in_english, judged, line, round_of, terms

__all__ = ["in_english"]

pytestmark = pytest.mark.django_db


# --- When ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "expected", "words"),
    [(-1, Line.CAUTION, "last day"), (0, Line.CAUTION, "last day"), (1, Line.REFUSED, "over")],
)
def test_the_second_of_a_deadline_is_in_time_and_the_next_one_is_not(
    seconds: int, expected: Line, words: str
) -> None:
    closes = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
    measure = terms(rounds=(round_of(closes_at=closes),))
    told = judged(Plan(), measure, closes + timedelta(seconds=seconds)).told
    assert [one for one in told if one.line == expected and words in one.text]


def test_a_yearly_round_that_closed_is_expected_again_and_says_that_this_is_not_sure() -> None:
    closes = end_of(date(2026, 5, 15))
    measure = terms(rounds=(round_of(Rhythm.YEARLY, closes_at=closes),))
    [told] = [one for one in judged(Plan(), measure).told if one.rule.slug == "can-ask"]
    assert told.line == Line.CAUTION
    assert "15 May 2027" in told.text
    assert "not sure" in told.text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 30), "Deadline in 9 days"),
        (date(2026, 11, 22), "Tomorrow"),
        (date(2026, 11, 21), "Today"),
    ],
)
def test_days_are_days_in_brussels(day: date, text: str) -> None:
    measure = terms(rounds=(round_of(closes_at=end_of(day)),))
    assert any(text in told.text for told in judged(Plan(), measure).cautions)


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2026, 10, 25)])
def test_summer_time_moves_no_deadline(day: date) -> None:
    measure = terms(rounds=(round_of(closes_at=end_of(day)),))
    last = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=BRUSSELS)
    assert judged(Plan(), measure, last).fits
    assert not judged(Plan(), measure, midnight(day + timedelta(days=1))).fits
    first = midnight(day)
    assert any("Today" in told.text for told in judged(Plan(), measure, first).cautions)


def test_money_that_is_gone_and_what_exists_no_more_are_refused() -> None:
    spent = terms(rounds=(round_of(closes_at=end_of(date(2027, 1, 1)), spent_at=NOON),))
    assert line(Plan(), spent, "can-ask") == Line.REFUSED
    gone = terms(own=ALWAYS.__class__(**{**ALWAYS.__dict__, "valid_to": date(2026, 11, 20)}))
    assert line(Plan(), gone, "exists") == Line.REFUSED
    last = terms(own=ALWAYS.__class__(**{**ALWAYS.__dict__, "valid_to": date(2026, 11, 21)}))
    assert line(Plan(), last, "exists") is None


def test_what_opens_later_says_when() -> None:
    opens, closes = midnight(date(2027, 4, 15)), end_of(date(2027, 7, 15))
    dated = terms(rounds=(round_of(opens_at=opens, closes_at=closes),))
    [told] = judged(Plan(), dated).cautions[:1]
    assert "15 April 2027" in told.text
    assert "00:00" not in told.text
    own = ALWAYS.__class__(**{**ALWAYS.__dict__, "valid_from": date(2027, 1, 1)})
    later = terms(own=own)
    assert "Holds from" in judged(Plan(), later).cautions[0].text
    unopened = terms(rounds=(round_of(opens_at=opens),))
    assert "Not open yet" in judged(Plan(), unopened).cautions[0].text
    new = terms(own=own, rounds=(round_of(closes_at=closes, valid_from=date(2027, 1, 1)),))
    holds = judged(Plan(), new).cautions[0].text  # no source says when that round opens
    assert holds == "Holds from 1 January 2027. Hand in by 15 July 2027."
    assert [found.key for found in predicates.to_come(timing_of(dated, Moment.at(NOON)))] == ["opens"]


@pytest.mark.parametrize(
    ("begins", "expected"),
    [(date(2026, 11, 20), Line.CAUTION), (date(2026, 12, 1), Line.FITS), (date(2026, 11, 30), Line.CAUTION)],
)
def test_a_deadline_after_the_plan_begins_is_told(begins: date, expected: Line) -> None:
    measure = terms(rounds=(round_of(closes_at=end_of(date(2026, 12, 1))),))
    assert line(Plan(begins=begins), measure, "in-time") == expected


def test_in_dutch_the_last_day_itself_counts() -> None:
    measure = terms(rounds=(round_of(closes_at=end_of(date(2027, 3, 1))),))
    with override("nl"):
        assert "Je kan nu aanvragen, tot en met 1 maart 2027." in {
            told.text for told in judged(Plan(), measure).reasons
        }


def test_a_round_that_is_only_expected_promises_nothing_about_time() -> None:
    measure = terms(rounds=(round_of(Rhythm.YEARLY, month=2, day=1),))
    assert line(Plan(begins=date(2027, 3, 1)), measure, "in-time") is None
    assert line(Plan(begins=date(2027, 1, 1)), measure, "in-time") == Line.CAUTION
    assert line(Plan(begins=date(2027, 1, 1)), terms(), "in-time") is None


# --- How much and how long --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("149.99", Line.REFUSED),
        ("150", Line.FITS),
        ("500.00", Line.FITS),
        ("500.01", Line.REFUSED),
        ("0", None),
    ],
)
def test_the_least_and_the_most_belong_to_what_fits(amount: str, expected: Line | None) -> None:
    measure = terms(min_amount=Decimal(150), max_amount=Decimal(500))
    assert line(Plan(amount=Decimal(amount)), measure, "amount") == expected


@pytest.mark.parametrize(
    ("cost", "expected"), [("500", None), ("499.99", Line.REFUSED), ("500.01", None), (None, None)]
)
def test_a_plan_that_costs_less_than_the_least_cannot_get_it(cost: str | None, expected: Line | None) -> None:
    plan = Plan(cost=Decimal(cost) if cost else None)
    assert line(plan, terms(forms=frozenset({"subsidie"}), min_amount=Decimal(500)), "least") == expected
    assert line(plan, terms(forms=frozenset({"pas"}), min_amount=Decimal(500)), "least") is None
    assert line(plan, terms(), "least") is None


def test_an_amount_that_no_source_gives_only_warns() -> None:
    plan = Plan(amount=Decimal(10**9))
    assert line(plan, terms(), "amount") == Line.CAUTION
    assert line(plan, terms(min_amount=Decimal(1)), "amount") == Line.FITS
    assert line(plan, terms(forms=frozenset({"begeleiding"})), "amount") is None
    assert line(plan, terms(forms=frozenset({"begeleiding"})), "form") == Line.CAUTION
    assert line(plan, terms(forms=frozenset({"subsidie"})), "form") is None


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (Plan(cost=Decimal(2000)), Line.FITS),
        (Plan(cost=Decimal("2000.01")), Line.REFUSED),
        (Plan(amount=Decimal(1400)), Line.CAUTION),
        (Plan(amount=Decimal("1400.01")), Line.REFUSED),
        (Plan(), Line.CAUTION),
    ],
)
def test_what_the_whole_plan_may_cost(plan: Plan, expected: Line) -> None:
    assert line(plan, terms(max_cost=Decimal(2000), max_share=Decimal(70)), "cost") == expected
    assert line(plan, terms(), "cost") is None


def test_the_part_that_one_pays_oneself_is_told_in_euro_once_the_cost_is_known() -> None:
    measure = terms(max_share=Decimal(80), own_share=Decimal("12.5"))
    texts = [told.text for told in judged(Plan(cost=Decimal(1000), amount=Decimal(900)), measure).cautions]
    assert any("800" in text and "900" in text for text in texts)
    assert any("125" in text for text in texts)
    assert line(Plan(cost=Decimal(1000), amount=Decimal(800)), measure, "share") == Line.FITS
    assert line(Plan(cost=Decimal(1000)), measure, "share") == Line.CAUTION
    assert line(Plan(), measure, "share") == Line.CAUTION
    assert line(Plan(), terms(max_share=Decimal(100)), "share") is None


@pytest.mark.parametrize(
    ("ends", "expected"),
    [(date(2028, 2, 29), Line.FITS), (date(2028, 3, 1), Line.REFUSED), (None, Line.CAUTION)],
)
def test_a_plan_of_exactly_as_many_months_fits(ends: date | None, expected: Line) -> None:
    plan = Plan(begins=date(2027, 8, 31), ends=ends)
    assert line(plan, terms(max_months=6), "length") == expected
    assert line(plan, terms(), "length") is None


def test_months_are_counted_over_years_and_short_months() -> None:
    assert predicates.after(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert predicates.after(date(2027, 1, 31), -2) == date(2026, 11, 30)
    assert predicates.after(date(2027, 12, 15), 12) == date(2028, 12, 15)


@pytest.mark.parametrize(
    ("begins", "expected"),
    [
        (date(2026, 12, 21), Line.FITS),
        (date(2026, 12, 20), Line.REFUSED),
        (None, Line.CAUTION),
    ],
)
def test_asking_so_many_months_before(begins: date | None, expected: Line) -> None:
    open_all_year = (round_of(Rhythm.ALWAYS),)
    measure = terms(rounds=open_all_year, conditions=(condition("maanden-vooraf", 1),))
    assert line(Plan(begins=begins), measure, "beforehand") == expected


def test_asking_too_late_only_warns_where_nothing_is_strict_or_sure() -> None:
    plan, soon = Plan(begins=date(2026, 12, 1)), "maanden-vooraf"
    for asked in (condition(soon, 1, strict=False), condition(soon, 1, certainty="onzeker")):
        measure = terms(rounds=(round_of(Rhythm.ALWAYS),), conditions=(asked,))
        assert line(plan, measure, "beforehand") == Line.CAUTION
    guessed = terms(rounds=(round_of(Rhythm.YEARLY, month=12, day=1),), conditions=(condition(soon, 1),))
    assert line(plan, guessed, "beforehand") == Line.CAUTION
    dated = terms(rounds=(round_of(closes_at=end_of(date(2026, 11, 30))),), conditions=(condition(soon, 1),))
    assert line(plan, dated, "beforehand") == Line.REFUSED


def test_asking_too_soon_says_from_when() -> None:
    early = condition("hoogstens-maanden-vooraf", 6)
    measure = terms(rounds=(round_of(Rhythm.ALWAYS),), conditions=(early,))
    assert line(Plan(begins=date(2027, 5, 21)), measure, "beforehand") is None
    assert line(Plan(begins=date(2027, 5, 22)), measure, "beforehand") == Line.CAUTION
    assert (
        line(
            Plan(begins=date(2027, 5, 22)),
            terms(conditions=(early,), own=replace(ALWAYS, ended=True)),
            "beforehand",
        )
        == Line.CAUTION
    )


def test_what_is_said_of_a_round_is_told_with_the_round_where_it_differs() -> None:
    spring = round_of(Rhythm.YEARLY, month=3, day=15, name="maart")._replace(note="Je begint na de zomer.")
    autumn = round_of(Rhythm.YEARLY, month=9, day=15, name="september")
    gone = round_of(closes_at=end_of(date(2026, 9, 1)))._replace(note="Dit was de laatste ronde.")

    def notes(*rounds: Round) -> list[str]:
        told = judged(Plan(), terms(rounds=rounds)).cautions
        return [one.text for one in told if one.rule.slug == "about-rounds"]

    assert notes(spring, gone) == ["Je begint na de zomer."]
    assert notes(spring, autumn) == ["Round of 15 March 2027: Je begint na de zomer."]
    assert notes(spring, autumn._replace(note=spring.note)) == ["Je begint na de zomer."]
    assert notes(autumn, gone) == []
