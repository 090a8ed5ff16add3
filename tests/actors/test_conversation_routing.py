"""A question of the team is passed on to an expert, who says yes or no by link or in the site.

Nour asks the team about subsidies, from Genk. Samira knows about them and has a seat in As; Bram in Genk; Stebo is an
organisation with an address; Rik has no time.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from actors.conversations import Asked, NotNow, accept, pass_on, refuse, seat_of, suggestions, take_back
from actors.conversations.routing import bring_back_silent
from actors.expertise import delete_profile
from actors.models import Availability, Conversation, Expert, Passing, PassingState, Topic, User
from ecru.base.models import OutgoingMail
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.actors.talk_cast import (
    NOUR,
    an,
    confirmed,
    link_to,
    mails_to,
    press,
    say,
    words,
)
from tests.factories import (
    ActorFactory,
    ExpertFactory,
    MembershipFactory,
    MunicipalityFactory,
    TopicFactory,
    UserFactory,
)

__all__ = ["an"]
pytestmark = pytest.mark.django_db

SAMIRA, STEBO = "samira@thuis.example", "info@stebo.example"


@pytest.fixture
def topic() -> Topic:
    return TopicFactory(label="Subsidies")


@pytest.fixture
def asked(topic: Topic) -> Conversation:
    genk = MunicipalityFactory(name="Genk")
    question = Asked(
        name="Nour", email=NOUR, question="Hoe vraag ik subsidie?", topic=topic, municipality=genk
    )
    return confirmed(None, asked=question)


def expert(name: str, place: str, topic: Topic, **more: Any) -> Expert:
    seat = MunicipalityFactory(name=place)
    return ExpertFactory(
        slug=name.lower(), person=True, person_name=name, municipality=seat, words={"topics": [topic]}, **more
    )


@pytest.fixture
def samira(topic: Topic) -> Expert:
    return expert("Samira", "As", topic, user=UserFactory(name="Samira", email=SAMIRA))


@pytest.fixture
def stebo(topic: Topic) -> Expert:
    actor = ActorFactory(name="Stebo", contact_email=STEBO)
    return ExpertFactory(slug="stebo", actor=actor, words={"topics": [topic]})


def page(asked: Conversation) -> str:
    return f"/mijn/vragen/{asked.pk}/"


def test_who_knows_and_sits_elsewhere_comes_first(
    asked: Conversation, samira: Expert, topic: Topic, an: User
) -> None:
    bram = expert("Bram", "Genk", topic)
    expert("Rik", "As", topic, availability=Availability.NOT_NOW)
    expert("Mia", "As", TopicFactory(label="Muziek"))
    ExpertFactory(slug="klad", draft=True, words={"topics": [topic]})
    found = suggestions(asked)
    assert [suggestion.expert for suggestion in found] == [samira, bram]
    assert found[0].reasons == ["Weet iets over: Subsidies.", "Uit een andere gemeente: As."]
    assert found[1].reasons == ["Weet iets over: Subsidies."]
    shown = words(signed_in(an).get(page(asked)))
    assert "Samira Weet iets over: Subsidies. Uit een andere gemeente: As." in shown
    Conversation.objects.update(topic=None, municipality=None)
    assert len(suggestions(Conversation.objects.get())) == 3


def test_an_expert_who_goes_is_named_no_more_in_what_happened(
    asked: Conversation, samira: Expert, stebo: Expert, an: User
) -> None:
    pass_on(conversation=asked, expert=stebo, by=an)
    take_back(conversation=asked, by=an)
    pass_on(conversation=asked, expert=samira, by=an)
    press(Client(), link_to(SAMIRA), "neem-aan")
    assert "Samira beantwoordt deze vraag." in words(signed_in(an).get(page(asked)))
    delete_profile(expert=samira, by=User.objects.get(email=SAMIRA))
    shown = words(signed_in(an).get(page(asked)))
    assert "Samira" not in shown
    assert "Voormalig lid beantwoordt deze vraag." in shown
    assert "Het team vroeg Stebo om te antwoorden." in shown, "of others it stays"


def test_the_expert_says_yes_by_link_and_answers(asked: Conversation, stebo: Expert, an: User) -> None:
    team = signed_in(an)
    assert "We vroegen het aan Stebo." in words(press(team, page(asked), "geef-door", expert=str(stebo.pk)))
    [offer] = mails_to(STEBO)
    assert "Hoe vraag ik subsidie?" in offer.body
    assert "Nour" not in offer.body, "who asked stays unnamed until the expert says yes"
    browser, link = Client(), link_to(STEBO)
    shown = browser.get(link)
    assert "Wil jij dit beantwoorden?" in words(shown)
    assert "Nour" not in words(shown)
    assert "nu niet schrijven" in words(say(browser, link, "Zo:")), "first yes or no"
    assert "Dank je." in words(press(browser, link, "neem-aan"))
    press(browser, link, "neem-aan")
    told = mails_to(NOUR)[-1]
    assert told.subject == "Stebo beantwoordt je vraag"
    assert len(mails_to(NOUR)) == 2
    assert "Stebo gaat antwoorden." in words(Client().get(link_to(NOUR)))
    assert not Conversation.objects.waiting_for_team().exists()
    say(browser, link, "Begin met een plan.")
    assert mails_to(NOUR)[-1].subject == "Antwoord van Stebo"
    say(Client(), link_to(NOUR), "Welk plan?")
    assert "Welk plan?" in mails_to(STEBO)[-1].body
    assert STEBO not in "".join(mail.body for mail in mails_to(NOUR))
    assert NOUR not in "".join(mail.body for mail in mails_to(STEBO))


def test_what_is_said_before_the_expert_says_yes_reaches_the_team_and_then_the_expert(
    asked: Conversation, stebo: Expert, an: User
) -> None:
    pass_on(conversation=asked, expert=stebo, by=an)
    browser, link = Client(), link_to(NOUR)
    told = "We vroegen het aan Stebo, die nog geen ja zei. Wat je intussen schrijft, krijgt ons team."
    assert told in words(browser.get(link)), "it is said before writing"
    before = len(mails_to(settings.EDITORS_EMAIL))
    say(browser, link, "Het plan is voor mei.")
    [mail] = mails_to(settings.EDITORS_EMAIL)[before:]
    assert "Het plan is voor mei." in mail.body
    assert len(mails_to(STEBO)) == 1, "only the offer"
    expert_link = link_to(STEBO)
    press(Client(), expert_link, "neem-aan")
    assert "Het plan is voor mei." in words(Client().get(expert_link))
    say(browser, link, "Of juni.")
    assert "Of juni." in mails_to(STEBO)[-1].body
    assert len(mails_to(settings.EDITORS_EMAIL)) == before + 1, "who said yes has it in hand now"


def test_when_who_said_yes_cannot_be_reached_any_more_the_team_hears_it(
    asked: Conversation, samira: Expert, an: User
) -> None:
    pass_on(conversation=asked, expert=samira, by=an)
    press(Client(), link_to(SAMIRA), "neem-aan")
    User.objects.filter(email=SAMIRA).update(is_active=False)
    say(Client(), link_to(NOUR), "Ben je er nog?")
    assert "Ben je er nog?" in mails_to(settings.EDITORS_EMAIL)[-1].body


def test_who_asked_and_closed_it_stays_unnamed_until_the_expert_says_yes(
    asked: Conversation, samira: Expert, an: User
) -> None:
    pass_on(conversation=asked, expert=samira, by=an)
    press(Client(), link_to(NOUR), "sluit")
    assert "Nour sloot het gesprek af." in words(signed_in(an).get(page(asked)))
    link = link_to(SAMIRA)
    shown = words(Client().get(link))
    assert "Wie de vraag stelde sloot het gesprek af." in shown
    assert "Nour" not in shown
    assert "Nour sloot het gesprek af." in words(press(Client(), link, "neem-aan"))


def test_the_expert_says_no_in_the_site_and_it_waits_for_the_team(
    asked: Conversation, samira: Expert, an: User
) -> None:
    pass_on(conversation=asked, expert=samira, by=an)
    assert samira.user
    browser = signed_in(samira.user)
    listed = read(browser.get("/mijn/vragen/"))
    assert page(asked) in listed.links
    assert "Nour" not in listed.words
    done = press(browser, page(asked), "weiger")
    assert "Het team zoekt iemand anders." in words(done)
    assert browser.get(page(asked)).status_code == 404
    assert Client().get(link_to(SAMIRA)).status_code == 410
    assert "Er kwam een vraag terug" in mails_to(settings.EDITORS_EMAIL)[-1].subject
    assert list(Conversation.objects.waiting_for_team()) == [asked]
    assert samira not in [suggestion.expert for suggestion in suggestions(asked)], "not asked twice"
    assert len(mails_to(NOUR)) == 1, "who asked is not bothered with it"


def test_refusing_by_link_ends_on_a_calm_page(asked: Conversation, stebo: Expert, an: User) -> None:
    pass_on(conversation=asked, expert=stebo, by=an)
    done = press(Client(), link_to(STEBO), "weiger")
    assert done.status_code == 200
    assert "Dat is goed." in words(done)
    again = press(Client(), link_to(STEBO), "neem-aan")
    assert again.status_code == 410
    assert "Iemand anders nam dit gesprek over" in words(again)
    assert not read(again).every("button", type="submit")[1:] or "Mail me" not in words(again)
    assert Passing.objects.get().state == PassingState.REFUSED


def test_after_yes_an_expert_can_still_give_it_back(asked: Conversation, samira: Expert, an: User) -> None:
    pass_on(conversation=asked, expert=samira, by=an)
    assert samira.user
    seat = seat_of(samira.user, asked)
    assert seat
    assert accept(seat=seat)
    assert not accept(seat=seat)
    assert "Geef ze terug aan het team" in words(signed_in(samira.user).get(page(asked)))
    assert refuse(seat=seat)
    assert not refuse(seat=seat)
    assert list(Conversation.objects.waiting_for_team()) == [asked]


def test_silence_of_seven_days_brings_it_back(asked: Conversation, samira: Expert, an: User) -> None:
    passing = pass_on(conversation=asked, expert=samira, by=an)
    assert bring_back_silent() == 0
    later = timezone.now() + timedelta(days=8)
    assert bring_back_silent(later) == 1
    assert bring_back_silent(later) == 0
    passing.refresh_from_db()
    assert passing.state == PassingState.SILENT
    assert list(Conversation.objects.waiting_for_team()) == [asked]
    assert Client().get(link_to(SAMIRA)).status_code == 410
    assert str(passing) == "Samira, antwoordde niet"


def test_who_said_yes_is_not_silent(asked: Conversation, samira: Expert, an: User) -> None:
    pass_on(conversation=asked, expert=samira, by=an)
    press(Client(), link_to(SAMIRA), "neem-aan")
    assert bring_back_silent(timezone.now() + timedelta(days=30)) == 0


def test_the_team_takes_it_back(asked: Conversation, samira: Expert, an: User) -> None:
    pass_on(conversation=asked, expert=samira, by=an)
    team = signed_in(an)
    assert "Samira (gevraagd)" in words(team.get(page(asked)))
    assert "wacht weer op het team" in words(press(team, page(asked), "haal-terug"))
    press(team, page(asked), "haal-terug")
    assert Passing.objects.get().state == PassingState.TAKEN_BACK
    with pytest.raises(PermissionDenied):
        take_back(conversation=asked, by=UserFactory())


def test_nobody_is_asked_twice_at_once_or_without_time(
    asked: Conversation, samira: Expert, stebo: Expert, topic: Topic, an: User
) -> None:
    away = expert("Rik", "As", topic, availability=Availability.NOT_NOW)
    unreachable = expert("Bram", "As", topic)
    team = signed_in(an)
    for choice in (str(away.pk), str(unreachable.pk)):
        assert "nu niets vragen" in words(press(team, page(asked), "geef-door", expert=choice))
    for choice in ("", "0", "x", "9" * 40, "99999", "²"):
        assert "Kies eerst een expert." in words(press(team, page(asked), "geef-door", expert=choice))
    pass_on(conversation=asked, expert=samira, by=an)
    with pytest.raises(NotNow, match="al door"):
        pass_on(conversation=asked, expert=stebo, by=an)
    with pytest.raises(PermissionDenied):
        pass_on(conversation=asked, expert=stebo, by=UserFactory())
    assert Passing.objects.count() == 1


def test_people_of_an_organisation_answer_for_its_expertise(
    asked: Conversation, stebo: Expert, an: User
) -> None:
    nele = MembershipFactory(actor=stebo.actor, user__name="Nele").user
    pass_on(conversation=asked, expert=stebo, by=an)
    assert not mails_to(STEBO)
    press(Client(), link_to(nele.email), "neem-aan")
    say(signed_in(nele), page(asked), "Begin met een plan.")
    assert mails_to(NOUR)[-1].subject == "Antwoord van Nele, Stebo"


def test_what_who_asked_adds_reaches_who_has_it(asked: Conversation, samira: Expert, an: User) -> None:
    def add(text: str) -> str:
        say(Client(), link_to(NOUR), text)
        return str(OutgoingMail.objects.latest("pk").to)

    assert add("We zijn met tien.") == settings.EDITORS_EMAIL
    assert "We zijn met tien." in mails_to(settings.EDITORS_EMAIL)[-1].body
    pass_on(conversation=asked, expert=samira, by=an)
    press(Client(), link_to(SAMIRA), "neem-aan")
    assert add("Of elf.") == SAMIRA


def test_an_expert_can_answer_when_who_asked_left(asked: Conversation, samira: Expert, an: User) -> None:
    pass_on(conversation=asked, expert=samira, by=an)
    Conversation.objects.update(email="")
    before = OutgoingMail.objects.count()
    assert "Dank je." in words(press(Client(), link_to(SAMIRA), "neem-aan"))
    assert OutgoingMail.objects.count() == before


def test_only_the_team_passes_on(asked: Conversation, stebo: Expert) -> None:
    press(Client(), link_to(NOUR), "geef-door", expert=str(stebo.pk))
    press(Client(), link_to(NOUR), "haal-terug")
    assert not Passing.objects.exists()


def test_without_anybody_who_knows_the_page_says_so(asked: Conversation, an: User) -> None:
    assert "We kennen geen expert over dit onderwerp" in words(signed_in(an).get(page(asked)))
