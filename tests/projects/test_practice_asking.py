"""*Vraag het aan hen*: a question about a practice reaches who made it, or the team when nobody acts for them."""

from typing import Any

import pytest
from django.test import Client

from actors.conversations import block
from actors.models import Actor, Conversation, ConversationKind, User
from ecru.base.models import OutgoingMail
from projects.models import Practice, PracticeActor
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.actors.sending import QUESTION, send
from tests.actors.talk_cast import link_to, press, seat_behind
from tests.factories import ActorFactory, PracticeFactory, UserFactory
from tests.projects.practice_cast import (
    PAGE,
    as_,
    band,
    choir,
    dirk,
    genk,
    samira,
    street,
)

__all__ = ["as_", "band", "choir", "dirk", "genk", "samira", "street"]
pytestmark = pytest.mark.django_db

ASK = f"{PAGE}vraag/"


def test_nour_asks_and_dirk_gets_her_question(street: Practice, dirk: User, visitor: Client) -> None:
    page = read(visitor.get(ASK))
    assert "Je vraag gaat naar wie het maakte." in page.words
    assert not page.every("select", id="id_maker"), "one maker: nothing to choose"
    answer = send(visitor, ASK, QUESTION)
    assert answer["Location"] == f"{ASK}bedankt/"
    assert "Dan mailen we je vraag" in read(visitor.get(f"{ASK}bedankt/")).words
    made = Conversation.objects.get()
    text = made.messages.get().text
    assert text.startswith("Over de praktijk “Zingende straat”:\n\nMogen we bij jullie komen zingen?")
    assert (made.kind, made.actor.slug) == (ConversationKind.ACTOR, "koor")
    press(visitor, link_to("nour@voorbeeld.example"), "bevestig")
    assert OutgoingMail.objects.filter(to="dirk@koor.example").count() == 1


def test_when_nobody_acts_for_them_the_team_gets_it(street: Practice, visitor: Client) -> None:
    assert "Je vraag gaat naar het team van ECRU." in read(visitor.get(ASK)).words
    send(visitor, ASK, QUESTION)
    assert "kijkt het team van ECRU" in read(visitor.get(f"{ASK}bedankt/")).words
    press(visitor, link_to("nour@voorbeeld.example"), "bevestig")
    assert Conversation.objects.get().with_team


def test_without_any_maker_the_team_is_asked(visitor: Client) -> None:
    PracticeFactory(slug="wees", title="Wees")
    send(visitor, "/praktijken/wees/vraag/", QUESTION)
    made = Conversation.objects.get()
    assert (made.kind, made.actor) == (ConversationKind.TEAM, None)


def test_with_several_makers_one_chooses_and_who_is_here_comes_first(
    street: Practice, band: Actor, samira: User, visitor: Client
) -> None:
    stopped, hidden, asked = (
        ActorFactory(name="Gestopt", closed=True),
        ActorFactory(name="Verborgen", draft=True),
        ActorFactory(name="Gevraagd"),
    )
    for actor, consent in ((band, "akkoord"), (stopped, "akkoord"), (hidden, "akkoord"), (asked, "gevraagd")):
        PracticeActor.objects.create(practice=street, actor=actor, consent=consent)
    choice = read(visitor.get(ASK)).one("select", id="id_maker")
    assert [option.words for option in choice.every("option")] == ["De fanfare", "Het koor"]
    page = send(visitor, ASK, {**QUESTION, "maker": asked.pk})
    assert "Die werkte hier niet aan mee." in read(page).one("div", role="alert").words
    assert "Mogen we bij jullie komen zingen?" in page.content.decode()
    page = send(visitor, ASK, {**QUESTION, "maker": "'; drop"})
    assert page.status_code == 200
    send(visitor, ASK, {**QUESTION, "maker": street.makers.get(actor__slug="koor").actor_id})
    assert Conversation.objects.get().actor.slug == "koor"


def test_a_double_click_asks_once_and_who_is_blocked_hears_it_calmly(
    street: Practice, dirk: User, visitor: Client
) -> None:
    nour = UserFactory(name="Nour", email="nour@voorbeeld.example")
    browser = signed_in(nour)
    words: dict[str, Any] = {"question": "Mag ik mee?", "organisation": ""}
    send(browser, ASK, words)
    made = Conversation.objects.get()
    assert made.asker == nour
    block(seat=seat_behind(link_to("dirk@koor.example")))
    assert send(browser, ASK, {**words, "question": "En nu?"}).status_code == 403
    assert Conversation.objects.count() == 1


def test_a_robot_is_stopped_and_keeps_its_words(street: Practice, visitor: Client) -> None:
    page = send(visitor, ASK, QUESTION, homepage="https://spam.example")
    assert page.status_code == 200
    assert "Mogen we bij jullie komen zingen?" in page.content.decode()
    assert not Conversation.objects.exists()
