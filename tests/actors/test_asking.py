"""Asking an actor or an expert a question: by form only, stored once, mailed on, and confirmed.

Nour asks. The choir has an address; the brass band has none; Stebo is an organisation with expertise.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.translation import override

from actors.contact import Asked, address_of, ask, pass_on
from actors.merging import A, Merger
from actors.models import Actor, Availability, ContactMoment, Expert, QuestionStatus
from ecru.base import guard
from ecru.base.models import Knock, OutgoingMail
from tests.actors.conftest import editor_browser
from tests.actors.markup import read
from tests.actors.sending import QUESTION, ago, opened, send
from tests.factories import ActorFactory, ExpertFactory, UserFactory

pytestmark = pytest.mark.django_db

CHOIR, BAND = "/actoren/koor/vraag/", "/actoren/fanfare/vraag/"
ASKED = Asked(name="Nour", email="nour@voorbeeld.example", question="Mag ik mee?")


@pytest.fixture
def choir() -> Actor:
    return ActorFactory(name="Het koor", slug="koor", contact_email="koor@genk.example")


@pytest.fixture
def band() -> Actor:
    return ActorFactory(name="De fanfare", slug="fanfare")


def mails() -> dict[str, OutgoingMail]:
    """What lies in the outbox, by address."""
    return {mail.to: mail for mail in OutgoingMail.objects.all()}


def errors(page: Any) -> str:
    return read(page).one("div", role="alert").words


# --- What happens with a question --------------------------------------------------------------------------------


def test_a_question_to_an_actor_goes_to_its_address(visitor: Client, choir: Actor) -> None:
    page = visitor.get(CHOIR)
    assert "Je vraag gaat naar Het koor" in read(page).words
    answer = send(visitor, CHOIR, QUESTION)
    assert answer.status_code == 302
    assert answer["Location"] == f"{CHOIR}bedankt/"
    [moment] = choir.contactmoments.all()
    assert (moment.name, moment.email, moment.organisation) == (
        "Nour",
        QUESTION["email"],
        "Buurthuis De Kiem",
    )
    assert moment.question.replace("\r\n", "\n") == QUESTION["question"]
    assert moment.status == QuestionStatus.PASSED_ON
    posted = mails()
    assert set(posted) == {"koor@genk.example", QUESTION["email"]}
    to_choir, to_nour = posted["koor@genk.example"], posted[QUESTION["email"]]
    assert to_choir.reply_to == QUESTION["email"]
    assert to_choir.subject == "Een vraag voor Het koor"
    assert "Nour, Buurthuis De Kiem <nour@voorbeeld.example>" in to_choir.body
    assert "Met tien mensen." in to_choir.body
    assert to_nour.reply_to == settings.EDITORS_EMAIL
    assert "Met tien mensen." not in to_nour.body, "anyone could mail a text of theirs to anyone through us"
    assert "Was jij dat niet?" in to_nour.body


def test_the_thanks_say_what_happens_next(visitor: Client, choir: Actor, band: Actor) -> None:
    thanks = read(visitor.get(f"{CHOIR}bedankt/")).words
    assert "We mailen je vraag naar Het koor" in thanks
    assert "twee weken" in thanks
    assert "De redactie van ECRU kijkt wie kan antwoorden" in read(visitor.get(f"{BAND}bedankt/")).words


def test_without_an_address_the_editors_get_it(visitor: Client, band: Actor) -> None:
    assert "niet rechtstreeks mailen" in read(visitor.get(BAND)).words
    send(visitor, BAND, QUESTION)
    assert band.contactmoments.get().status == QuestionStatus.NEW
    assert set(mails()) == {settings.EDITORS_EMAIL, QUESTION["email"]}
    assert list(ContactMoment.objects.waiting()) == [band.contactmoments.get()]


def test_who_has_stopped_gets_no_mail(visitor: Client, choir: Actor) -> None:
    Actor.objects.update(closed=True)
    send(visitor, CHOIR, QUESTION)
    assert "koor@genk.example" not in mails()


def test_when_the_address_is_found_the_editor_passes_it_on(band: Actor) -> None:
    moment = ask(record=band, asked=ASKED, token="een")
    assert not pass_on(moment=moment), "there is no address yet"
    band.contact_email = "fanfare@as.example"
    band.save()
    moment = ContactMoment.objects.get()
    assert pass_on(moment=moment)
    assert not pass_on(moment=moment), "they have it already"
    assert "fanfare@as.example" in mails()
    moment.refresh_from_db()
    assert moment.status == QuestionStatus.PASSED_ON
    band.contact_email = "secretaris@as.example"
    band.save()
    assert pass_on(moment=ContactMoment.objects.get()), "the first address refused it, and was mended"
    ContactMoment.objects.update(status=QuestionStatus.ANSWERED)
    band.contact_email = "ander@as.example"
    band.save()
    assert not pass_on(moment=ContactMoment.objects.get())


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
    assert address_of(expert) == goes_to
    answer = send(visitor, "/experten/stebo/vraag/", QUESTION)
    assert answer["Location"] == "/experten/stebo/vraag/bedankt/"
    [moment] = expert.contactmoments.all()
    assert list(actor.contactmoments.all()) == [moment], "it counts for the organisation too"
    assert moment.record == expert
    assert (goes_to or settings.EDITORS_EMAIL) in mails()
    thanks = visitor.get(answer["Location"])
    assert "Terug naar Stebo" in read(thanks).words


def test_who_pauses_cannot_be_asked_and_the_page_says_so(visitor: Client) -> None:
    expert = ExpertFactory(slug="stebo", availability=Availability.NOT_NOW)
    paused = read(visitor.get("/experten/stebo/vraag/"))
    assert "Je kan nu geen vraag stellen" in paused.words
    assert not paused.every("textarea")
    Expert.objects.filter(pk=expert.pk).update(availability=Availability.AVAILABLE)
    assert read(visitor.get("/experten/stebo/vraag/")).one("textarea")


def test_a_person_without_an_address_is_asked_through_the_editors(visitor: Client) -> None:
    person: Expert = ExpertFactory(slug="samira", person=True)
    assert address_of(person) == ""
    send(visitor, "/experten/samira/vraag/", QUESTION)
    assert ContactMoment.objects.get().actor is None
    assert person.contactmoments.get().record == person


@pytest.mark.parametrize("address", ["/actoren/koor/", "/experten/koor-expert/"])
def test_the_page_leads_to_the_form_and_shows_no_address(visitor: Client, choir: Actor, address: str) -> None:
    ExpertFactory(slug="koor-expert", actor=choir, contact_email="dirigent@genk.example")
    for path in (address, f"{address}vraag/", f"{address}vraag/bedankt/", f"{address}klopt-niet/"):
        page = visitor.get(path)
        assert "@genk.example" not in page.content.decode(), path
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


# --- The form ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "Vul je naam in."),
        ({"email": ""}, "Vul je e-mailadres in."),
        ({"email": "nour"}, "Het lijkt op naam@voorbeeld.be"),
        (
            {"email": "nour@voorbeeld.example\nBcc: iedereen@elders.example"},
            "Het lijkt op naam@voorbeeld.be",
        ),
        ({"question": "   "}, "Schrijf je vraag op."),
        ({"question": "x" * 6000}, "6000 tekens, en er passen er hoogstens 5000"),
        ({"question": "Hallo\0"}, "Null-tekens"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(
    visitor: Client, choir: Actor, changes: dict[str, str], told: str
) -> None:
    page = send(visitor, CHOIR, QUESTION, **changes)
    assert page.status_code == 200
    assert told in errors(page)
    form = page.context["form"]
    for name, value in {**QUESTION, **changes}.items():
        assert form[name].value() == value
    assert not ContactMoment.objects.exists()
    assert not Knock.objects.exists()


def test_hostile_names_stay_on_one_line(visitor: Client, choir: Actor) -> None:
    send(
        visitor, CHOIR, QUESTION, name="Nour\r\nBcc: iedereen@elders.example", organisation="<b>Ons</b>\nhuis"
    )
    moment = ContactMoment.objects.get()
    assert moment.name == "Nour Bcc: iedereen@elders.example"
    assert moment.organisation == "<b>Ons</b> huis"


def test_a_double_click_is_one_question(visitor: Client, choir: Actor) -> None:
    stamp = opened(visitor, CHOIR)
    first, second = (send(visitor, CHOIR, QUESTION, stamp=stamp) for _click in range(2))
    assert first["Location"] == second["Location"]
    assert ContactMoment.objects.count() == 1
    assert OutgoingMail.objects.count() == 2
    assert Knock.objects.count() == 1


def test_two_tabs_are_two_questions(visitor: Client, choir: Actor, band: Actor) -> None:
    one, two = opened(visitor, CHOIR), opened(visitor, CHOIR)
    send(visitor, CHOIR, QUESTION, stamp=two)
    send(visitor, CHOIR, QUESTION, stamp=one, question="En mogen er kinderen mee?")
    send(visitor, BAND, QUESTION, stamp=one)
    assert ContactMoment.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_clicks_at_the_very_same_moment_are_one_question(choir: Actor) -> None:
    """Eight at once, each over a connection of its own."""

    def click(_number: int) -> int:
        try:
            return ask(record=choir, asked=ASKED, token="dezelfde").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        assert len(set(people.map(click, range(8)))) == 1
    assert ContactMoment.objects.count() == 1
    assert OutgoingMail.objects.count() == 2


def test_a_flood_is_refused_kindly(visitor: Client, choir: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LIMITS", guard.Limits(visitor=2))
    for number in range(2):
        assert send(visitor, CHOIR, QUESTION, question=f"Vraag {number}").status_code == 302
    page = send(visitor, CHOIR, QUESTION, question="Vraag 3")
    assert page.status_code == 429
    assert "over een uur" in errors(page)
    assert page.context["form"]["question"].value() == "Vraag 3"
    assert ContactMoment.objects.count() == 2


def test_the_form_is_no_kept_page_and_sets_one_cookie(choir: Actor) -> None:
    one, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    page, again = one.get(CHOIR), other.get(CHOIR)
    for answer in (page, again):
        assert set(answer.cookies) == {settings.CSRF_COOKIE_NAME}
        assert "no-store" in answer["Cache-Control"]
        assert "ETag" not in answer
    tokens = [
        str(read(answer).every("input", name="csrfmiddlewaretoken")[-1].attributes["value"])
        for answer in (page, again)
    ]
    assert tokens[0] != tokens[1]
    assert page.context["form"].initial["stamp"] != again.context["form"].initial["stamp"]
    with ago(20):
        stamp = guard.fresh_stamp()
    sent = {**QUESTION, "stamp": stamp, "homepage": ""}
    assert one.post(CHOIR, {**sent, "csrfmiddlewaretoken": tokens[0]}).status_code == 302
    assert other.post(CHOIR, sent).status_code == 403
    profile = Client().get("/actoren/koor/")
    assert not profile.cookies
    assert "csrfmiddlewaretoken" not in profile.content.decode()


def test_the_question_and_its_mails_are_one_transaction(
    choir: Actor, monkeypatch: pytest.MonkeyPatch, visitor: Client
) -> None:
    """When a mail cannot be stored, neither is the question: nobody is told that we have it."""

    def broken(*_arguments: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("actors.contact.for_receiver", broken)
    with pytest.raises(RuntimeError):
        send(visitor, CHOIR, QUESTION)
    assert not ContactMoment.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_who_asks_in_english_gets_english_and_the_choir_gets_dutch(visitor: Client, choir: Actor) -> None:
    page = visitor.get("/en/actoren/koor/vraag/")
    assert "A question for Het koor" in read(page).words
    send(visitor, "/en/actoren/koor/vraag/", QUESTION)
    posted = mails()
    assert posted[QUESTION["email"]].subject == "We received your question for Het koor"
    assert posted["koor@genk.example"].subject == "Een vraag voor Het koor"
    assert "cultuur in Midden-Limburg" in posted["koor@genk.example"].body
    assert ContactMoment.objects.get().language == "en"


def test_names_of_a_question_hold_no_person(choir: Actor) -> None:
    with override("nl"):
        moment = ask(record=choir, asked=ASKED, token="een")
        assert str(moment).startswith("Het koor, ")
        assert "Nour" not in str(moment), "the log of the admin would keep it"


def test_a_question_follows_when_two_records_become_one(visitor: Client, choir: Actor, band: Actor) -> None:
    """Also the one in a form that was open meanwhile."""
    send(visitor, BAND, QUESTION)
    stamp = opened(visitor, BAND)
    Merger(choir.pk, band.pk, UserFactory()).merge(A, {}, "ook")
    assert choir.contactmoments.count() == 1
    sent = {**QUESTION, "question": "Nog iets.", "stamp": stamp, "homepage": ""}
    answer = visitor.post(BAND, sent)
    assert (answer.status_code, answer["Location"]) == (308, CHOIR)
    assert visitor.post(CHOIR, sent).status_code == 302
    assert choir.contactmoments.count() == 2
