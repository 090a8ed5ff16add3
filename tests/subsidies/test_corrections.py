"""Visitors tell that something is not right about a measure, without an account. Nour tells; An keeps the field."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from actors.conversations.counting import conversation_counts
from actors.desk import accept
from actors.desk.queue import Asked, queue
from actors.models import Conversation, ConversationKind, DeskItem, Fact, Municipality, Outcome, User
from ecru.base.models import OutgoingMail
from subsidies.models import Measure
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.actors.sending import opened, send
from tests.actors.talk_cast import link_to, mails_to, press, say, words
from tests.factories import UserFactory
from tests.subsidies.factories import MeasureFactory

pytestmark = pytest.mark.django_db
NOUR = "nour@voorbeeld.example"
ADDRESS = "/steun/straatgeld/klopt-niet/"
WRONG = {"fact": "bedrag", "text": "Het is nu 2 000 euro, zie hun site.", "email": NOUR}


@pytest.fixture
def browser(an: User) -> Client:
    return signed_in(an)


def test_the_page_of_a_measure_has_the_door(street: Measure, visitor: Client) -> None:
    assert ADDRESS in read(visitor.get("/steun/straatgeld/")).links
    draft = MeasureFactory(draft=True, slug="concept")
    assert visitor.get(f"{draft.get_absolute_url()}klopt-niet/").status_code == 404


def test_the_whole_way(street: Measure, visitor: Client, browser: Client, an: User) -> None:
    """Nour tells it, confirms her address, An changes it and answers, and Nour reads that."""
    page = read(visitor.get(ADDRESS))
    choices = [choice.attributes["value"] for choice in page.every("input", type="radio")]
    assert choices == ["datum", "bedrag", "wie", "tekst", "contact", "gestopt", "anders"]
    answer = send(visitor, ADDRESS, WRONG)
    assert answer["Location"] == f"{ADDRESS}bedankt/"
    assert "Straatgeld" in read(visitor.get(answer["Location"])).words
    made = Conversation.objects.get()
    assert (made.kind, made.record, made.subject, made.subject_path) == (
        ConversationKind.REPORT,
        None,
        "Straatgeld",
        "/steun/straatgeld/",
    )
    assert (made.fact, made.email, made.record_name) == (Fact.AMOUNT, NOUR, "Straatgeld")
    item = DeskItem.objects.get()
    assert (item.kind, item.title, item.reason) == ("melding", "Straatgeld: het bedrag", WRONG["text"])
    [mail] = OutgoingMail.objects.all()
    assert WRONG["text"] not in mail.body, "nobody mails words of theirs through us"
    assert "Straatgeld" in mail.subject
    press(Client(), link_to(NOUR), "bevestig")
    at_desk = read(browser.get(f"/redactie/{item.pk}/"))
    assert "/steun/straatgeld/" in at_desk.links
    assert "het bedrag" in at_desk.words
    item.refresh_from_db()
    assert item.content["sender"] == ""
    accept(item=item, by=an, seen=item.version, answer="Klopt, het staat er nu zo.")
    made.refresh_from_db()
    assert (made.outcome, made.is_closed) == (Outcome.SOLVED, True)
    told = OutgoingMail.objects.get(kind="report-handled")
    assert (told.to, "Straatgeld" in told.subject) == (NOUR, True)
    assert "Klopt, het staat er nu zo." in told.body
    seen = Client().get(link_to(NOUR))
    assert "Klopt, het staat er nu zo." in words(seen)
    assert "/steun/straatgeld/" in read(seen).links
    assert "Gevraagd aan" not in words(seen), "nobody was asked: it is about a page"
    counts = conversation_counts(made.created_at, made.last_at)
    assert counts["melding"] == {"asked": 1, "answered": 1}


def test_both_sides_go_on(street: Measure, visitor: Client, browser: Client, an: User) -> None:
    send(visitor, ADDRESS, WRONG)
    press(Client(), link_to(NOUR), "bevestig")
    made = Conversation.objects.get()
    say(browser, f"/mijn/vragen/{made.pk}/", "Op welke pagina?")
    assert "Op welke pagina?" in mails_to(NOUR)[-1].body
    say(Client(), link_to(NOUR), "Op die van de stad.")
    assert DeskItem.objects.get().reason == "Op die van de stad."
    assert str(made).startswith("Straatgeld, ")


def test_who_has_an_account_sees_it_among_the_own_questions(street: Measure) -> None:
    nour = UserFactory(name="Nour")
    browser = signed_in(nour)
    assert not read(browser.get(ADDRESS)).every("input", name="email")
    send(browser, ADDRESS, {"text": "De datum is fout."})
    made = Conversation.objects.get()
    assert (made.asker, made.fact) == (nour, Fact.OTHER)
    assert "Straatgeld" in read(browser.get("/mijn/vragen/")).words
    assert "De datum is fout." in read(browser.get(f"/mijn/vragen/{made.pk}/")).words
    other = signed_in(UserFactory())
    assert other.get(f"/mijn/vragen/{made.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text": " "}, "Schrijf op wat niet klopt."),
        ({"email": "nour"}, "e-mailadres"),
        ({"fact": "naam"}, "naam"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(
    street: Measure, visitor: Client, changes: dict[str, str], told: str
) -> None:
    page = send(visitor, ADDRESS, WRONG, **changes)
    assert told in read(page).one("div", role="alert").words
    for name, value in {**WRONG, **changes}.items():
        assert page.context["form"][name].value() == value
    assert not Conversation.objects.exists()


def test_a_double_click_is_one_report_and_a_machine_is_none(street: Measure, visitor: Client) -> None:
    stamp = opened(visitor, ADDRESS)
    for _click in range(2):
        assert send(visitor, ADDRESS, WRONG, stamp=stamp).status_code == 302
    assert Conversation.objects.count() == 1
    send(visitor, ADDRESS, WRONG, text="Koop hier.", homepage="https://reclame.example/")
    assert Conversation.objects.count() == 1


def test_a_flood_is_refused_kindly(street: Measure, visitor: Client) -> None:
    for number in range(5):
        send(visitor, ADDRESS, WRONG, text=f"Fout {number}")
    page = send(visitor, ADDRESS, WRONG, text="Fout 6")
    assert page.status_code == 429
    assert page.context["form"]["text"].value() == "Fout 6"


def test_hostile_words_stay_words(street: Measure, visitor: Client, browser: Client) -> None:
    send(visitor, ADDRESS, WRONG, text="<script>alert(1)</script>")
    item = DeskItem.objects.get()
    page = browser.get(f"/redactie/{item.pk}/")
    assert b"<script>alert(1)" not in page.content
    assert "<script>alert(1)</script>" in read(page).words


def test_it_shows_under_its_municipality(
    street: Measure, flemish: Any, visitor: Client, an: User, genk: Municipality
) -> None:
    send(visitor, ADDRESS, WRONG)
    send(visitor, f"{flemish.get_absolute_url()}klopt-niet/", WRONG, text="Iets anders.")
    titles = [line.item.title for line in queue(Asked(municipality="genk"), an, "1").lines]
    assert titles == ["Straatgeld: het bedrag"], "what holds in more places is of none of them"
    assert "Genk" in read(signed_in(an).get(f"/redactie/{DeskItem.objects.earliest('pk').pk}/")).words


def test_the_admin_shows_what_it_is_about(street: Measure, visitor: Client, browser: Client) -> None:
    send(visitor, ADDRESS, WRONG)
    made = Conversation.objects.get()
    page = read(browser.get(f"/beheer/actors/report/{made.pk}/change/"))
    assert "/steun/straatgeld/" in page.links
    assert "Straatgeld" in read(browser.get("/beheer/actors/report/")).words


def test_a_report_that_lost_its_page_says_so(street: Measure, visitor: Client, browser: Client) -> None:
    send(visitor, ADDRESS, WRONG)
    Conversation.objects.all().delete()
    assert "bestaat niet meer" in read(browser.get(f"/redactie/{DeskItem.objects.get().pk}/")).words


def test_a_report_is_about_something(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.create(kind=ConversationKind.REPORT, token="leeg")
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.create(kind=ConversationKind.ACTOR, token="ook", subject="a", subject_path="/b/")


def test_in_english(street: Measure, visitor: Client) -> None:
    page = read(visitor.get(f"/en{ADDRESS}"))
    assert "Is something not right?" in page.words
    assert "the amount" in page.words
    send(visitor, f"/en{ADDRESS}", WRONG)
    assert Conversation.objects.get().subject_path == "/steun/straatgeld/"
