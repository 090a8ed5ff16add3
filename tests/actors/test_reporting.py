"""Telling that something is not right: without an account, onto the desk of the editors, with an answer by mail."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from actors.conversations import Asked, Handled, Mistake, ask, reject, report, solve
from actors.conversations.reporting import item_of
from actors.desk import Impossible, Taken, accept, hold, kind_of, refuse
from actors.models import Actor, Conversation, ConversationState, DeskItem, Fact, Outcome, Role, User
from ecru.base.models import OutgoingMail
from tests.actors.conftest import signed_in
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


@pytest.fixture
def an(db: None) -> User:
    return UserFactory(name="An", role=Role.EDITOR)


def test_a_report_reaches_the_desk(visitor: Client, choir: Actor) -> None:
    page = read(visitor.get(CHOIR))
    assert [choice.attributes["value"] for choice in page.every("input", type="radio")] == Fact.values
    answer = send(visitor, CHOIR, FAULT)
    assert answer["Location"] == f"{CHOIR}bedankt/"
    [made] = Conversation.objects.reports().waiting()
    assert (made.record, made.fact, made.email) == (choir, "plaats", FAULT["email"])
    assert made.messages.get().text == FAULT["text"]
    assert str(made).startswith("Het koor, ")
    [item] = DeskItem.objects.open().of_kind("melding")
    assert (item.title, item.reason) == ("Het koor: de plaats", FAULT["text"])
    assert not OutgoingMail.objects.exists(), "nobody is mailed before somebody looked"
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
    made = report(record=choir, mistake=MISTAKE, token="een")
    assert verb(conversation=made, handled=Handled(by=an, answer="Dank je!", note="gebeld"))
    assert not verb(conversation=made, handled=Handled(by=an, answer="Nog eens")), "it was handled before"
    made.refresh_from_db()
    assert (made.outcome, made.handled_by, made.note) == (outcome, an, "gebeld")
    assert made.messages.last().text == "Dank je!"
    mail = OutgoingMail.objects.get()
    assert mail.to == FAULT["email"]
    assert word in mail.body
    assert "Dank je!" in mail.body
    assert "gebeld" not in mail.body
    assert not DeskItem.objects.unsettled().exists()


@pytest.mark.parametrize(
    ("decide", "outcome", "word"),
    [(accept, Outcome.SOLVED, "pasten het aan"), (refuse, Outcome.REJECTED, "niets aan")],
)
def test_the_desk_decides_in_the_same_way(
    choir: Actor, an: User, decide: Any, outcome: Outcome, word: str
) -> None:
    made = report(record=choir, mistake=MISTAKE, token="een")
    item = DeskItem.objects.get()
    decide(item=item, by=an, seen=item.version, answer="We belden hen.")
    made.refresh_from_db()
    assert (made.outcome, made.state) == (outcome, ConversationState.CLOSED)
    [mail] = OutgoingMail.objects.all()
    assert word in mail.body
    assert "We belden hen." in mail.body


def test_a_colleague_who_has_it_open_is_not_overtaken(choir: Actor, an: User) -> None:
    made = report(record=choir, mistake=MISTAKE, token="een")
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
    assert not OutgoingMail.objects.exists()


def test_who_reported_it_can_go_on_and_it_comes_back_on_the_desk(choir: Actor, an: User) -> None:
    made = report(record=choir, mistake=MISTAKE, token="een")
    reject(conversation=made, handled=Handled(by=an))
    page = say(Client(), link_to(FAULT["email"]), "Kijk eens op hun site.")
    assert "Je bericht is verstuurd." in read(page).words
    made.refresh_from_db()
    assert (made.state, made.outcome) == (ConversationState.WAITING, "")
    [item] = DeskItem.objects.open()
    assert item.reason == "Kijk eens op hun site."
    assert (
        f"/beheer/actors/report/{made.pk}/change/"
        in read(signed_in(an).get(f"/mijn/vragen/{made.pk}/")).links
    )
    say(signed_in(an), f"/mijn/vragen/{made.pk}/", "Welke pagina?")
    assert "Welke pagina?" in mails_to(FAULT["email"])[-1].body
    made.refresh_from_db()
    assert made.state == ConversationState.ANSWERED
    assert DeskItem.objects.open().exists(), "a question back does not settle it"


def test_who_acts_for_it_sees_it_and_puts_it_right(choir: Actor) -> None:
    dirk = MembershipFactory(actor=choir).user
    made = report(record=choir, mistake=MISTAKE, token="een")
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
    [mail] = mails_to(FAULT["email"])
    assert "pasten het aan" in mail.body


def test_the_answer_comes_in_the_language_of_the_page(visitor: Client, choir: Actor, an: User) -> None:
    send(visitor, f"/en{CHOIR}", FAULT)
    solve(conversation=Conversation.objects.get(), handled=Handled(by=an))
    assert OutgoingMail.objects.get().subject == "Your report about Het koor"


# --- Forgetting --------------------------------------------------------------------------------------------------


def test_after_two_years_only_the_counts_are_left(choir: Actor, an: User, capsys: Any) -> None:
    now, years, day = timezone.now(), timedelta(days=730), timedelta(days=1)
    asked = Asked(name="Nour", email="nour@voorbeeld.example", question="Mag ik mee?", organisation="De Kiem")
    for token in ("oud", "vers"):
        ask(record=choir, asked=asked, token=f"vraag {token}")
        made = report(record=choir, mistake=MISTAKE, token=f"melding {token}")
        solve(conversation=made, handled=Handled(by=an, answer="Dag Nour", note="Nour belde"))
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
    made = report(record=choir, mistake=MISTAKE, token="een")
    assert (made.state, made.outcome, made.closed_at) == (ConversationState.WAITING, "", None)
