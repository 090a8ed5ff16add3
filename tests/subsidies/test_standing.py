"""Where a round stands: to the second, at summer time, and the same in Python, in SQL and in the timetable."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from subsidies.models import Call, Measure, Moment, Rhythm, Standing
from subsidies.models.standing import (
    BRUSSELS,
    Times,
    end_of,
    midnight,
    next_day,
    standing_of,
    standing_ranked,
)
from subsidies.timetable import timetable
from tests.subsidies.factories import CallFactory, MeasureFactory

CLOSES = datetime(2026, 12, 1, 12, 0, 0, tzinfo=BRUSSELS)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def times(**told: Any) -> Times:
    """The dates of a round that happens once, unless told otherwise."""
    usual = dict.fromkeys(("opens_at", "closes_at", "spent_at", "month", "day", "valid_from", "valid_to"))
    return Times(**{"rhythm": Rhythm.ONCE, "name": "", "ended": False, **usual, **told})


def at(moment: datetime, **told: Any) -> Standing:
    followed = told.pop("followed", False)
    return standing_of(times(**told), Moment.at(moment), followed=followed)


@pytest.mark.parametrize(
    ("later", "standing"),
    [
        (-SECOND, Standing.CLOSING),
        (timedelta(), Standing.CLOSING),
        (timedelta(microseconds=999_999), Standing.CLOSING),
        (SECOND, Standing.CLOSED),
    ],
)
def test_the_second_of_a_deadline_is_in_time_and_the_next_is_not(later: timedelta, standing: str) -> None:
    assert at(CLOSES + later, closes_at=CLOSES) == standing


def test_a_round_opens_with_its_first_second() -> None:
    opens = CLOSES - 60 * DAY
    assert at(opens - SECOND, opens_at=opens, closes_at=CLOSES) == Standing.EXPECTED
    assert at(opens, opens_at=opens, closes_at=CLOSES) == Standing.OPEN


def test_it_closes_soon_from_the_midnight_that_begins_the_fourteenth_day_before() -> None:
    border = midnight(date(2026, 11, 17))
    assert at(border - SECOND, closes_at=CLOSES) == Standing.OPEN
    assert at(border, closes_at=CLOSES) == Standing.CLOSING


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2027, 3, 28), datetime(2027, 3, 28, 21, 59, 59, tzinfo=UTC)),  # 23 hours long
        (date(2027, 10, 31), datetime(2027, 10, 31, 22, 59, 59, tzinfo=UTC)),  # 25 hours long
        (date(2027, 7, 15), datetime(2027, 7, 15, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_last_second_of_a_day_is_that_of_brussels_summer_time_or_not(day: date, last: datetime) -> None:
    assert end_of(day) == last
    assert at(last, closes_at=end_of(day)) == Standing.CLOSING
    assert at(last + SECOND, closes_at=end_of(day)) == Standing.CLOSED


def test_soon_spans_the_change_to_summer_time_by_days_and_not_by_hours() -> None:
    closes = end_of(date(2027, 4, 2))
    border = midnight(date(2027, 3, 19))
    assert closes - border != timedelta(days=15) - SECOND
    assert at(border, closes_at=closes) == Standing.CLOSING
    assert at(border - SECOND, closes_at=closes) == Standing.OPEN


def test_spent_money_is_told_until_the_round_closes() -> None:
    spent = CLOSES - 40 * DAY
    assert at(spent - SECOND, closes_at=CLOSES, spent_at=spent) == Standing.OPEN
    assert at(spent, closes_at=CLOSES, spent_at=spent) == Standing.SPENT
    assert at(CLOSES + SECOND, closes_at=CLOSES, spent_at=spent) == Standing.CLOSED


def test_a_yearly_round_is_expected_again_unless_the_next_one_is_known() -> None:
    after = CLOSES + DAY
    yearly = times(rhythm=Rhythm.YEARLY, closes_at=CLOSES)
    assert standing_of(yearly, Moment.at(after), followed=False) == Standing.EXPECTED
    assert standing_of(yearly, Moment.at(after), followed=True) == Standing.CLOSED
    assert yearly.anniversary(Moment.at(after)) == date(2027, 12, 1)
    assert yearly.anniversary(Moment.at(CLOSES)) == date(2026, 12, 1)
    assert yearly.anniversary(Moment.at(CLOSES + SECOND)) == date(2027, 12, 1)
    assert times(closes_at=CLOSES).anniversary(Moment.at(after)) is None
    assert times(rhythm=Rhythm.YEARLY).anniversary(Moment.at(after)) is None


def test_a_round_of_which_only_the_time_of_year_is_known_is_always_expected() -> None:
    around = times(rhythm=Rhythm.YEARLY, month=5, day=15)
    now = Moment.at(datetime(2026, 5, 16, tzinfo=UTC))
    assert standing_of(around, now, followed=False) == Standing.EXPECTED
    assert around.anniversary(now) == date(2027, 5, 15)
    dated = times(rhythm=Rhythm.YEARLY, closes_at=CLOSES)
    assert around.is_followed([around, dated])
    assert not dated.is_followed([around, dated])
    assert not around.is_followed([times(name="najaar", closes_at=CLOSES)])


@pytest.mark.parametrize(
    ("today", "day"), [(date(2027, 3, 1), date(2028, 2, 29)), (date(2026, 1, 1), date(2026, 2, 28))]
)
def test_the_leap_day_comes_on_the_28th_in_other_years(today: date, day: date) -> None:
    assert next_day(2, 29, today) == day


def test_a_measure_that_begins_later_opens_later_and_one_that_ended_is_closed() -> None:
    begins = {"valid_from": date(2027, 1, 1), "closes_at": end_of(date(2027, 5, 15))}
    assert at(midnight(date(2027, 1, 1)) - SECOND, **begins) == Standing.EXPECTED
    assert at(midnight(date(2027, 1, 1)), **begins) == Standing.OPEN
    ends = {"rhythm": Rhythm.ALWAYS, "valid_to": date(2026, 12, 31)}
    assert at(end_of(date(2026, 12, 31)), **ends) == Standing.ONGOING
    assert at(end_of(date(2026, 12, 31)) + SECOND, **ends) == Standing.CLOSED
    assert at(CLOSES, ended=True, rhythm=Rhythm.ALWAYS) == Standing.CLOSED


def some_round(chance: random.Random, measure: Measure) -> Call:
    """A round with dates near one another, so that borders meet."""
    base = datetime(2026, 11, 1, tzinfo=UTC)
    rhythm = chance.choice(list(Rhythm))
    opens = chance.choice([None, base + chance.randrange(9) * DAY])
    closes = base + DAY * chance.randrange(10, 40) + chance.choice([SECOND, timedelta(), -SECOND])
    vague = rhythm == Rhythm.YEARLY and chance.random() < 0.4
    dates: dict[str, Any] = {"opens_at": opens, "closes_at": closes}
    if rhythm == Rhythm.ALWAYS:
        dates["closes_at"] = None
    if vague:
        dates = {"month": chance.randrange(1, 13), "day": 28, "opens_at": opens}
        dates["closes_at"] = None
    spent = (opens or base) + DAY * chance.randrange(30)
    dates["spent_at"] = spent if chance.random() < 0.3 else None
    return CallFactory(measure=measure, rhythm=rhythm, name=chance.choice(["", "najaar"]), **dates)


@pytest.mark.unmeasured
@pytest.mark.django_db
def test_python_sql_and_the_timetable_agree_at_every_border() -> None:
    chance = random.Random(6)  # noqa: S311 - equal in every run
    for number in range(40):
        begins = chance.choice([None, None, date(2026, 11, 10)])
        measure = MeasureFactory(
            has_ended=number % 13 == 0, valid_from=begins, valid_to=chance.choice([None, date(2026, 12, 5)])
        )
        for _turn in range(chance.randrange(4)):
            some_round(chance, measure)
    table = timetable()
    borders = [*table.borders, midnight(date(2026, 11, 10)), midnight(date(2026, 12, 6))]
    moments = [
        border + step for border in chance.sample(borders, 12) for step in (-SECOND, timedelta(), SECOND)
    ]
    seen = set()
    for now in moments:
        moment = Moment.at(now)
        calls = {call.pk: standing_ranked(call.rank) for call in Call.objects.with_standing(moment)}
        measures = {m.pk: standing_ranked(m.rank) for m in Measure.objects.with_standing(moment)}
        records = list(Measure.objects.prefetch_related("calls__measure"))
        assert {call.pk: call.standing_at(moment) for m in records for call in m.calls.all()} == calls
        assert {m.pk: m.standing_at(moment) for m in records} == measures == table.board(moment).standings
        found = Measure.objects.standing([Standing.CLOSED, Standing.UNKNOWN], moment)
        closed = {
            key for key, standing in measures.items() if standing in {Standing.CLOSED, Standing.UNKNOWN}
        }
        assert set(found.values_list("pk", flat=True)) == closed
        open_now = {key for key, standing in calls.items() if standing == Standing.OPEN}
        assert (
            set(Call.objects.standing(Standing.OPEN, moment=moment).values_list("pk", flat=True)) == open_now
        )
        seen |= set(measures.values())
    assert seen == set(Standing)


@pytest.mark.django_db
def test_the_timetable_is_worked_out_anew_only_when_something_changes() -> None:
    measure = MeasureFactory()
    CallFactory(measure=measure, closes_at=CLOSES)
    table = timetable()
    board = table.board(Moment.at(CLOSES - SECOND))
    assert table.board(Moment.at(CLOSES)) is board
    assert board.until == CLOSES + SECOND
    assert board.deadlines == {measure.pk: CLOSES}
    late = table.board(Moment.at(CLOSES + SECOND))
    assert (late.standings[measure.pk], late.until, late.deadlines) == (Standing.CLOSED, None, {})
    assert timetable() is table
    CallFactory(measure=measure, rhythm=Rhythm.ALWAYS, closes_at=None)
    assert timetable() is not table


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"opens_at": CLOSES, "closes_at": CLOSES - SECOND}, "closes_at"),
        ({"opens_at": CLOSES, "closes_at": CLOSES}, "closes_at"),
        ({"opens_at": CLOSES - DAY, "closes_at": CLOSES, "spent_at": CLOSES - 2 * DAY}, "opens_at"),
        ({"rhythm": Rhythm.ALWAYS, "closes_at": CLOSES}, "rhythm"),
        ({"rhythm": Rhythm.YEARLY, "closes_at": None}, "closes_at"),
        ({"rhythm": Rhythm.YEARLY, "closes_at": CLOSES, "month": 5, "day": 1}, "closes_at"),
        ({"rhythm": Rhythm.ONCE, "closes_at": None}, "closes_at"),
        ({"rhythm": Rhythm.YEARLY, "closes_at": None, "month": 5}, "day"),
        ({"rhythm": Rhythm.YEARLY, "closes_at": None, "month": 2, "day": 30}, "day"),
    ],
)
def test_impossible_dates_are_refused_in_words(dates: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Call(measure=MeasureFactory(), **dates).full_clean(validate_constraints=False)
    assert field in refusal.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize(
    "dates",
    [
        {"opens_at": CLOSES, "closes_at": CLOSES - DAY},
        {"opens_at": CLOSES - DAY, "closes_at": CLOSES, "spent_at": CLOSES - 2 * DAY},
        {"rhythm": Rhythm.ALWAYS, "closes_at": CLOSES},
        {"rhythm": Rhythm.YEARLY, "closes_at": None},
        {"rhythm": Rhythm.YEARLY, "closes_at": None, "month": 13, "day": 1},
        {"rhythm": Rhythm.ONCE, "closes_at": None},
        {"closes_at": CLOSES, "budget": -1},
    ],
)
def test_the_database_refuses_them_too(dates: dict[str, Any]) -> None:
    measure = MeasureFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CallFactory(measure=measure, **dates)


@pytest.mark.django_db
def test_a_deadline_has_no_fractions_of_a_second() -> None:
    call = CallFactory(closes_at=CLOSES + timedelta(microseconds=7))
    assert Call.objects.get(pk=call.pk).closes_at == CLOSES
    assert call.closing_hour == CLOSES
    assert (CallFactory(closes_at=end_of(CLOSES.date())).closing_hour, Call().closing_hour) == (None, None)
