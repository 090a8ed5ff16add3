"""The form of a question: mistakes, double clicks, floods and languages. Nour asks the choir or the brass band."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.translation import override

from actors.conversations import ask
from actors.merging import A, Merger
from actors.models import Actor, Conversation, User
from ecru.base import guard
from ecru.base.models import Knock, OutgoingMail
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.actors.sending import QUESTION, ago, opened, send
from tests.actors.talk_cast import (
    ASKED,
    NOUR,
    an,
    choir,
    dirk,
    link_to,
    mails_to,
    nour,
    press,
    samira,
    words,
)
from tests.factories import ActorFactory, UserFactory

__all__ = ["an", "choir", "dirk", "nour", "samira"]
pytestmark = pytest.mark.django_db

CHOIR, BAND, CLUB = "/actoren/koor/vraag/", "/actoren/fanfare/vraag/", "/actoren/dans/vraag/"


@pytest.fixture
def band() -> Actor:
    return ActorFactory(name="De fanfare", slug="fanfare", contact_email="fanfare@as.example")


@pytest.fixture
def club() -> Actor:
    return ActorFactory(name="De dansclub", slug="dans")


def errors(page: Any) -> str:
    return read(page).one("div", role="alert").words


# --- The form ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "Vul je naam in."),
        ({"email": ""}, "Vul je e-mailadres in."),
        ({"email": "nour"}, "Het lijkt op naam@voorbeeld.be"),
        (
            {"email": "nour@voorbeeld.example\nBcc: iedereen@elders.example"},
            "Het lijkt op naam@voorbeeld.be",
        ),
        ({"question": "   "}, "Schrijf je vraag op."),
        ({"question": "x" * 6000}, "6000 tekens, en er passen er hoogstens 5000"),
        ({"question": "Hallo\0"}, "Null-tekens"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(
    visitor: Client, choir: Actor, changes: dict[str, str], told: str
) -> None:
    page = send(visitor, CHOIR, QUESTION, **changes)
    assert page.status_code == 200
    assert told in errors(page)
    form = page.context["form"]
    for name, value in {**QUESTION, **changes}.items():
        assert form[name].value() == value
    assert not Conversation.objects.exists()
    assert not Knock.objects.exists()


def test_hostile_names_stay_on_one_line(visitor: Client, choir: Actor) -> None:
    name = "Nour\r\nBcc: iedereen@elders.example"
    send(visitor, CHOIR, QUESTION, name=name, organisation="<b>Ons</b>\nhuis")
    press(visitor, link_to(NOUR), "bevestig")
    made = Conversation.objects.get()
    assert made.name == "Nour Bcc: iedereen@elders.example"
    assert made.organisation == "<b>Ons</b> huis"
    [mail] = mails_to("dirk@koor.example")
    assert "\n" not in mail.subject


def test_a_double_click_is_one_question(visitor: Client, choir: Actor) -> None:
    stamp = opened(visitor, CHOIR)
    first, second = (send(visitor, CHOIR, QUESTION, stamp=stamp) for _click in range(2))
    assert first["Location"] == second["Location"]
    assert Conversation.objects.count() == 1
    assert OutgoingMail.objects.count() == 1
    assert Knock.objects.count() == 1


def test_two_tabs_are_two_questions(visitor: Client, choir: Actor, band: Actor) -> None:
    one, two = opened(visitor, CHOIR), opened(visitor, CHOIR)
    send(visitor, CHOIR, QUESTION, stamp=two)
    send(visitor, CHOIR, QUESTION, stamp=one, question="En mogen er kinderen mee?")
    send(visitor, BAND, QUESTION, stamp=one)
    assert Conversation.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_clicks_at_the_very_same_moment_are_one_question() -> None:
    """Eight at once, each over a connection of its own."""
    choir = ActorFactory(contact_email="koor@genk.example")

    def click(_number: int) -> int:
        try:
            return ask(record=choir, asked=ASKED, token="dezelfde").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        assert len(set(people.map(click, range(8)))) == 1
    assert Conversation.objects.count() == 1
    assert OutgoingMail.objects.count() == 1


def test_a_flood_is_refused_kindly(visitor: Client, choir: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LIMITS", guard.Limits(visitor=2))
    for number in range(2):
        assert send(visitor, CHOIR, QUESTION, question=f"Vraag {number}").status_code == 302
    page = send(visitor, CHOIR, QUESTION, question="Vraag 3")
    assert page.status_code == 429
    assert "over een uur" in errors(page)
    assert page.context["form"]["question"].value() == "Vraag 3"
    assert Conversation.objects.count() == 2


@pytest.mark.parametrize("limits", [guard.Limits(visitor=99, about=2), guard.Limits(visitor=99, recipient=2)])
def test_neither_a_receiver_nor_a_stranger_is_flooded_with_mails(
    choir: Actor, limits: guard.Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From many places at once, to one receiver, or with one address of a victim."""
    monkeypatch.setattr(guard, "LIMITS", limits)
    answers = []
    for house in range(4):
        browser = Client(headers={"x-forwarded-for": f"9.8.7.{house}"})
        answers.append(send(browser, CHOIR, QUESTION, question=f"Vraag {house}").status_code)
    assert answers == [302, 302, 429, 429]
    assert len(mails_to(NOUR)) == 2


