"""When people are asked whether a page is still right, and what follows from silence: as a table, and for any life."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.models.timetable import (
    ARCHIVED_AFTER,
    WAIT,
    Move,
    Standing,
    Step,
    latest_start,
    months_after,
    next_move,
    outlook,
    step_today,
)

CONFIRMED = date(2026, 1, 10)
FRESH = Standing(CONFIRMED, 12)
ASKED = replace(FRESH, asked_on=date(2027, 1, 10), mailed_on=date(2027, 1, 10))
ONCE = replace(ASKED, mailed_on=date(2027, 1, 24), reminders=1)
TWICE = replace(ASKED, mailed_on=date(2027, 2, 7), reminders=2)
SILENT = replace(TWICE, unconfirmed_since=date(2027, 2, 21))
GONE = replace(SILENT, archived_on=date(2027, 7, 10))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("standing", "day", "step"),
    [
        (FRESH, date(2027, 1, 10), Step.ASK),
        (ASKED, date(2027, 1, 24), Step.REMIND),
        (ONCE, date(2027, 2, 7), Step.REMIND),
        (TWICE, date(2027, 2, 21), Step.UNCONFIRM),
        (SILENT, date(2027, 7, 10), Step.ARCHIVE),
        (replace(FRESH, rhythm=6), date(2026, 7, 10), Step.ASK),
        # A round of before the last confirmation is over: the next question is a new one.
        (replace(SILENT, confirmed_on=date(2027, 3, 1)), date(2028, 3, 1), Step.ASK),
        # From a year to six months, in the middle of a round: it goes on.
        (replace(ASKED, rhythm=6), date(2027, 1, 24), Step.REMIND),
        # Late confirmed: thirty days pass between "not confirmed" and the archive, whatever the eighteen months say.
        (replace(SILENT, unconfirmed_since=date(2027, 7, 1)), date(2027, 7, 31), Step.ARCHIVE),
        # A pause of thirty days while "not confirmed": the archive waits thirty days longer.
        (replace(SILENT, resumed_on=date(2027, 5, 1), days_paused=30), date(2027, 8, 9), Step.ARCHIVE),
        # A pause that is over: what waited, waits anew.
        (replace(ASKED, paused_on=date(2027, 1, 20), paused_until=date(2027, 5, 1)), date(2027, 5, 15), Step.REMIND),
        # Due during a pause: one question on the first day after it.
        (replace(FRESH, paused_on=date(2026, 12, 1), paused_until=date(2027, 3, 1)), date(2027, 3, 1), Step.ASK),
    ],
)  # fmt: skip
def test_each_step_has_its_day(standing: Standing, day: date, step: Step) -> None:
    assert step_today(standing, day - DAY) is None
    assert step_today(standing, day) == step
    assert step_today(standing, day + 100 * DAY) == step
    move = next_move(standing, day - DAY)
    assert move == Move(day, step)


@pytest.mark.parametrize(
    "standing",
    [
        GONE,
        replace(SILENT, stopping=True),
        replace(FRESH, paused_on=date(2026, 5, 1)),
        replace(ONCE, paused_on=date(2027, 1, 30), paused_until=None),
    ],
)
def test_sometimes_nothing_ever_happens(standing: Standing) -> None:
    assert next_move(standing, date(2027, 2, 1)) is None
    assert step_today(standing, date(2040, 1, 1)) is None


def test_the_whole_course_if_nobody_answers() -> None:
    assert [(move.on.isoformat(), str(move.step)) for move in outlook(FRESH, date(2026, 2, 1))] == [
        ("2027-01-10", "ask"),
        ("2027-01-24", "remind"),
        ("2027-02-07", "remind"),
        ("2027-02-21", "unconfirm"),
        ("2027-07-10", "archive"),
    ]


def test_the_label_lasts_until_somebody_confirms() -> None:
    assert SILENT.not_confirmed_since == date(2027, 2, 21)
    assert TWICE.not_confirmed_since is None
    assert replace(SILENT, confirmed_on=date(2027, 3, 1)).not_confirmed_since is None
    assert SILENT.confirmed(date(2027, 3, 1)) == Standing(date(2027, 3, 1), 12, mailed_on=date(2027, 2, 7))
    assert replace(FRESH, mailed_on=date(2027, 1, 5)).resumed(date(2027, 1, 6)).mailed_on == date(2027, 1, 5)


def test_never_a_question_within_two_weeks_of_another_mail() -> None:
    moved = replace(FRESH, mailed_on=date(2027, 1, 8))
    assert next_move(moved, date(2027, 1, 10)) == Move(date(2027, 1, 22), Step.ASK)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 18, date(2028, 6, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(today=days, months=st.sampled_from([6, 12, 18]))
def test_the_last_day_that_is_due(today: date, months: int) -> None:
    last = latest_start(today, months)
    assert months_after(last, months) <= today < months_after(last + DAY, months)


@dataclass
class Life:
    """An actor, day by day: what the job did to it, and what its people did."""

    standing: Standing
    today: date
    steps: list[tuple[date, Step]] = field(default_factory=list)
    round: list[tuple[date, Step]] = field(default_factory=list)

    def run_job(self) -> None:
        """The daily job, which may run more than once a day."""
        step = step_today(self.standing, self.today)
        if step is None:
            return
        before = self.standing
        self.standing = before.after(Move(self.today, step))
        if step == Step.ASK:
            self.round = []
        self.check(before, step)
        self.steps.append((self.today, step))
        self.round.append((self.today, step))

    def check(self, before: Standing, step: Step) -> None:
        """What always holds when something happens."""
        assert not before.is_paused(self.today)
        assert self.today >= before.due_on
        done = [known for _day, known in self.round]
        mails = [day for day, known in self.steps if known in {Step.ASK, Step.REMIND}]
        if step in {Step.ASK, Step.REMIND}:
            assert not mails or self.today >= mails[-1] + WAIT
            assert done.count(Step.REMIND) < 2
        if step == Step.UNCONFIRM:
            assert done == [Step.ASK, Step.REMIND, Step.REMIND]
        if step == Step.ARCHIVE:
            assert done == [Step.ASK, Step.REMIND, Step.REMIND, Step.UNCONFIRM]
            assert self.today >= months_after(before.confirmed_on, ARCHIVED_AFTER)
            assert self.today >= self.round[-1][0] + timedelta(days=30)

    def happen(self, event: str, length: int) -> None:
        """What people do, or a machine that is down."""
        standing, today = self.standing.settled(self.today), self.today
        if event == "confirm":
            self.standing, self.round = standing.confirmed(today), []
        elif event == "pause":
            until = today + timedelta(days=length) if length % 3 else None
            self.standing = replace(standing, paused_on=standing.paused_on or today, paused_until=until)
        elif event == "resume":
            self.standing = standing.resumed(today)
        elif event == "rhythm":
            self.standing = replace(standing, rhythm=6 if length % 2 else 12)
        else:
            self.today += timedelta(days=length)


events = st.tuples(
    st.integers(1, 260),
    st.sampled_from(["confirm", "pause", "resume", "rhythm", "down"]),
    st.integers(1, 200),
)


@pytest.mark.unmeasured
@settings(max_examples=150)
@given(st.lists(events, max_size=8), st.sampled_from([6, 12]), days, st.integers(0, 900))
def test_no_life_gets_more_mail_than_it_should(
    story: list[tuple[int, str, int]], rhythm: int, start: date, age: int
) -> None:
    life = Life(Standing(start, rhythm), start + timedelta(days=age))
    for gap, event, length in [*story, (700, "resume", 1)]:
        for _day in range(gap):
            life.run_job()
            life.run_job()
            life.today += DAY
        life.happen(event, length)
        if event == "confirm":
            assert step_today(life.standing, life.today) is None
            assert life.standing.not_confirmed_since is None
    assert len({day for day, _step in life.steps}) == len(life.steps)
    assert [step for _day, step in life.round].count(Step.ARCHIVE) <= 1
