"""A conversation: answered in the site or with the link in a mail, by turns, without anybody's address.

Nour asks the choir; Dirk and Els act for it; Otto has nothing to do with it.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from actors.conversations import MovedOn, NotNow, Said, answering, ask, close, seat_of, write
from actors.models import Actor, Conversation, ConversationState, Message, Participant, Side, User
from ecru.base.models import OutgoingMail
from ecru.base.outbox.posting import deliver as send_mail
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.actors.sending import ago
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
    say,
    seat_behind,
    words,
)
from tests.factories import MembershipFactory, UserFactory

__all__ = ["an", "choir", "dirk", "nour"]
pytestmark = pytest.mark.django_db

DIRK = "dirk@koor.example"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def asked(choir: Actor) -> Conversation:
    return confirmed(choir)


# --- By turns ----------------------------------------------------------------------------------------------------


def test_dirk_answers_with_the_link_and_nour_goes_on(visitor: Client, asked: Conversation) -> None:
    page = visitor.get(link_to(DIRK))
    assert "Mag ik mee?" in words(page)
    assert "Dit wacht op een antwoord." in words(page)
    assert "Je bericht is verstuurd." in words(say(visitor, link_to(DIRK), "Ja hoor.\n\nBreng je zus mee."))
    asked.refresh_from_db()
    assert (asked.state, asked.last_side, asked.message_count) == ("answered", Side.RECEIVER, 2)
    assert asked.answered_at
    answer = mails_to(NOUR)[-1]
    assert answer.subject == "Antwoord van Dirk, Het koor"
    assert "Breng je zus mee." in answer.body
    assert "Er is een antwoord." in words(Client().get(link_to(NOUR)))
    say(Client(), link_to(NOUR), "Fijn! Hoe laat?")
    assert "Fijn! Hoe laat?" in mails_to(DIRK)[-1].body
    asked.refresh_from_db()
    assert (asked.state, asked.last_side) == ("waiting", Side.ASKER)
    said = [line.text for line in visitor.get(link_to(DIRK)).context["lines"] if line.text]
    assert [text.split("\n")[0].strip() for text in said] == ["Mag ik mee?", "Ja hoor.", "Fijn! Hoe laat?"]


def test_no_page_and_no_mail_shows_an_address_of_the_other_side(asked: Conversation) -> None:
    say(Client(), link_to(DIRK), "Ja hoor.")
    say(Client(), link_to(NOUR), "Fijn!")
    for mail in OutgoingMail.objects.all():
        for address in {NOUR, DIRK, "koor@genk.example"} - {mail.to}:
            assert address not in f"{mail.subject}{mail.body}{mail.reply_to}"
    for mine, other in ((NOUR, DIRK), (DIRK, NOUR)):
        shown = Client().get(link_to(mine)).content.decode()
        assert other not in shown
        assert "koor@genk.example" not in shown


def test_colleagues_answer_the_same_question_and_see_each_other(choir: Actor, dirk: User) -> None:
    els = UserFactory(name="Els", email="els@koor.example")
    MembershipFactory(actor=choir, user=els, colleague=True)
    made = confirmed(choir)
    assert mails_to(els.email)
    address = f"/mijn/vragen/{made.pk}/"
    mine, hers = signed_in(dirk), signed_in(els)
    with ago(20):
        opened = hers.get(address).context["form"].initial
    say(mine, address, "Ja hoor.")
    sent = {
        "act": "antwoord",
        "text": "Nee, vol.",
        "stamp": opened["stamp"],
        "seen": opened["seen"],
        "homepage": "",
    }
    page = hers.post(address, sent)
    assert page.status_code == 200
    assert "Er kwam een nieuw bericht bij" in read(page).one("div", role="alert").words
    assert "Ja hoor." in words(page), "she reads what Dirk said"
    assert page.context["form"]["text"].value() == "Nee, vol.", "and loses nothing"
    assert made.messages.count() == 2
    again = {**sent, "seen": page.context["form"]["seen"].value(), "text": "En breng je zus mee."}
    assert hers.post(address, again).status_code == 302
    assert made.messages.last().name == "Els, Het koor"


def test_a_double_click_and_the_back_button_say_it_once(visitor: Client, asked: Conversation) -> None:
    address = link_to(DIRK)
    with ago(20):
        initial = visitor.get(address).context["form"].initial
    sent = {
        "act": "antwoord",
        "text": "Ja.",
        "stamp": initial["stamp"],
        "seen": initial["seen"],
        "homepage": "",
    }
    assert [visitor.post(address, sent).status_code for _click in range(3)] == [302, 302, 302]
    assert asked.messages.count() == 2
    assert len(mails_to(NOUR)) == 2


def test_closed_is_not_the_end(visitor: Client, asked: Conversation, dirk: User) -> None:
    assert "afgesloten" in words(press(visitor, link_to(DIRK), "sluit"))
    asked.refresh_from_db()
    assert asked.state == ConversationState.CLOSED
    seat = seat_behind(link_to(DIRK))
    assert not close(seat=seat)
    page = visitor.get(link_to(NOUR))
    assert "Het koor sloot het gesprek af." in words(page) or "Dirk, Het koor sloot het gesprek af." in words(
        page
    )
    assert "Je bericht opent het weer." in words(page)
    say(visitor, link_to(NOUR), "Toch nog iets.")
    asked.refresh_from_db()
    assert (asked.state, asked.closed_at) == (ConversationState.WAITING, None)


def test_who_has_an_account_sees_what_is_new(nour: User, choir: Actor) -> None:
    from actors.conversations import Asked  # noqa: PLC0415

    made = ask(record=choir, asked=Asked(question="Mag ik mee?", user=nour), token="x")
    browser = signed_in(nour)
    row = read(browser.get("/mijn/vragen/")).one("ul", class_="talks").words
    assert "wacht op een antwoord" in row
    assert "nieuw" not in row
    say(Client(), link_to(DIRK), "Ja hoor.")
    assert "nieuw" in read(browser.get("/mijn/vragen/")).one("ul", class_="talks").words
    browser.get(f"/mijn/vragen/{made.pk}/")
    assert "nieuw" not in read(browser.get("/mijn/vragen/")).one("ul", class_="talks").words


# --- Links -------------------------------------------------------------------------------------------------------


def test_tokens_and_numbers_cannot_be_guessed(asked: Conversation, dirk: User, an: User) -> None:
    token = link_to(DIRK).rstrip("/").rpartition("/")[2]
    for guess in ("geen", "0" * 64, token[:-1] + "x", token.upper(), "é" * 40):
        assert Client().get(f"/gesprek/{guess}/").status_code == 404
        assert Client().post(f"/gesprek/{guess}/", {"act": "antwoord", "text": "x"}).status_code == 404
    assert token not in Participant.objects.values_list("token_hash", flat=True)
    outsider = signed_in(UserFactory())
    for person in (outsider, signed_in(an)):
        for number in (asked.pk, asked.pk + 99, 10**18, 10**30):
            assert person.get(f"/mijn/vragen/{number}/").status_code == 404
            assert person.post(f"/mijn/vragen/{number}/", {"act": "sluit"}).status_code == 404
    assert signed_in(dirk).get(f"/mijn/vragen/{asked.pk}/").status_code == 200


def test_looking_changes_nothing(visitor: Client, asked: Conversation) -> None:
    before = (OutgoingMail.objects.count(), Message.objects.count())
    for _look in range(2):
        assert visitor.get(link_to(DIRK), {"act": "sluit", "text": "x"}).status_code == 200
        assert visitor.head(link_to(DIRK)).status_code == 200
    asked.refresh_from_db()
    assert asked.state == ConversationState.WAITING
    assert (OutgoingMail.objects.count(), Message.objects.count()) == before
    page = visitor.get(link_to(DIRK))
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page.content.decode()


def test_after_ninety_days_the_page_says_how_to_go_on(visitor: Client, asked: Conversation) -> None:
    old = link_to(DIRK)
    long_ago = timezone.now() - timedelta(days=91)
    Conversation.objects.update(last_at=long_ago)
    assert visitor.get(old).status_code == 200, "the link itself is young"
    Participant.objects.update(issued_at=long_ago)
    page = visitor.get(old)
    assert page.status_code == 410
    assert "Mag ik mee?" not in words(page)
    assert "negentig dagen" in words(page)
    assert "Kijk in je mail" in words(visitor.post(old))
    fresh = link_to(DIRK)
    assert fresh != old
    assert visitor.get(fresh).status_code == 200
    assert visitor.get(old).status_code == 404


def test_new_links_are_not_mailed_without_end(visitor: Client, asked: Conversation) -> None:
    for _click in range(8):
        Participant.objects.update(issued_at=timezone.now() - timedelta(days=91))
        Conversation.objects.update(last_at=timezone.now() - timedelta(days=91))
        visitor.post(link_to(DIRK))
    assert len(mails_to(DIRK)) <= 6


def test_who_showed_the_link_takes_another_one(visitor: Client, asked: Conversation, dirk: User) -> None:
    old = link_to(DIRK)
    assert "Kijk in je mail" in words(press(visitor, old, "nieuwe-link"))
    assert visitor.get(old).status_code == 404
    assert visitor.get(link_to(DIRK)).status_code == 200
    count = OutgoingMail.objects.count()
    press(signed_in(dirk), f"/mijn/vragen/{asked.pk}/", "nieuwe-link")
    assert OutgoingMail.objects.count() == count, "who is signed in has no link to lose"


def test_a_new_secret_of_the_portal_makes_new_links(asked: Conversation, settings: Any) -> None:
    old = link_to(NOUR)
    settings.SECRET_KEY = "een heel ander geheim" * 5
    assert Client().get(old).status_code == 200, "mails of before still work"
    say(Client(), f"{link_to(DIRK)}", "Ja.")
    assert Client().get(link_to(NOUR)).status_code == 200


def test_what_is_forgotten_is_gone(visitor: Client, asked: Conversation) -> None:
    address = link_to(DIRK)
    Conversation.objects.update(forgotten_at=timezone.now())
    page = visitor.get(address)
    assert page.status_code == 410
    assert not read(page).every("form", method="post") or "Mail me" not in words(page)
    visitor.post(address)
    assert len(mails_to(DIRK)) == 1


def test_an_unknown_button_does_nothing(visitor: Client, asked: Conversation) -> None:
    for act in ("", "verwijder", "bevestig", "neem-aan", "weiger", "geef-door", "haal-terug", "opgelost"):
        assert press(visitor, link_to(DIRK), act, expert="1").status_code == 200
    asked.refresh_from_db()
    assert (asked.state, asked.events.count()) == (ConversationState.WAITING, 0)


# --- Bad input ---------------------------------------------------------------------------------------------------


def test_scripts_in_every_field_stay_words(choir: Actor, an: User) -> None:
    from actors.conversations import Asked  # noqa: PLC0415

    hostile = Asked(name=SCRIPT, email=NOUR, question=f"{SCRIPT}\n\n[x](javascript:1)", organisation=SCRIPT)
    made = confirmed(choir, asked=hostile)
    say(Client(), link_to(DIRK), f"<img src=x onerror=1> {SCRIPT}")
    press(Client(), link_to(NOUR), "meelezen")
    press(Client(), link_to(NOUR), "meld", reason=SCRIPT)
    pages = [Client().get(link_to(NOUR)), Client().get(link_to(DIRK))]
    pages += [signed_in(an).get(path) for path in ("/mijn/vragen/", f"/mijn/vragen/{made.pk}/")]
    for page in pages:
        shown = page.content.decode()
        assert SCRIPT not in shown
        assert "<img src=x" not in shown
        assert 'href="javascript:' not in shown
    assert all("\n" not in mail.subject for mail in OutgoingMail.objects.all())


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "Schrijf eerst je bericht."), ("x" * 6000, "Dit is te lang"), ("a\0b", "Null-tekens")],
)
def test_a_message_that_cannot_be_comes_back(
    visitor: Client, asked: Conversation, text: str, told: str
) -> None:
    page = say(visitor, link_to(DIRK), text)
    assert told in read(page).one("div", role="alert").words
    assert page.context["form"]["text"].value() == text
    assert asked.messages.count() == 1


def test_a_page_that_was_open_for_days_loses_nothing(visitor: Client, asked: Conversation) -> None:
    with ago(3 * 24 * 3600):
        initial = visitor.get(link_to(DIRK)).context["form"].initial
    sent = {
        "act": "antwoord",
        "text": "Ja.",
        "stamp": initial["stamp"],
        "seen": initial["seen"],
        "homepage": "",
    }
    page = visitor.post(link_to(DIRK), sent)
    assert "te lang open" in words(page)
    assert page.context["form"]["text"].value() == "Ja."
    again = {**sent, "stamp": page.context["form"]["stamp"].value()}
    assert visitor.post(link_to(DIRK), again).status_code == 302


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 30])
def test_a_tampered_page_is_calm(visitor: Client, asked: Conversation, seen: str) -> None:
    page = say(visitor, link_to(DIRK), "Ja.", seen=seen)
    assert page.status_code == 200
    assert asked.messages.count() == 1


def test_a_flood_of_messages_is_stopped(
    visitor: Client, asked: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "MOST_IN_A_WINDOW", 2)
    for number in range(4):
        page = say(visitor, link_to(DIRK), f"Bericht {number}")
    assert "veel berichten in een uur" in words(page)
    assert page.context["form"]["text"].value() == "Bericht 3"
    assert asked.messages.filter(side=Side.RECEIVER).count() == 2
    assert len(mails_to(NOUR)) == 3


def test_the_verb_itself_checks(asked: Conversation, dirk: User) -> None:
    seat = seat_of(dirk, asked)
    assert seat
    with pytest.raises(MovedOn):
        write(seat=seat, said=Said("Ja.", 0, "een"))
    said = write(seat=seat, said=Said("Ja.", 1, "twee"))
    assert write(seat=seat, said=Said("Ja.", 1, "twee")) == said
    Conversation.objects.update(stopped_at=timezone.now())
    with pytest.raises(PermissionDenied):
        write(seat=seat, said=Said("Nog.", 2, "drie"))
    assert issubclass(MovedOn, NotNow)
    assert seat_of(UserFactory(), asked) is None


def test_a_mail_server_that_is_down_loses_nothing(asked: Conversation, settings: Any) -> None:
    say(Client(), link_to(DIRK), "Ja hoor.")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    mail = mails_to(NOUR)[-1]
    send_mail.call(mail.pk)
    mail.refresh_from_db()
    assert (mail.sent_at, mail.given_up_at) == (None, None)
    assert mail.attempts == 1
    assert "Ja hoor." in words(Client().get(link_to(NOUR))), "the answer itself is there"


def test_names_of_records_hold_no_person(asked: Conversation) -> None:
    press(Client(), link_to(DIRK), "sluit")
    told = [asked, asked.messages.get(), asked.events.get(), asked.participants.order_by("pk").first()]
    assert [str(record).split(",")[0] for record in told] == [
        "Het koor",
        "wie de vraag stelde",
        "Dirk",
        f"wie de vraag stelde ({asked.pk})",
    ]


def test_every_letter_goes_to_one_side_and_says_why(asked: Conversation) -> None:
    say(Client(), link_to(DIRK), "Ja hoor.")
    for mail in OutgoingMail.objects.all():
        assert "Je krijgt deze mail omdat" in mail.body
        assert mail.reply_to in {"", settings.EDITORS_EMAIL}


def test_an_unconfirmed_question_is_nobody_elses(choir: Actor, dirk: User, an: User) -> None:
    made = ask(record=choir, asked=ASKED, token="nog niet")
    for person in (dirk, an):
        assert signed_in(person).get(f"/mijn/vragen/{made.pk}/").status_code == 404
        assert f"/mijn/vragen/{made.pk}/" not in read(signed_in(person).get("/mijn/vragen/")).links
    page = say(Client(), link_to(NOUR), "Nog iets?")
    assert "nu niet schrijven" in words(page)
    assert made.messages.count() == 1
