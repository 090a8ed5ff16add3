"""An expert to whom the team passed a question on, and who asked it, can stop and report each other.

Nour asks the team; Samira answers; An keeps the field.
"""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from actors.conversations import NotNow, accept, ask, pass_on, seat_of, suggestions
from actors.conversations.abuse import can_block, let_through
from actors.desk import accept as agree
from actors.models import Block, Conversation, DeskItem, Expert, PassingState, User
from tests.actors.conftest import signed_in
from tests.actors.talk_cast import (
    ASKED,
    NOUR,
    an,
    choir,
    confirmed,
    dirk,
    link_to,
    mails_to,
    nour,
    press,
    samira,
    say,
    words,
)
from tests.factories import MembershipFactory

__all__ = ["an", "choir", "dirk", "nour", "samira"]

pytestmark = pytest.mark.django_db
SAMIRA = "samira@thuis.example"


@pytest.fixture
def passed(samira: Expert, an: User) -> Conversation:
    """A question that Samira answers."""
    made = confirmed(None)
    pass_on(conversation=made, expert=samira, by=an)
    press(Client(), link_to(SAMIRA), "neem-aan")
    return made


def state_of(made: Conversation) -> str:
    """What became of the passing."""
    return made.passings.order_by("-pk")[0].state


def test_before_the_yes_there_is_nobody_to_stop(samira: Expert, an: User) -> None:
    made = confirmed(None)
    pass_on(conversation=made, expert=samira, by=an)
    seat = seat_of(samira.user, made)  # type: ignore[arg-type]
    assert seat
    assert not can_block(seat), "who asks has no name yet: give it back instead"
    assert accept(seat=seat)
    assert can_block(seat)


def test_an_expert_stops_who_asks_and_the_question_goes_back(
    passed: Conversation, samira: Expert, an: User
) -> None:
    page = press(signed_in(samira.user), f"/mijn/vragen/{passed.pk}/", "blokkeer")  # type: ignore[arg-type]
    assert "Je krijgt geen berichten meer" in words(page)
    assert "Van wie je geen berichten wilt" in words(page), "the list of questions, with whom she stopped"
    block = Block.objects.get()
    assert (block.expert, block.by_asker) == (samira, False)
    assert NOUR not in str(vars(block))
    assert state_of(passed) == PassingState.REFUSED
    assert "vraag terug" in mails_to(settings.EDITORS_EMAIL)[-1].subject
    assert signed_in(samira.user).get(f"/mijn/vragen/{passed.pk}/").status_code == 404  # type: ignore[arg-type]
    assert samira not in [found.expert for found in suggestions(passed)]
    with pytest.raises(NotNow):
        pass_on(conversation=passed, expert=samira, by=an)
    before = len(mails_to(SAMIRA))
    page = say(Client(), link_to(NOUR), "Ben je daar nog?")
    assert "Je bericht is verstuurd." in words(page), "the team still reads it"
    assert len(mails_to(SAMIRA)) == before


def test_who_was_stopped_cannot_ask_the_expert_directly(passed: Conversation, samira: Expert) -> None:
    press(Client(), link_to(SAMIRA), "blokkeer")
    made = confirmed_not(samira)
    assert not made.is_confirmed


def confirmed_not(record: Any) -> Conversation:
    """A question of Nour that is refused at the door."""
    made = ask(record=record, asked=ASKED, token="rechtstreeks")
    page = Client().post(link_to(NOUR), {"act": "bevestig"})
    assert page.status_code == 403
    made.refresh_from_db()
    return made


def test_the_expert_lets_through_again_and_nobody_else_does(
    passed: Conversation, samira: Expert, an: User, dirk: User
) -> None:
    press(Client(), link_to(SAMIRA), "blokkeer")
    block = Block.objects.get()
    for other in (an, dirk):
        assert not let_through(user=other, key=block.pk)
        page = signed_in(other).post("/mijn/vragen/", {"block": str(block.pk)}, follow=True)
        assert page.status_code == 200
    browser = signed_in(samira.user)  # type: ignore[arg-type]
    for hostile in ("", "x", "9" * 40, "-1"):
        assert browser.post("/mijn/vragen/", {"block": hostile}).status_code == 302
    assert Block.objects.exists()
    page = browser.post("/mijn/vragen/", {"block": str(block.pk)}, follow=True)
    assert "weer schrijven" in words(page)
    assert not Block.objects.exists()
    assert pass_on(conversation=passed, expert=samira, by=an)


def test_who_asks_stops_the_expert_and_the_team_goes_on(
    passed: Conversation, samira: Expert, an: User
) -> None:
    press(Client(), link_to(NOUR), "blokkeer")
    block = Block.objects.get()
    assert (block.expert, block.by_asker) == (samira, True)
    assert str(block) == "Samira"
    assert state_of(passed) == PassingState.REFUSED
    assert samira not in [found.expert for found in suggestions(passed)]
    assert "Je bericht is verstuurd." in words(say(Client(), link_to(NOUR), "Wie helpt me nu?"))


@pytest.mark.parametrize(("reporter", "by_asker"), [(SAMIRA, False), (NOUR, True)])
def test_both_report_and_the_team_keeps_the_two_apart(
    passed: Conversation, samira: Expert, an: User, reporter: str, by_asker: bool
) -> None:
    press(Client(), link_to(reporter), "meld", reason="Dit is niet fijn.")
    item = DeskItem.objects.get(kind="misbruik")
    agree(item=item, by=an, seen=item.version)
    block = Block.objects.get()
    assert (block.expert, block.by_asker) == (samira, by_asker)
    passed.refresh_from_db()
    assert passed.stopped_at
    assert not passed.passings.current().exists()
    assert confirmed(None, "nieuw").with_team, "the team stays there for everybody"


def test_an_organisation_sees_whom_it_stopped(choir: Any, dirk: User) -> None:
    confirmed(choir)
    press(Client(), link_to("dirk@koor.example"), "blokkeer")
    els = MembershipFactory(actor=choir, colleague=True).user
    page = signed_in(els).get("/mijn/vragen/")
    assert "iemand zonder account" in words(page)
    assert NOUR not in page.content.decode()
    assert let_through(user=els, key=Block.objects.get().pk)


def test_who_asked_with_an_account_takes_it_back_too(choir: Any, nour: User) -> None:
    made = confirmed(choir, asked=type(ASKED)(question="Hoe laat?", user=nour))
    press(signed_in(nour), f"/mijn/vragen/{made.pk}/", "blokkeer")
    assert "Het koor" in words(signed_in(nour).get("/mijn/vragen/"))
    assert let_through(user=nour, key=Block.objects.get().pk)
