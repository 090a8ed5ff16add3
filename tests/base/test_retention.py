"""What is past its time goes, by the table of which the page about privacy is made; a dry run changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation

from actors.conversations import Asked, Mistake, ask, report
from actors.models import (
    Conversation,
    DeskItem,
    DeskState,
    ImportRow,
    ImportRun,
    Invitation,
    Message,
    TableExport,
)
from ecru.base.audit import note
from ecru.base.daily import carry_out as carry_out_job
from ecru.base.daily import jobs, rehearse
from ecru.base.guard import Knock
from ecru.base.models import AuditEntry, DailyRun, MailReader, OutgoingMail, SavedSearch, WaitingLetter
from ecru.base.outbox.kinds import Frequency, kinds
from ecru.base.retention import HALF_A_YEAR, Rule, carry_out, in_words, register, rules, table
from ecru.portal.models import MissedSearch
from subsidies.models import BankAccount, FinderGap
from tests.actors.markup import read
from tests.base.test_audit import aged
from tests.factories import ActorFactory, InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
YEAR = timedelta(days=365)
ASKED = Asked(name="Nour", email="nour@voorbeeld.example", question="Mag ik mee?")


def plant_mails(now: Any) -> None:
    """Mails, choices and messages, some old."""
    for key, sent in (("oud", 31), ("vers", 29)):
        OutgoingMail.objects.create(
            key=key,
            to="nour@voorbeeld.example",
            subject="Dag",
            body="Dag",
            message_id=key,
            sent_at=now - sent * DAY,
        )
    reader = MailReader.objects.of("stil@voorbeeld.example")
    silent = MailReader.objects.of("stop@voorbeeld.example")
    silent.choose(kinds["question"], Frequency.NEVER)
    MailReader.objects.update(last_mail_at=now - 2 * YEAR - DAY)
    loud = MailReader.objects.of("luid@voorbeeld.example")
    for key, days in (("oud", 31), ("vers", 29)):
        WaitingLetter.objects.create(
            reader=loud,
            key=key,
            kind="question",
            subject="Dag",
            body="",
            language="nl",
            settled_at=now - days * DAY,
        )
    assert reader.pk != loud.pk


def plant_field(now: Any) -> None:
    """Questions, reports, invitations, decisions and tables, some old."""
    choir, nour = ActorFactory(), UserFactory(name="Nour")
    for token, days in (("oud", 731), ("vers", 729)):
        ask(record=choir, asked=ASKED, token=f"vraag-{token}")
        report(
            record=choir,
            mistake=Mistake("naam", "Anders", "nour@voorbeeld.example"),
            token=f"melding-{token}",
        )
        said = Conversation.objects.filter(token__endswith=token)
        said.update(created_at=now - days * DAY, last_at=now - days * DAY, state="waiting")
        DeskItem.objects.create(
            kind="claim", title=token, by=nour, by_name="Nour", reason="Ik ben de secretaris",
            state=DeskState.ACCEPTED, handled_at=now - days * DAY, answer="Goed", content={"tel": "011"},
        )  # fmt: skip
        TableExport.objects.create(made_by_name="An", file_type="csv", rows=1, made_at=now - days * DAY)
    for days, accepted in ((61, None), (59, None), (400, now - 366 * DAY), (300, now - 299 * DAY)):
        then = now - days * DAY
        InvitationFactory(created_at=then, sent_at=then, accepted_at=accepted, actor=choir)
    for number, days in enumerate((366, 364)):
        run = ImportRun.objects.create(
            made_by_name="An", file_name="f", key=f"{number:032}", made_at=now - days * DAY
        )
        ImportRow.objects.create(run=run, number=1, cells={"contact_email": "koor@genk.example"})


def plant_traces(now: Any) -> None:
    """Sessions, sign-ins, counts and words, some old."""
    for key, days in (("oud", -1), ("vers", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + days * DAY)
    aged(note("signed-in"), HALF_A_YEAR + DAY)
    Knock.objects.create(token="x", visitor="x", recipient="", about="ask actor 1", at=now - 2 * DAY)
    today = timezone.localdate()
    for words, days in (("oud", 8), ("vers", 6)):
        reader = MailReader.objects.create(address=f"zoekt-{words}@voorbeeld.example")
        SavedSearch.objects.create(reader=reader, directory="actoren", asked_at=now - days * DAY)
    for words, days in (("oud", 366), ("vers", 364)):
        MissedSearch.objects.create(words=words, first_on=today - days * DAY, last_on=today - days * DAY)
    for days in (731, 729):
        FinderGap.objects.create(day=today - days * DAY, key="-")
    for days in (3651, 3649):
        BankAccount.objects.create(actor=ActorFactory(), iban="-", holder="-", replaced_at=now - days * DAY)


@pytest.fixture
def old_and_new() -> dict[str, int]:
    """One of each that is past its time, one that is not, and what the report says of them."""
    now = timezone.now()
    plant_mails(now)
    plant_field(now)
    plant_traces(now)
    return {
        "sessions": 1, "audit": 1, "mails": 1, "mail-choices": 2, "floods": 1, "conversations": 2,
        "decisions": 1, "invitations": 2, "tables": 2, "searches": 1,
        "signed-in-where": 0, "volunteer-requests": 0, "saved": 1,
        "call-questions": 0, "not-relevant": 0, "practice-drafts": 0, "finder-gaps": 1, "dossiers-unsent": 0, "bank-accounts": 1,
        "contact-notes": 0,
    }  # fmt: skip


def everything() -> dict[str, list[Any]]:
    """All rows that the rules are about."""
    models = [
        Session, AuditEntry, OutgoingMail, MailReader, WaitingLetter, Knock, Conversation, Message, DeskItem, Invitation,
        ImportRow, TableExport, MissedSearch, DailyRun, SavedSearch, FinderGap, BankAccount,
    ]  # fmt: skip
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_a_dry_run_changes_nothing_and_says_what_the_real_one_does(
    old_and_new: dict[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything()
    assert rehearse(jobs["retention"], timezone.now()) == old_and_new
    call_command("retention", dry_run=True)
    rehearsed = capsys.readouterr().out
    assert everything() == before
    call_command("retention")
    assert capsys.readouterr().out == rehearsed
    assert everything() != before
    assert set(carry_out(timezone.now()).values()) == {0}, "a second time there is nothing to do"


def test_what_is_left_is_what_we_promise(old_and_new: dict[str, int]) -> None:
    run = carry_out_job(jobs["retention"], timezone.now())
    assert run
    assert run.report == old_and_new
    assert [item.forgotten_at is None for item in Conversation.objects.order_by("pk")] == [
        False,
        False,
        True,
        True,
    ]
    assert [item.text for item in Message.objects.order_by("pk")] == ["", "", ASKED.question, "Anders"]
    old, fresh = DeskItem.objects.of_kind("claim").order_by("title")
    assert (old.by, old.by_name, old.reason, old.answer, old.content) == (None, "", "", "", {})
    assert fresh.by_name == "Nour"
    assert Invitation.objects.count() == 2
    assert set(MailReader.objects.filter(user=None).values_list("address", flat=True)) >= {
        "stop@voorbeeld.example",
        "luid@voorbeeld.example",
    }, "who said stop is remembered"
    assert not MailReader.objects.filter(address="stil@voorbeeld.example").exists()
    assert OutgoingMail.objects.filter(key="vers").exists()
    assert not OutgoingMail.objects.filter(key="oud").exists()


def test_the_page_about_privacy_is_this_table(client: Client) -> None:
    words = read(client.get("/privacy/")).words
    with translation.override("nl"):
        for rule in table():
            for part in (rule.what, rule.data, rule.why, rule.who, rule.how_long):
                assert str(part) in words
    assert "Vragen" in words
    assert "60 dagen" in words
    english = read(client.get("/en/privacy/")).words
    assert "2 years" in english
    assert "Mijn gegevens" not in english


@pytest.mark.parametrize(
    ("time", "words"),
    [(2 * YEAR, "2 jaar"), (YEAR, "1 jaar"), (HALF_A_YEAR, "6 maanden"), (60 * DAY, "60 dagen"), (30 * DAY, "30 dagen"), (DAY, "1 dag"), (91 * DAY, "3 maanden")],
)  # fmt: skip
def test_times_in_words(time: timedelta, words: str) -> None:
    with translation.override("nl"):
        assert in_words(time) == words


def test_the_figures_of_the_issue() -> None:
    assert rules["conversations"].keeps == timedelta(days=730)
    assert rules["sign-ins"].keeps == HALF_A_YEAR
    with translation.override("en"):
        assert rules["invitations"].how_long.startswith("60 days")


def test_a_rule_has_one_meaning() -> None:
    rule = rules["conversations"]
    assert register(rule) is rule
    with pytest.raises(ValueError, match="conversations"):
        register(Rule("conversations", "", "", "", "", YEAR))
