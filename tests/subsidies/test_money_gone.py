"""Who hears that the budget of a round is spent, and that it is open after all: who should know, once.

Nour watches support without an account; Wout saved the street grant; An keeps the field. See deadline_cast.
"""

from datetime import datetime

import pytest
from django.utils import timezone

from actors.models import User
from ecru.base.saved import rounds
from subsidies.models import Call
from subsidies.models.standing import BRUSSELS
from subsidies.spending import mark_spent, open_again
from tests.actors.alert_cast import NOUR, news
from tests.subsidies.deadline_cast import (
    LAST_SECOND,
    Clock,
    clock,
    mail_server,
    morning,
    round_,
    saves,
    subjects,
    turn,
    watches,
    wout,
)

__all__ = ["clock", "mail_server", "round_", "wout"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]

BUDGET_GONE = "Straatgeld: Het budget is op: in deze ronde kun je niets meer vragen"
OPEN_AFTER_ALL = "Straatgeld: Toch nog open: je kunt weer indienen"


@pytest.fixture
def an_editor(an: User) -> User:
    """An keeps the field."""
    return an


def test_everybody_hears_once_that_the_money_is_gone_and_once_that_it_is_not(
    round_: Call, clock: Clock, wout: User, an_editor: User
) -> None:
    saves(wout, round_.measure)
    watches()
    watches("q=straatgeld")
    watches("q=danszaal", email="elders@voorbeeld.example")
    clock.to(2, 1, 10)
    assert mark_spent(call=round_, by=an_editor)
    assert not mark_spent(call=round_, by=an_editor), "a second press changes nothing"
    mails = [*turn(), *turn()]
    assert {mail.to for mail in mails} == {NOUR, wout.email}
    assert subjects(mails) == [BUDGET_GONE] * 2
    assert "Dien in" not in mails[0].body
    clock.to(2, 27, 8)
    assert turn() == [], "what is spent has no deadline to tell"
    assert open_again(call=round_, by=an_editor)
    assert not open_again(call=round_, by=an_editor)
    mails = [*turn(), *turn()]
    assert {mail.to for mail in mails} == {NOUR, wout.email}
    assert all("Toch nog open: je kunt weer indienen." in mail.body for mail in mails)
    clock.to(3, 1)
    assert mark_spent(call=round_, by=an_editor)
    assert subjects(turn()) == [BUDGET_GONE] * 2


def test_who_never_heard_that_the_money_was_gone_does_not_hear_that_it_is_back(
    round_: Call, clock: Clock, an_editor: User
) -> None:
    watches(rhythm="daily")
    watches(email="meteen@voorbeeld.example")
    clock.to(1, 2, 10)
    mark_spent(call=round_, by=an_editor)
    assert len(turn()) == 1
    open_again(call=round_, by=an_editor)
    assert subjects(turn()) == [OPEN_AFTER_ALL]
    clock.to(1, 3, 7)
    assert morning() == []


def test_who_hears_once_a_week_hears_the_next_morning_that_the_money_is_gone(
    round_: Call, clock: Clock, an_editor: User
) -> None:
    watches(rhythm="weekly")
    clock.to(1, 5, 15)  # a Tuesday
    assert morning() == []
    mark_spent(call=round_, by=an_editor)
    clock.to(1, 6, 7)
    assert subjects(morning()) == [BUDGET_GONE]
    clock.to(1, 11, 7)
    assert morning() == []


def test_an_undo_before_the_mail_went_out_takes_it_back(round_: Call, an_editor: User) -> None:
    watches()
    mark_spent(call=round_, by=an_editor)
    rounds.tell_news(rounds.AT_ONCE, timezone.now())
    assert len(news()) == 1
    open_again(call=round_, by=an_editor)
    assert turn() == []
    assert not news()


def test_next_year_the_money_is_a_new_story(round_: Call, clock: Clock, an_editor: User) -> None:
    watches()
    mark_spent(call=round_, by=an_editor)
    turn()
    clock.now = datetime(2028, 1, 10, 12, tzinfo=BRUSSELS)
    round_.refresh_from_db()
    round_.opens_at, round_.closes_at, round_.spent_at = timezone.now(), LAST_SECOND.replace(year=2028), None
    round_.save()
    [mail] = turn()
    assert "Toch nog open" not in mail.body
    assert "Nu open." in mail.body
