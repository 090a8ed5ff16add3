"""Noor asks Amir for her choir; Amir says yes or no by the link in the mail, and no address goes out without his tick."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from actors.desk import Impossible
from actors.leaving import leave
from actors.models import Actor, Role, User
from ecru.base import guard
from ecru.base.models import OutgoingMail
from projects.models import Volunteer, VolunteerBlock, VolunteerRequest
from projects.volunteering import (
    Answer,
    answer_request,
    ask_volunteer,
    close_silent_requests,
    forget_requests,
    stop_volunteer,
)
from projects.volunteering.requests import end_unanswered
from tests.actors.expert_cast import in_days
from tests.actors.markup import read, text_of
from tests.actors.sending import opened, send
from tests.factories import ActorFactory, MembershipFactory, UserFactory
from tests.projects.volunteer_cast import ASKED, LIST, MINE, WISH, browser_of

pytestmark = pytest.mark.django_db
State = VolunteerRequest.State


def mail_to(address: str) -> OutgoingMail:
    """The last mail to ``address``."""
    return OutgoingMail.objects.filter(to=address).order_by("-pk")[0]


def link() -> str:
    """The link in the mail to Amir."""
    body = mail_to("amir@voorbeeld.example").body
    return next(line for line in body.splitlines() if "/verzoek/" in line).partition("example")[2]


# --- Asking -----------------------------------------------------------------------------------------------------


def test_noor_asks_and_amir_gets_a_mail_without_her_address(
    volunteer: Volunteer, noor: User, choir: Actor
) -> None:
    page = f"{LIST}{volunteer.pk}/"
    browser = browser_of(noor)
    answer = send(browser, page, {**ASKED, "actor": choir.pk})
    assert answer["Location"] == page
    request = VolunteerRequest.objects.get()
    assert (request.actor, request.asked_by, request.what) == (choir, noor, WISH.what)
    mail = mail_to("amir@voorbeeld.example")
    for said in ("Koor De Draad", "Taart bakken", "Zaterdag om twee uur", "De Wolzak", "14 dagen", "omdat je vrijwilliger bent"):  # fmt: skip
        assert said in mail.body
    assert "noor@koor.example" not in mail.body
    assert mail.reply_to == ""
    assert "Amir, voor Koor De Draad" in text_of(browser.get(LIST))


def test_asked_twice_it_is_asked_once(volunteer: Volunteer, noor: User, choir: Actor) -> None:
    page, browser = f"{LIST}{volunteer.pk}/", browser_of(noor)
    stamp = opened(browser, page)
    for _click in range(2):
        assert send(browser, page, {**ASKED, "actor": choir.pk}, stamp=stamp).status_code == 302
    assert VolunteerRequest.objects.count() == 1
    assert OutgoingMail.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerRequest.objects.create(volunteer=volunteer, actor=choir, token_hash="x")


@pytest.mark.django_db(transaction=True)
def test_asked_at_the_same_moment_it_is_asked_once() -> None:
    noor = MembershipFactory(user=UserFactory(role=Role.MEMBER))
    volunteer = Volunteer.objects.create(user=UserFactory(), first_name="Amir", is_shown=True)

    def once(_number: int) -> int:
        try:
            return ask_volunteer(volunteer=volunteer, actor=noor.actor, by=noor.user, wish=WISH).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert len(set(pool.map(once, range(3)))) == 1


@pytest.mark.parametrize("missing", [*ASKED, "actor"])
def test_what_is_missing_is_said_and_the_rest_stays(
    missing: str, volunteer: Volunteer, noor: User, choir: Actor
) -> None:
    sent = {**ASKED, "actor": choir.pk, missing: ""}
    answer = send(browser_of(noor), f"{LIST}{volunteer.pk}/", sent)
    assert read(answer).one("div", role="alert")
    for name, value in ASKED.items():
        assert name == missing or value in answer.content.decode()
    assert not VolunteerRequest.objects.exists()


def test_nobody_asks_for_an_actor_of_somebody_else(volunteer: Volunteer, noor: User, amir: User) -> None:
    other = ActorFactory()
    send(browser_of(noor), f"{LIST}{volunteer.pk}/", {**ASKED, "actor": other.pk})
    with pytest.raises(PermissionDenied):
        ask_volunteer(volunteer=volunteer, actor=other, by=noor, wish=WISH)
    MembershipFactory(user=amir, actor=other)
    with pytest.raises(PermissionDenied):
        ask_volunteer(volunteer=volunteer, actor=other, by=User.objects.get(pk=amir.pk), wish=WISH)
    Volunteer.objects.update(is_shown=False)
    with pytest.raises(PermissionDenied):
        ask_volunteer(volunteer=volunteer, actor=noor.memberships.get().actor, by=noor, wish=WISH)
    assert not VolunteerRequest.objects.exists()


def test_who_acts_for_nobody_reads_why_there_is_no_form(volunteer: Volunteer) -> None:
    page = browser_of(UserFactory(role=Role.EXPERT)).get(f"{LIST}{volunteer.pk}/")
    assert "Alleen wie voor een organisatie werkt" in text_of(page)
    assert not read(page).every("textarea")


def test_a_pause_or_a_block_is_told_kindly(volunteer: Volunteer, noor: User, choir: Actor) -> None:
    page, browser = f"{LIST}{volunteer.pk}/", browser_of(noor)
    VolunteerBlock.objects.create(volunteer=volunteer, actor=choir)
    answer = send(browser, page, {**ASKED, "actor": choir.pk})
    assert "Amir krijgt nu liever geen vragen" in text_of(answer)
    assert "Taart bakken" in answer.content.decode()
    VolunteerBlock.objects.all().delete()
    Volunteer.objects.update(paused_until=in_days(3))
    with pytest.raises(Impossible):
        ask_volunteer(volunteer=volunteer, actor=choir, by=noor, wish=WISH)
    assert not VolunteerRequest.objects.exists()


def test_too_many_questions_wait_for_their_answers(volunteer: Volunteer, noor: User, choir: Actor) -> None:
    for _number in range(10):
        other = Volunteer.objects.create(user=UserFactory(), first_name="Sefa", is_shown=True)
        ask_volunteer(volunteer=other, actor=choir, by=noor, wish=WISH)
    with pytest.raises(Impossible, match="Tien"):
        ask_volunteer(volunteer=volunteer, actor=choir, by=noor, wish=WISH)


def test_a_flood_is_stopped_and_the_text_stays(
    volunteer: Volunteer, noor: User, choir: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "LIMITS", guard.Limits(visitor=0))
    answer = send(browser_of(noor), f"{LIST}{volunteer.pk}/", {**ASKED, "actor": choir.pk})
    assert answer.status_code == 429
    assert "Taart bakken" in answer.content.decode()


# --- Answering --------------------------------------------------------------------------------------------------


def test_by_the_link_amir_says_yes_and_both_can_reach_each_other(
    request_of_noor: VolunteerRequest, visitor: Client
) -> None:
    page = visitor.get(link())
    assert "Taart bakken" in text_of(page)
    assert "noor@koor.example" not in page.content.decode()
    assert VolunteerRequest.objects.get().is_open, "looking answers nothing"
    assert visitor.post(link(), {"answer": "ja", "word": "Met plezier!", "shares": "on"}).status_code == 302
    done = VolunteerRequest.objects.get()
    assert (done.state, done.word, done.shares_address) == (State.ACCEPTED, "Met plezier!", True)
    to_noor = mail_to("noor@koor.example").body
    for said in ("wil helpen", "0470 00 00 00", "Met plezier!", "Taart bakken"):
        assert said in to_noor
    assert "noor@koor.example" in mail_to("amir@voorbeeld.example").body
    assert "noor@koor.example" in text_of(Client().get(done_link(done)))


def done_link(request: VolunteerRequest) -> str:
    """The link of the first mail, which still tells what was answered."""
    mail = OutgoingMail.objects.get(key=f"volunteer-request-{request.pk}-asked")
    return next(line for line in mail.body.splitlines() if "/verzoek/" in line).partition("example")[2]


def test_without_the_tick_no_address_goes_out(request_of_noor: VolunteerRequest, visitor: Client) -> None:
    visitor.post(link(), {"answer": "ja", "word": "Ik sta om twee uur aan de deur."})
    everything = "".join(OutgoingMail.objects.values_list("body", flat=True))
    for hidden in ("0470", "amir@voorbeeld.example", "noor@koor.example", "Achternaam"):
        assert hidden not in everything
    assert "deelt geen adres" in everything
    assert "aan de deur" in everything
    assert "noor@" not in Client().get(link()).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerRequest.objects.update(state=State.REFUSED, shares_address=True)


def test_no_is_kind_and_needs_no_reason(request_of_noor: VolunteerRequest, visitor: Client) -> None:
    visitor.post(link(), {"answer": "nee", "shares": "on"})
    done = VolunteerRequest.objects.get()
    assert (done.state, done.shares_address) == (State.REFUSED, False)
    assert "Dat kan gebeuren" in mail_to("noor@koor.example").body
    assert "0470" not in mail_to("noor@koor.example").body
    assert "Je zei nee" in text_of(visitor.get(link()))


def test_a_link_answers_once(request_of_noor: VolunteerRequest, visitor: Client) -> None:
    visitor.post(link(), {"answer": "nee"})
    again = visitor.post(link(), {"answer": "ja", "shares": "on"})
    assert "al beantwoord" in text_of(again)
    assert VolunteerRequest.objects.get().state == State.REFUSED
    assert OutgoingMail.objects.filter(to="noor@koor.example").count() == 1


@pytest.mark.parametrize("data", [{}, {"answer": "misschien"}, {"answer": "ja", "word": "x" * 2001}])
def test_half_an_answer_is_asked_again(
    data: dict[str, str], request_of_noor: VolunteerRequest, visitor: Client
) -> None:
    page = visitor.post(link(), data)
    assert read(page).one("div", role="alert")
    assert VolunteerRequest.objects.get().is_open


@pytest.mark.parametrize("token", ["niets", "%00", "x" * 300])
def test_a_link_that_is_not_ours(token: str, visitor: Client) -> None:
    assert visitor.get(f"/vrijwilligers/verzoek/{token}/").status_code == 404


def test_in_the_site_only_amir_answers(
    request_of_noor: VolunteerRequest, amir: User, noor: User, visitor: Client
) -> None:
    path = request_of_noor.get_absolute_url()
    assert path in read(browser_of(amir).get(MINE)).links
    for other in (noor, UserFactory(), UserFactory(role=Role.EDITOR), UserFactory(role=Role.REGISSEUR)):
        assert browser_of(other).get(path).status_code == 404
        assert browser_of(other).post(path, {"answer": "ja"}).status_code == 404
        with pytest.raises(PermissionDenied):
            answer_request(request=request_of_noor, answer=Answer(True), by=other, token="geraden")
    assert visitor.get(path)["Location"].startswith("/aanmelden/")
    assert browser_of(amir).post(path, {"answer": "nee"}).status_code == 302
    assert browser_of(amir).get("/mijn/vrijwilliger/verzoeken/99999/").status_code == 404


def test_amir_blocks_a_choir_and_lets_it_ask_again(
    request_of_noor: VolunteerRequest, amir: User, noor: User, choir: Actor
) -> None:
    browser = browser_of(amir)
    browser.post(request_of_noor.get_absolute_url(), {"answer": "nee", "block": "on"})
    volunteer = Volunteer.objects.get()
    with pytest.raises(Impossible):
        ask_volunteer(volunteer=volunteer, actor=choir, by=noor, wish=WISH)
    assert "Zij mogen je niets vragen" in text_of(browser.get(MINE))
    assert browser.post(MINE, {"unblock": str(choir.pk)}).status_code == 302
    assert ask_volunteer(volunteer=volunteer, actor=choir, by=noor, wish=WISH).is_open


def test_who_asked_and_left_gets_no_mail(request_of_noor: VolunteerRequest, amir: User, noor: User) -> None:
    User.objects.filter(pk=noor.pk).update(is_active=False)
    answer_request(request=VolunteerRequest.objects.get(), answer=Answer(True), by=amir)
    assert not OutgoingMail.objects.filter(to="noor@koor.example").exists()


def test_who_leaves_takes_along_how_to_be_reached(
    request_of_noor: VolunteerRequest, amir: User, noor: User, visitor: Client
) -> None:
    answered = VolunteerRequest.objects.create(
        volunteer=request_of_noor.volunteer,
        actor=ActorFactory(),
        asked_by=noor,
        what="Afwassen",
        when="Zondag",
        where="De Wolzak",
        contact_way="noor@koor.example",
        state=State.ACCEPTED,
        answered_at=timezone.now(),
        shares_address=True,
        token_hash="x",
    )
    way = "noor@koor.example"
    assert way in text_of(browser_of(amir).get(answered.get_absolute_url()))
    leave(user=noor)
    for request in (answered, request_of_noor):
        page = text_of(browser_of(amir).get(request.get_absolute_url()))
        assert request.what in page
        assert way not in page
        assert "bereiken" not in page
    visitor.post(link(), {"answer": "ja", "shares": "on"})
    request_of_noor.refresh_from_db()
    assert (request_of_noor.state, request_of_noor.contact_way) == (State.SILENT, "")


def test_who_reads_english_is_written_in_english(
    volunteer: Volunteer, noor: User, choir: Actor, amir: User
) -> None:
    User.objects.update(language="en")
    for person in (amir, noor):
        person.refresh_from_db()
    request = ask_volunteer(volunteer=volunteer, actor=choir, by=noor, wish=WISH)
    assert "lend a hand" in mail_to("amir@voorbeeld.example").body
    answer_request(request=request, answer=Answer(False), by=amir)
    assert "cannot help this time" in mail_to("noor@koor.example").body


@pytest.mark.parametrize("field", ["what", "when", "where", "contact_way"])
def test_what_she_writes_is_text_and_never_markup_or_a_header(
    field: str, volunteer: Volunteer, noor: User, choir: Actor, visitor: Client
) -> None:
    nasty = "<script>alert(1)</script>\r\nBcc: iedereen@voorbeeld.example"
    send(browser_of(noor), f"{LIST}{volunteer.pk}/", {**ASKED, "actor": choir.pk, field: nasty})
    assert "<script>alert" not in visitor.get(link()).content.decode()
    mail = mail_to("amir@voorbeeld.example")
    assert "\n" not in mail.subject
    visitor.post(link(), {"answer": "ja", "shares": "on", "word": nasty})
    assert "<script>alert" not in browser_of(noor).get(LIST).content.decode()


# --- By the passing of time -------------------------------------------------------------------------------------


def test_after_fourteen_days_of_silence_noor_hears_it(
    request_of_noor: VolunteerRequest, visitor: Client
) -> None:
    now = timezone.now()
    address = link()
    assert close_silent_requests(now + timedelta(days=13)) == 0
    assert close_silent_requests(now + timedelta(days=15), dry_run=True) == 1
    assert VolunteerRequest.objects.get().is_open
    assert close_silent_requests(now + timedelta(days=15)) == 1
    assert close_silent_requests(now + timedelta(days=15)) == 0
    assert VolunteerRequest.objects.get().state == State.SILENT
    assert "antwoordde niet binnen 14 dagen" in mail_to("noor@koor.example").body
    assert "Deze vraag is afgesloten" in text_of(visitor.get(address))
    assert "al beantwoord of afgesloten" in text_of(visitor.post(address, {"answer": "ja"}))


def test_who_stops_keeps_nobody_waiting(request_of_noor: VolunteerRequest, amir: User) -> None:
    stop_volunteer(volunteer=Volunteer.objects.get(), by=amir)
    assert VolunteerRequest.objects.get().state == State.SILENT
    assert "of is gestopt" in mail_to("noor@koor.example").body


def test_requests_are_forgotten_after_a_year(request_of_noor: VolunteerRequest, amir: User) -> None:
    later = timezone.now() + timedelta(days=366)
    assert forget_requests(later) == 0, "what waits is closed first"
    answer_request(request=request_of_noor, answer=Answer(True), by=amir)
    assert forget_requests(timezone.now()) == 0
    assert forget_requests(later, dry_run=True) == 1
    assert forget_requests(later) == 1
    assert not VolunteerRequest.objects.exists()


def test_two_answers_at_once_are_one(request_of_noor: VolunteerRequest, amir: User) -> None:
    stale: Any = VolunteerRequest.objects.get()
    answer_request(request=request_of_noor, answer=Answer(False), by=amir)
    with pytest.raises(Impossible):
        answer_request(request=stale, answer=Answer(True, shares_address=True), by=amir)
    assert end_unanswered([stale]) == 0


# --- Mail --------------------------------------------------------------------------------------------------------


@pytest.mark.mail("volunteers")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_request_says_why_it_came(
    amir: User, choir: Actor, noor: User, volunteer: Volunteer, language: str
) -> None:
    amir.language = language
    amir.save()
    ask_volunteer(volunteer=volunteer, actor=choir, by=noor, wish=WISH)
    mail = OutgoingMail.objects.get(kind="volunteers")
    told = {"nl": "omdat je vrijwilliger bent bij ECRU", "en": "because you are a volunteer on ECRU"}
    assert (mail.to, mail.language) == (amir.email, language)
    assert told[language] in mail.body
    assert "Taart bakken" in mail.html
