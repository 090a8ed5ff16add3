"""How calls end: on their day by themselves, after a question by mail, with what came of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actors.conversations import Asked
from actors.models import Actor, User
from ecru.base.daily import jobs
from ecru.base.models import OutgoingMail
from ecru.base.retention import rules
from projects.calling import answer_call, look_after_calls
from projects.calling.closing import Answered, Result, close_by_link, keep_by_link
from projects.calling.daily import close_all
from projects.models import CallQuestion, PartnerCall, StateChange
from tests.actors.markup import text_of
from tests.factories import FreshnessFactory
from tests.projects.together_cast import CALLS, in_days, link_in, mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon(call: PartnerCall) -> PartnerCall:
    """A call of last month that closes in a week."""
    PartnerCall.objects.filter(pk=call.pk).update(
        closes_on=in_days(7), published_at=timezone.now() - timedelta(days=30)
    )
    return PartnerCall.objects.get(pk=call.pk)


@pytest.fixture
def over(call: PartnerCall) -> PartnerCall:
    """A call of which the last day was yesterday."""
    PartnerCall.objects.filter(pk=call.pk).update(closes_on=in_days(-1))
    return PartnerCall.objects.get(pk=call.pk)


def daily() -> dict[str, int]:
    return look_after_calls(timezone.now())


def link(to: str) -> str:
    return link_in(mails(to)[0], "/oproepen/vraag/").partition("?")[0]


@pytest.mark.mail("call-open")
@pytest.mark.parametrize(
    ("language", "subject", "buttons"),
    [
        (
            "nl",
            "Is je oproep nog open?",
            ("Nog open tot de laatste dag", "Een maand langer", "Gevonden, hij mag dicht"),
        ),
        (
            "en",
            "Is your call still open?",
            ("Still open until its day", "A month longer", "Found, so it can close"),
        ),
    ],
)
def test_a_week_before_we_ask_once_with_three_answers(
    soon: PartnerCall, mila: User, language: str, subject: str, buttons: tuple[str, ...]
) -> None:
    User.objects.filter(pk=mila.pk).update(language=language)
    assert daily() == {"closed": 0, "asked": 1}
    assert daily() == {"closed": 0, "asked": 0}
    [mail] = mails(mila.email)
    assert subject in mail.subject
    for button in buttons:
        assert button in mail.body


@pytest.mark.mail("call-outcome")
@pytest.mark.parametrize(
    ("language", "subject", "button"),
    [
        ("nl", "Wat kwam er van je oproep", "Gevonden, via dit platform"),
        ("en", "What came of your call", "Found, through this platform"),
    ],
)
def test_it_closes_by_itself_and_we_ask_what_came_of_it(
    over: PartnerCall, mila: User, language: str, subject: str, button: str
) -> None:
    User.objects.filter(pk=mila.pk).update(language=language)
    assert daily() == {"closed": 1, "asked": 0}
    assert daily() == {"closed": 0, "asked": 0}
    over.refresh_from_db()
    assert over.closed_at is not None
    step = StateChange.objects.get()
    assert (step.what, step.new, step.who) == ("open", "gesloten", "vanzelf")
    [mail] = mails(mila.email)
    assert subject in mail.subject
    assert button in mail.body


def test_it_is_a_job_of_every_day() -> None:
    assert jobs["calls"].work(timezone.now(), True) == {"closed": 0, "asked": 0}


def test_looking_changes_nothing_and_still_open_needs_one_press(
    visitor: Client, soon: PartnerCall, mila: User
) -> None:
    daily()
    address = link(mila.email)
    for choice in ("", "?keuze=nog-open", "?keuze=langer", "?keuze=gevonden", "?keuze=onzin"):
        assert visitor.get(f"{address}{choice}").status_code == 200
    assert not CallQuestion.objects.exclude(answer="").exists()
    assert visitor.post(address, {"keuze": "onzin"}).status_code == 200
    page = text_of(visitor.post(address, {"keuze": "nog-open"}, follow=True))
    assert "Je antwoordde op" in page
    assert "nog open tot de laatste dag" in page
    again = text_of(visitor.post(address, {"keuze": "langer"}, follow=True))
    assert "nog open tot de laatste dag" in again, "it answers once"
    soon.refresh_from_db()
    assert soon.closes_on == in_days(7)


def test_a_month_longer_and_then_we_ask_again(visitor: Client, soon: PartnerCall, mila: User) -> None:
    daily()
    visitor.post(link(mila.email), {"keuze": "langer"})
    soon.refresh_from_db()
    assert soon.closes_on > in_days(30)
    step = StateChange.objects.get()
    assert (step.what, step.old) == ("tot", str(in_days(7)))
    later = timezone.now() + (soon.closes_on - in_days(7))
    assert look_after_calls(later - timedelta(days=0))["asked"] == 1
    assert len(mails(mila.email)) == 2


def test_found_closes_it_with_how_and_whom(
    visitor: Client, soon: PartnerCall, mila: User, ali: User, toneelhuis: Actor
) -> None:
    answer_call(call=soon, said=Asked("Kom maar.", user=ali), actor=toneelhuis, token="t")
    daily()
    address = link(mila.email)
    page = text_of(visitor.get(f"{address}?keuze=gevonden"))
    assert "Wie vond je?" in page
    assert "Toneelhuis" in page
    wrong = visitor.post(address, {"keuze": "gevonden", "outcome": "onzin"})
    assert "Kies wat ervan kwam" in text_of(wrong)
    visitor.post(address, {"keuze": "gevonden", "outcome": "platform", "found": toneelhuis.pk})
    soon.refresh_from_db()
    assert (soon.outcome, soon.found, soon.is_open) == ("platform", toneelhuis, False)
    assert "Toneelhuis" in text_of(visitor.get(f"{CALLS}zaal/"))
    assert "De oproep is gesloten" in text_of(visitor.get(address))


def test_what_came_of_it_by_the_link(visitor: Client, over: PartnerCall, mila: User) -> None:
    daily()
    address = link(mila.email)
    page = visitor.get(f"{address}?afloop=niet").content.decode()
    assert 'value="niet" id="id_outcome_2" checked' in page or ("checked" in page and "niet" in page)
    over.refresh_from_db()
    assert over.outcome == ""
    assert visitor.post(address, {}).status_code == 200
    visitor.post(address, {"outcome": "niet"})
    over.refresh_from_db()
    assert over.outcome == "niet"
    step = StateChange.objects.about(over)[0]
    assert (step.what, step.who) == ("afloop", "voormalig lid")
    assert "Je antwoordde op" in text_of(visitor.get(address))


def test_old_and_unknown_links_are_calm(visitor: Client, soon: PartnerCall, mila: User) -> None:
    daily()
    address = link(mila.email)
    PartnerCall.objects.filter(pk=soon.pk).update(closes_on=in_days(50))
    assert "De oproep veranderde sinds deze mail" in text_of(visitor.get(address))
    PartnerCall.objects.filter(pk=soon.pk).update(status="archived")
    assert "van de site" in text_of(visitor.post(address, {"keuze": "langer"}))
    assert visitor.get(f"{CALLS}vraag/{'x' * 43}/").status_code == 404


def test_who_comes_second_at_the_same_moment_changes_nothing(
    visitor: Client, soon: PartnerCall, mila: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily()
    question = CallQuestion.objects.get()
    keep_by_link(question=question)
    question = CallQuestion.objects.get()
    with pytest.raises(Answered):
        close_by_link(question=question, result=Result("platform"))
    monkeypatch.setattr("projects.views.own_calls.is_live", lambda _question: True)
    assert visitor.post(link(mila.email), {"keuze": "langer"}).status_code == 302
    soon.refresh_from_db()
    assert soon.closes_on == in_days(7)


def test_no_mail_during_a_break_but_it_closes(soon: PartnerCall, mila: User) -> None:
    FreshnessFactory(actor=soon.actor, paused_on=timezone.localdate())
    assert daily() == {"closed": 0, "asked": 0}
    PartnerCall.objects.filter(pk=soon.pk).update(closes_on=in_days(-1))
    assert daily()["closed"] == 1
    assert not OutgoingMail.objects.exists()
    assert not CallQuestion.objects.exists()


def test_who_just_posted_for_a_few_days_is_not_asked(call: PartnerCall) -> None:
    PartnerCall.objects.filter(pk=call.pk).update(closes_on=in_days(5))
    assert daily()["asked"] == 0
    PartnerCall.objects.filter(pk=call.pk).update(status="draft", closes_on=in_days(-5))
    assert daily() == {"closed": 0, "asked": 0}, "drafts are left alone"


def test_what_somebody_closed_meanwhile_is_not_closed_again(over: PartnerCall) -> None:
    PartnerCall.objects.filter(pk=over.pk).update(closed_at=timezone.now())
    assert close_all([over]) == 0


def test_links_are_forgotten_after_a_year(soon: PartnerCall) -> None:
    daily()
    assert str(CallQuestion.objects.get()) == "Wie heeft een zaal?: is hij nog open?"
    forget: Any = rules["call-questions"].forget
    assert forget(timezone.now()) == 0
    assert forget(timezone.now() + timedelta(days=366)) == 1
