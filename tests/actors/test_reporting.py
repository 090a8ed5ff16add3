"""Telling that something is not right: without an account, into the queue of the editors, with an answer by mail."""

from datetime import timedelta
from typing import Any

import pytest
from actors.contact import Asked, ask
from actors.reports import Handled, Said, reject, report, solve
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from actors.models import Actor, ContactMoment, Fact, Report, ReportStatus, User
from ecru.base.models import OutgoingMail
from tests.actors.markup import read
from tests.actors.sending import FAULT, opened, send
from tests.factories import ActorFactory, ExpertFactory, UserFactory

pytestmark = pytest.mark.django_db

CHOIR = "/actoren/koor/klopt-niet/"


@pytest.fixture
def choir() -> Actor:
    return ActorFactory(name="Het koor", slug="koor")


@pytest.fixture
def an(db: None) -> User:
    return UserFactory(name="An")


def test_a_report_reaches_the_queue(visitor: Client, choir: Actor) -> None:
    page = read(visitor.get(CHOIR))
    assert [choice.attributes["value"] for choice in page.every("input", type="radio")] == Fact.values
    answer = send(visitor, CHOIR, FAULT)
    assert answer["Location"] == f"{CHOIR}bedankt/"
    [made] = Report.objects.open()
    assert (made.record, made.fact, made.text, made.email) == (choir, "plaats", FAULT["text"], FAULT["email"])
    assert str(made).startswith("Het koor, ")
    assert not OutgoingMail.objects.exists(), "nobody is mailed before somebody looked"
    assert "bij de redactie" in read(visitor.get(answer["Location"])).words


def test_only_the_words_are_needed(visitor: Client, choir: Actor) -> None:
    send(visitor, CHOIR, {"text": "De naam is fout."})
    made = Report.objects.get()
    assert (made.fact, made.email) == (Fact.OTHER, "")
    assert solve(report=made, handled=Handled(by=UserFactory()))
    assert not OutgoingMail.objects.exists()


def test_about_an_expert_too(visitor: Client) -> None:
    expert = ExpertFactory(slug="stebo")
    send(visitor, "/experten/stebo/klopt-niet/", FAULT)
    made = Report.objects.get()
    assert (made.expert, made.actor, made.record) == (expert, expert.actor, expert)
    assert read(visitor.get("/experten/stebo/klopt-niet/bedankt/")).one("h1").words


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text": ""}, "Schrijf op wat niet klopt."),
        ({"email": "nour"}, "e-mailadres"),
        ({"fact": "hack"}, "hack"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(
    visitor: Client, choir: Actor, changes: dict[str, str], told: str
) -> None:
    page = send(visitor, CHOIR, FAULT, **changes)
    assert page.status_code == 200
    assert told in read(page).one("div", role="alert").words
    for name, value in {**FAULT, **changes}.items():
        assert page.context["form"][name].value() == value
    assert not Report.objects.exists()


def test_a_double_click_is_one_report(visitor: Client, choir: Actor) -> None:
    stamp = opened(visitor, CHOIR)
    for _click in range(2):
        assert send(visitor, CHOIR, FAULT, stamp=stamp).status_code == 302
    assert Report.objects.count() == 1


def test_a_flood_is_refused_kindly(visitor: Client, choir: Actor) -> None:
    for number in range(5):
        send(visitor, CHOIR, FAULT, text=f"Fout {number}")
    page = send(visitor, CHOIR, FAULT, text="Fout 6")
    assert page.status_code == 429
    assert page.context["form"]["text"].value() == "Fout 6"


@pytest.mark.parametrize(
    ("verb", "status", "word"), [(solve, "solved", "pasten het aan"), (reject, "rejected", "niets aan")]
)
def test_who_told_it_hears_what_became_of_it(
    choir: Actor, an: User, verb: Any, status: str, word: str
) -> None:
    made = report(record=choir, said=Said(**FAULT), token="een")
    assert verb(report=made, handled=Handled(by=an, answer="Dank je!", note="gebeld"))
    assert not verb(report=made, handled=Handled(by=an, answer="Nog eens")), "it was handled before"
    made.refresh_from_db()
    assert (made.status, made.handled_by, made.answer, made.note) == (status, an, "Dank je!", "gebeld")
    mail = OutgoingMail.objects.get()
    assert mail.to == FAULT["email"]
    assert word in mail.body
    assert "Dank je!" in mail.body
    assert "gebeld" not in mail.body


def test_the_answer_comes_in_the_language_of_the_page(visitor: Client, choir: Actor, an: User) -> None:
    send(visitor, f"/en{CHOIR}", FAULT)
    solve(report=Report.objects.get(), handled=Handled(by=an))
    assert OutgoingMail.objects.get().subject == "Your report about Het koor"


# --- Forgetting --------------------------------------------------------------------------------------------------


def test_after_the_term_only_the_counts_are_left(choir: Actor, an: User, capsys: Any) -> None:
    now, year = timezone.now(), timedelta(days=365)
    asked = Asked(name="Nour", email="nour@voorbeeld.example", question="Mag ik mee?", organisation="De Kiem")
    for token in ("oud", "vers"):
        ask(record=choir, asked=asked, token=token)
        made = report(record=choir, said=Said(**FAULT), token=token)
        solve(report=made, handled=Handled(by=an, answer="Dag Nour", note="Nour belde"))
    waiting, buried = (
        report(record=choir, said=Said(**FAULT), token=token) for token in ("open", "vergeten")
    )
    day = timedelta(days=1)
    ContactMoment.objects.filter(token="oud").update(created_at=now - year - day)
    ContactMoment.objects.filter(token="vers").update(created_at=now - year + day)
    Report.objects.filter(token="oud").update(handled_at=now - year - day)
    Report.objects.filter(token="vers").update(handled_at=now - year + day)
    Report.objects.filter(token="open").update(created_at=now - 2 * year + day)
    Report.objects.filter(token="vergeten").update(created_at=now - 2 * year - day)
    call_command("forget_contacts")
    assert "1 vragen en 2 meldingen" in capsys.readouterr().out
    old = ContactMoment.objects.get(token="oud")
    assert (old.name, old.email, old.organisation, old.question) == ("", "", "", "")
    assert old.forgotten_at
    assert choir.contactmoments.count() == 2
    kept = ContactMoment.objects.get(token="vers")
    assert kept.name == "Nour"
    for token in ("oud", "vergeten"):
        gone = Report.objects.get(token=token)
        assert (gone.text, gone.email, gone.answer, gone.note) == ("", "", "", "")
    assert Report.objects.get(token="vers").text == FAULT["text"]
    assert list(Report.objects.open()) == [waiting], "what is forgotten waits for nobody"
    assert buried.pk
    call_command("forget_contacts")
    assert "0 vragen en 0 meldingen" in capsys.readouterr().out


def test_a_handled_report_has_a_day(choir: Actor) -> None:
    made = report(record=choir, said=Said(**FAULT), token="een")
    assert made.status == ReportStatus.OPEN
    assert made.handled_at is None
