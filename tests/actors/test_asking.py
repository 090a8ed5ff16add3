"""Asking an actor, an expert or the team a question: by form only, stored once, confirmed, and then mailed on.

Nour asks. Dirk acts for the choir; the brass band has only an address, the dance club nothing at all.
"""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from actors.conversations import Asked, block, deliver
from actors.conversations.receiving import receivers_of
from actors.models import Actor, Availability, Conversation, ConversationState, Expert, Membership, User
from ecru.base.models import OutgoingMail
from tests.actors.conftest import editor_browser, signed_in
from tests.actors.markup import read
from tests.actors.sending import QUESTION, send
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
    samira,
    seat_behind,
    words,
)
from tests.factories import ActorFactory, ExpertFactory, MunicipalityFactory, TopicFactory

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


# --- What happens with a question --------------------------------------------------------------------------------


def test_a_question_goes_out_only_after_the_address_is_confirmed(visitor: Client, choir: Actor) -> None:
    assert "Je vraag gaat naar Het koor" in words(visitor.get(CHOIR))
    answer = send(visitor, CHOIR, QUESTION)
    assert (answer.status_code, answer["Location"]) == (302, f"{CHOIR}bedankt/")
    [made] = choir.conversations.all()
    assert (made.name, made.email, made.organisation) == ("Nour", NOUR, "Buurthuis De Kiem")
    assert made.state == ConversationState.UNCONFIRMED
    assert made.messages.get().text.replace("\r\n", "\n") == QUESTION["question"]
    [mail] = OutgoingMail.objects.all()
    assert mail.to == NOUR
    assert "Met tien mensen." not in mail.body, "anyone could mail a text of theirs to anyone through us"
    assert "Nour" not in mail.body
    assert "Na zeven dagen gooien we de vraag weg." in mail.body
    link = link_to(NOUR)
    page = visitor.get(link)
    assert "Met tien mensen." in words(page)
    assert "nog niet verstuurd" in words(page)
    assert OutgoingMail.objects.count() == 1, "looking changes nothing"
    assert "Je vraag is onderweg" in words(press(visitor, link, "bevestig"))
    made.refresh_from_db()
    assert made.state == ConversationState.WAITING
    [to_dirk] = mails_to("dirk@koor.example")
    assert to_dirk.subject == "Een vraag voor Het koor"
    assert "Nour, Buurthuis De Kiem stelt via ECRU een vraag aan Het koor" in to_dirk.body
    assert "Met tien mensen." in to_dirk.body
    assert not mails_to("koor@genk.example"), "people come before an address"


def test_no_address_of_who_asks_reaches_the_other_side(visitor: Client, choir: Actor) -> None:
    send(visitor, CHOIR, QUESTION)
    press(visitor, link_to(NOUR), "bevestig")
    [mail] = mails_to("dirk@koor.example")
    assert NOUR not in f"{mail.subject} {mail.body} {mail.reply_to}"
    assert mail.reply_to == settings.EDITORS_EMAIL
    assert NOUR not in visitor.get(link_to("dirk@koor.example")).content.decode()


def test_a_second_press_sends_nothing_more(visitor: Client, choir: Actor) -> None:
    send(visitor, CHOIR, QUESTION)
    link = link_to(NOUR)
    for _press in range(3):
        assert press(visitor, link, "bevestig").status_code == 200
    assert len(mails_to("dirk@koor.example")) == 1


def test_the_thanks_say_what_happens_next(visitor: Client, nour: User, choir: Actor, club: Actor) -> None:
    thanks = words(visitor.get(f"{CHOIR}bedankt/"))
    assert "Kijk in je mail" in thanks
    assert "Dan mailen we je vraag naar Het koor" in thanks
    assert "twee weken" in thanks
    assert "Dan kijkt het team van ECRU wie je vraag voor De dansclub kan beantwoorden" in words(
        visitor.get(f"{CLUB}bedankt/")
    )
    assert "/mijn/vragen/" in read(signed_in(nour).get(f"{CHOIR}bedankt/")).links


def test_who_is_signed_in_needs_no_confirmation(nour: User, choir: Actor) -> None:
    browser = signed_in(nour)
    page = browser.get(CHOIR)
    assert "Je schrijft dit als Nour" in words(page)
    assert not read(page).every("input", name="email")
    answer = send(browser, CHOIR, {"question": "Mag ik mee?", "organisation": ""})
    assert answer.status_code == 302
    made = Conversation.objects.get()
    assert (made.asker, made.name, made.state) == (nour, "Nour", ConversationState.WAITING)
    assert len(mails_to("dirk@koor.example")) == 1
    assert not mails_to(NOUR)
    assert "Mag ik mee?" in words(browser.get(f"/mijn/vragen/{made.pk}/"))


