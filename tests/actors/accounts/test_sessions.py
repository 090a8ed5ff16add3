"""Where one is signed in: listed without a network address, ended by hand, forgotten after a while."""

import time
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from actors.accounts.sessions import browser_of
from actors.models import Role, SignedIn, User
from tests.actors.accounts.people import SIGN_IN, browser, with_password
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

MY, SESSIONS = "/mijn/", "/mijn/sessies/"


@pytest.fixture
def lea() -> User:
    return UserFactory(email="lea@voorbeeld.example", name="Lea", role=Role.MEMBER)


def in_(user: User) -> Client:
    client = browser()
    with_password(client, user)
    return client


def test_sessions_are_listed_and_each_can_be_ended(lea: User) -> None:
    here, there, far = in_(lea), in_(lea), in_(lea)
    in_(UserFactory(email="jan@voorbeeld.example"))
    page = read(here.get(SESSIONS)).one("main")
    buttons = page.every("button", name="end")
    assert len(buttons) == 2
    key = SignedIn.objects.get(key=there.session.session_key).pk
    told = here.post(SESSIONS, {"end": key}, follow=True)
    assert "Je bent daar afgemeld" in text_of(told)
    assert there.get(MY)["Location"].startswith(SIGN_IN)
    assert far.get(MY).status_code == 200
    told = here.post(SESSIONS, {"end": key}, follow=True)
    assert "daar al afgemeld" in text_of(told)


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 40, "٣", "1; drop table"])
def test_a_session_that_is_none_ends_nothing(lea: User, key: str) -> None:
    here, there = in_(lea), in_(lea)
    assert here.post(SESSIONS, {"end": key})["Location"] == SESSIONS
    assert there.get(MY).status_code == 200


def test_nobody_ends_the_session_of_another(lea: User) -> None:
    jan = UserFactory(email="jan@voorbeeld.example")
    theirs = in_(jan)
    in_(lea).post(SESSIONS, {"end": SignedIn.objects.of(jan).get().pk})
    assert theirs.get(MY).status_code == 200


def test_everywhere_else_ends_at_once(lea: User) -> None:
    here, others = in_(lea), [in_(lea) for _ in range(3)]
    assert "op 3 plaatsen" in text_of(here.post(SESSIONS, {"others": "1"}, follow=True))
    assert all(other.get(MY).status_code == 302 for other in others)
    assert here.get(MY).status_code == 200


def test_signing_out_ends_it_in_the_list(lea: User) -> None:
    client = in_(lea)
    client.post("/afmelden/")
    assert SignedIn.objects.get().ended_at
    assert not SignedIn.objects.of(lea).going_on().exists()


def test_a_session_that_was_not_noted_has_a_page_too(lea: User) -> None:
    assert "Je bent hier aangemeld" in text_of(signed_in(lea).get(SESSIONS))


def test_last_seen_is_written_now_and_then_only(lea: User) -> None:
    client = in_(lea)
    long_ago = timezone.now() - timedelta(hours=2)
    SignedIn.objects.update(seen_at=long_ago)
    client.get("/over/")
    assert SignedIn.objects.get().seen_at == long_ago
    session = client.session
    session["seen"] = time.time() - 3600
    session.save()
    client.get("/over/")
    assert SignedIn.objects.get().seen_at > long_ago


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
            "Samsung Internet, Android",
        ),
        ("curl/8.0", ""),
        ("", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_browsers_have_a_name(agent: str, words: str) -> None:
    assert browser_of(agent) == words


# --- Forgetting ----------------------------------------------------------------------------------------------


def test_old_sign_ins_sessions_and_counts_are_forgotten(lea: User) -> None:
    old, new = in_(lea), in_(lea)
    SignedIn.objects.filter(key=old.session.session_key).update(seen_at=timezone.now() - timedelta(days=200))
    Session.objects.filter(session_key=old.session.session_key).update(
        expire_date=timezone.now() - timedelta(days=1)
    )
    cache.set("oud", 1, timeout=-5)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ecru_cache SET expires = %s",
            [
                connection.ops.adapt_datetimefield_value(
                    timezone.now().replace(microsecond=0) - timedelta(days=2)
                )
            ],
        )
    sessions, _others = counts(call_retention())
    assert sessions == 1
    assert not SignedIn.objects.filter(key=old.session.session_key).exists()
    assert new.get(MY).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ecru_cache")
        assert cursor.fetchone() == (0,)
    assert counts(call_retention()) == (0, 0)


def call_retention() -> str:
    """What ``manage.py retention`` says."""
    said = StringIO()
    call_command("retention", stdout=said)
    return said.getvalue()


def counts(said: str) -> tuple[int, int]:
    """How many sessions went, and how many sign-ins with counts of tries."""
    found = {line.split()[1]: int(line.split()[0]) for line in said.splitlines()}
    return found["sessions"], found["signed-in-where"]


def test_records_of_accounts_have_a_name_for_people(lea: User) -> None:
    in_(lea)
    lea.outside_accounts.create(issuer="https://op.example", subject="1")
    assert str(SignedIn.objects.get()) == f"{lea.pk}: Firefox, Android"
    assert str(lea.outside_accounts.get()) == "https://op.example: 1"
