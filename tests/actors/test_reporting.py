"""Telling that something is not right: without an account, onto the desk of the editors, with an answer by mail."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from actors.conversations import Asked, Mistake, ask, report
from actors.conversations.counting import conversation_counts
from actors.conversations.reporting import item_of
from actors.conversations.waiting import look_after_conversations
from actors.desk import Impossible, Taken, accept, hold, kind_of, refuse
from actors.models import Actor, Conversation, ConversationState, DeskItem, Fact, Outcome, Role, User
from ecru.base.models import OutgoingMail
from tests.actors.conftest import signed_in
from tests.actors.handling import Handled, reject, solve
from tests.actors.markup import read
from tests.actors.sending import FAULT, opened, send
from tests.actors.talk_cast import link_to, mails_to, press, say
from tests.factories import ActorFactory, ExpertFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

CHOIR = "/actoren/koor/klopt-niet/"
MISTAKE = Mistake(FAULT["fact"], FAULT["text"], FAULT["email"])


@pytest.fixture
def choir() -> Actor:
    return ActorFactory(name="Het koor", slug="koor")


def told_by_nour(about: Actor, number: int = 1) -> Conversation:
    """A report of Nour, who confirmed her address."""
    made = report(record=about, mistake=MISTAKE, token=f"melding {number}")
    press(Client(), link_to(FAULT["email"]), "bevestig")
    made.refresh_from_db()
    assert made.confirmed_at
    return made


@pytest.fixture
def an(db: None) -> User:
    return UserFactory(name="An", role=Role.EDITOR)


def test_a_report_reaches_the_desk(visitor: Client, choir: Actor) -> None:
    page = read(visitor.get(CHOIR))
    assert [choice.attributes["value"] for choice in page.every("input", type="radio")] == [
        *("naam", "tekst", "plaats", "contact", "gestopt", "foto", "anders")
    ]
    answer = send(visitor, CHOIR, FAULT)
    assert answer["Location"] == f"{CHOIR}bedankt/"
    [made] = Conversation.objects.reports().waiting()
    assert (made.record, made.fact, made.email) == (choir, "plaats", FAULT["email"])
    assert made.messages.get().text == FAULT["text"]
    assert str(made).startswith("Het koor, ")
    [item] = DeskItem.objects.open().of_kind("melding")
    assert (item.title, item.reason) == ("Het koor: de plaats", FAULT["text"])
    assert item.content["sender"] == "unconfirmed"
    [mail] = OutgoingMail.objects.all()
    assert (mail.to, mail.kind) == (FAULT["email"], "conversation")
    assert FAULT["text"] not in mail.body, "nobody mails words of theirs through us"
    assert "bij de redactie" in read(visitor.get(answer["Location"])).words


def test_only_the_words_are_needed(visitor: Client, choir: Actor) -> None:
    send(visitor, CHOIR, {"text": "De naam is fout."})
    made = Conversation.objects.get()
    assert (made.fact, made.email) == (Fact.OTHER, "")
    assert solve(conversation=made, handled=Handled(by=UserFactory(role=Role.EDITOR)))
    assert not OutgoingMail.objects.exists()


def test_about_an_expert_too(visitor: Client) -> None:
    expert = ExpertFactory(slug="stebo")
    send(visitor, "/experten/stebo/klopt-niet/", FAULT)
    made = Conversation.objects.get()
    assert (made.expert, made.actor, made.record) == (expert, expert.actor, expert)
    assert read(visitor.get("/experten/stebo/klopt-niet/bedankt/")).one("h1").words


def test_who_is_signed_in_needs_no_address(choir: Actor) -> None:
    nour = UserFactory(name="Nour")
    browser = signed_in(nour)
    assert not read(browser.get(CHOIR)).every("input", name="email")
    send(browser, CHOIR, {"text": "De naam is fout."})
    made = Conversation.objects.get()
    assert (made.asker, made.name) == (nour, "Nour")
    assert made.confirmed_at
    assert "De naam is fout." in read(browser.get(f"/mijn/vragen/{made.pk}/")).words


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
    assert not Conversation.objects.exists()


def test_a_double_click_is_one_report(visitor: Client, choir: Actor) -> None:
    stamp = opened(visitor, CHOIR)
    for _click in range(2):
        assert send(visitor, CHOIR, FAULT, stamp=stamp).status_code == 302
    assert Conversation.objects.count() == 1
    assert DeskItem.objects.count() == 1


def test_a_flood_is_refused_kindly(visitor: Client, choir: Actor) -> None:
    for number in range(5):
        send(visitor, CHOIR, FAULT, text=f"Fout {number}")
    page = send(visitor, CHOIR, FAULT, text="Fout 6")
    assert page.status_code == 429
    assert page.context["form"]["text"].value() == "Fout 6"


@pytest.mark.parametrize(
    ("verb", "outcome", "word"),
    [(solve, Outcome.SOLVED, "pasten het aan"), (reject, Outcome.REJECTED, "niets aan")],
)
def test_who_told_it_hears_what_became_of_it(
    choir: Actor, an: User, verb: Any, outcome: Outcome, word: str
) -> None:
    made = told_by_nour(choir)
    assert verb(conversation=made, handled=Handled(by=an, answer="Dank je!"))
    assert not verb(conversation=made, handled=Handled(by=an, answer="Nog eens")), "it was handled before"
    made.refresh_from_db()
    assert (made.outcome, made.handled_by) == (outcome, an)
    assert made.messages.last().text == "Dank je!"
    mail = OutgoingMail.objects.get(kind="report-handled")
    assert mail.to == FAULT["email"]
    assert word in mail.body
    assert "Dank je!" in mail.body
    assert not DeskItem.objects.unsettled().exists()


@pytest.mark.parametrize(
    ("decide", "outcome", "word"),
    [(accept, Outcome.SOLVED, "pasten het aan"), (refuse, Outcome.REJECTED, "niets aan")],
)
def test_the_desk_decides_in_the_same_way(
    choir: Actor, an: User, decide: Any, outcome: Outcome, word: str
) -> None:
    made = told_by_nour(choir)
    item = DeskItem.objects.get()
    decide(item=item, by=an, seen=item.version, answer="We belden hen.")
    made.refresh_from_db()
    assert (made.outcome, made.state) == (outcome, ConversationState.CLOSED)
    mail = OutgoingMail.objects.get(kind="report-handled")
    assert word in mail.body
    assert "We belden hen." in mail.body


def test_a_colleague_who_has_it_open_is_not_overtaken(choir: Actor, an: User) -> None:
    made = told_by_nour(choir)
    item = item_of(made)
    assert item
    assert hold(item=item, by=UserFactory(role=Role.EDITOR))
    with pytest.raises(Taken):
        solve(conversation=made, handled=Handled(by=an))
    assert Conversation.objects.reports().waiting().exists()


def test_a_report_that_is_gone_can_only_be_refused(choir: Actor, an: User) -> None:
    report(record=choir, mistake=MISTAKE, token="een")
    Conversation.objects.all().delete()
    item = DeskItem.objects.get()
    assert kind_of(item).address(item) == ""
    with pytest.raises(Impossible):
        accept(item=item, by=an, seen=item.version)
    refuse(item=item, by=an, seen=item.version, answer="Het is er niet meer.")
    assert not OutgoingMail.objects.filter(kind="report-handled").exists()


def test_who_reported_it_can_go_on_and_it_comes_back_on_the_desk(choir: Actor, an: User) -> None:
    made = told_by_nour(choir)
    reject(conversation=made, handled=Handled(by=an))
    page = say(Client(), link_to(FAULT["email"]), "Kijk eens op hun site.")
    assert "Je bericht is verstuurd." in read(page).words
    made.refresh_from_db()
    assert (made.state, made.outcome) == (ConversationState.WAITING, "")
    [item] = DeskItem.objects.open()
    assert item.reason == "Kijk eens op hun site."
    assert f"/redactie/{item.pk}/" in read(signed_in(an).get(f"/mijn/vragen/{made.pk}/")).links
    say(signed_in(an), f"/mijn/vragen/{made.pk}/", "Welke pagina?")
    assert "Welke pagina?" in mails_to(FAULT["email"])[-1].body
    made.refresh_from_db()
    assert made.state == ConversationState.ANSWERED
    assert DeskItem.objects.open().exists(), "a question back does not settle it"


def test_who_acts_for_it_sees_it_and_puts_it_right(choir: Actor) -> None:
    dirk = MembershipFactory(actor=choir).user
    made = told_by_nour(choir)
    browser = signed_in(dirk)
    assert f"/mijn/vragen/{made.pk}/" in read(browser.get("/mijn/vragen/")).links
    page = browser.get(f"/mijn/vragen/{made.pk}/")
    assert FAULT["text"] in read(page).words
    assert FAULT["email"] not in page.content.decode()
    press(browser, f"/mijn/vragen/{made.pk}/", "opgelost")
    press(browser, f"/mijn/vragen/{made.pk}/", "opgelost")
    made.refresh_from_db()
    assert (made.outcome, made.handled_by) == (Outcome.SOLVED, dirk)
    assert not DeskItem.objects.unsettled().exists()
    mail = mails_to(FAULT["email"])[-1]
    assert "pasten het aan" in mail.body


def test_the_answer_comes_in_the_language_of_the_page(visitor: Client, choir: Actor, an: User) -> None:
    send(visitor, f"/en{CHOIR}", FAULT)
    press(visitor, link_to(FAULT["email"]), "bevestig")
    solve(conversation=Conversation.objects.get(), handled=Handled(by=an))
    assert mails_to(FAULT["email"])[-1].subject == "Your report about Het koor"


# --- An address that somebody typed ------------------------------------------------------------------------------


def test_until_the_address_is_confirmed_the_desk_says_so(choir: Actor, an: User) -> None:
    made = report(record=choir, mistake=MISTAKE, token="een")
    assert made.waits_for_address
    browser, editor = Client(), signed_in(an)
    warning = "Het adres is niet bevestigd"
    item = DeskItem.objects.get()
    assert warning in read(editor.get("/redactie/")).words
    assert warning in read(editor.get(f"/redactie/{item.pk}/")).words
    page = browser.get(link_to(FAULT["email"]))
    assert "Is dit jouw adres?" in read(page).words
    made.refresh_from_db()
    assert made.waits_for_address, "looking changes nothing"
    assert made not in Conversation.objects.counted()
    page = press(browser, link_to(FAULT["email"]), "bevestig")
    assert "Je adres is bevestigd" in read(page).words
    made.refresh_from_db()
    assert made in Conversation.objects.counted()
    item.refresh_from_db()
    assert (item.version, item.content["sender"]) == (1, ""), "who reads it meanwhile is not disturbed"
    assert warning not in read(editor.get("/redactie/")).words
    press(browser, link_to(FAULT["email"]), "bevestig")
    assert DeskItem.objects.count() == 1


def test_before_that_nobody_writes_more_and_no_answer_goes_there(choir: Actor, an: User) -> None:
    made = report(record=choir, mistake=MISTAKE, token="een")
    way = link_to(FAULT["email"])
    page = press(Client(), way, "antwoord", text="En nog iets.")
    assert "En nog iets." not in "".join(made.messages.values_list("text", flat=True))
    assert page.status_code == 200
    solve(conversation=made, handled=Handled(by=an, answer="Dank je!"))
    assert len(mails_to(FAULT["email"])) == 1
    press(Client(), way, "bevestig")
    assert "Dank je!" in mails_to(FAULT["email"])[-1].body, "who confirms later hears it then"


def test_an_address_that_nobody_confirmed_is_forgotten_after_seven_days(choir: Actor) -> None:
    now = timezone.now()
    made = report(record=choir, mistake=MISTAKE, token="een")
    kept = told_by_nour(choir, 2)
    way = link_to(FAULT["email"])
    Conversation.objects.update(created_at=now - timedelta(days=7, minutes=1))
    assert look_after_conversations(now)["addresses"] == 1
    assert look_after_conversations(now)["addresses"] == 0
    made.refresh_from_db()
    kept.refresh_from_db()
    assert (made.email, kept.email) == ("", FAULT["email"])
    assert made.messages.get().text == FAULT["text"], "what was told stays"
    assert not made.participants.exists()
    assert DeskItem.objects.get(key=made.pk).content["sender"] == "unknown"
    assert Client().get(way).status_code == 200, "the other one goes on"


@pytest.mark.parametrize("email", ["", FAULT["email"]])
def test_a_report_counts_when_somebody_stands_behind_it(choir: Actor, email: str) -> None:
    report(record=choir, mistake=Mistake("naam", "Fout", email), token="een")
    report(record=choir, mistake=Mistake("naam", "Fout", user=UserFactory()), token="twee")
    now = timezone.now()
    asked = conversation_counts(now - timedelta(days=1), now + timedelta(days=1))
    assert asked["melding"]["asked"] == 1


# --- Forgetting --------------------------------------------------------------------------------------------------


def test_after_two_years_only_the_counts_are_left(choir: Actor, an: User, capsys: Any) -> None:
    now, years, day = timezone.now(), timedelta(days=730), timedelta(days=1)
    asked = Asked(name="Nour", email="nour@voorbeeld.example", question="Mag ik mee?", organisation="De Kiem")
    for token in ("oud", "vers"):
        ask(record=choir, asked=asked, token=f"vraag {token}")
        made = report(record=choir, mistake=MISTAKE, token=f"melding {token}")
        solve(conversation=made, handled=Handled(by=an, answer="Dag Nour"))
        Conversation.objects.filter(pk=made.pk).update(note="Nour belde")
    waiting = report(record=choir, mistake=MISTAKE, token="open")
    Conversation.objects.filter(kind="actor").update(state="waiting")
    Conversation.objects.filter(token__endswith="oud").update(last_at=now - years - day)
    Conversation.objects.filter(token__endswith="vers").update(last_at=now - years + day)
    call_command("forget_contacts", dry_run=True)
    assert "1 vragen en 1 meldingen" in capsys.readouterr().out
    assert not Conversation.objects.exclude(forgotten_at=None).exists(), "only counted"
    call_command("forget_contacts")
    assert "1 vragen en 1 meldingen" in capsys.readouterr().out
    for old in Conversation.objects.filter(token__endswith="oud"):
        assert (old.name, old.email, old.organisation, old.note) == ("", "", "", "")
        assert {(said.text, said.name, said.author) for said in old.messages.all()} == {("", "", None)}
        assert not old.participants.exists()
        assert old.forgotten_at
    assert choir.conversations.count() == 5
    assert Conversation.objects.get(token="vraag vers").name == "Nour"
    gone = DeskItem.objects.filter(state="accepted").order_by("pk").first()
    assert (gone.reason, gone.answer) == ("", "")
    assert list(Conversation.objects.reports().waiting()) == [waiting]
    call_command("forget_contacts")
    assert "0 vragen en 0 meldingen" in capsys.readouterr().out


def test_an_open_report_has_no_day_and_no_outcome(choir: Actor) -> None:
    made = told_by_nour(choir)
    assert (made.state, made.outcome, made.closed_at) == (ConversationState.WAITING, "", None)
