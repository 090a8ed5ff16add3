"""A code by mail: the same for who has an account and who has none yet; short-lived, few tries, one browser."""

import re
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.accounts import codes
from actors.accounts.entering import account_for, make_account
from actors.models import Role, SignedIn, User
from ecru.base.models import OutgoingMail
from tests.actors.accounts.mails import code_for, last_mail, mails_to
from tests.actors.accounts.people import CODE, SIGN_IN, ask_code, browser, who, with_code
from tests.actors.markup import read, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NINA = "nina@voorbeeld.example"


@pytest.fixture
def lea() -> User:
    return UserFactory(email="Lea@voorbeeld.example", name="Lea", role=Role.MEMBER)


def test_somebody_without_an_account_has_one_once_the_code_is_right() -> None:
    client = browser()
    assert ask_code(client, NINA)["Location"] == CODE
    assert not User.objects.exists()
    assert client.post(CODE, {"code": code_for(NINA)})["Location"] == "/mijn/"
    nina = User.objects.get()
    assert (nina.email, nina.name, nina.language, nina.has_usable_password()) == (NINA, "", "nl", False)
    assert who(client) == nina.pk
    page = text_of(client.get("/mijn/"))
    assert "Hoe heet je?" in page


def test_who_has_an_account_signs_in_to_it_in_any_case(lea: User) -> None:
    client = browser()
    assert with_code(client, "LEA@voorbeeld.example", next="/over/")["Location"] == "/over/"
    assert who(client) == lea.pk
    assert User.objects.count() == 1


def test_staff_starts_in_the_admin() -> None:
    UserFactory(email="red@voorbeeld.example", role=Role.EDITOR)
    assert with_code(browser(), "red@voorbeeld.example")["Location"] == "/beheer/"


def test_known_unknown_and_closed_addresses_get_the_same_answer(lea: User) -> None:
    UserFactory(email="weg@voorbeeld.example", is_active=False)
    seen = set()
    for email in (lea.email, NINA, "weg@voorbeeld.example"):
        client = browser()
        answer = ask_code(client, email)
        page = client.get(answer["Location"])
        words = re.sub(r'value="[^"]*"', "", page.content.decode()).replace(email, "…")
        seen.add((answer.status_code, answer["Location"], tuple(sorted(client.cookies)), words))
    assert len(seen) == 1
    told = {
        (mail.subject, re.sub(r"\d{6}", "…", mail.body)) for mail in [last_mail(lea.email), last_mail(NINA)]
    }
    assert len(told) == 1


def test_the_database_is_asked_as_much_for_a_known_as_for_an_unknown_address(
    lea: User,
) -> None:

    ask_code(browser(), "eerst@voorbeeld.example")  # makes what is made once
    counts = []
    for email in (lea.email, NINA):
        with CaptureQueriesContext(connection) as queries:
            ask_code(browser(), email)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_password_answer_is_the_same_for_everybody(lea: User) -> None:
    UserFactory(email="weg@voorbeeld.example", is_active=False)
    with_code(browser(), NINA)  # an account without a password
    seen = set()
    for email in (lea.email, NINA, "niemand@voorbeeld.example", "weg@voorbeeld.example"):
        word = "een-goed-wachtwoord" if email.startswith("weg") else "helemaal-verkeerd"
        answer = browser().post(SIGN_IN, {"username": email, "password": word})
        page = re.sub(r'value="[^"]*"', "", answer.content.decode()).replace(email, "…")
        seen.add((answer.status_code, page))
    assert len(seen) == 1


def test_a_closed_account_gets_no_code_and_hears_why() -> None:
    UserFactory(email="weg@voorbeeld.example", is_active=False)
    client = browser()
    ask_code(client, "weg@voorbeeld.example")
    assert not re.search(r"\d{6}", last_mail("weg@voorbeeld.example").body)
    assert "gesloten" in last_mail("weg@voorbeeld.example").subject


