"""A device that keeps passkeys, as the browser's part of WebAuthn sees it; its answers are really signed."""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

HOST, ORIGIN = "testserver", "https://testserver"
PRESENT_AND_VERIFIED, WITH_KEY = 0x05, 0x40


def text(data: bytes) -> str:
    """Bytes as WebAuthn writes them."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class Device:
    """One phone with one passkey."""

    def __init__(self, origin: str = ORIGIN) -> None:
        self.origin = origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.identity = secrets.token_bytes(16)
        self.owner = ""

    def client_data(self, kind: str, challenge: str) -> bytes:
        """What the browser tells about the page."""
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def told(self, flags: int, more: bytes = b"") -> bytes:
        """What the device tells about itself."""
        return hashlib.sha256(HOST.encode()).digest() + bytes([flags]) + struct.pack(">I", 1) + more

    def create(self, options: dict[str, Any]) -> str:
        """Makes the passkey that a page asks for."""
        asked = options["publicKey"]
        self.owner = asked["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        known = bytes(16) + struct.pack(">H", len(self.identity)) + self.identity + cbor.encode(public)
        attested = {
            "fmt": "none",
            "attStmt": {},
            "authData": self.told(PRESENT_AND_VERIFIED | WITH_KEY, known),
        }
        return self.answer(
            {
                "clientDataJSON": text(self.client_data("webauthn.create", asked["challenge"])),
                "attestationObject": text(cbor.encode(attested)),
            }
        )

    def get(self, options: dict[str, Any], **changes: str) -> str:
        """Proves that it has the passkey."""
        seen = self.client_data("webauthn.get", options["publicKey"]["challenge"])
        told = self.told(PRESENT_AND_VERIFIED)
        signature = self.key.sign(told + hashlib.sha256(seen).digest(), ec.ECDSA(hashes.SHA256()))
        return self.answer(
            {
                "clientDataJSON": text(seen),
                "authenticatorData": text(told),
                "signature": text(signature),
                "userHandle": self.owner,
                **changes,
            }
        )

    def answer(self, response: dict[str, str]) -> str:
        """As js/passkey.js sends it."""
        return json.dumps(
            {
                "id": text(self.identity),
                "rawId": text(self.identity),
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {"credProps": {"rk": True}},
                "authenticatorAttachment": "platform",
            }
        )
