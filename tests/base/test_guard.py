"""The guard of public forms: machines, floods, stale pages and double clicks, without keeping who sent."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory
from django.utils import timezone, translation

from ecru.base import guard
from ecru.base.guard import GuardedForm, Knock, Limits, Salt, address_of, admit, fresh_stamp, hashed
from tests.actors.sending import ago

pytestmark = pytest.mark.django_db

HOME = "9.8.7.7"


@pytest.fixture(autouse=True)
def in_dutch() -> Iterator[None]:
    """Also after a test that visited English pages."""
    with translation.override("nl"):
        yield


class Note(GuardedForm):
    """A form of one question."""

    email = forms.EmailField(required=False)
    words = forms.CharField(widget=forms.Textarea, max_length=20)


def visit(address: str = HOME, told: str = "") -> HttpRequest:
    headers = {"X-Forwarded-For": told} if told else {}
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


def note(seconds: float = 10, about: str = "ask actor 1", **words: str) -> Note:
    """A note that was opened so long ago."""
    with ago(seconds):
        stamp = fresh_stamp()
    data = QueryDict(mutable=True)
    data.update({"words": "Dag", "stamp": stamp, **words})
    data._mutable = False
    return Note(data, about=about)


def fault(form: Note) -> str:
    assert not form.is_valid()
    return str(form.non_field_errors()[0])


def knocked(number: int, address: str = HOME, about: str = "ask actor 1", email: str = "") -> list[bool]:
    return [
        admit(visit(address), about=about, token=f"{address}{about}{email}{count}", email=email)
        for count in range(number)
    ]


# --- Machines -----------------------------------------------------------------------------------------------------


def test_a_person_passes() -> None:
    form = note()
    assert form.is_valid(), form.errors
    assert form.passes(visit())
    assert form.status == 200


@pytest.mark.parametrize("seconds", [0, 2])
def test_who_is_faster_than_a_person_waits_a_moment(seconds: float) -> None:
    assert "snel" in fault(note(seconds))


def test_who_has_to_mend_something_is_not_scolded_for_speed() -> None:
    form = note(0, email="nour")
    assert not form.is_valid()
    assert list(form.errors) == ["email"]


@pytest.mark.parametrize("stamp", ["", "nep", "a:b:c", "é" * 3000, "\0"])
def test_a_stamp_that_is_not_ours_becomes_one_that_is(stamp: str) -> None:
    form = note(stamp=stamp)
    assert "nog een keer" in fault(form)
    with ago(-10):  # ten seconds later
        again = Note({**form.data.dict()}, about="ask actor 1")
        assert again.is_valid(), again.errors


def test_a_page_that_stood_open_for_a_day_sends_at_the_second_click() -> None:
    form = note(25 * 3600)
    assert "te lang open" in fault(form)
    assert form["words"].value() == "Dag"
    assert form["stamp"].value() != note().data["stamp"]


def test_the_hidden_field_says_so_instead_of_losing_the_text() -> None:
    form = note(homepage="https://spam.example")
    assert "leeg" in fault(form)
    assert form["homepage"].value() == ""
    assert form["words"].value() == "Dag"
    assert note(homepage="").is_valid()


def test_a_textarea_never_cuts_off_what_is_pasted() -> None:
    form = note(words="x" * 21)
    assert "maxlength" not in str(form["words"])
    assert form["words"].value() == "x" * 21
    assert form.errors["words"]


# --- Double clicks ------------------------------------------------------------------------------------------------


def test_the_same_page_with_the_same_words_is_one_click() -> None:
    first = note()
    again = Note(first.data, about="ask actor 1")
    other_words = Note({**first.data.dict(), "words": "Hallo"}, about="ask actor 1")
    other_record = Note(first.data, about="ask actor 2")
    assert all(form.is_valid() for form in (first, again, other_words, other_record))
    assert first.token == again.token
    assert len({first.token, other_words.token, other_record.token}) == 3
    assert first.passes(visit())
    assert again.passes(visit())
    assert Knock.objects.count() == 1


# --- Floods -------------------------------------------------------------------------------------------------------


def test_one_visitor_may_send_five_in_an_hour() -> None:
    assert knocked(6) == [True] * 5 + [False]
    assert knocked(1, about="report actor 9") == [False]
    assert knocked(1, "9.8.7.8") == [True]
    Knock.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert admit(visit(), about="ask actor 1", token="een uur later")


def test_who_is_refused_reads_why_and_keeps_the_text() -> None:
    knocked(5)
    form = note()
    assert form.is_valid()
    assert not form.passes(visit())
    assert form.status == 429
    assert "over een uur" in str(form.non_field_errors()[0])
    assert form["words"].value() == "Dag"


def test_one_record_gets_thirty_in_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LIMITS", Limits(about=3))
    assert [admit(visit(f"9.8.7.{n}"), about="ask actor 1", token=str(n)) for n in range(4)] == [
        *[True] * 3,
        False,
    ]
    assert Limits().about == 30


def test_one_e_mail_address_gets_five_in_an_hour() -> None:
    """Nobody can use us to fill somebody's mailbox."""
    sent = [
        admit(visit(f"9.8.7.{n}"), about=f"ask actor {n}", token=str(n), email=email)
        for n, email in enumerate(["nour@voorbeeld.example", "Nour@voorbeeld.example"] * 3)
    ]
    assert sent == [True] * 5 + [False]


# --- Who sent -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "told", "address"),
    [
        (HOME, "", HOME),
        (HOME, "8.7.6.5", HOME),  # not our proxy: anyone can say this
        ("127.0.0.1", "8.7.6.5", "8.7.6.5"),
        ("127.0.0.1", "10.9.9.9, 8.7.6.5", "8.7.6.5"),
        ("127.0.0.1", "onzin", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("", "", "None"),
        ("", "2001:4860:1:2:3:4:5:6", "2001:4860:1:2::/64"),
        ("2001:4860:1:2:ffff::1", "", "2001:4860:1:2::/64"),
    ],
)
def test_where_a_visitor_comes_from(peer: str, told: str, address: str) -> None:
    assert address_of(visit(peer, told)) == address


def test_no_address_is_kept() -> None:
    assert admit(visit(), about="ask actor 1", token="een", email="nour@voorbeeld.example")
    [knock] = Knock.objects.all()
    kept = f"{knock.visitor} {knock.recipient} {knock.about} {knock}"
    assert HOME not in kept
    assert "nour" not in kept
    assert knock.visitor == hashed(f"from {HOME}")
    assert str(Salt.objects.get()) == str(timezone.localdate())


def test_a_new_day_forgets_the_day_before(monkeypatch: pytest.MonkeyPatch) -> None:
    knocked(5)
    yesterday = hashed("from somewhere")
    today = timezone.localdate()
    Salt.objects.update(day=today - timedelta(days=1))
    Knock.objects.update(at=timezone.now() - timedelta(hours=25))
    assert hashed("from somewhere") != yesterday
    assert Salt.objects.get().day == today
    assert not Knock.objects.exists()


def test_a_form_shows_people_their_questions_only() -> None:
    fields: list[Any] = Note(about="ask actor 1").visible()
    assert [field.name for field in fields] == ["email", "words"]