def test_an_account_closed_meanwhile_stays_closed(lea: User) -> None:
    client = browser()
    ask_code(client, lea.email)
    User.objects.update(is_active=False)
    answer = client.post(CODE, {"code": code_for(lea.email)})
    assert answer.status_code == 200
    assert who(client) is None


@pytest.mark.parametrize(
    "typed", ["{0} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", "{0[0]}{0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}"]
)
def test_spaces_and_dashes_do_not_matter(typed: str) -> None:
    client = browser()
    ask_code(client, NINA)
    client.post(CODE, {"code": typed.format(code_for(NINA))})
    assert who(client)


@pytest.mark.parametrize(
    "typed", ["", "x" * 5000, "\x00", "😀", "000000' or 1=1", "<script>alert(1)</script>"]
)
def test_a_wrong_code_is_told_calmly(typed: str) -> None:
    client = browser()
    ask_code(client, NINA)
    answer = client.post(CODE, {"code": typed})
    assert answer.status_code == 200
    assert read(answer).one("main").every(role="alert")
    assert "<script>alert" not in answer.content.decode()
    assert who(client) is None


def wrong(client: Client) -> Any:
    right = code_for(NINA)
    return client.post(CODE, {"code": "111111" if right != "111111" else "222222"})


def test_after_five_tries_the_code_is_worth_nothing() -> None:
    client = browser()
    ask_code(client, NINA)
    for _ in range(codes.TRIES - 1):
        assert "Kijk nog eens" in text_of(wrong(client))
    last = wrong(client)
    assert "vraag een nieuwe" in text_of(last)
    assert read(last).one("input", name="username").attributes["value"] == NINA
    assert client.post(CODE, {"code": code_for(NINA)})["Location"] == SIGN_IN
    assert who(client) is None


def test_many_guesses_at_the_same_moment_are_many_tries() -> None:
    client = browser()
    ask_code(client, NINA)
    before = dict(client.session[codes.place(codes.SIGN_IN)])
    for _ in range(codes.TRIES):
        wrong(client)
        session = client.session
        session[codes.place(codes.SIGN_IN)] = dict(before)  # as all of them left before the first answer came
        session.save()
    client.post(CODE, {"code": code_for(NINA)})
    assert who(client) is None


def test_a_code_works_for_fifteen_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser()
    ask_code(client, NINA)
    now = time.time()
    monkeypatch.setattr(codes.time, "time", lambda: now + codes.VALID + 1)
    answer = client.post(CODE, {"code": code_for(NINA)})
    assert "ouder dan een kwartier" in text_of(answer)
    assert who(client) is None


def test_a_code_works_once_and_only_where_it_was_asked_for() -> None:
    mine, another = browser(), browser()
    ask_code(mine, NINA)
    assert another.get(CODE)["Location"] == SIGN_IN
    assert another.post(CODE, {"code": code_for(NINA)})["Location"] == SIGN_IN
    assert who(another) is None
    mine.post(CODE, {"code": code_for(NINA)})
    mine.post("/afmelden/")
    assert mine.post(CODE, {"code": code_for(NINA)})["Location"] == SIGN_IN
    assert who(mine) is None


def test_a_new_code_takes_the_place_of_the_old() -> None:
    client = browser()
    ask_code(client, NINA, next="/over/")
    first = code_for(NINA)
    assert client.post(CODE, {"again": "1"})["Location"] == CODE
    second = code_for(NINA)
    if first != second:
        client.post(CODE, {"code": first})
        assert who(client) is None
    assert client.post(CODE, {"code": second})["Location"] == "/over/"


