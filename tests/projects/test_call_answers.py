"""Answering a call through the platform: by a visitor with a confirmed address, or by a member for an actor."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from actors.conversations import Asked
from actors.conversations.counting import conversation_counts
from actors.desk import Impossible
from actors.models import Actor, Block, Conversation, Membership, User
from actors.models.conversation_parts import address_hash
from projects.calling import answer_call
from projects.models import CallAnswer, PartnerCall
from tests.actors.markup import text_of
from tests.actors.sending import send
from tests.factories import UserFactory
from tests.projects.together_cast import CALLS, MY_CALLS, browser_of, in_days, link_in, mails, today

pytestmark = pytest.mark.django_db
ANSWER = f"{CALLS}zaal/antwoord/"
WORDS = {"question": "Wij hebben een zaal.", "name": "Nour", "email": "nour@voorbeeld.example"}


def test_a_visitor_confirms_the_address_and_nobody_sees_it(
    visitor: Client, call: PartnerCall, mila: User
) -> None:
    answer = send(visitor, ANSWER, WORDS)
    assert answer["Location"] == f"{ANSWER}bedankt/"
    assert "Verstuur mijn antwoord" in text_of(visitor.get(answer["Location"]))
    assert not mails(mila.email), "nothing goes out before the address is confirmed"
    [mail] = mails("nour@voorbeeld.example")
    assert "Is dit je antwoord op een oproep?" in mail.subject
    assert "Wij hebben een zaal" not in mail.body
    link = link_in(mail, "/gesprek/")
    page = text_of(visitor.get(link))
    for word in (
        "Is dit je antwoord?",
        "Antwoord op “Wie heeft een zaal?”",
        "Je antwoord is nog niet verstuurd",
    ):
        assert word in page
    assert not CallAnswer.objects.confirmed().exists()
    visitor.post(link, {"act": "bevestig"})
    [mail] = mails(mila.email)
    assert mail.subject == "Een antwoord op je oproep “Wie heeft een zaal?”"
    assert "Wij hebben een zaal." in mail.body
    assert "nour@voorbeeld.example" not in mail.body
    own = browser_of(mila)
    assert "Nour" in text_of(own.get(f"{MY_CALLS}zaal/"))
    talk = CallAnswer.objects.get().conversation
    page = own.get(f"/mijn/vragen/{talk.pk}/").content.decode()
    assert "nour@voorbeeld.example" not in page
    assert f"{CALLS}zaal/" in page
    assert "Wie heeft een zaal?" in text_of(own.get("/mijn/vragen/"))


def test_a_member_answers_for_an_actor_in_another_municipality(
    call: PartnerCall, mila: User, ali: User, toneelhuis: Actor
) -> None:
    browser = browser_of(ali)
    page = text_of(browser.get(ANSWER))
    assert "Je antwoordt als Ali" in page
    assert "Voor wie antwoord je?" in page
    sent = send(browser, ANSWER, {"question": "Kom bij ons.", "actor": toneelhuis.pk})
    assert "Je antwoord is onderweg" in text_of(browser.get(sent["Location"]))
    [mail] = mails(mila.email)
    assert "Ali, Toneelhuis antwoordt op je oproep" in mail.body
    assert ali.email not in mail.body
    answer = CallAnswer.objects.get()
    assert (answer.actor, answer.call) == (toneelhuis, call)
    assert str(answer).startswith("Wie heeft een zaal?")
    assert "Ali, Toneelhuis" in text_of(browser_of(mila).get(f"{MY_CALLS}zaal/"))
    assert conversation_counts(answer.conversation.created_at, today_end())["oproep"]["asked"] == 1


def today_end() -> Any:
    from django.utils import timezone  # noqa: PLC0415 - only here

    return timezone.now()


def test_a_double_click_is_one_answer_and_a_mistake_costs_nothing(visitor: Client, call: PartnerCall) -> None:
    page = send(visitor, ANSWER, {**WORDS, "email": "nour"})
    said = text_of(page)
    assert "Dit is geen e-mailadres" in said
    assert "Wij hebben een zaal." in said
    assert "Schrijf je antwoord op" in text_of(send(visitor, ANSWER, {**WORDS, "question": ""}))
    stamp = page.context["form"].initial["stamp"]
    for _ in range(2):
        send(visitor, ANSWER, WORDS, stamp=stamp)
    assert CallAnswer.objects.count() <= 1


def test_for_somebody_else_or_for_ones_own_call_does_not_work(
    call: PartnerCall, mila: User, ali: User, zangkoor: Actor
) -> None:
    assert "Kies er een uit de lijst" in text_of(
        send(browser_of(ali), ANSWER, {"question": "x", "actor": zangkoor.pk})
    )
    assert "een oproep van jezelf" in text_of(send(browser_of(mila), ANSWER, {"question": "x"}))
    with pytest.raises(PermissionDenied):
        answer_call(call=call, said=Asked("x", user=ali), actor=zangkoor, token="t")
    with pytest.raises(PermissionDenied):
        answer_call(call=call, said=Asked("x", name="N", email="n@x.example"), actor=zangkoor, token="t")


def test_a_call_that_closed_meanwhile_gives_the_text_back(visitor: Client, call: PartnerCall) -> None:
    PartnerCall.objects.filter(pk=call.pk).update(closes_on=in_days(-1))
    page = visitor.post(ANSWER, WORDS)
    assert page.status_code == 409
    assert "Wij hebben een zaal." in text_of(page)
    assert "Dit schreef je" not in text_of(visitor.get(ANSWER))
    with pytest.raises(Impossible, match="intussen gesloten"):
        answer_call(call=call, said=Asked("x", name="N", email="n@x.example"), actor=None, token="t")


def test_who_closes_it_at_the_same_moment_wins(
    visitor: Client, call: PartnerCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(**_asked: Any) -> None:
        raise Impossible("Te laat.")

    monkeypatch.setattr("projects.views.calls.answer_call", closed)
    page = text_of(send(visitor, ANSWER, WORDS))
    assert "Te laat." in page
    assert "Wij hebben een zaal." in page


def test_who_is_blocked_meets_a_calm_page(call: PartnerCall) -> None:
    somebody = UserFactory()
    Block.objects.create(actor=call.actor, address_hash=address_hash(somebody.email))
    page = send(browser_of(somebody), ANSWER, {"question": "Hallo"})
    assert page.status_code == 403
    assert not Conversation.objects.exists()


def test_without_anybody_to_reach_the_team_gets_it(
    visitor: Client, call: PartnerCall, ali: User, settings: Any
) -> None:
    settings.EDITORS_EMAIL = "redactie@ecru.example"
    Membership.objects.filter(actor=call.actor).delete()
    Actor.objects.filter(pk=call.actor_id).update(contact_email="")
    assert "niet rechtstreeks bereiken" in text_of(browser_of(ali).get(ANSWER))
    sent = send(browser_of(ali), ANSWER, {"question": "Kom bij ons."})
    assert "Dan geeft het team" in text_of(visitor.get(sent["Location"]))
    [mail] = mails("redactie@ecru.example")
    assert "Een antwoord op een oproep van Zangkoor, zonder adres" in mail.subject


def test_an_answer_in_english_is_told_in_english(call: PartnerCall, mila: User, ali: User) -> None:
    User.objects.filter(pk=mila.pk).update(language="en")
    answer_call(call=call, said=Asked("Hello", user=ali), actor=None, token="t")
    assert mails(mila.email)[0].subject == "An answer to your call “Wie heeft een zaal?”"
    assert today() <= call.closes_on


def test_what_is_forgotten_leaves_the_count(call: PartnerCall, ali: User, toneelhuis: Actor) -> None:
    talk = answer_call(call=call, said=Asked("Hallo", user=ali), actor=toneelhuis, token="t")
    Conversation.objects.filter(pk=talk.pk).update(
        forgotten_at=talk.created_at, name="", email="", asker=None
    )
    assert CallAnswer.objects.confirmed().count() == 1
    talk.delete()
    assert not CallAnswer.objects.exists()
