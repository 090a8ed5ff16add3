"""The mails about organisations, the desk and the network say what is so, in Dutch and in English; each has its kind.

Noor looks after the choir; An keeps the field; Rik runs the network; Amir lends a hand.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from actors.conversations import Asked, Said, ask, seat_of, write
from actors.daily_jobs import tell_editors
from actors.desk import TASK, accept, give_task, offer
from actors.desk.news import mail_news_of_the_desk
from actors.desk.offering import Wish
from actors.freshness import ask_for_freshness
from actors.membership import Asked as Invited
from actors.membership import invite
from actors.membership.letters import post_ended
from actors.models import Actor, DeskItem, Membership, Role, User
from actors.network import weekly_network_mail
from ecru.base.models import MailReader, OutgoingMail, WaitingLetter
from ecru.base.outbox.kinds import Frequency, kinds
from ecru.base.outbox.waiting import digests
from tests.actors.conftest import signed_in
from tests.actors.freshness_cast import morning
from tests.actors.people_cast import an, choir, noor, rik
from tests.actors.test_mail_words import says, the_mail
from tests.base.mail_cast import in_both_languages
from tests.factories import ActorFactory, UserFactory

__all__ = ["an", "choir", "noor", "rik"]

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 1, 12)
STOP = {"nl": "Stop dit soort mails", "en": "Stop mails of this kind"}
NEEDED = {"nl": "Dit soort mails kun je niet stoppen", "en": "You cannot stop mails of this kind"}
CHOOSE = {"nl": "Kies welke mails je krijgt", "en": "Choose which mails you get"}


def speaks(person: User, language: str) -> None:
    """The person reads this language."""
    person.language = language
    person.save()


@pytest.mark.mail("message")
@in_both_languages
def test_an_answer_comes_with_its_words(choir: Actor, noor: User, language: str) -> None:
    nour: Any = UserFactory(name="Nour", language=language)
    made = ask(record=choir, asked=Asked(question="Mag ik mee?", user=nour), token="een")
    seat = seat_of(noor, made)
    assert seat
    write(seat=seat, said=Said("Ja hoor.", 1, "twee"))
    mail = the_mail("message")
    told = {"nl": "Noor, Koor De Draad schreef:", "en": "Noor, Koor De Draad wrote:"}
    says(mail, language, told[language], "Ja hoor.", NEEDED[language], CHOOSE[language])
    assert (mail.to, mail.stop_url) == (nour.email, "")


@pytest.mark.mail("desk-answer")
@in_both_languages
def test_a_decision_comes_with_the_words_of_the_editor(
    choir: Actor, noor: User, an: User, language: str
) -> None:
    speaks(noor, language)
    item = offer(kind=TASK, about=choir, by=noor, wish=Wish("Koor De Draad", "Kijk eens."))
    accept(item=item, by=an, seen=item.version, answer="Klaar, Noor.")
    told = {"nl": "Goed nieuws", "en": "Good news"}
    says(the_mail("desk-answer"), language, told[language], "Klaar, Noor.", NEEDED[language])


@pytest.mark.mail("freshness")
@in_both_languages
def test_the_question_whether_a_page_is_right_can_be_stopped(choir: Actor, noor: User, language: str) -> None:
    speaks(noor, language)
    Actor.objects.update(verified_on=MONDAY, verified_by="actor")
    ask_for_freshness(morning(MONDAY + timedelta(days=366)))
    told = {
        "nl": "Klopt de pagina van Koor De Draad",
        "en": "Is the page of Koor De Draad on ECRU still right?",
    }
    mail = the_mail("freshness")
    says(mail, language, told[language], STOP[language])
    assert mail.stop_url


@pytest.mark.mail("network")
@in_both_languages
def test_the_mail_of_monday_can_be_stopped(choir: Actor, rik: User, language: str) -> None:
    speaks(rik, language)
    assert weekly_network_mail(morning(MONDAY)) == 1
    told = {"nl": "Zo staat het netwerk er vandaag voor", "en": "This is how the network stands today."}
    says(the_mail("network"), language, told[language], STOP[language])


@pytest.mark.mail("invitation")
@in_both_languages
def test_an_invitation_says_who_invites_and_why_it_came(choir: Actor, noor: User, language: str) -> None:
    invite(about=choir, by=noor, asked=Invited("els@voorbeeld.example", language=language))
    told = {"nl": "na 60 dagen vergeten we je adres", "en": "we forget your address after 60 days"}
    says(the_mail("invitation"), language, "Noor", told[language])


@pytest.mark.mail("membership")
@in_both_languages
def test_who_leaves_hears_that_it_is_done(choir: Actor, noor: User, language: str) -> None:
    speaks(noor, language)
    link = Membership.objects.get()
    post_ended(link, link.user or noor)
    told = {"nl": "zoals je vroeg", "en": "as you asked"}
    says(the_mail("membership"), language, told[language], NEEDED[language], CHOOSE[language])


# --- News of the desk --------------------------------------------------------------------------------------------


@pytest.mark.mail("desk-news")
@in_both_languages
def test_the_editors_hear_what_came_in(choir: Actor, an: User, rik: User, language: str) -> None:
    for person in (an, rik):
        speaks(person, language)
    UserFactory(role=Role.EDITOR, is_active=False)
    UserFactory(role=Role.MEMBER)
    give_task(actor=choir, reason="Niemand treedt nog op.")
    assert mail_news_of_the_desk() == 2
    assert mail_news_of_the_desk() == 0, "once a day"
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {an.email, rik.email}
    mail = OutgoingMail.objects.filter(to=an.email).get()
    told = {
        "nl": ["1 nieuw bericht voor de redactie", "taak: Koor De Draad"],
        "en": ["1 new thing on the editors’ desk", "task: Koor De Draad"],
    }
    subject, line = told[language]
    assert mail.subject == subject
    says(mail, language, line, STOP[language], "/redactie/")
    assert "Niemand treedt" not in mail.body, "the words of people stay on the desk"


def test_nothing_new_is_no_mail(choir: Actor, an: User) -> None:
    assert tell_editors(timezone.now(), False) == {"mails": 0}
    item = give_task(actor=choir, reason="Kijk.")
    DeskItem.objects.update(waiting_since=timezone.now() - timedelta(days=2), editors_from=item.created_at)
    DeskItem.objects.update(editors_from=timezone.now() - timedelta(days=2))
    assert mail_news_of_the_desk() == 0
    DeskItem.objects.update(editors_from=timezone.now() + timedelta(days=3))
    assert mail_news_of_the_desk() == 0, "others are asked first"
    assert mail_news_of_the_desk(timezone.now()) == 0
    DeskItem.objects.update(editors_from=timezone.now() - timedelta(hours=1))
    assert mail_news_of_the_desk() == 1, "what was left by who was asked first is new here"


def test_a_flood_is_named_in_short(an: User) -> None:
    for number in range(23):
        give_task(actor=ActorFactory(name=f"Actor {number}"), reason="Kijk.")
    mail_news_of_the_desk()
    mail = OutgoingMail.objects.get()
    assert mail.subject == "23 nieuwe berichten voor de redactie"
    assert mail.body.count("taak: ") == 20
    assert "En nog 3." in mail.body


def test_an_editor_gets_news_and_answers_together_once_a_day(choir: Actor, noor: User, an: User) -> None:
    browser = signed_in(an)
    form = browser.get("/mijn/mail/").context["form"]
    together = {name for name, field in form.fields.items() if "daily" in dict(getattr(field, "choices", []))}
    expected = {"desk-news", "desk-answer", "message", "question", "freshness", "membership"}
    assert {f"kind-{slug}" for slug in expected} <= together
    assert "kind-network" not in form.fields, "that mail goes to who runs the network"
    reader = MailReader.objects.of_account(an)
    for slug in ("desk-news", "desk-answer"):
        reader.choose(kinds[slug], Frequency.DAILY)
    give_task(actor=choir, reason="Kijk.")
    mail_news_of_the_desk()
    item = offer(kind=TASK, about=ActorFactory(), by=an, wish=Wish("Iets van An"))
    accept(item=item, by=UserFactory(role=Role.EDITOR), seen=item.version, answer="Gedaan.")
    assert not OutgoingMail.objects.exists()
    assert WaitingLetter.objects.count() == 2
    assert digests(timezone.now())["messages"] == 2
    mail = OutgoingMail.objects.get()
    for part in ("Nieuws van de redactie", "Antwoorden van de redactie", "Gedaan.", "Naar de redactie"):
        assert part in mail.body
    assert mail.to == an.email


def test_who_stopped_the_question_is_not_asked_by_mail(choir: Actor, noor: User) -> None:
    MailReader.objects.of_account(noor).choose(kinds["freshness"], Frequency.NEVER)
    Actor.objects.update(verified_on=MONDAY, verified_by="actor")
    ask_for_freshness(morning(MONDAY + timedelta(days=366)))
    assert not OutgoingMail.objects.exists()
    assert settings.BASE_URL
    assert Client().get("/actoren/koor-de-draad/").status_code == 200
    with override("nl"):
        assert "einde" in str(kinds["freshness"].why)