def test_an_account_is_counted_too(nour: User, choir: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LIMITS", guard.Limits(visitor=99, recipient=1))
    browser = signed_in(nour)
    asked = {"question": "Een?", "organisation": ""}
    assert send(browser, CHOIR, asked).status_code == 302
    assert send(browser, CHOIR, asked, question="Twee?").status_code == 429


def test_the_form_is_no_kept_page_and_sets_one_cookie(choir: Actor) -> None:
    one, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    page, again = one.get(CHOIR), other.get(CHOIR)
    for answer in (page, again):
        assert set(answer.cookies) == {settings.CSRF_COOKIE_NAME}
        assert "no-store" in answer["Cache-Control"]
        assert "ETag" not in answer
    tokens = [
        str(read(answer).every("input", name="csrfmiddlewaretoken")[-1].attributes["value"])
        for answer in (page, again)
    ]
    assert tokens[0] != tokens[1]
    assert page.context["form"].initial["stamp"] != again.context["form"].initial["stamp"]
    with ago(20):
        stamp = guard.fresh_stamp()
    sent = {**QUESTION, "stamp": stamp, "homepage": ""}
    assert one.post(CHOIR, {**sent, "csrfmiddlewaretoken": tokens[0]}).status_code == 302
    assert other.post(CHOIR, sent).status_code == 403
    profile = Client().get("/actoren/koor/")
    assert not profile.cookies
    assert "csrfmiddlewaretoken" not in profile.content.decode()


def test_the_question_and_its_mails_are_one_transaction(
    choir: Actor, monkeypatch: pytest.MonkeyPatch, visitor: Client
) -> None:
    """When a mail cannot be stored, neither is the question: nobody is told that we have it."""

    def broken(*_arguments: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("actors.conversations.asking.to_confirm", broken)
    with pytest.raises(RuntimeError):
        send(visitor, CHOIR, QUESTION)
    assert not Conversation.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_who_asks_in_english_gets_english_and_the_choir_gets_dutch(visitor: Client, choir: Actor) -> None:
    page = visitor.get("/en/actoren/koor/vraag/")
    assert "A question for Het koor" in words(page)
    send(visitor, "/en/actoren/koor/vraag/", QUESTION)
    [mine] = mails_to(NOUR)
    assert mine.subject == "Is this your question for Het koor?"
    link = link_to(NOUR)
    assert link.startswith("/en/gesprek/")
    press(visitor, link, "bevestig")
    [theirs] = mails_to("dirk@koor.example")
    assert theirs.subject == "Een vraag voor Het koor"
    assert "cultuur in Midden-Limburg" in theirs.body
    assert Conversation.objects.get().language == "en"


def test_names_of_a_question_hold_no_person(choir: Actor) -> None:
    with override("nl"):
        made = ask(record=choir, asked=ASKED, token="een")
        assert str(made).startswith("Het koor, ")
        assert "Nour" not in str(made), "the log of the admin would keep it"


def test_a_question_follows_when_two_records_become_one(visitor: Client, choir: Actor, band: Actor) -> None:
    """Also the one in a form that was open meanwhile."""
    send(visitor, BAND, QUESTION)
    stamp = opened(visitor, BAND)
    Merger(choir.pk, band.pk, UserFactory()).merge(A, {}, "ook")
    assert choir.conversations.count() == 1
    sent = {**QUESTION, "question": "Nog iets.", "stamp": stamp, "homepage": ""}
    answer = visitor.post(BAND, sent)
    assert (answer.status_code, answer["Location"]) == (308, CHOIR)
    assert visitor.post(CHOIR, sent).status_code == 302
    assert choir.conversations.count() == 2
