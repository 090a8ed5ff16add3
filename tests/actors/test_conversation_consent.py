"""What people allow: the team to read along, messages to go on, an answer to become public. And abuse.

Nour asks the choir, for which Dirk answers. An is of the team.
"""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from actors.conversations import Asked, block, close, report_abuse, seat_of, unblock
from actors.desk import Impossible, accept, kind_of, refuse
from actors.models import (
    Actor,
    Block,
    Conversation,
    ConversationState,
    DeskItem,
    Happening,
    PublicAnswer,
    User,
)
from actors.permissions import may_read_conversation
from ecru.base.models import OutgoingMail, Publication
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.actors.talk_cast import (
    NOUR,
    an,
    choir,
    confirmed,
    dirk,
    link_to,
    mails_to,
    nour,
    press,
    say,
    seat_behind,
    words,
)
from tests.factories import TopicFactory

__all__ = ["an", "choir", "dirk", "nour"]
pytestmark = pytest.mark.django_db

DIRK = "dirk@koor.example"


@pytest.fixture
def asked(choir: Actor) -> Conversation:
    return confirmed(choir)


@pytest.fixture
def answered(asked: Conversation) -> Conversation:
    say(Client(), link_to(DIRK), "Ja, elke dinsdag om acht uur.")
    asked.refresh_from_db()
    return asked


def page_for(user: User, conversation: Conversation) -> int:
    return signed_in(user).get(f"/mijn/vragen/{conversation.pk}/").status_code


# --- The team reads along ----------------------------------------------------------------------------------------


def test_the_team_reads_only_what_somebody_asks_it_to(asked: Conversation, an: User) -> None:
    assert not may_read_conversation(an, asked)
    assert page_for(an, asked) == 404
    assert "Het team van ECRU kan nu meelezen." in words(press(Client(), link_to(NOUR), "meelezen"))
    asked.refresh_from_db()
    assert asked.team_reads_since
    assert asked.events.get().told == "Nour vroeg het team om mee te lezen."
    assert "Vanaf nu kan het team alle berichten lezen" in mails_to(DIRK)[-1].body
    assert f"/mijn/vragen/{asked.pk}/" in mails_to(settings.EDITORS_EMAIL)[-1].body
    assert page_for(an, asked) == 200
    assert "Nour vroeg het team om mee te lezen." in words(Client().get(link_to(DIRK)))


def test_every_step_in_is_written_down_for_all_to_see(asked: Conversation, an: User) -> None:
    press(Client(), link_to(NOUR), "meelezen")
    for _look in range(3):
        assert page_for(an, asked) == 200
    read_by = asked.events.filter(what=Happening.TEAM_READ)
    assert [event.by for event in read_by] == [an], "once a day"
    for address in (NOUR, DIRK):
        assert "Het team las dit gesprek (An, team van ECRU)." in words(Client().get(link_to(address)))


def test_the_team_helps_both(asked: Conversation, an: User) -> None:
    press(Client(), link_to(DIRK), "meelezen")
    say(signed_in(an), f"/mijn/vragen/{asked.pk}/", "Kan ik helpen?")
    for address in (NOUR, DIRK):
        assert "Kan ik helpen?" in mails_to(address)[-1].body
    asked.refresh_from_db()
    assert asked.state == ConversationState.WAITING, "the choir still has to answer"


def test_only_who_asked_the_team_along_sends_it_away(asked: Conversation, an: User) -> None:
    press(Client(), link_to(NOUR), "meelezen")
    press(Client(), link_to(NOUR), "meelezen")
    press(Client(), link_to(DIRK), "niet-meelezen")
    assert page_for(an, asked) == 200
    press(Client(), link_to(NOUR), "niet-meelezen")
    assert page_for(an, asked) == 404
    assert "leest je gesprek niet meer" in mails_to(DIRK)[-1].body
    whats = [event.what for event in asked.events.exclude(what=Happening.TEAM_READ)]
    assert whats == [Happening.TEAM_ASKED, Happening.TEAM_LEFT]


def test_the_team_cannot_invite_itself(asked: Conversation, an: User) -> None:
    press(signed_in(an), f"/mijn/vragen/{asked.pk}/", "meelezen")
    asked.refresh_from_db()
    assert asked.team_reads_since is None


# --- Abuse -------------------------------------------------------------------------------------------------------


