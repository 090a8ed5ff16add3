"""What people do to sign in, in tests."""

import json
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from actors.models import User
from tests.actors.accounts.device import Device
from tests.actors.accounts.mails import code_for
from tests.actors.markup import read

SIGN_IN, CODE, STEP, PROVE = "/aanmelden/", "/aanmelden/code/", "/aanmelden/tweede-stap/", "/mijn/bewijs/"
PASSWORD = "een-goed-wachtwoord"


def browser(**headers: str) -> Client:
    """A browser with nothing in it."""
    return Client(
        headers={"user-agent": "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Firefox/130.0", **headers}
    )


def ask_code(client: Client, email: str, **more: str) -> Any:
    """Asks for a code by mail."""
    return client.post(SIGN_IN, {"username": email, "password": "", **more})


def with_code(client: Client, email: str, **more: str) -> Any:
    """Signs in with a code by mail."""
    assert ask_code(client, email, **more).status_code == 302
    return client.post(CODE, {"code": code_for(email)})


def with_password(client: Client, user: User, **more: str) -> Any:
    """Signs in with the password that the factory gives."""
    return client.post(SIGN_IN, {"username": user.email, "password": PASSWORD, **more})


def who(client: Client) -> int | None:
    """The key of who is signed in."""
    found = client.session.get("_auth_user_id")
    return int(found) if found else None


def app_code(secret: str, periods: int = 0) -> str:
    """What an app with this key shows, so many half minutes from now."""
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + periods))


def set_up_app(client: Client) -> str:
    """Sets up an app; returns its key. The recovery codes are not looked at."""

    page = read(client.get("/mijn/beveiliging/app/"))
    secret = page.one("main").one("code").words
    answer = client.post("/mijn/beveiliging/app/", {"code": app_code(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def options_in(response: Any) -> Any:
    """The riddle for the device in this page."""
    script = read(response).one("main").one("script", type="application/json")
    return json.loads("".join(str(part) for part in script.holds))


def add_passkey(client: Client, device: Device, name: str = "Mijn gsm", **more: str) -> Any:
    """Adds the passkey of ``device``. HTTPS, as a browser needs for it."""
    page = client.get("/mijn/beveiliging/sleutel/", secure=True)
    told = {"credential": device.create(options_in(page)), "name": name, **more}
    return client.post("/mijn/beveiliging/sleutel/", told, secure=True)


def with_passkey(client: Client, device: Device, **more: str) -> Any:
    """Signs in with a passkey alone."""
    options = client.get("/aanmelden/sleutel/", secure=True).json()
    return client.post("/aanmelden/sleutel/", {"credential": device.get(options), **more}, secure=True)
