"""Signing in through another organisation with OpenID Connect, such as ACM/IDM of the Flemish government.

Authorization code with PKCE (S256), state and nonce; the identity token must be signed (RS256) with a key that the issuer
publishes, for us, now, and for this very sign-in. Source: OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3; RFC 7636.
Addresses and keys are asked anew at every sign-in, so that a provider that changes them needs nothing from us.
"""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from ecru.people_settings import is_sound_issuer

DISCOVERY = "/.well-known/openid-configuration"
PATIENCE = 5  # seconds for each question to the provider
LONGEST_ANSWER = 500_000  # bytes
UNDER_WAY = 10 * 60  # seconds that somebody may take at the provider
SKEW = 60  # seconds that two clocks may differ
LONGEST_ADDRESS = 254
PLACE = "openid"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Refused(Exception):  # noqa: N818 - named after what happened
    """The provider, or somebody in its name, said something on which nobody is let in; the reason is for the log."""


class Cancelled(Refused):
    """The person said no at the provider."""


@dataclass(frozen=True)
class Journey:
    """One trip to the provider and back: what we sent along, and what only we know."""

    state: str
    nonce: str
    verifier: str
    wanted: str
    at: float


@dataclass(frozen=True)
class Identity:
    """Who somebody is, says the provider. ``is_verified``: it vouches for the address. ``is_strong``: with a second step."""

    issuer: str
    subject: str
    email: str
    name: str
    is_verified: bool
    is_strong: bool


def ask(address: str, **told: Any) -> dict[str, Any]:
    """The JSON object at ``address``; with ``data`` it is sent by POST. Raises ``Refused`` for anything else."""
    import requests  # noqa: PLC0415 - some megabytes, for the few who sign in with another account

    way = requests.post if "data" in told else requests.get
    try:
        with way(address, timeout=PATIENCE, allow_redirects=False, stream=True, **told) as answer:
            body = answer.raw.read(LONGEST_ANSWER + 1, decode_content=True)
            if answer.status_code != HTTPStatus.OK or len(body) > LONGEST_ANSWER:
                raise Refused(f"the provider answers {answer.status_code}")
            found = json.loads(body)
    except (requests.RequestException, ValueError, OSError) as error:
        raise Refused(f"the provider does not answer: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise Refused("the provider does not answer with an object")
    return found


def discover() -> dict[str, Any]:
    """What the provider says about itself. Raises ``Refused`` when that is about another, or not safe to use."""
    found = ask(settings.OIDC["issuer"] + DISCOVERY)
    if str(found.get("issuer", "")).rstrip("/") != settings.OIDC["issuer"]:
        raise Refused("the provider calls itself something else")
    local = settings.OIDC["issuer"].startswith("http:")  # only on a laptop, see the settings
    for name in ENDPOINTS:
        if not is_sound_issuer(str(found.get(name, "")), local=local):
            raise Refused(f"the provider has no safe {name}")
    return found


def leave_for_provider(request: HttpRequest, callback: str, wanted: str) -> str:
    """The address at the provider where somebody signs in; remembers the journey in the session. Raises ``Refused``."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    journey = Journey(state, nonce, verifier, wanted, time.time())
    challenge = base64.urlsafe_b64encode(hashlib.sha256(journey.verifier.encode()).digest()).rstrip(b"=")
    query = {
        "response_type": "code",
        "client_id": settings.OIDC["client_id"],
        "redirect_uri": callback,
        "scope": " ".join(settings.OIDC["scopes"]),
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
    }
    door = discover()["authorization_endpoint"]
    request.session[PLACE] = asdict(journey)
    return f"{door}?{urlencode(query)}"


def come_back(request: HttpRequest, callback: str) -> tuple[Identity, str]:
    """Who came back from the provider, and where they were going. Raises ``Refused``; the journey counts once."""
    kept = request.session.pop(PLACE, None)
    journey = Journey(**kept) if kept else None
    given = request.GET
    if journey is None or time.time() - journey.at > UNDER_WAY:
        raise Refused("nobody is under way")
    if not constant_time_compare(given.get("state", ""), journey.state):
        raise Refused("another state")
    if given.get("error") == "access_denied":
        raise Cancelled("no consent")
    if "error" in given or not given.get("code"):
        raise Refused("the provider sends an error")
    provider = discover()
    tokens = ask(
        provider["token_endpoint"],
        data={
            "grant_type": "authorization_code",
            "code": given["code"],
            "redirect_uri": callback,
            "code_verifier": journey.verifier,
        },
        auth=(settings.OIDC["client_id"], settings.OIDC["secret"]),
    )
    claims = claims_in(str(tokens.get("id_token", "")), ask(provider["jwks_uri"]), journey.nonce)
    return identity_of({**told_apart(provider, tokens, claims), **claims}), journey.wanted


def claims_in(token: str, keys: dict[str, Any], nonce: str) -> dict[str, Any]:
    """What the identity token says, once it is certain that the issuer says it, to us, now, about this sign-in."""
    import jwt  # noqa: PLC0415 - nine megabytes with what checks signatures, for the few who sign in with another account

    try:
        key = signing_key(jwt.get_unverified_header(token), keys)
        claims = jwt.decode(
            token,
            key=key,
            algorithms=["RS256"],
            audience=settings.OIDC["client_id"],
            issuer=[settings.OIDC["issuer"], settings.OIDC["issuer"] + "/"],
            leeway=SKEW,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise Refused(f"the token is not good: {type(error).__name__}") from error
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise Refused("another nonce")
    if claims.get("azp", settings.OIDC["client_id"]) != settings.OIDC["client_id"]:
        raise Refused("the token is for somebody else")
    return claims


def signing_key(header: dict[str, Any], keys: dict[str, Any]) -> Any:
    """The key of the issuer that ``header`` names. Raises ``KeyError`` when there is none."""
    fitting = [
        key
        for key in keys.get("keys", [])
        if key.get("kty") == "RSA" and key.get("use", "sig") == "sig" and key.get("kid") == header.get("kid")
    ]
    if not fitting:
        raise KeyError("kid")
    import jwt  # noqa: PLC0415 - see claims_in

    return jwt.PyJWK(fitting[0], algorithm="RS256").key


def told_apart(provider: dict[str, Any], tokens: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    """What the provider tells besides, when the token itself has no address: only about the same person."""
    door = str(provider.get("userinfo_endpoint", ""))
    local = settings.OIDC["issuer"].startswith("http:")
    if claims.get("vo_email") or claims.get("email") or not is_sound_issuer(door, local=local):
        return {}
    more = ask(door, headers={"Authorization": f"Bearer {tokens.get('access_token', '')}"})
    if more.get("sub") != claims["sub"]:
        raise Refused("the provider tells about somebody else")
    return more


def identity_of(claims: dict[str, Any]) -> Identity:
    """The person in ``claims``. An address of which nobody says that it was verified is not; one that is none is left out."""
    email = str(claims.get("vo_email") or claims.get("email") or "").strip()
    try:
        validate_email(email)
    except ValidationError:
        email = ""
    email = email if len(email) <= LONGEST_ADDRESS else ""
    names = [str(claims.get(part) or "") for part in ("given_name", "family_name")]
    name = " ".join(" ".join(names).split()) or str(claims.get("name") or "")
    about = str(claims.get("email") or "").strip().lower()
    return Identity(
        issuer=settings.OIDC["issuer"],
        subject=str(claims["sub"])[:255],
        email=email,
        name=name[:120],
        is_verified=claims.get("email_verified") is True and about == email.lower(),
        is_strong=str(claims.get("acr") or "") in settings.OIDC["strong"],
    )