def test_abuse_opens_the_conversation_for_the_desk_until_it_decided(asked: Conversation, an: User) -> None:
    page = press(Client(), link_to(DIRK), "meld", reason="")
    assert "Zeg in een paar woorden wat er mis is." in words(page)
    assert page_for(an, asked) == 404
    assert "Het team kijkt ernaar." in words(press(Client(), link_to(DIRK), "meld", reason="Hij scheldt."))
    press(Client(), link_to(DIRK), "meld", reason="Nog eens.")
    [item] = DeskItem.objects.open().of_kind("misbruik")
    assert (item.reason, item.title) == ("Hij scheldt.", "Misbruik in een gesprek over Het koor")
    assert kind_of(item).address(item) == f"/mijn/vragen/{asked.pk}/"
    assert "Mag ik mee?" not in f"{item.title}{item.reason}{item.content}"
    assert page_for(an, asked) == 200
    refuse(item=item, by=an, seen=item.version, answer="We lazen geen scheldwoorden.")
    assert page_for(an, asked) == 404, "the door closes again"
    told = mails_to(DIRK)[-1]
    assert told.subject == "Je melding van misbruik"
    assert "We laten het zoals het is." in told.body
    assert "We lazen geen scheldwoorden." in told.body


def test_what_the_team_agrees_with_stops_the_conversation(asked: Conversation, an: User) -> None:
    press(Client(), link_to(DIRK), "meld", reason="Hij scheldt.")
    item = DeskItem.objects.get()
    accept(item=item, by=an, seen=item.version)
    asked.refresh_from_db()
    assert asked.stopped_at
    assert asked.state == ConversationState.CLOSED
    assert "We stopten het" in mails_to(DIRK)[-1].body
    for address in (NOUR, DIRK):
        page = say(Client(), link_to(address), "Nog iets.")
        assert "nu niet schrijven" in words(page)
        assert "Niemand kan hier nog schrijven." in words(page)
        assert "Je schreef: Nog iets." in words(page)
    assert not close(seat=seat_behind(link_to(DIRK)))
    assert asked.messages.count() == 1
    assert Block.objects.get().by_asker is False


def test_who_calls_the_team_about_the_team_keeps_the_right_to_ask(nour: User, an: User) -> None:
    made = confirmed(None, asked=Asked(question="?", user=nour))
    seat = seat_of(nour, made)
    assert seat
    assert report_abuse(seat=seat, reason="Onbeleefd.")
    item = DeskItem.objects.get()
    accept(item=item, by=an, seen=item.version)
    assert not Block.objects.exists()
    team = seat_of(an, made)
    assert team
    assert not report_abuse(seat=team, reason="x")
    assert not block(seat=team)


def test_an_item_about_what_is_gone_can_be_refused(asked: Conversation, an: User) -> None:
    press(Client(), link_to(DIRK), "meld", reason="Hij scheldt.")
    Conversation.objects.all().delete()
    item = DeskItem.objects.get()
    with pytest.raises(Impossible):
        accept(item=item, by=an, seen=item.version)
    refuse(item=item, by=an, seen=item.version, answer="Het is er niet meer.")
    assert DeskItem.objects.get().state == "refused"


# --- Stopping messages -------------------------------------------------------------------------------------------


def test_a_side_stops_the_other_and_lets_through_again(asked: Conversation) -> None:
    assert "Je krijgt geen berichten meer" in words(press(Client(), link_to(DIRK), "blokkeer"))
    blocked = Block.objects.get()
    assert NOUR not in str(vars(blocked)), "a code of the address, not the address"
    assert str(blocked) == "iemand zonder account"
    assert not block(seat=seat_behind(link_to(DIRK)))
    page = Client().get(link_to(NOUR))
    assert "Je kan hier nu niet schrijven." in words(page)
    count = OutgoingMail.objects.count()
    page = say(Client(), link_to(NOUR), "Waarom niet?")
    assert "Je schreef: Waarom niet?" in words(page), "nothing typed is lost"
    assert OutgoingMail.objects.count() == count
    assert not unblock(seat=seat_behind(link_to(NOUR))), "that is for who stopped it"
    press(Client(), link_to(DIRK), "deblokkeer")
    say(Client(), link_to(NOUR), "Dank je.")
    assert "Dank je." in mails_to(DIRK)[-1].body


def test_who_asks_stops_the_choir_and_may_still_ask_it(asked: Conversation, choir: Actor) -> None:
    press(Client(), link_to(NOUR), "blokkeer")
    assert "Je stopte de berichten" in words(Client().get(link_to(NOUR)))
    assert "nu niet schrijven" in words(say(Client(), link_to(DIRK), "Toch nog."))
    assert confirmed(choir, token="tweede").state == ConversationState.WAITING


def test_another_address_in_capitals_is_the_same_person(asked: Conversation, choir: Actor) -> None:
    press(Client(), link_to(DIRK), "blokkeer")
    assert Block.objects.of_person(None, NOUR.upper()).about(choir, None).exists()
    assert not Block.objects.of_person(None, "iemand@anders.example").exists()
    assert not Block.objects.of_person(None, "").exists()


# --- A public answer ---------------------------------------------------------------------------------------------


