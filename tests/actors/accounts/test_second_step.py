"""The second step: an app, passkeys, recovery codes; asked of who has one, required of who keeps the field."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.accounts.factors import reset_second_step
from actors.models import Role, SignedIn, User
from tests.actors.accounts.device import Device
from tests.actors.accounts.mails import last_mail, mails_to
from tests.actors.accounts.people import (
    PROVE,
    SIGN_IN,
    STEP,
    add_passkey,
    app_code,
    browser,
    options_in,
    set_up_app,
    who,
    with_code,
    with_passkey,
    with_password,
)
from tests.actors.markup import read, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SECURITY, APP, KEY, CODES = (
    "/mijn/beveiliging/",
    "/mijn/beveiliging/app/",
    "/mijn/beveiliging/sleutel/",
    "/mijn/beveiliging/herstelcodes/",
)


@pytest.fixture
def required(settings: Any) -> None:
    """As in production."""
    settings.SECOND_FACTOR = True


@pytest.fixture
def lea() -> User:
    return UserFactory(email="lea@voorbeeld.example", name="Lea", role=Role.MEMBER)


@pytest.fixture
def mieke() -> User:
    return UserFactory(email="mieke@voorbeeld.example", name="Mieke", role=Role.EDITOR)


@pytest.fixture
def rik() -> User:
    return UserFactory(email="rik@voorbeeld.example", name="Rik", role=Role.REGISSEUR)


def in_(user: User) -> Client:
    client = browser()
    with_code(client, user.email)
    return client


def recovery_codes(client: Client) -> list[str]:
    return [code.words for code in read(client.get(CODES)).one("main").every("code")]


def test_an_app_is_asked_after_the_code_by_mail(lea: User) -> None:
    secret = set_up_app(in_(lea))
    client = browser()
    assert with_code(client, lea.email, next="/over/")["Location"] == STEP
    assert who(client) is None
    assert client.get("/mijn/")["Location"].startswith(SIGN_IN)
    assert "Nog één stap" in text_of(client.get(STEP))
    wrong = client.post(STEP, {"code": "000000" if app_code(secret) != "000000" else "111111"})
    assert "klopt niet" in text_of(wrong)
    assert client.post(STEP, {"code": app_code(secret)})["Location"] == "/over/"
    assert who(client) == lea.pk
    assert client.get(STEP)["Location"] == SIGN_IN


def test_a_code_of_an_app_works_once(lea: User) -> None:
    secret = set_up_app(in_(lea))
    first, second = browser(), browser()
    with_password(first, lea)
    with_password(second, lea)
    code = app_code(secret)
    first.post(STEP, {"code": code})
    second.post(STEP, {"code": code})
    assert (who(first), who(second)) == (lea.pk, None)


def test_the_second_step_is_not_guessed_without_end(lea: User) -> None:
    set_up_app(in_(lea))
    client = browser()
    with_password(client, lea)
    said = [text_of(client.post(STEP, {"code": f"00000{number}"})) for number in range(7)]
    assert "Wacht vijf minuten" in said[-1]


def test_nobody_skips_the_first_step(lea: User) -> None:
    set_up_app(in_(lea))
    assert browser().get(STEP)["Location"] == SIGN_IN
    assert browser().post(STEP, {"code": "123456"})["Location"] == SIGN_IN


def test_recovery_codes_are_shown_once_and_work_once(lea: User) -> None:
    client = in_(lea)
    set_up_app(client)
    codes = recovery_codes(client)
    assert len(codes) == 10
    assert recovery_codes(client) == []
    other = browser()
    with_password(other, lea)
    assert other.post(STEP, {"code": codes[0]})["Location"] == "/mijn/"
    again = browser()
    with_password(again, lea)
    again.post(STEP, {"code": codes[0]})
    assert who(again) is None
    assert "nog 9 herstelcodes" in text_of(client.get(SECURITY))
    assert client.post(CODES)["Location"] == CODES
    assert not set(codes) & set(recovery_codes(client))


def test_without_a_second_step_there_are_no_recovery_codes(lea: User) -> None:
    assert in_(lea).get(CODES)["Location"] == SECURITY


def test_a_passkey_is_added_used_and_taken_away(lea: User) -> None:
    client, device = in_(lea), Device()
    assert add_passkey(client, device)["Location"] == CODES
    assert "Mijn gsm" in text_of(client.get(SECURITY))
    alone = browser()
    assert with_passkey(alone, device, next="/gemeenten/")["Location"] == "/gemeenten/"
    assert who(alone) == lea.pk
    step = browser()
    with_password(step, lea)
    options = options_in(step.get(STEP, secure=True))
    assert step.post(STEP, {"credential": device.get(options)}, secure=True)["Location"] == "/mijn/"
    key = Authenticator.objects.get(type="webauthn").pk
    address = f"{KEY}{key}/weg/"
    assert "Mijn gsm" in text_of(client.get(address))
    assert client.post(address)["Location"] == SECURITY
    assert not Authenticator.objects.exists()  # the recovery codes go along
    assert [mail.subject for mail in mails_to(lea.email)].count("Er veranderde iets in je account") == 2
    assert with_passkey(browser(), device).status_code == 200


def test_a_passkey_of_somebody_else_is_not_there(lea: User, mieke: User) -> None:
    add_passkey(in_(mieke), Device())
    key = Authenticator.objects.get(type="webauthn").pk
    assert in_(lea).get(f"{KEY}{key}/weg/").status_code == 404
    assert in_(lea).post(f"{KEY}{key}/weg/").status_code == 404
    assert Authenticator.objects.filter(type="webauthn").exists()


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "{}",
        "[]",
        "null",
        "1",
        '"x"',
        "geen json",
        '{"id": "x"}',
        '{"response": null}',
        '{"response": {"userHandle": 5}}',
        '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}',
        '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "!", "attestationObject": "!"}}',
        '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "oA"}}',
        (
            '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30", "authenticatorData": "eA",'
            ' "signature": "eA", "userHandle": "MQ"}}'
        ),
    ],
)
def test_hostile_answers_of_a_passkey_are_told_calmly(lea: User, credential: str) -> None:
    client = in_(lea)
    add_passkey(client, Device())
    out = browser()
    out.get("/aanmelden/sleutel/", secure=True)
    answer = out.post("/aanmelden/sleutel/", {"credential": credential}, secure=True)
    assert "Deze toegangssleutel werkte niet" in text_of(answer)
    client.get(KEY, secure=True)
    assert "Dit is niet gelukt" in text_of(
        client.post(KEY, {"credential": credential, "name": "x"}, secure=True)
    )
    with_password(out, lea)
    out.get(STEP, secure=True)
    assert "werkte niet" in text_of(out.post(STEP, {"credential": credential}, secure=True))
    assert who(out) is None


@pytest.mark.parametrize("owner", ["", "x", "z" * 300, "LTE", "4pyT"])
def test_a_passkey_for_nobody_opens_nothing(lea: User, owner: str) -> None:
    device = Device()
    add_passkey(in_(lea), device)
    device.owner = owner
    answer = with_passkey(browser(), device)
    assert answer.status_code == 200


def test_a_passkey_of_another_site_opens_nothing(lea: User) -> None:
    device = Device()
    add_passkey(in_(lea), device)
    device.origin = "https://kwaad.example"
    assert with_passkey(browser(), device).status_code == 200


def test_an_old_answer_of_a_passkey_opens_nothing(lea: User) -> None:
    device, client = Device(), browser()
    add_passkey(in_(lea), device)
    options = client.get("/aanmelden/sleutel/", secure=True).json()
    answer = device.get(options)
    client.post("/aanmelden/sleutel/", {"credential": answer}, secure=True)
    assert who(client) == lea.pk
    other = browser()
    other.get("/aanmelden/sleutel/", secure=True)
    other.post("/aanmelden/sleutel/", {"credential": answer}, secure=True)
    assert who(other) is None


def test_a_passkey_of_a_closed_account_opens_nothing(lea: User) -> None:
    device, client = Device(), browser()
    add_passkey(in_(lea), device)
    User.objects.update(is_active=False)
    assert with_passkey(client, device)["Location"] == SIGN_IN
    assert who(client) is None


def test_a_passkey_changes_who_is_in(lea: User, mieke: User) -> None:
    device = Device()
    add_passkey(in_(lea), device)
    client = in_(mieke)
    with_passkey(client, device)
    assert who(client) == lea.pk


def test_the_number_of_tries_with_passkeys_is_limited(lea: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    device = Device()
    answers = [with_passkey(browser(), device).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


# --- Who keeps the field -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("address", ["/", "/beheer/", "/mijn/", "/mijn/account/", "/actoren/", "/stijl/"])
def test_staff_reaches_nothing_before_the_second_step_is_set_up(mieke: User, address: str) -> None:
    client = in_(mieke)
    answer = client.get(address)
    assert answer["Location"].startswith(SECURITY)
    assert client.post(address, {"x": "y"})["Location"].startswith(SECURITY)
    page = client.get(answer["Location"])
    assert "Eerst dit" in text_of(page)


@pytest.mark.usefixtures("required")
def test_staff_sets_up_an_app_and_goes_on_to_where_it_was_going(mieke: User) -> None:
    client = in_(mieke)
    secret = read(client.get(APP, {"next": "/beheer/"})).one("main").one("code").words
    answer = client.post(APP, {"code": app_code(secret), "next": "/beheer/"})
    assert answer["Location"] == f"{CODES}?next=%2Fbeheer%2F"
    page = read(client.get(answer["Location"]))
    assert "/beheer/" in page.one("main").links
    assert client.get("/beheer/").status_code == 200


@pytest.mark.usefixtures("required")
def test_staff_with_a_passkey_is_in_at_once(mieke: User) -> None:
    device = Device()
    add_passkey(in_(mieke), device)
    client = browser()
    assert with_passkey(client, device)["Location"] == "/beheer/"
    assert client.get("/beheer/").status_code == 200


@pytest.mark.usefixtures("required")
def test_staff_can_always_leave(mieke: User) -> None:
    client = in_(mieke)
    assert client.post("/afmelden/")["Location"] == "/"
    assert who(client) is None


@pytest.mark.usefixtures("required")
def test_members_and_visitors_are_not_asked_for_one(lea: User) -> None:
    assert in_(lea).get("/mijn/").status_code == 200
    assert browser().get("/").status_code == 200


@pytest.mark.usefixtures("required")
def test_a_member_who_becomes_an_editor_meets_it_at_the_next_page(lea: User, mieke: User) -> None:
    client = in_(lea)
    assert client.get("/mijn/").status_code == 200
    lea.groups.set(mieke.groups.all())
    assert client.get("/mijn/")["Location"].startswith(SECURITY)


@pytest.mark.usefixtures("required")
def test_a_session_without_the_second_step_takes_it_first(lea: User, mieke: User) -> None:
    other = in_(lea)
    secret = set_up_app(in_(lea))
    lea.groups.set(mieke.groups.all())
    assert other.get("/beheer/")["Location"].startswith(PROVE)
    answer = other.post(PROVE, {"code": app_code(secret), "next": "/beheer/"})
    assert answer["Location"] == "/beheer/"
    assert other.get("/beheer/").status_code == 200


@pytest.mark.usefixtures("required")
def test_the_last_second_step_of_staff_stays(mieke: User) -> None:
    client = in_(mieke)
    set_up_app(client)
    address = f"{APP}weg/"
    page = text_of(client.get(address))
    assert "Dit is je enige tweede stap" in page
    assert client.post(address).status_code == 403
    assert address not in read(client.get(SECURITY)).links
    add_passkey(client, Device())
    assert address in read(client.get(SECURITY)).links
    assert client.post(address)["Location"] == SECURITY
    key = Authenticator.objects.get(type="webauthn").pk
    assert client.post(f"{KEY}{key}/weg/").status_code == 403
    assert Authenticator.objects.filter(type="webauthn").exists()


def test_a_member_may_take_the_last_one_away(lea: User) -> None:
    client = in_(lea)
    set_up_app(client)
    assert client.get(APP)["Location"] == f"{APP}weg/"
    assert "De app weghalen?" in text_of(client.get(f"{APP}weg/"))
    assert client.post(f"{APP}weg/")["Location"] == SECURITY
    assert client.get(f"{APP}weg/")["Location"] == APP
    assert "niet langer je tweede stap" in last_mail(lea.email).body


@pytest.mark.usefixtures("required")
def test_it_costs_visitors_members_and_staff_no_question(lea: User, mieke: User, settings: Any) -> None:
    staff, member = in_(mieke), in_(lea)
    set_up_app(staff)
    for client in (staff, member, browser()):
        client.get("/over/")
        counts = []
        for asked in (True, False):
            settings.SECOND_FACTOR = asked
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/over/").status_code == 200
            counts.append(len(queries))
        settings.SECOND_FACTOR = True
        assert counts[0] == counts[1]


# --- Who lost everything -------------------------------------------------------------------------------------


def test_the_regisseur_gives_a_new_start(rik: User, mieke: User) -> None:
    theirs = in_(mieke)
    set_up_app(theirs)
    client = in_(rik)
    told = {"action": "reset_second_step", "_selected_action": [mieke.pk]}
    answer = client.post("/beheer/actors/user/", told, follow=True)
    assert "Mieke" in text_of(answer)
    assert not Authenticator.objects.exists()
    assert theirs.get("/mijn/")["Location"].startswith(SIGN_IN)
    assert LogEntry.objects.get(object_id=str(mieke.pk)).user == rik
    assert "nam je tweede stap weg" in last_mail(mieke.email).body
    assert in_(mieke).get("/mijn/").status_code == 200


def test_who_may_not_gives_no_new_start(rik: User, mieke: User) -> None:
    chief = User.objects.create_superuser("baas@voorbeeld.example", "een-goed-wachtwoord")
    set_up_app(in_(chief))
    for person, by in ((chief, rik), (rik, mieke), (rik, rik)):
        with pytest.raises(PermissionDenied):
            reset_second_step(person=person, by=by)
    told = {"action": "reset_second_step", "_selected_action": [chief.pk]}
    assert "niet weghalen" in text_of(in_(rik).post("/beheer/actors/user/", told, follow=True))
    assert in_(mieke).post("/beheer/actors/user/", told).status_code == 403
    assert Authenticator.objects.filter(type="totp").exists()
    reset_second_step(person=rik, by=chief)
    assert not SignedIn.objects.of(rik).going_on().exists()


def test_the_key_of_an_app_is_not_readable_in_the_database(lea: User, settings: Any) -> None:
    secret = set_up_app(in_(lea)).replace(" ", "")
    kept = Authenticator.objects.get(type="totp")
    assert secret not in str(kept.data)
    settings.SECRET_KEY = "een heel andere sleutel dan toen, van later"
    assert not kept.wrap().validate_code(app_code(secret))