def test_without_people_the_known_address_gets_it(band: Actor) -> None:
    confirmed(band)
    [mail] = mails_to("fanfare@as.example")
    assert "Mag ik mee?" in mail.body
    assert "Mag ik mee?" in words(Client().get(link_to("fanfare@as.example")))


def test_without_an_address_the_team_gets_it(visitor: Client, club: Actor, an: User) -> None:
    assert "nu niet rechtstreeks bereiken" in words(visitor.get(CLUB))
    made = confirmed(club)
    assert list(Conversation.objects.waiting_for_team()) == [made]
    [mail] = mails_to(settings.EDITORS_EMAIL)
    assert f"{settings.BASE_URL}/mijn/vragen/{made.pk}/" in mail.body
    assert "Mag ik mee?" in words(signed_in(an).get(f"/mijn/vragen/{made.pk}/"))


def test_who_has_stopped_gets_no_mail(band: Actor) -> None:
    Actor.objects.update(closed=True)
    band.refresh_from_db()
    assert confirmed(band).with_team
    assert not mails_to("fanfare@as.example")


def test_when_somebody_can_be_reached_the_editor_passes_it_on(club: Actor) -> None:
    made = confirmed(club)
    assert not deliver(conversation=made), "there is nobody yet"
    club.contact_email = "dans@as.example"
    club.save()
    assert deliver(conversation=Conversation.objects.get())
    assert not deliver(conversation=Conversation.objects.get()), "they have it already"
    assert len(mails_to("dans@as.example")) == 1
    assert not Conversation.objects.waiting_for_team().exists()
    club.contact_email = "secretaris@as.example"
    club.save()
    old = link_to("dans@as.example")
    assert deliver(conversation=Conversation.objects.get()), "the first address refused it, and was mended"
    assert Client().get(old).status_code == 410, "the address of before does not open it any more"
    Conversation.objects.update(state=ConversationState.ANSWERED)
    club.contact_email = "ander@as.example"
    club.save()
    assert not deliver(conversation=Conversation.objects.get())


# --- Experts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "organisation", "goes_to"),
    [
        ("nele@stebo.example", "info@stebo.example", "nele@stebo.example"),
        ("", "info@stebo.example", "info@stebo.example"),
        ("", "", ""),
    ],
)
def test_an_expert_is_asked_at_their_own_address_first(
    visitor: Client, own: str, organisation: str, goes_to: str
) -> None:
    actor = ActorFactory(name="Stebo", contact_email=organisation)
    expert = ExpertFactory(slug="stebo", actor=actor, contact_email=own)
    assert receivers_of(expert).address == goes_to
    answer = send(visitor, "/experten/stebo/vraag/", QUESTION)
    assert answer["Location"] == "/experten/stebo/vraag/bedankt/"
    press(visitor, link_to(NOUR), "bevestig")
    [made] = expert.conversations.all()
    assert list(actor.conversations.all()) == [made], "it counts for the organisation too"
    assert made.record == expert
    assert len(mails_to(goes_to or settings.EDITORS_EMAIL)) == 1
    assert "Terug naar Stebo" in words(visitor.get(answer["Location"]))


def test_who_pauses_cannot_be_asked_and_the_page_says_so(visitor: Client) -> None:
    expert = ExpertFactory(slug="stebo", availability=Availability.NOT_NOW)
    paused = read(visitor.get("/experten/stebo/vraag/"))
    assert "Je kan nu geen vraag stellen" in paused.words
    assert not paused.every("textarea")
    Expert.objects.filter(pk=expert.pk).update(availability=Availability.AVAILABLE)
    assert read(visitor.get("/experten/stebo/vraag/")).one("textarea")


def test_an_expert_with_an_account_answers_there(samira: Expert) -> None:
    made = confirmed(samira)
    assert samira.user
    assert len(mails_to(samira.user.email)) == 1
    assert "Mag ik mee?" in words(signed_in(samira.user).get(f"/mijn/vragen/{made.pk}/"))


def test_a_person_without_an_address_is_asked_through_the_team(visitor: Client) -> None:
    person: Expert = ExpertFactory(slug="nele", person=True)
    assert not receivers_of(person)
    send(visitor, "/experten/nele/vraag/", QUESTION)
    made = Conversation.objects.get()
    assert made.actor is None
    assert made.record == person


@pytest.mark.parametrize("address", ["/actoren/koor/", "/experten/koor-expert/"])
def test_the_page_leads_to_the_form_and_shows_no_address(visitor: Client, choir: Actor, address: str) -> None:
    ExpertFactory(slug="koor-expert", actor=choir, contact_email="dirigent@genk.example")
    for path in (address, f"{address}vraag/", f"{address}vraag/bedankt/", f"{address}klopt-niet/"):
        page = visitor.get(path).content.decode()
        assert "@genk.example" not in page, path
        assert "@koor.example" not in page, path
    links = read(visitor.get(address)).links
    assert {f"{address}vraag/", f"{address}klopt-niet/"} <= set(links)


