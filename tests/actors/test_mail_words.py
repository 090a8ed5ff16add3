"""The mails about the field say what is so, in Dutch and in English."""

from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override

from actors.contact import Asked, address_of, ask, pass_on
from actors.leaving import leave
from actors.models import Actor, ContactMoment, QuestionStatus, User
from actors.reports import Handled, Said, reject, report, solve
from ecru.base.models import MailReader, OutgoingMail
from ecru.base.outbox.kinds import Frequency, kinds
from tests.base.mail_cast import NOUR, in_both_languages
from tests.factories import ActorFactory, UserFactory

pytestmark = pytest.mark.django_db

ASKED = Asked(name="Nour", email=NOUR, question="Mag ik mee?", organisation="De Kiem")
CHOIR = "koor@genk.example"


@pytest.fixture
def choir() -> Actor:
    return ActorFactory(name="Het koor", contact_email=CHOIR)


def the_mail(kind: str) -> OutgoingMail:
    """The only mail of this kind."""
    return OutgoingMail.objects.get(kind=kind)


def says(mail: OutgoingMail, language: str, *parts: str) -> None:
    """The mail is in this language and says all of ``parts``, as text and as HTML."""
    assert mail.language == language
    for part in parts:
        assert part in mail.body
        assert part in mail.html.replace("&#x27;", "'")


@pytest.mark.mail("question")
@in_both_languages
def test_a_question_brings_the_words_of_who_asks(choir: Actor, language: str) -> None:
    UserFactory(email=CHOIR, language=language)
    ask(record=choir, asked=ASKED, token="een")
    mail = the_mail("question")
    told = {
        "nl": ["Iemand stelt via ECRU een vraag aan Het koor", "Stop dit soort mails"],
        "en": ["Somebody asks Het koor a question through ECRU", "Stop mails of this kind"],
    }
    says(mail, language, "Nour, De Kiem", "Mag ik mee?", *told[language])
    assert (mail.to, mail.reply_to) == (CHOIR, NOUR)
    assert mail.stop_url


@pytest.mark.mail("question-received")
@in_both_languages
def test_who_asked_hears_that_we_have_it(choir: Actor, language: str) -> None:
    with override(language):
        ask(record=choir, asked=ASKED, token="een")
    told = {
        "nl": [
            "We kregen je vraag voor Het koor",
            "Was jij dat niet?",
            "Dit soort mails kun je niet stoppen",
        ],
        "en": [
            "We received your question for Het koor",
            "Was it not you?",
            "You cannot stop mails of this kind",
        ],
    }
    mail = the_mail("question-received")
    says(mail, language, *told[language])
    assert "Mag ik mee?" not in mail.body


@pytest.mark.mail("question-editors")
@in_both_languages
def test_the_editors_hear_when_nobody_can_be_mailed(choir: Actor, language: str) -> None:
    Actor.objects.update(contact_email="")
    UserFactory(email=NOUR, language=language)
    choir.refresh_from_db()
    ask(record=choir, asked=ASKED, token="een")
    says(the_mail("question-editors"), "nl", "We hebben geen adres", "Mag ik mee?")
    assert the_mail("question-editors").to == settings.EDITORS_EMAIL
    assert the_mail("question-received").language == language, (
        "who asked reads it in the language of their account"
    )


@pytest.mark.mail("report-handled")
@in_both_languages
@pytest.mark.parametrize("solved", [True, False])
def test_who_reported_hears_what_became_of_it(choir: Actor, language: str, solved: bool) -> None:
    with override(language):
        made = report(record=choir, said=Said("naam", "Anders", NOUR), token="een")
    handled = Handled(by=UserFactory(), answer="Dank je, Nour.")
    assert (solve if solved else reject)(report=made, handled=handled)
    told = {
        ("nl", True): "We pasten het aan",
        ("nl", False): "passen niets aan",
        ("en", True): "We changed it",
        ("en", False): "we change nothing",
    }
    says(the_mail("report-handled"), language, told[language, solved], "Dank je, Nour.", "Het koor")


@pytest.mark.mail("account-deleted")
@in_both_languages
def test_who_left_hears_that_it_is_done(language: str) -> None:
    user: User = UserFactory(email=NOUR, language=language)
    leave(user=user)
    told: dict[str, Any] = {
        "nl": [
            "Je account is verwijderd",
            "je naam en je adres zijn weg",
            "voormalig lid",
            "Was jij dat niet?",
        ],
        "en": [
            "Your account is deleted",
            "your name and your address are gone",
            "former member",
            "Was it not you?",
        ],
    }
    mail = the_mail("account-deleted")
    assert mail.subject == told[language][0]
    says(mail, language, *told[language][1:])
    assert mail.to == NOUR


# --- An organisation that wants no questions by mail ---------------------------------------------------------------


def test_who_stopped_questions_gets_none_and_the_editors_do(choir: Actor) -> None:
    MailReader.objects.of(CHOIR).choose(kinds["question"], Frequency.NEVER)
    assert address_of(choir) == ""
    moment = ask(record=choir, asked=ASKED, token="een")
    assert moment.status == QuestionStatus.NEW
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {settings.EDITORS_EMAIL, NOUR}
    assert not pass_on(moment=moment)
    MailReader.objects.of(CHOIR).choose(kinds["question"], Frequency.AT_ONCE)
    assert pass_on(moment=ContactMoment.objects.get())
