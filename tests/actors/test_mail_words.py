"""The mails about the field say what is so, in Dutch and in English."""

from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override

from actors.conversations import Asked, Mistake, ask, confirm, confirm_report, deliver, report, seat_with
from actors.conversations.receiving import receivers_of
from actors.leaving import leave
from actors.models import Actor, Conversation, Role, User
from ecru.base.models import MailReader, OutgoingMail
from ecru.base.outbox.kinds import Frequency, kinds
from tests.actors.handling import Handled, reject, solve
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


def asked_by_nour(choir: Actor, language: str = "nl") -> Conversation:
    """A question of which Nour confirmed the address."""
    with override(language):
        made = ask(record=choir, asked=ASKED, token="een")
    seat = seat_with(made.participants.get(side="asker"))
    assert seat
    confirm(seat=seat)
    return Conversation.objects.get()


@pytest.mark.mail("question")
@in_both_languages
def test_a_question_brings_the_words_of_who_asks(choir: Actor, language: str) -> None:
    UserFactory(email=CHOIR, language=language)
    asked_by_nour(choir)
    mail = the_mail("question")
    told = {
        "nl": ["stelt via ECRU een vraag aan Het koor", "Stop dit soort mails"],
        "en": ["asks Het koor a question through ECRU", "Stop mails of this kind"],
    }
    says(mail, language, "Nour, De Kiem", "Mag ik mee?", *told[language])
    assert mail.to == CHOIR
    assert NOUR not in mail.body + mail.html + mail.reply_to
    assert mail.stop_url


@pytest.mark.mail("conversation")
@in_both_languages
def test_who_asked_is_asked_whether_it_was_them(choir: Actor, language: str) -> None:
    with override(language):
        ask(record=choir, asked=ASKED, token="een")
    told = {
        "nl": ["Was jij dat niet?", "Dit soort mails kun je niet stoppen"],
        "en": ["Was it not you?", "You cannot stop mails of this kind"],
    }
    mail = the_mail("conversation")
    says(mail, language, "Het koor", *told[language])
    assert "Mag ik mee?" not in mail.body


@pytest.mark.mail("question-editors")
@in_both_languages
def test_the_editors_hear_when_nobody_can_be_mailed(choir: Actor, language: str) -> None:
    Actor.objects.update(contact_email="")
    choir.refresh_from_db()
    asked_by_nour(choir, language)
    says(the_mail("question-editors"), "nl", "We kennen daar niemand", "Mag ik mee?")
    assert the_mail("question-editors").to == settings.EDITORS_EMAIL


@pytest.mark.mail("report-handled")
@in_both_languages
@pytest.mark.parametrize("solved", [True, False])
def test_who_reported_hears_what_became_of_it(choir: Actor, language: str, solved: bool) -> None:
    with override(language):
        made = report(record=choir, mistake=Mistake("naam", "Anders", NOUR), token="een")
    seat = seat_with(made.participants.get())
    assert seat
    assert confirm_report(seat=seat)
    handled = Handled(by=UserFactory(role=Role.EDITOR), answer="Dank je, Nour.")
    assert (solve if solved else reject)(conversation=made, handled=handled)
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
    assert not receivers_of(choir)
    assert asked_by_nour(choir).with_team
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {settings.EDITORS_EMAIL, NOUR}
    MailReader.objects.of(CHOIR).choose(kinds["question"], Frequency.AT_ONCE)
    assert receivers_of(choir).address == CHOIR
    assert deliver(conversation=Conversation.objects.get())
