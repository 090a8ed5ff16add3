"""The desk of the editors: questions, reports, mails that need a person, and the start page that counts them.

An keeps the field; Otto does not.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.conversations import Asked, Mistake, ask, report
from actors.conversations.answering import settle
from actors.models import (
    Actor,
    ContactMoment,
    Conversation,
    ConversationState,
    DeskItem,
    Outcome,
    Report,
    User,
)
from ecru.base.attention import attention_for
from ecru.base.models import MailState, OutgoingMail
from ecru.portal.models import MissedSearch
from tests.actors.admin_cast import editor, outsider, signed_in, typed
from tests.actors.markup import read
from tests.factories import ActorFactory, ExpertFactory, MembershipFactory, UserFactory

__all__ = ["editor", "outsider"]

QUESTIONS, REPORTS, OUTBOX = (
    "/beheer/actors/contactmoment/",
    "/beheer/actors/report/",
    "/beheer/base/outgoingmail/",
)
NUL = "%00"


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


@pytest.fixture
def choir(db: None) -> Actor:
    return ActorFactory(name="Het koor", slug="koor")


def asked(record: Any, number: int = 1) -> ContactMoment:
    """A question of who has an account, so that it went out at once."""
    nour = User.objects.filter(name="Nour").first() or UserFactory(
        name="Nour", email="nour@voorbeeld.example"
    )
    words = Asked(user=nour, question=f"Vraag {number}?")
    made = ask(record=record, asked=words, token=f"{record.pk}-{type(record).__name__}-{number}")
    return ContactMoment.objects.get(pk=made.pk)


def told(record: Any, number: int = 1, email: str = "") -> Report:
    made = report(
        record=record, mistake=Mistake("naam", f"Fout {number}", email), token=f"m-{record.pk}-{number}"
    )
    return Report.objects.get(pk=made.pk)


def act(browser: Client, address: str, action: str, *records: Any) -> str:
    """What the list says after ``action``."""
    data = {"action": action, "_selected_action": [str(record.pk) for record in records]}
    page = browser.post(address, data, follow=True)
    assert page.status_code == 200
    return " ".join(str(message) for message in page.context["messages"])


# --- Questions ---------------------------------------------------------------------------------------------------


def test_what_waits_longest_stands_on_top(browser: Client, choir: Actor) -> None:
    first, second, third, fourth = (asked(choir, number) for number in range(4))
    ContactMoment.objects.filter(pk=second.pk).update(state=ConversationState.ANSWERED)
    ContactMoment.objects.filter(pk=third.pk).update(state=ConversationState.CLOSED, closed_at=timezone.now())
    rows = list(browser.get(QUESTIONS).context["cl"].result_list)
    assert rows == [first, fourth, third, second]


def test_a_question_shows_whom_how_far_and_where_its_mails_are(browser: Client, choir: Actor) -> None:
    moment = asked(choir)
    OutgoingMail.objects.update(given_up_at=timezone.now())
    page = read(browser.get(f"{QUESTIONS}{moment.pk}/change/"))
    assert "Een vraag voor Het koor, zonder adres : opgegeven" in page.words
    assert {f"/beheer/actors/actor/{choir.pk}/change/", "/actoren/koor/"} <= set(page.links)
    assert f"/mijn/vragen/{moment.pk}/" in page.links, "the team was asked, so it reads"
    OutgoingMail.objects.all().delete()
    assert "geen bewaard" in read(browser.get(f"{QUESTIONS}{moment.pk}/change/")).words
    about_nobody = asked_of_the_team()
    assert "het team van ECRU" in read(browser.get(f"{QUESTIONS}{about_nobody.pk}/change/")).words


def asked_of_the_team() -> Conversation:
    return ask(record=None, asked=Asked(user=UserFactory(), question="Wie helpt?"), token="team")


def test_what_is_between_others_is_not_in_the_admin(browser: Client, choir: Actor) -> None:
    dirk = MembershipFactory(actor=choir).user
    moment = asked(choir)
    for address in (QUESTIONS, f"{QUESTIONS}{moment.pk}/change/", f"{QUESTIONS}?q=Vraag"):
        page = browser.get(address)
        shown = page.content.decode()
        for private in ("Vraag 1?", "Nour", "nour@voorbeeld.example", dirk.email):
            assert private not in shown.replace('value="Vraag"', ""), f"{private} at {address}"
    assert "Tussen anderen" in read(browser.get(f"{QUESTIONS}{moment.pk}/change/")).words
    for address in (OUTBOX, f"{QUESTIONS}{moment.pk}/change/"):
        shown = read(browser.get(address)).words
        assert "Een vraag voor Het koor" in shown
        assert "Nour" not in shown, "subjects hold no names of who asks"
    mail = OutgoingMail.objects.get(to=dirk.email)
    shown = read(browser.get(f"{OUTBOX}{mail.pk}/change/")).words
    assert "Vraag 1?" not in shown
    assert "Alleen wie meepraat, leest hem." in shown
    assert browser.post(f"{QUESTIONS}{moment.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_editor_passes_on_answers_and_closes(browser: Client, choir: Actor) -> None:
    moment = asked(choir)
    assert "niets" in act(browser, QUESTIONS, "pass_on", moment)
    choir.contact_email = "koor@genk.example"
    choir.save()
    assert "1 vraag is doorgegeven." in act(browser, QUESTIONS, "pass_on", moment)
    assert OutgoingMail.objects.filter(to="koor@genk.example").count() == 1
    assert "1 vraag is aangepast." in act(browser, QUESTIONS, "mark_answered", moment)
    assert "1 vraag is aangepast." in act(browser, QUESTIONS, "close", moment)
    assert "niets" in act(browser, QUESTIONS, "close", moment)
    moment.refresh_from_db()
    assert moment.state == ConversationState.CLOSED
    assert LogEntry.objects.count() == 3


def test_only_who_keeps_the_field_settles(outsider: User, choir: Actor) -> None:
    with pytest.raises(PermissionDenied):
        settle(conversation=asked(choir), state=ConversationState.CLOSED, by=outsider)


# --- Reports -----------------------------------------------------------------------------------------------------


def test_the_oldest_open_report_stands_on_top(browser: Client, choir: Actor) -> None:
    first, second, third = (told(choir, number) for number in range(3))
    now = timezone.now()
    for report_, days in ((first, 1), (second, 3), (third, 2)):
        Report.objects.filter(pk=report_.pk).update(last_at=now - timedelta(days=days))
    Report.objects.filter(pk=second.pk).update(state="closed", outcome="solved", closed_at=now)
    page = browser.get(REPORTS)
    assert list(page.context["cl"].result_list) == [third, first, second]
    assert "Het koor" in read(page).words


def test_a_report_is_handled_at_the_desk_and_nowhere_else(
    browser: Client, editor: User, choir: Actor
) -> None:
    made = told(choir, email="nour@voorbeeld.example")
    address, item = f"{REPORTS}{made.pk}/change/", DeskItem.objects.get()
    page = browser.get(address)
    assert {f"/beheer/actors/actor/{choir.pk}/change/", f"/redactie/{item.pk}/"} <= set(read(page).links)
    assert not read(page).every("input", name="decision")
    assert "solve" not in page.context["adminform"].form.fields
    assert browser.post(address, typed(page, note="Nour belde ook.")).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.note) == (ConversationState.WAITING, "Nour belde ook.")
    browser.post(f"/redactie/{item.pk}/", {"do": "accept", "seen": "1", "answer": "Dank je, Nour."})
    made.refresh_from_db()
    assert (made.outcome, made.handled_by) == (Outcome.SOLVED, editor)
    after = read(browser.get(address))
    assert "Dank je, Nour." in after.words
    assert f"/redactie/{item.pk}/" not in after.links
    assert "niets te beslissen" in after.words


def test_the_list_has_no_button_that_decides(browser: Client, choir: Actor) -> None:
    made = told(choir)
    act(browser, REPORTS, "solve", made)
    made.refresh_from_db()
    assert made.state == ConversationState.WAITING


# --- Counts ------------------------------------------------------------------------------------------------------


def test_each_record_says_how_much_came_in(browser: Client, choir: Actor) -> None:
    expert = ExpertFactory(slug="koor", actor=choir)
    asked(choir)
    moment = asked(expert)
    told(expert)
    for record, kind, count in (
        (choir, "actor", "2 vragen , 1 melding"),
        (expert, "expert", "Vragen , Meldingen"),  # how much an expert is asked is for the regisseur
    ):
        page = read(browser.get(f"/beheer/actors/{kind}/{record.pk}/change/"))
        assert count in page.words
        list_of_it = f"{QUESTIONS}?{kind}__id__exact={record.pk}"
        assert list_of_it in page.links
        assert moment in browser.get(list_of_it).context["cl"].result_list
    assert "van bezoekers" not in read(browser.get("/beheer/actors/actor/add/")).words.lower()


def test_lists_ask_the_same_at_two_and_at_forty_rows(browser: Client) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    def plant(numbers: range) -> None:
        for number in numbers:
            record = ActorFactory() if number % 2 else ExpertFactory()
            asked(record, number)
            told(record, number)

    plant(range(2))
    browser.get(QUESTIONS)
    few = {address: queries(address) for address in (QUESTIONS, REPORTS, OUTBOX)}
    plant(range(2, 40))
    assert {address: queries(address) for address in few} == few


def test_the_start_page_says_who_waits(browser: Client, editor: User, outsider: User, choir: Actor) -> None:
    calm = {item.label: item.count for item in attention_for(editor)}
    assert calm["Vragen die op jou wachten"] == 0
    asked(choir)
    late = asked(MembershipFactory().actor)
    Conversation.objects.filter(pk=late.pk).update(reminded_at=timezone.now())
    told(choir)
    told(choir, 2)
    OutgoingMail.objects.update(given_up_at=timezone.now())
    MissedSearch.objects.note("harpspeler")
    items = {item.label: item for item in attention_for(editor)}
    counts = {
        "Vragen die op jou wachten": 1,
        "Meldingen: er klopt iets niet": 2,
        "Niemand antwoordt": 1,
        "Mails die niet aankwamen": 2,
        "Zoekopdrachten zonder resultaat": 1,
    }
    start = read(browser.get("/beheer/"))
    for label, count in counts.items():
        assert items[label].count == count
        assert label in start.words
        listed = browser.get(items[label].url).context
        found = listed["cl"].result_count if "cl" in listed else listed["found"].paginator.count
        assert found == count, f"{label}: the list is not what was counted"
    assert not [item for item in attention_for(outsider) if item.label in counts]


# --- The outbox --------------------------------------------------------------------------------------------------


def test_every_state_has_its_list(browser: Client, choir: Actor) -> None:
    for number in range(4):
        asked(choir, number)
    waiting, sent, unsure, refused = OutgoingMail.objects.order_by("pk")
    now = timezone.now()
    OutgoingMail.objects.filter(pk=sent.pk).update(sent_at=now)
    OutgoingMail.objects.filter(pk=unsure.pk).update(handed_at=now)
    OutgoingMail.objects.filter(pk=refused.pk).update(given_up_at=now, last_error="550 bestaat niet")
    expected = {
        "waiting": [waiting],
        "sent": [sent],
        "unsure": [unsure],
        "given up": [refused],
        "mens": [refused, unsure],
        "onzin": [refused, unsure, sent, waiting],
    }
    for state, mails in expected.items():
        assert list(browser.get(OUTBOX, {"state": state}).context["cl"].result_list) == mails
    for mail in OutgoingMail.objects.all():
        assert mail in OutgoingMail.objects.in_state(mail.state)
    assert "550 bestaat niet" in read(browser.get(f"{OUTBOX}{refused.pk}/change/")).words


def test_an_editor_decides_what_is_sent_again(browser: Client, choir: Actor) -> None:
    asked(choir)
    asked(choir, 2)
    one, two = OutgoingMail.objects.order_by("pk")
    assert "0 mails" in act(browser, OUTBOX, "send_again", one, two), "they are on their way already"
    OutgoingMail.objects.filter(pk=one.pk).update(given_up_at=timezone.now(), attempts=9)
    OutgoingMail.objects.filter(pk=two.pk).update(handed_at=timezone.now(), attempts=1)
    assert "1 mail wordt opnieuw verstuurd." in act(browser, OUTBOX, "send_again", one)
    assert "1 mail staat nu als verstuurd." in act(browser, OUTBOX, "mark_arrived", two)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, one.attempts) == (MailState.WAITING, 0)
    assert two.state == MailState.SENT
    assert str(one) == f"{one.subject} ({one.to})"


def test_a_mail_that_cannot_arrive_is_put_aside(browser: Client, editor: User, choir: Actor) -> None:
    """Nour made a typing mistake in her address: nothing can be sent again."""
    asked(choir)
    asked(choir, 2)
    refused, unsure = OutgoingMail.objects.order_by("pk")
    then = timezone.now() - timedelta(hours=1)
    OutgoingMail.objects.filter(pk=refused.pk).update(given_up_at=then, last_error="550 bestaat niet")
    OutgoingMail.objects.filter(pk=unsure.pk).update(handed_at=then)
    assert "2 mails zijn opzijgezet." in act(browser, OUTBOX, "leave", refused, unsure)
    assert "0 mails" in act(browser, OUTBOX, "leave", refused, unsure)
    assert not OutgoingMail.objects.need_a_person().exists()
    for mail in (refused, unsure):
        mail.refresh_from_db()
        assert mail.state == MailState.GIVEN_UP
    assert refused.given_up_at == then
    assert not [
        item for item in attention_for(editor) if item.label == "Mails die niet aankwamen" and item.count
    ]
    assert "1 mail wordt opnieuw verstuurd." in act(browser, OUTBOX, "send_again", refused)
    refused.refresh_from_db()
    assert (refused.state, refused.left_at) == (MailState.WAITING, None)


def test_mails_are_read_only(browser: Client, choir: Actor) -> None:
    asked(choir)
    mail = OutgoingMail.objects.all()[0]
    assert browser.get(f"{OUTBOX}add/").status_code == 403
    assert browser.post(f"{OUTBOX}{mail.pk}/change/", {"to": "ander@elders.example"}).status_code == 403
    assert browser.get(f"{OUTBOX}{mail.pk}/delete/").status_code == 403
    assert browser.get(f"{QUESTIONS}add/").status_code == 403
    assert browser.get("/beheer/django_tasks_database/dbtaskresult/").status_code == 404


@pytest.mark.parametrize("address", [QUESTIONS, REPORTS, OUTBOX])
def test_hostile_searches_are_calm_and_outsiders_stay_out(
    browser: Client, outsider: User, choir: Actor, address: str
) -> None:
    asked(choir)
    for words in ("Nour", NUL, "' OR 1=1 --", "%", "é" * 500):
        assert browser.get(f"{address}?q={words}").status_code == 200
    assert signed_in(outsider).get(address).status_code in {302, 403}
