"""From a first try to *beproefd*: only an editor says so, and only after it worked for others in two municipalities."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone

from actors.models import Actor, User
from projects.models import Practice, Reuse
from projects.practices import Done, NotYet, change_reuse, prove, unprove, withdraw_reuse
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.factories import ActorFactory
from tests.projects.practice_cast import (
    PAGE,
    an,
    as_,
    band,
    beringen,
    bram,
    choir,
    dirk,
    genk,
    house,
    reused,
    samira,
    street,
)

__all__ = ["an", "as_", "band", "beringen", "bram", "choir", "dirk", "genk", "house", "samira", "street"]
pytestmark = pytest.mark.django_db

PROVE = f"{PAGE}beproefd/"


@pytest.fixture
def travelled(street: Practice, band: Actor, house: Actor) -> Practice:
    """It worked in As and in Beringen."""
    reused(street, band, went="goed")
    reused(street, house, went="deels")
    return street


def test_an_marks_it_and_everyone_sees_it(travelled: Practice, an: User, visitor: Client) -> None:
    browser = signed_in(an)
    form = read(browser.get(PAGE)).one("form", action=PROVE)
    assert "Het werkte bij anderen in 2 gemeenten." in form.words
    page = browser.post(PROVE, {"do": "prove"}, follow=True)
    assert "Op beproefd gezet." in read(page).words
    travelled.refresh_from_db()
    assert travelled.proven_on == timezone.localdate()
    shown = read(visitor.get(PAGE))
    assert "Beproefd door anderen" in shown.words
    assert "Beproefd sinds" in shown.one("dl", class_="facts").words
    assert "Beproefd door anderen" in read(visitor.get("/praktijken/?beproefd=ja")).words
    assert LogEntry.objects.get().get_change_message() == "Op beproefd gezet."


def test_it_can_be_taken_back_and_both_count_once(travelled: Practice, an: User) -> None:
    assert prove(practice=travelled, by=an) is True
    assert prove(practice=travelled, by=an) is False
    browser = signed_in(an)
    assert read(browser.get(PAGE)).one("form", action=PROVE).one("button").words == "Niet langer beproefd"
    page = browser.post(PROVE, {"do": "unprove"}, follow=True)
    assert "niet langer op beproefd" in read(page).words
    assert unprove(practice=travelled, by=an) is False
    travelled.refresh_from_db()
    assert not travelled.is_proven
    assert LogEntry.objects.count() == 2


def test_the_mark_goes_with_what_it_stands_on(travelled: Practice, an: User) -> None:
    assert prove(practice=travelled, by=an) is True
    first, second = Reuse.objects.of(travelled).order_by("pk")
    other_words = Done(first.actor, first.municipality, first.year, first.went, "Met een koor erbij.")
    change_reuse(reuse=first, done=other_words, by=an)
    travelled.refresh_from_db()
    assert travelled.is_proven, "it still worked in two municipalities"
    withdraw_reuse(reuse=second, by=an)
    travelled.refresh_from_db()
    assert not travelled.is_proven
    said = LogEntry.objects.order_by("pk").last()
    assert said
    assert (
        said.get_change_message()
        == "Niet langer beproefd: het werkte bij anderen in minder dan twee gemeenten."
    )


def test_two_in_one_town_are_not_enough(street: Practice, band: Actor, an: User) -> None:
    reused(street, band, year=2020)
    reused(street, ActorFactory(municipality=band.municipality), year=2021)
    browser = signed_in(an)
    form = read(browser.get(PAGE)).one("form", action=PROVE)
    assert "in 1 gemeente. Er zijn er 2 nodig." in form.words
    assert not form.every("button")
    assert "nog niet beproefd" in read(browser.post(PROVE, {"do": "prove"}, follow=True)).words
    street.refresh_from_db()
    assert not street.is_proven


@pytest.mark.parametrize("how", ["failed", "taken back", "hidden"])
def test_what_failed_was_taken_back_or_does_not_show_proves_nothing(
    how: str, travelled: Practice, house: Actor, an: User
) -> None:
    second = travelled.reuses.get(actor=house)
    if how == "failed":
        second.went = "niet"
    elif how == "taken back":
        second.withdrawn_at = timezone.now()
    else:
        house.status = "draft"
        house.save()
    second.save()
    with pytest.raises(NotYet):
        prove(practice=travelled, by=an)


def test_a_draft_is_published_first(travelled: Practice, an: User) -> None:
    travelled.status = "draft"
    travelled.save()
    with pytest.raises(NotYet, match="Publiceer het eerst"):
        prove(practice=travelled, by=an)


def test_nobody_else_may(travelled: Practice, dirk: User, visitor: Client) -> None:
    for verb in (prove, unprove):
        with pytest.raises(PermissionDenied):
            verb(practice=travelled, by=dirk)
    assert signed_in(dirk).post(PROVE, {"do": "prove"}).status_code == 403
    assert visitor.post(PROVE, {"do": "prove"}).status_code == 302
    assert PROVE not in signed_in(dirk).get(PAGE).content.decode()
    travelled.refresh_from_db()
    assert not travelled.is_proven


def test_the_database_keeps_the_answer_beside_the_day(travelled: Practice, an: User) -> None:
    assert Practice.objects.filter(proven=True).count() == 0
    prove(practice=travelled, by=an)
    assert Practice.objects.get(proven=True) == travelled


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_the_same_moment_mark_it_once(travelled: Practice, an: User) -> None:
    def press() -> bool:
        try:
            return prove(practice=travelled, by=User.objects.get(pk=an.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers: list[Any] = [press.result() for press in [pool.submit(press) for _ in range(2)]]
    assert sorted(answers) == [False, True]
    assert LogEntry.objects.count() == 1
