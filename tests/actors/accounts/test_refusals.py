"""Tries to sign in that were refused stand in the audit log: whose account and with what, never what was typed."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Role, User
from ecru.base.models import AuditEntry
from tests.actors.accounts.mails import code_for
from tests.actors.accounts.people import CODE, PROVE, SIGN_IN, STEP, ask_code, browser, set_up_app, with_code
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NINA = "nina@voorbeeld.example"


@pytest.fixture
def lea() -> User:
    return UserFactory(email="lea@voorbeeld.example", name="Lea", role=Role.MEMBER)


def refused() -> list[tuple[str, Any]]:
    """Whose account, and with what; the oldest first."""
    found = AuditEntry.objects.filter(verb="sign-in.refused").order_by("pk")
    return [(entry.about_key, entry.facts["method"]) for entry in found]


def test_a_wrong_password(lea: User) -> None:
    browser().post(SIGN_IN, {"username": lea.email, "password": "geraden"})
    browser().post(SIGN_IN, {"username": NINA, "password": "geraden"})
    assert refused() == [(str(lea.pk), "password"), ("", "password")]
    held = [str(entry) + entry.about_title + str(entry.facts) for entry in AuditEntry.objects.all()]
    assert not any(NINA in said or "geraden" in said for said in held), (
        "an address without an account is not kept"
    )


def test_a_wrong_code(lea: User) -> None:
    client = browser()
    ask_code(client, lea.email)
    client.post(CODE, {"code": "000000"})
    assert refused() == [(str(lea.pk), "code")]


def test_a_closed_account() -> None:
    gone = UserFactory(email="weg@voorbeeld.example")
    client = browser()
    ask_code(client, gone.email)
    code = code_for(gone.email)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    client.post(CODE, {"code": code})
    assert refused() == [(str(gone.pk), "closed")]


def test_a_wrong_second_step(lea: User) -> None:
    client = browser()
    with_code(client, lea.email)
    set_up_app(client)
    client.post("/afmelden/")
    with_code(client, lea.email)
    client.post(STEP, {"code": "000000"})
    assert refused() == [(str(lea.pk), "second step")]


def test_a_passkey_that_nobody_knows() -> None:
    client = browser()
    client.get("/aanmelden/sleutel/", secure=True)
    client.post("/aanmelden/sleutel/", {"credential": "{}"}, secure=True)
    assert refused() == [("", "passkey")]


def test_a_wrong_proof_in_an_open_session(lea: User) -> None:
    client = signed_in(lea)
    client.post(PROVE, {"password": "verkeerd"})
    client.post(PROVE, {"mail": "1"})
    client.post(PROVE, {"code": "000000"})
    assert refused() == [(str(lea.pk), "password"), (str(lea.pk), "code")]


def test_what_is_right_leaves_no_refusal(lea: User) -> None:
    client = browser()
    with_code(client, lea.email)
    assert refused() == []


def test_known_and_unknown_addresses_cost_the_same(lea: User) -> None:
    def asked(email: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            browser().post(SIGN_IN, {"username": email, "password": "geraden"})
        return len(seen)

    asked("eerst@voorbeeld.example")
    assert asked(lea.email) == asked(NINA)


def test_the_regisseur_reads_it(lea: User) -> None:
    browser().post(SIGN_IN, {"username": lea.email, "password": "geraden"})
    rik = UserFactory(role=Role.REGISSEUR)
    assert "geweigerd" in read(signed_in(rik).get("/beheer/base/auditentry/")).words
