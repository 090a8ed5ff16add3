"""What happens to conversations by themselves, what is counted, kept and handed out, and the lists of who takes part.

Nour asks the choir, for which Dirk answers.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.accounts.conversations import conversations_panel
from actors.conversations import Asked, Mistake, ask, report
from actors.conversations.counting import conversation_counts
from actors.conversations.forgetting import forget_conversations, holdings_of, let_go_of
from actors.conversations.waiting import look_after_conversations, remind_unanswered
from actors.models import Actor, Conversation, ConversationState, Message, Side, User
from tests.actors.aside import empty_database, stand_at
from tests.actors.conftest import signed_in
from tests.actors.markup import read
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
    samira,
    say,
    words,
)
from tests.factories import ActorFactory, MembershipFactory, UserFactory

__all__ = ["an", "choir", "dirk", "nour", "samira"]
pytestmark = pytest.mark.django_db

DIRK = "dirk@koor.example"
DAY = timedelta(days=1)


@pytest.fixture
def asked(choir: Actor) -> Conversation:
    return confirmed(choir)


# --- By itself ---------------------------------------------------------------------------------------------------


def test_after_two_weeks_of_silence_who_asked_is_told_once(asked: Conversation) -> None:
    now = timezone.now()
    assert remind_unanswered(now + 13 * DAY) == 0
    assert remind_unanswered(now + 15 * DAY) == 1
    assert remind_unanswered(now + 16 * DAY) == 0
    told = mails_to(NOUR)[-1]
    assert told.subject == "Nog geen antwoord van Het koor"
    assert "Het team van ECRU ziet dat ook." in told.body
    assert list(Conversation.objects.unanswered()) == [asked]
    say(Client(), link_to(DIRK), "Sorry! Ja hoor.")
    assert not Conversation.objects.unanswered().exists()
    assert remind_unanswered(now + 40 * DAY) == 0, "it is the turn of Nour"
    say(Client(), link_to(NOUR), "En hoe laat?")
    assert remind_unanswered(now + 40 * DAY) == 1


def test_the_team_does_not_send_who_waits_for_it_to_the_team(choir: Actor) -> None:
    confirmed(None)
    assert remind_unanswered(timezone.now() + 15 * DAY) == 1
    told = mails_to(NOUR)[-1]
    assert told.subject == "Nog geen antwoord van het team van ECRU"
    assert "We hebben ze nog altijd voor ons liggen." in told.body
    assert "meelezen" not in told.body


def test_who_is_answered_closed_or_unconfirmed_hears_nothing(choir: Actor) -> None:
    ask(record=choir, asked=ASKED, token="onbevestigd")
    press(Client(), link_to((confirmed(choir, "gesloten"), DIRK)[1]), "sluit")
    say(Client(), link_to((confirmed(choir, "beantwoord"), DIRK)[1]), "Ja.")
    report(record=choir, mistake=Mistake("naam", "Fout.", NOUR), token="melding")
    assert remind_unanswered(timezone.now() + 30 * DAY) == 0


def test_what_nobody_confirmed_goes_after_seven_days(choir: Actor) -> None:
    ask(record=choir, asked=ASKED, token="een")
    link = link_to(NOUR)
    assert look_after_conversations(timezone.now() + 6 * DAY)["unconfirmed"] == 0
    done = look_after_conversations(timezone.now() + 8 * DAY)
    assert done == {"reminded": 0, "came_back": 0, "unconfirmed": 1, "addresses": 0}
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()
    assert Client().get(link).status_code == 404


# --- Counting ----------------------------------------------------------------------------------------------------


def test_counts_by_kind_and_period(choir: Actor, samira: Any, an: User) -> None:
    now = timezone.now()
    confirmed(choir, "een")
    say(Client(), link_to(DIRK), "Ja.")
    confirmed(choir, "twee")
    confirmed(samira, "drie")
    confirmed(None, "vier")
    ask(record=choir, asked=ASKED, token="onbevestigd")
    report(record=choir, mistake=Mistake("naam", "Fout.", user=an), token="vijf")
    report(record=choir, mistake=Mistake("naam", "Fout.", NOUR), token="niet bevestigd")
    old = confirmed(choir, "oud")
    Conversation.objects.filter(pk=old.pk).update(created_at=now - 400 * DAY)
    counts = conversation_counts(now - DAY, now + DAY)
    assert counts == {
        "actor": {"asked": 2, "answered": 1},
        "expert": {"asked": 1, "answered": 0},
        "team": {"asked": 1, "answered": 0},
        "melding": {"asked": 1, "answered": 0},
        "oproep": {"asked": 0, "answered": 0},
    }
    assert conversation_counts(now - 500 * DAY, now - DAY)["actor"] == {"asked": 1, "answered": 0}
    forget_conversations(now + DAY)
    assert conversation_counts(now - DAY, now + DAY) == counts, "what is forgotten still counts"


# --- What we hold of a person ------------------------------------------------------------------------------------


def test_a_person_gets_what_they_asked_and_wrote(nour: User, dirk: User, choir: Actor, an: User) -> None:
    mine = ask(
        record=choir, asked=Asked(question="Mag ik mee?", user=nour, organisation="De Kiem"), token="a"
    )
    say(signed_in(dirk), f"/mijn/vragen/{mine.pk}/", "Ja hoor.")
    [held] = holdings_of(nour)
    assert (held["about"], held["email"], held["organisation"]) == ("Het koor", NOUR, "De Kiem")
    assert [said["text"] for said in held["messages"]] == ["Mag ik mee?"]
    [his] = holdings_of(dirk)
    assert (his["name"], his["email"]) == ("Dirk", "")
    assert [said["text"] for said in his["messages"]] == ["Ja hoor."]
    assert holdings_of(an) == []


def test_who_leaves_stays_a_former_member(nour: User, dirk: User, choir: Actor) -> None:
    made = ask(record=choir, asked=Asked(question="Mag ik mee?", user=nour), token="a")
    address = f"/mijn/vragen/{made.pk}/"
    say(signed_in(dirk), address, "Ja hoor.")
    press(signed_in(nour), address, "publiek")
    let_go_of(nour)
    nour.delete()
    made.refresh_from_db()
    assert (made.name, made.email, made.asker, made.state) == ("", "", None, ConversationState.CLOSED)
    shown = signed_in(dirk).get(address)
    assert "voormalig lid" in words(shown)
    assert "Nour" not in words(shown)
    assert "Mag ik mee?" in words(shown)
    before = len(mails_to(NOUR))
    say(signed_in(dirk), address, "Ben je er nog?")
    assert len(mails_to(NOUR)) == before
    let_go_of(dirk)
    dirk.memberships.all().delete()
    dirk.delete()
    assert {said.name for said in made.messages.all()} == {""}


def test_an_account_that_is_gone_without_a_word_breaks_nothing(nour: User, dirk: User, choir: Actor) -> None:
    made = ask(record=choir, asked=Asked(question="Mag ik mee?", user=nour), token="a")
    nour.delete()
    assert say(signed_in(dirk), f"/mijn/vragen/{made.pk}/", "Ja.").status_code == 200


# --- Lists and panels --------------------------------------------------------------------------------------------


def test_the_panel_says_what_waits(asked: Conversation, dirk: User, nour: User, an: User) -> None:
    assert conversations_panel(UserFactory()) is None
    made = conversations_panel(dirk)
    assert made
    assert [way.count for way in made.ways] == [1, 1]
    assert made.order == 10
    signed_in(dirk).get(f"/mijn/vragen/{asked.pk}/")
    assert [way.count for way in conversations_panel(dirk).ways] == [1, 0], "seen, and not answered yet"
    mine = ask(record=asked.actor, asked=Asked(question="Hoe laat?", user=nour), token="x")
    quiet = conversations_panel(nour)
    assert quiet
    assert ([way.count for way in quiet.ways], quiet.order) == ([0, 0], 40)
    say(signed_in(dirk), f"/mijn/vragen/{mine.pk}/", "Om acht uur.")
    assert [way.count for way in conversations_panel(nour).ways] == [0, 1]
    assert conversations_panel(an) is None
    confirmed(None, "team")
    assert [way.count for way in conversations_panel(an).ways] == [1, 0]


def test_what_is_new_is_marked_for_who_is_asked_too(asked: Conversation, choir: Actor, dirk: User) -> None:
    els = MembershipFactory(actor=choir, colleague=True).user
    address, lists = f"/mijn/vragen/{asked.pk}/", ("/mijn/vragen/", "/mijn/actoren/koor/vragen/")

    def marked(person: User) -> list[bool]:
        return [
            "nieuw" in read(signed_in(person).get(page)).one("ul", class_="talks").words for page in lists
        ]

    assert marked(dirk) == marked(els) == [True, True]
    Client().get(link_to(DIRK))
    assert marked(dirk) == [False, False], "with the link in the mail too"
    assert marked(els) == [True, True], "each for themselves"
    signed_in(els).get(address)
    assert marked(els) == [False, False]
    say(signed_in(dirk), address, "Ja hoor.")
    assert marked(els) == [False, False], "an answer of the own side is no news"
    say(Client(), link_to(NOUR), "Hoe laat?")
    assert marked(dirk) == [True, True]


def test_my_questions_in_groups(asked: Conversation, dirk: User, nour: User, an: User) -> None:
    assert "Hier staat nog niets" in words(signed_in(nour).get("/mijn/vragen/"))
    page = read(signed_in(dirk).get("/mijn/vragen/"))
    assert [title.words for title in page.every("h2")][:1] == ["Aan jou gevraagd"]
    assert "Nour → Het koor" in page.words
    ask(record=asked.actor, asked=Asked(question="Hoe laat?", user=nour), token="x")
    assert "Door jou gevraagd" in words(signed_in(nour).get("/mijn/vragen/"))
    confirmed(None, "team")
    team = read(signed_in(an).get("/mijn/vragen/"))
    assert "Voor het team" in team.words
    assert len(team.one("ul", class_="talks").every("li")) == 1


def test_the_tab_of_an_actor(asked: Conversation, choir: Actor, dirk: User, an: User) -> None:
    address = "/mijn/actoren/koor/vragen/"
    page = read(signed_in(dirk).get(address))
    assert f"/mijn/vragen/{asked.pk}/" in page.links
    assert page.one("nav", class_="tabs").one("a", aria_current="page").words == "Vragen"
    team = signed_in(an).get(address)
    assert "Alleen wie optreedt voor Het koor" in words(team)
    assert f"/mijn/vragen/{asked.pk}/" not in read(team).links
    assert signed_in(UserFactory()).get(address).status_code == 403
    ActorFactory(slug="leeg")
    empty = MembershipFactory(actor__slug="stil", actor__name="Stil").user
    assert "Hier staat nog niets" in words(signed_in(empty).get("/mijn/actoren/stil/vragen/"))


def test_lists_and_pages_ask_the_same_at_two_and_at_thirty(choir: Actor, dirk: User, an: User) -> None:
    def queries(browser: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    def plant(numbers: range) -> None:
        for number in numbers:
            for record, part in ((choir, "k"), (None, "t")):
                user = User.objects.filter(name="Nour").first() or UserFactory(name="Nour")
                ask(record=record, asked=Asked(question="?", user=user), token=f"{part}{number}")

    plant(range(2))
    first = Conversation.objects.filter(actor=choir).first()
    assert first
    his, hers = signed_in(dirk), signed_in(an)
    pages = [
        *(
            (his, path)
            for path in ("/mijn/vragen/", "/mijn/actoren/koor/vragen/", f"/mijn/vragen/{first.pk}/")
        ),
        (hers, "/mijn/vragen/"),
    ]
    for browser, address in pages:
        browser.get(address)
    few = [queries(*page) for page in pages]
    plant(range(2, 30))
    for number in range(30):
        Message.objects.create(conversation=first, side=Side.ASKER, text="?", token=f"extra-{number}")
    assert [queries(*page) for page in pages] == few
    with CaptureQueriesContext(connection) as seen:
        conversations_panel(User.objects.get(pk=dirk.pk))
    assert len(seen) <= 6


# --- Moving in ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_questions_and_reports_of_before_move_in_and_back(tmp_path: Path) -> None:
    before, after = [("actors", "0011_people")], [("actors", "0014_organisations")]

    def go(targets: Any) -> Any:
        executor = MigrationExecutor(connection)
        return executor.migrate(targets).apps

    with empty_database(tmp_path):
        plant_old(stand_at(before))
        go(after)
        check_old(go(before))
        leaves = MigrationExecutor(connection).loader.graph.leaf_nodes
        go([*leaves("actors"), *leaves("base")])
        check_new()


def plant_old(old: Any) -> None:
    """Two questions and two reports, as the tables of before kept them."""
    kind = old.get_model("actors", "ActorKind").objects.create(slug="v", label="Vereniging")
    actor = old.get_model("actors", "Actor").objects.create(name="Het koor", slug="koor", kind=kind)
    expert = old.get_model("actors", "Expert").objects.create(slug="koor", actor=actor)
    questions, reports = (old.get_model("actors", name).objects for name in ("ContactMoment", "Report"))
    asked = {"name": "Nour", "email": NOUR, "question": "Mag ik mee?", "organisation": "De Kiem"}
    questions.create(actor=actor, token="a", status="new", **asked)
    questions.create(actor=actor, expert=expert, token="b", status="answered", **asked)
    reports.create(actor=actor, token="a", fact="naam", text="Fout.", email=NOUR)
    done = {"status": "solved", "handled_at": timezone.now(), "answer": "Dank je.", "note": "gebeld"}
    reports.create(expert=expert, token="c", fact="foto", text="Wazig.", **done)


def check_new() -> None:
    """All of it is there, and what waited still waits."""
    first, second, third, fourth = Conversation.objects.order_by("pk")
    assert (first.kind, first.state, first.with_team, first.organisation) == (
        "actor",
        "waiting",
        True,
        "De Kiem",
    )
    assert (second.kind, second.state) == ("expert", "answered")
    assert [said.text for said in first.messages.all()] == ["Mag ik mee?"]
    assert (third.kind, third.fact, third.state) == ("melding", "naam", "waiting")
    assert (fourth.outcome, fourth.note) == ("solved", "gebeld")
    assert [said.text for said in fourth.messages.all()] == ["Wazig.", "Dank je."]
    [item] = apps.get_model("actors", "DeskItem").objects.all()
    assert (item.kind, item.key, item.reason) == ("melding", third.pk, "Fout.")
    assert remind_unanswered(timezone.now() + 30 * DAY) == 0, "nobody gets a mail about what is long past"


def check_old(old: Any) -> None:
    """And back, word for word."""
    questions, reports = (old.get_model("actors", name).objects for name in ("ContactMoment", "Report"))
    said = list(questions.order_by("pk").values_list("status", "question", "token", "email"))
    assert said == [("new", "Mag ik mee?", "a", NOUR), ("answered", "Mag ik mee?", "b", NOUR)]
    told = list(reports.order_by("pk").values_list("status", "text", "answer", "note", "token"))
    assert told == [("open", "Fout.", "", "", "a"), ("solved", "Wazig.", "Dank je.", "gebeld", "c")]
    assert not old.get_model("actors", "DeskItem").objects.exists()