@pytest.mark.parametrize("path", ["vraag/", "vraag/bedankt/", "klopt-niet/", "klopt-niet/bedankt/"])
def test_what_the_public_does_not_see_cannot_be_asked(visitor: Client, path: str) -> None:
    ActorFactory(slug="klad", draft=True)
    ExpertFactory(slug="klad", draft=True)
    for start in ("actoren", "experten"):
        assert visitor.get(f"/{start}/klad/{path}").status_code == 404
        assert visitor.get(f"/{start}/bestaat-niet/{path}").status_code == 404
        assert editor_browser().get(f"/{start}/klad/{path}").status_code == 200


# --- The team ----------------------------------------------------------------------------------------------------


def test_a_question_to_the_team_says_what_about_and_where(visitor: Client, an: User) -> None:
    topic, genk = TopicFactory(label="Subsidies"), MunicipalityFactory(name="Genk")
    MunicipalityFactory(name="Gent", member=False)
    page = read(visitor.get("/vraag/"))
    assert "ik weet het niet" in page.words
    assert "Gent" not in page.one("select", name="municipality").words
    asked = {**QUESTION, "topic": str(topic.pk), "municipality": str(genk.pk)}
    assert send(visitor, "/vraag/", asked)["Location"] == "/vraag/bedankt/"
    assert "Kijk in je mail" in words(visitor.get("/vraag/bedankt/"))
    press(visitor, link_to(NOUR), "bevestig")
    made = Conversation.objects.get()
    assert (made.topic, made.municipality, made.record, made.with_team) == (topic, genk, None, True)
    [mail] = mails_to(settings.EDITORS_EMAIL)
    assert mail.subject == "Een vraag voor het team"
    shown = words(signed_in(an).get(f"/mijn/vragen/{made.pk}/"))
    assert "Subsidies" in shown
    assert "Genk" in shown


def test_not_knowing_the_topic_is_fine_and_nonsense_is_told(visitor: Client) -> None:
    assert send(visitor, "/vraag/", QUESTION).status_code == 302
    page = send(visitor, "/vraag/", QUESTION, topic="999", question="Nog een?")
    assert page.status_code == 200
    assert "Waarover gaat het?" in errors(page)
    assert page.context["form"]["question"].value() == "Nog een?"
    assert Conversation.objects.get().topic is None


def test_every_page_leads_to_the_question_for_the_team(visitor: Client) -> None:
    for address in ("/", "/over/", "/vragen/"):
        assert "/vraag/" in read(visitor.get(address)).links


# --- Who is not welcome ------------------------------------------------------------------------------------------


def test_who_was_stopped_hears_it_only_after_showing_the_address_is_theirs(
    visitor: Client, choir: Actor
) -> None:
    confirmed(choir)
    assert block(seat=seat_behind(link_to("dirk@koor.example")))
    before = OutgoingMail.objects.filter(to="dirk@koor.example").count()
    assert send(visitor, CHOIR, QUESTION).status_code == 302, "who types an address learns nothing about it"
    page = press(visitor, link_to(NOUR), "bevestig")
    assert page.status_code == 403
    assert "Het koor neemt op dit moment geen berichten van je aan" in words(page)
    assert "/vraag/" in read(page).links
    assert OutgoingMail.objects.filter(to="dirk@koor.example").count() == before


def test_an_account_that_was_stopped_is_told_at_once(nour: User, choir: Actor, dirk: User) -> None:
    made = confirmed(choir, asked=Asked(question="Mag ik mee?", user=nour))
    press(signed_in(dirk), f"/mijn/vragen/{made.pk}/", "blokkeer")
    page = send(signed_in(nour), CHOIR, {"question": "Waarom niet?", "organisation": ""})
    assert page.status_code == 403
    assert Conversation.objects.count() == 1


def test_the_team_can_be_closed_to_somebody_too(nour: User, an: User) -> None:
    from actors.conversations.abuse import put_block  # noqa: PLC0415 - what the desk does after abuse

    made = confirmed(None, asked=Asked(question="?", user=nour))
    put_block(made, by_asker=False)
    page = send(signed_in(nour), "/vraag/", {"question": "Nog?", "organisation": ""})
    assert "via dit formulier" in words(page)


def test_who_left_the_choir_gets_no_questions(choir: Actor, dirk: User) -> None:
    link_of_dirk = (confirmed(choir), link_to("dirk@koor.example"))[1]
    Membership.objects.all().delete()
    assert Client().get(link_of_dirk).status_code == 410
    assert receivers_of(choir).address == "koor@genk.example"
    dirk.is_active = False
    dirk.save()
    assert Client().get(link_of_dirk).status_code == 410
