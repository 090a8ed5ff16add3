"""Pausing: who pauses is asked nothing, and hears when it is over, with one link to go on."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone

from actors.desk import Impossible
from actors.expertise import PauseLink, go_on_pausing, resume_experts
from actors.models import Availability, ContactMoment, Expert, User
from actors.permissions import takes_questions
from ecru.base.models import OutgoingMail
from tests.actors.expert_cast import MINE, browser_of, full_expert, in_days, nour, save
from tests.actors.markup import read, text_of
from tests.actors.sending import QUESTION, ago, opened, send
from tests.factories import ActorFactory, ExpertFactory

__all__ = ["nour"]
pytestmark = pytest.mark.django_db


def pausing(user: User | None = None, days: int = 30, **more: Any) -> Expert:
    """Nour, who pauses."""
    until = timezone.localdate() + timedelta(days=days)
    return full_expert(user, availability=Availability.NOT_NOW, available_from=until, **more)


def at(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def link_in(mail: OutgoingMail) -> str:
    """The address of the link in a mail."""
    return next(line for line in mail.body.splitlines() if "/experten/pauze/" in line).partition("example")[2]


def test_who_pauses_gets_no_questions_and_others_are_named(nour: User) -> None:
    expert = pausing(nour)
    topics = list(expert.topics.all())
    ExpertFactory(person=True, person_name="Sefa", words={"topics": topics})
    ExpertFactory(person=True, person_name="Weg", availability=Availability.NOT_NOW, words={"topics": topics})
    page = Client().get("/experten/nour/vraag/")
    said = text_of(page)
    assert "Je kan nu geen vraag stellen. Vanaf" in said
    assert "Sefa" in said
    assert "Weg" not in read(page).one("section", aria_labelledby="h-verwant").words
    assert "/experten/?onderwerp=klokkenspel" in read(page).links
    assert not read(page).every("textarea")


def test_a_question_that_comes_during_a_pause_is_refused_and_not_lost(visitor: Client, nour: User) -> None:
    expert = full_expert(nour)
    stamp = opened(visitor, "/experten/nour/vraag/")
    Expert.objects.filter(pk=expert.pk).update(availability=Availability.NOT_NOW)
    answer = send(visitor, "/experten/nour/vraag/", QUESTION, stamp=stamp)
    assert answer.status_code == 409
    assert "Mogen we bij jullie komen zingen?" in text_of(answer)
    assert not ContactMoment.objects.exists()
    assert "/experten/" in read(answer).links


@pytest.mark.parametrize(
    ("availability", "days", "takes"),
    [
        (Availability.AVAILABLE, None, True),
        (Availability.LIMITED, None, True),
        (Availability.UNKNOWN, None, True),
        (Availability.NOT_NOW, None, False),
        (Availability.NOT_NOW, 1, False),
        (Availability.NOT_NOW, 0, True),
        (Availability.NOT_NOW, -1, True),
    ],
)
def test_when_questions_may_come(availability: Availability, days: int | None, takes: bool) -> None:
    until = None if days is None else timezone.localdate() + timedelta(days=days)
    assert takes_questions(Expert(availability=availability, available_from=until)) is takes
    assert takes_questions(Expert(availability=availability), at(0)) is (availability != Availability.NOT_NOW)


def test_a_pause_ends_on_its_day_and_she_hears_it_once(nour: User) -> None:
    expert = full_expert(nour)
    save(browser_of(nour), availability="4", available_from=in_days(30))
    assert resume_experts(at(29)) == 0
    assert resume_experts(at(30), dry_run=True) == 1
    assert Expert.objects.get().is_away
    assert resume_experts(at(30)) == 1
    assert resume_experts(at(30)) == 0
    expert = Expert.objects.get(pk=expert.pk)
    assert (expert.availability, expert.available_from) == (Availability.LIMITED, None), "as before the pause"
    [mail] = OutgoingMail.objects.all()
    assert mail.to == nour.email
    assert "Je pauze is voorbij" in mail.body
    assert "omdat je deze dag koos" in mail.body
    assert "/experten/nour/" in Client().get("/experten/?beschikbaar=beperkt").content.decode()
    assert not django_mail.outbox


def test_a_pause_that_is_kept_to_herself_ends_too(nour: User) -> None:
    full_expert(nour)
    save(browser_of(nour), availability="4", available_from=in_days(30), agree_tijd=None)
    assert Expert.objects.get().available_from is None
    assert resume_experts(at(29)) == 0
    assert resume_experts(at(30)) == 1
    expert = Expert.objects.get()
    assert (expert.availability, expert.own_value("availability")) == (
        Availability.UNKNOWN,
        Availability.LIMITED,
    )
    assert takes_questions(expert)


def test_who_has_no_end_pauses_on_and_who_is_no_longer_there_gets_no_mail(nour: User) -> None:
    ExpertFactory(availability=Availability.NOT_NOW)
    assert resume_experts(at(3000)) == 0
    pausing(nour)
    User.objects.filter(pk=nour.pk).update(is_active=False)
    assert resume_experts(at(30)) == 1
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("own", "organisation", "to"),
    [("nele@stebo.example", "info@stebo.example", "nele@stebo.example"), ("", "info@stebo.example", "info@stebo.example"), ("", "", None)],
)  # fmt: skip
def test_an_organisation_hears_it_at_its_own_address(own: str, organisation: str, to: str | None) -> None:
    ExpertFactory(
        actor=ActorFactory(contact_email=organisation),
        contact_email=own,
        availability=Availability.NOT_NOW,
        available_from=timezone.localdate(),
    )
    assert resume_experts(at(0)) == 1
    assert [mail.to for mail in OutgoingMail.objects.all()] == ([to] if to else [])


def test_the_link_makes_the_pause_longer_once(nour: User, visitor: Client, settings: Any) -> None:
    settings.BASE_URL = "https://cultuur.example"
    pausing(nour, days=0)
    resume_experts(at(0))
    link = link_in(OutgoingMail.objects.get())
    page = visitor.get(link)
    assert "Langer pauzeren" in text_of(page)
    assert not Expert.objects.get().is_away, "looking changes nothing"
    for wrong in ("", "31-13-2030", in_days(0), in_days(2000)):
        answer = visitor.post(link, {"until": wrong})
        assert read(answer).one("div", role="alert"), wrong
        assert not Expert.objects.get().is_away
    assert visitor.post(link, {"until": in_days(60)})["Location"] == "/experten/nour/"
    expert = Expert.objects.get()
    assert (expert.is_away, expert.available_from.isoformat()) == (True, in_days(60))
    assert "al gebruikt" in text_of(visitor.get(link))
    answer = visitor.post(link, {"until": in_days(90)})
    assert "al gebruikt" in text_of(answer)
    assert Expert.objects.get().available_from.isoformat() == in_days(60)


def test_who_changes_the_profile_first_makes_the_link_old(nour: User, visitor: Client) -> None:
    pausing(nour, days=0)
    resume_experts(at(0))
    link = PauseLink(Expert.objects.get().pk, timezone.localdate())
    save(browser_of(nour), availability="1")
    with pytest.raises(Impossible):
        go_on_pausing(link=link, until=date(2030, 1, 1))
    assert "al gebruikt" in text_of(visitor.get(f"/experten/pauze/{link.token}/"))


@pytest.mark.parametrize("token", ["niets", "a:b:c", "%00", "x" * 500])
def test_a_link_that_is_not_ours(token: str, visitor: Client) -> None:
    assert visitor.get(f"/experten/pauze/{token}/").status_code == 404


def test_an_old_link_works_no_more(nour: User, visitor: Client) -> None:
    pausing(nour, days=0)
    resume_experts(at(0))
    with ago(61 * 24 * 3600):
        token = PauseLink(Expert.objects.get().pk, timezone.localdate()).token
    assert visitor.get(f"/experten/pauze/{token}/").status_code == 404


def test_a_pause_is_chosen_with_its_end(nour: User) -> None:
    full_expert(nour)
    browser = browser_of(nour)
    for changes, said in (
        ({"availability": "4", "available_from": ""}, "Kies de dag waarop"),
        ({"availability": "4", "available_from": in_days(0)}, "in de toekomst"),
        ({"availability": "4", "available_from": in_days(1000)}, "in de toekomst"),
        ({"availability": "1", "available_from": in_days(10)}, "hoort bij een pauze"),
    ):
        answer = save(browser, **changes)
        assert answer.status_code == 200
        assert said in text_of(answer)
    assert save(browser, availability="4", available_from=in_days(10)).status_code == 302
    assert save(browser, availability="1").status_code == 302, "the day that stood there goes by itself"
    assert Expert.objects.get().available_from is None


def test_half_a_pause_is_not_kept_in_a_draft(nour: User) -> None:
    browser = browser_of(nour)
    browser.post("/experten/word-expert/", {"name": "Nour"})
    save(browser, "keep", availability="4", can_tell="Iets.")
    draft = Expert.objects.get()
    assert (draft.can_tell, draft.is_away) == ("Iets.", False)
    assert browser.get(MINE).status_code == 200