def test_both_agree_and_the_team_edits_before_it_shows(answered: Conversation, an: User) -> None:
    Conversation.objects.update(topic=TopicFactory(label="Samen zingen"))
    assert "Je gaat akkoord." in words(press(Client(), link_to(NOUR), "publiek"))
    assert not PublicAnswer.objects.exists(), "one side is not enough"
    asked = mails_to(DIRK)[-1]
    assert asked.subject == "Mag dit antwoord publiek worden?"
    assert "We wachten op de andere kant." in words(Client().get(link_to(NOUR)))
    press(Client(), link_to(DIRK), "publiek")
    press(Client(), link_to(DIRK), "publiek")
    made = PublicAnswer.objects.get()
    assert (made.title, made.status) == ("Mag ik mee?", Publication.DRAFT)
    assert made.answer == "Ja, elke dinsdag om acht uur."
    assert "Nour" not in f"{made.title}{made.question}{made.answer}{made.slug}"
    assert Client().get(made.get_absolute_url()).status_code == 404
    assert "Jullie gaan allebei akkoord." in words(Client().get(link_to(DIRK)))
    assert list(PublicAnswer.objects.to_edit()) == [made]
    assert PublicAnswer.objects.all().publish() == 1
    page = Client().get(made.get_absolute_url())
    assert "Ja, elke dinsdag om acht uur." in words(page)
    assert "Nour" not in words(page)
    assert "Het koor" in words(page)


@pytest.mark.parametrize("who", [NOUR, DIRK])
def test_who_changes_their_mind_takes_it_off_the_site(answered: Conversation, who: str) -> None:
    for address in (NOUR, DIRK):
        press(Client(), link_to(address), "publiek")
    PublicAnswer.objects.all().publish()
    made = PublicAnswer.objects.get()
    assert Client().get(made.get_absolute_url()).status_code == 200
    assert "Het staat niet op de site." in words(press(Client(), link_to(who), "niet-publiek"))
    press(Client(), link_to(who), "niet-publiek")
    assert Client().get(made.get_absolute_url()).status_code == 404
    assert made.title not in words(Client().get("/vragen/"))
    assert PublicAnswer.objects.all().publish() == 0
    press(Client(), link_to(who), "publiek")
    assert PublicAnswer.objects.get().status == Publication.DRAFT, "the team looks again"


def test_without_an_answer_there_is_nothing_to_show(asked: Conversation) -> None:
    press(Client(), link_to(NOUR), "publiek")
    asked.refresh_from_db()
    assert asked.asker_agreed_at is None
    assert "Kan dit anderen helpen?" not in words(Client().get(link_to(NOUR)))


def test_nothing_shows_without_both_not_even_by_hand(answered: Conversation) -> None:
    made = PublicAnswer.objects.create(title="Mag het?", slug="mag-het", question="?", answer="!")
    made.status = Publication.PUBLISHED
    with pytest.raises(ValidationError, match="Niet allebei"):
        made.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_the_team_agrees_for_its_own_answers_only(answered: Conversation, nour: User, an: User) -> None:
    press(Client(), link_to(NOUR), "meelezen")
    assert "Kan dit anderen helpen?" not in words(signed_in(an).get(f"/mijn/vragen/{answered.pk}/"))
    press(signed_in(an), f"/mijn/vragen/{answered.pk}/", "publiek")
    assert Conversation.objects.get().answerer_agreed_at is None
    own = confirmed(None, "zaal", Asked(question="Waar vind ik een zaal?", user=nour))
    address = f"/mijn/vragen/{own.pk}/"
    say(signed_in(an), address, "In de bibliotheek.")
    assert "Kan dit anderen helpen?" in words(signed_in(an).get(address))
    press(signed_in(an), address, "publiek")
    press(signed_in(nour), address, "publiek")
    assert PublicAnswer.objects.get().answer == "In de bibliotheek."


def test_what_is_said_after_agreeing_does_not_become_public(answered: Conversation) -> None:
    press(Client(), link_to(DIRK), "publiek")
    say(Client(), link_to(DIRK), "Mijn nummer is 0499.")
    press(Client(), link_to(NOUR), "publiek")
    assert PublicAnswer.objects.get().answer == "Ja, elke dinsdag om acht uur."


def test_a_report_never_becomes_public(choir: Actor, nour: User, dirk: User, an: User) -> None:
    from actors.conversations import Mistake, report  # noqa: PLC0415

    made = report(record=choir, mistake=Mistake("naam", "Fout.", user=nour), token="m")
    say(signed_in(an), f"/mijn/vragen/{made.pk}/", "Welke naam?")
    press(signed_in(nour), f"/mijn/vragen/{made.pk}/", "publiek")
    made.refresh_from_db()
    assert made.asker_agreed_at is None
    assert not read(signed_in(nour).get(f"/mijn/vragen/{made.pk}/")).every("input", value="publiek")
