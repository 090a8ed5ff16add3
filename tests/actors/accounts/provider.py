"""A small provider of OpenID Connect: its own web server on this machine, with real keys and real signatures.

It checks what a client must prove (secret, PKCE, one use of a code) and tells lies when a test asks for that.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "ecru", "een geheim: met tekens"


class Provider:
    """What the provider knows, and what it says about the person who signs in there."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.keys = {"een": its_key()}
        self.signs_with, self.named = self.keys["een"], "een"
        self.algorithm = "RS256"
        self.claims: dict[str, Any] = {"sub": "vo-1", "given_name": "An", "family_name": "Peeters"}
        self.told: dict[str, Any] = {"sub": "vo-1"}
        self.lies: dict[str, Any] = {}
        self.described: dict[str, Any] = {}
        self.status = 200
        self.body: bytes | None = None
        self.waiting: dict[str, dict[str, str]] = {}
        self.asked: list[dict[str, str]] = []

    @property
    def about(self) -> dict[str, Any]:
        """Its description of itself."""
        doors = {
            "authorization_endpoint": "/auth",
            "token_endpoint": "/token",
            "jwks_uri": "/keys",
            "userinfo_endpoint": "/userinfo",
        }
        return {"issuer": self.issuer, **{k: self.issuer + v for k, v in doors.items()}, **self.described}

    @property
    def jwks(self) -> dict[str, Any]:
        """Its public keys."""
        known = [
            {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())), "kid": name, "use": "sig"}
            for name, key in self.keys.items()
        ]
        return {"keys": known}

    def agree(self, address: str) -> dict[str, str]:
        """Somebody signs in there: the answer for the browser, as a query."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        code = secrets.token_urlsafe(12)
        self.waiting[code] = asked
        return {"code": code, "state": asked["state"]}

    def tokens(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The tokens for a code; None when the client does not prove what it must."""
        asked = self.waiting.pop(form.get("code", ""), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        password = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or asked["code_challenge_method"] != "S256" or challenge != asked["code_challenge"]:
            return None
        if authorization != f"Basic {password}" or form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
            **self.lies,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        key: Any = "geheim" * 10 if self.algorithm == "HS256" else self.signs_with
        key = None if self.algorithm == "none" else key
        token = jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": self.named})
        return {"access_token": "toegang", "token_type": "Bearer", "id_token": token}


@cache
def its_key() -> rsa.RSAPrivateKey:
    """The key that it signs with as long as nobody changes it; the same in every story, for it takes long to find one."""
    return new_key()


def new_key() -> rsa.RSAPrivateKey:
    """A key to sign with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Doors(BaseHTTPRequestHandler):
    """The addresses of the provider."""

    provider: Provider

    def do_GET(self) -> None:
        """Description, keys, and what it tells about a person."""
        rooms = {
            "/.well-known/openid-configuration": self.provider.about,
            "/keys": self.provider.jwks,
            "/userinfo": self.provider.told,
        }
        if self.path == "/userinfo" and self.headers["Authorization"] != "Bearer toegang":
            return self.say(401, {})
        return self.say(self.provider.status if self.path in rooms else 404, rooms.get(self.path, {}))

    def do_POST(self) -> None:
        """Tokens for a code."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        found = self.provider.tokens(
            {k: v[0] for k, v in form.items()}, self.headers.get("Authorization", "")
        )
        self.say(200 if found else 400, found or {"error": "invalid_grant"})

    def say(self, status: int, told: dict[str, Any]) -> None:
        """Answers."""
        body = self.provider.body if self.provider.body is not None else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: Any) -> None:
        """Silent."""


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Starts a provider, and stops it in the end."""
    doors = type("TheseDoors", (Doors,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), doors)
    doors.provider = Provider(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield doors.provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
