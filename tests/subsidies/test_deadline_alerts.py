"""Who hears what of a deadline, and when: each fact once to each person, on its day in Brussels, and never after closing.

Nour watches support without an account; Wout saved the street grant. It closes on 10 April 2027; see deadline_cast.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import User
from ecru.base.models import OutgoingMail, SavedSearch, Told
from ecru.base.saved import rounds
from subsidies.models import Call, Certainty, Rhythm
from subsidies.models.standing import BRUSSELS
from tests.actors.alert_cast import NOUR, news, sent, told_names
from tests.subsidies.deadline_cast import (
    LAST_SECOND,
    Clock,
    at,
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
from tests.subsidies.factories import CallFactory, CriterionFactory, MeasureFactory

__all__ = ["clock", "mail_server", "round_", "wout"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]

CLOSES = "Straatgeld: Sluit op zaterdag 10 april 2027"


def test_six_weeks_two_weeks_and_three_days_ahead_exactly_on_the_day_also_over_summer_time(
    round_: Call, clock: Clock
) -> None:
    watches()
    told = []
    for day in range(50):
        for hour, minute in ((0, 0), (6, 59), (7, 0), (23, 59)):
            moment = at(2, 20) + timedelta(days=day)
            clock.now = datetime(2027, moment.month, moment.day, hour, minute, tzinfo=BRUSSELS)
            told += [(clock.now.strftime("%d/%m %H:%M"), mail.subject) for mail in turn()]
    assert told == [("27/02 07:00", CLOSES), ("27/03 07:00", CLOSES), ("07/04 07:00", CLOSES)]


def test_the_mail_says_until_when_and_counts_back_to_the_day_for_revision(round_: Call, clock: Clock) -> None:
    watches()
    clock.to(2, 27)
    [mail] = turn()
    assert mail.to == NOUR
    assert "Er is nieuws over wat je bewaarde als “Steun”." in mail.body
    assert (
        "Stad Genk. Dien in ten laatste op 10 april 2027. Laat ECRU je dossier nalezen voor 20 maart 2027."
        in (mail.body)
    )
    clock.to(3, 27)
    [mail] = turn()
    assert "nalezen" not in mail.body, "20 March is over by then"


def test_what_is_not_sure_says_so_in_the_mail(round_: Call, clock: Clock) -> None:
    watches()
    Call.objects.filter(pk=round_.pk).update(certainty=Certainty.UNSURE)
    clock.to(2, 27)
    [mail] = turn()
    assert "Nog na te kijken: vraag het aan de gever." in mail.body


def test_days_of_silence_are_made_up_for_with_what_is_true_now(round_: Call, clock: Clock) -> None:
    watches()
    clock.to(3, 31, 3)
    assert subjects(turn()) == [CLOSES], "one mail, not one for every day that was missed"
    clock.to(4, 11)
    assert turn() == []
    assert morning() == []


def test_after_the_last_second_nothing_is_told(round_: Call, clock: Clock) -> None:
    watches()
    clock.to(4, 10, 23, 59, 59)
    assert len(turn()) == 1
    watches(email="laat@voorbeeld.example", rhythm="daily")
    clock.now = LAST_SECOND + timedelta(seconds=1)
    assert turn() == []
    clock.to(4, 11, 7)
    assert morning() == []


def test_a_mail_that_still_waits_at_the_last_second_never_goes_out(round_: Call, clock: Clock) -> None:
    watches()
    clock.to(4, 10, 20)
    rounds.tell_news(rounds.AT_ONCE, timezone.now())
    [mail] = news()
    assert mail.until == LAST_SECOND
    clock.now = LAST_SECOND
    assert OutgoingMail.objects.due(timezone.now()).exists()
    clock.now = LAST_SECOND + timedelta(seconds=1)
    assert OutgoingMail.objects.claim(mail.pk) is None
    rounds.tell_news(rounds.AT_ONCE, timezone.now())
    assert not news()
    assert not Told.objects.exists()


def test_a_mail_that_a_worker_has_in_hand_is_stopped_before_the_last_dot(round_: Call, clock: Clock) -> None:
    watches()
    clock.to(4, 10, 23, 59)
    rounds.tell_news(rounds.AT_ONCE, timezone.now())
    mail = OutgoingMail.objects.claim(news()[0].pk)
    assert mail
    clock.now = LAST_SECOND + timedelta(seconds=1)
    assert not mail.hand_over()


def test_what_is_left_of_a_mail_that_came_too_late_is_told_anew(round_: Call, clock: Clock) -> None:
    watches()
    clock.to(4, 10, 23, 59)
    other = MeasureFactory(title="Pleingeld")
    CallFactory(measure=other, closes_at=at(4, 11, 12))
    rounds.tell_news(rounds.AT_ONCE, timezone.now())
    assert sorted(told_names(news()[0])) == ["Pleingeld", "Straatgeld"]
    clock.to(4, 11, 0, 0, 5)
    [mail] = turn()
    assert told_names(mail) == ["Pleingeld"]


def test_a_saved_search_and_a_saved_measure_that_both_match_are_one_line(
    round_: Call, clock: Clock, wout: User
) -> None:
    saves(wout, round_.measure)
    for question in ("", "q=straatgeld"):
        watches(question, email=wout.email)
    assert SavedSearch.objects.of_user(wout).count() == 3
    clock.to(2, 27)
    mails = [*turn(), *turn()]
    assert subjects(mails) == [CLOSES]
    clock.to(4, 7)
    assert subjects(turn()) == [CLOSES]
    assert Told.objects.filter(reader__user=wout).count() == 2
    told = Told.objects.all()[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Told.objects.create(reader=told.reader, number=told.number, key=told.key, occasion="twice")


def test_while_a_mail_by_one_search_waits_the_other_one_tells_it_no_sooner(
    round_: Call, clock: Clock, wout: User
) -> None:
    saves(wout, round_.measure)
    watches("q=straatgeld", email=wout.email)
    clock.to(2, 27)
    for _again in range(3):
        rounds.tell_news(rounds.AT_ONCE, timezone.now())
    [mail] = news()
    OutgoingMail.objects.filter(pk=mail.pk).delete()
    assert subjects(turn()) == [CLOSES], "a mail that got lost is told again, once"


def test_each_person_has_their_own_mail(round_: Call, clock: Clock, wout: User) -> None:
    saves(wout, round_.measure)
    watches()
    clock.to(2, 27)
    assert {mail.to for mail in turn()} == {wout.email, NOUR}


# --- Day and week ---------------------------------------------------------------------------------------------------


def test_once_a_week_is_on_monday_but_three_days_do_not_wait(round_: Call, clock: Clock) -> None:
    watches(rhythm="weekly")
    told = []
    for day in range(50):
        moment = at(2, 20, 7) + timedelta(days=day)
        clock.now = datetime(2027, moment.month, moment.day, 7, 5, tzinfo=BRUSSELS)
        told += [clock.now.strftime("%a %d/%m") for _mail in morning()]
    assert told == ["Mon 01/03", "Mon 29/03", "Wed 07/04"]


def test_once_a_day_is_the_same_morning_and_a_second_round_adds_nothing(round_: Call, clock: Clock) -> None:
    watches(rhythm="daily")
    clock.to(4, 7, 7)
    assert subjects(morning()) == [CLOSES]
    assert morning() == []
    assert turn() == []


def test_who_wants_no_mail_gets_none(round_: Call, clock: Clock, wout: User) -> None:
    saves(wout, round_.measure)
    SavedSearch.objects.update(rhythm="never")
    clock.to(4, 7)
    assert [*turn(), *morning()] == []


# --- Opening, reopening, changing -----------------------------------------------------------------------------------


def test_an_opening_is_told_when_it_opens_and_a_later_round_is_open_again(round_: Call, clock: Clock) -> None:
    watches("q=straatgeld")
    clock.to(4, 20)
    new = CallFactory(measure=round_.measure, opens_at=at(5, 3, 9), closes_at=at(9, 1), name="najaar")
    [mail] = turn()
    assert "Gewijzigd: de data." in mail.body
    assert "Terug." not in mail.body
    clock.to(5, 3, 8, 59)
    assert turn() == []
    clock.to(5, 3, 9)
    assert subjects(turn()) == ["Straatgeld: najaar: Opnieuw open"]
    clock.to(6, 1)
    assert turn() == []
    new.refresh_from_db()


def test_an_opening_long_ago_is_no_news_for_who_was_silent(round_: Call, clock: Clock) -> None:
    Call.objects.filter(pk=round_.pk).update(opens_at=at(1, 5))
    watches()
    clock.to(1, 20)
    assert turn() == []


def test_a_round_of_which_nobody_knows_when_it_opened_is_told_once(clock: Clock) -> None:
    watches()
    call = CallFactory(measure=MeasureFactory(title="Pleingeld"), closes_at=at(9, 1))
    [mail] = turn()
    assert "Nieuw. Nu open." in mail.body
    call.closes_at = at(9, 2)
    call.save()
    assert subjects(turn()) == ["Pleingeld: Gewijzigd: de data"]
    assert turn() == []


def test_a_yearly_round_is_told_every_year_also_when_nobody_knows_the_day_yet(clock: Clock) -> None:
    call = CallFactory(
        measure=MeasureFactory(title="Meigeld"), rhythm=Rhythm.YEARLY, closes_at=at(5, 15, 23, 59, 59)
    )
    call.closes_at = call.closes_at.replace(year=2026)
    call.save()
    watches()
    clock.to(4, 3, 7)
    assert subjects(turn()) == [
        "Meigeld: Opnieuw verwacht rond 15 mei 2027. De juiste dag is nog niet bekend"
    ]
    clock.to(4, 20)
    assert turn() == []
    clock.now = datetime(2028, 4, 3, 7, tzinfo=BRUSSELS)
    assert len(turn()) == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda call: Call.objects.filter(pk=call.pk).update(closes_at=at(5, 1)), "de data"),
        (lambda call: Call.objects.filter(pk=call.pk).update(budget=1), "de bedragen"),
        (lambda call: CriterionFactory(measure=call.measure), "de voorwaarden"),
    ],
)
def test_what_changed_is_said(round_: Call, change: Any, told: str) -> None:
    watches()
    change(round_)
    assert subjects(turn()) == [f"Straatgeld: Gewijzigd: {told}"]
    assert turn() == []


def test_several_changes_of_one_day_are_one_line_and_it_is_not_new(round_: Call, clock: Clock) -> None:
    watches(rhythm="daily")
    measure = round_.measure
    for amount in (1600, 1700, 1800):
        measure.max_amount = amount
        measure.save()
        rounds.tell_news(rounds.AT_ONCE, timezone.now())
        watches(email=f"n{amount}@voorbeeld.example")  # somebody looks, so that each change is noted
    clock.to(1, 2, 7)
    [mail] = morning()
    assert mail.subject == "Straatgeld: Gewijzigd: de bedragen"


def test_a_corrected_spelling_is_no_news(round_: Call) -> None:
    watches()
    round_.measure.description = "Geld voor een feest met je buren."
    round_.measure.save()
    assert turn() == []


# --- In words, and in numbers --------------------------------------------------------------------------------------


@pytest.mark.mail("alert")
def test_a_search_in_english_is_told_in_english(round_: Call, clock: Clock) -> None:
    watches(language="en")
    clock.to(2, 27)
    [mail] = turn()
    assert mail.subject == "Straatgeld: Closes on Saturday 10 April 2027"
    assert "Have ECRU read your file before 20 March 2027." in mail.body


def test_the_number_of_questions_does_not_grow_with_what_there_is_to_tell(round_: Call, clock: Clock) -> None:
    watches()
    taken = []
    for day, number in ((1, 2), (2, 30)):
        for _one in range(number):
            CallFactory(measure=MeasureFactory(), closes_at=LAST_SECOND)
        clock.to(2, day)
        with CaptureQueriesContext(connection) as log:
            assert rounds.tell_news(rounds.AT_ONCE, timezone.now())["mails"] == 1
        taken.append([query["sql"][:90] for query in log])
        sent()
    assert len(taken[0]) >= len(taken[1]), taken  # the first time it also reads the words of the lists
    assert news()[-1].subject == "20 berichten over Steun"