def test_codes_are_not_mailed_without_end(lea: User) -> None:
    answers = [ask_code(browser(), lea.email) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert len(mails_to(lea.email)) == 3
    page = read(answers[-1])
    assert page.one("main").one("input", name="username").attributes["value"] == lea.email
    assert "Wacht vijf minuten" in text_of(answers[-1])
    assert ask_code(browser(), "nina@voorbeeld.example").status_code == 302  # another address is not held up


def test_a_double_click_on_send_again_is_limited_too() -> None:
    client = browser()
    ask_code(client, NINA)
    assert [client.post(CODE, {"again": "1"}).status_code for _ in range(3)] == [302, 302, 429]


def test_one_network_does_not_ask_for_codes_without_end() -> None:
    answers = [ask_code(browser(), f"persoon-{number}@voorbeeld.example").status_code for number in range(22)]
    assert (answers[0], answers[19], answers[20]) == (302, 302, 429)
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert ask_code(other, "iemand@voorbeeld.example").status_code == 302


def test_passwords_are_not_guessed_without_end(lea: User) -> None:
    def guess(client: Client) -> int:
        return client.post(SIGN_IN, {"username": lea.email, "password": "verkeerd-verkeerd"}).status_code

    assert [guess(browser()) for _ in range(6)] == [200, 200, 200, 200, 200, 429]
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert guess(elsewhere) == 429  # counted by address too
    assert with_code(elsewhere, lea.email).status_code == 302  # a code still works


def test_the_form_itself_is_not_sent_without_end(settings: Any, lea: User) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    answers = [browser().post(SIGN_IN, {"username": lea.email, "password": "x"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_nobody_reads_in_the_counts_whose_they_are(lea: User) -> None:

    ask_code(Client(REMOTE_ADDR="203.0.113.9"), lea.email)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM ecru_cache")
        rows = cursor.fetchall()
    assert rows
    assert not any(part in f"{row}" for row in rows for part in ("203.0.113.9", "lea@", "Lea@", "allauth"))
    cache.clear()


def test_looking_at_the_page_sets_only_the_cookie_of_forms() -> None:
    client = browser()
    client.get(SIGN_IN)
    assert set(client.cookies) == {"ecru_csrf"}
    ask_code(client, NINA)
    assert "ecru_session" in client.cookies


def test_the_mail_says_why_it_came_and_speaks_the_language_of_the_page() -> None:
    client = browser()
    client.post("/en/aanmelden/", {"username": NINA, "password": ""})
    mail = last_mail(NINA)
    assert "Your code" in mail.subject
    assert "because somebody typed this address" in mail.body
    client.post("/en/aanmelden/code/", {"code": code_for(NINA)})
    assert User.objects.get(email=NINA).language == "en"
    ask_code(browser(), "jan@voorbeeld.example")
    assert "omdat iemand dit adres intypte" in last_mail("jan@voorbeeld.example").body


def test_the_code_is_not_in_the_session_nor_in_the_subject() -> None:
    client = browser()
    ask_code(client, NINA)
    code = code_for(NINA)
    assert code not in str(dict(client.session))
    assert code not in last_mail(NINA).subject


def test_a_sign_in_is_noted_without_an_address_of_the_network(lea: User) -> None:
    with_code(browser(), lea.email)
    noted = SignedIn.objects.get()
    assert (noted.user, noted.browser, noted.ended_at) == (lea, "Firefox, Android", None)
    assert not [field.name for field in SignedIn._meta.fields if "ip" in field.name.split("_")]
    assert OutgoingMail.objects.count() == 1


def test_two_clicks_at_once_make_one_account() -> None:

    first = account_for(NINA, name="Nina")
    assert make_account("NINA@voorbeeld.example") == first
    assert User.objects.count() == 1


def test_nobody_reads_a_code_in_the_admin(lea: User) -> None:
    ask_code(browser(), lea.email)
    editor = browser()
    editor.force_login(UserFactory(role=Role.EDITOR))
    page = text_of(editor.get(f"/beheer/base/outgoingmail/{last_mail(lea.email).pk}/change/"))
    assert lea.email in page
    assert "Alleen de ontvanger leest die" in page
    assert code_for(lea.email) not in page
