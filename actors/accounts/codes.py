"""One-time codes by mail: one at a time, for a quarter of an hour, five tries, in the browser that asked for it.

The code itself is nowhere in the session, only a keyed hash; tries are counted where every worker sees them at once, so
that many guesses at the same moment are many tries.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import Enum

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from ecru.base.outbox.mail import CODE as OCCASION

from .limits import is_allowed

VALID = 15 * 60  # seconds
TRIES = 5
SIGN_IN, PROOF, NEW_ADDRESS = "sign-in", "proof", "new-address"

Send = Callable[[str, str, str], None]  # key of the occasion, address, code


class Answer(Enum):
    """What became of a code that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    GONE = "gone"  # too old, or none was asked for
    SPENT = "spent"  # tried too often


@dataclass
class Running:
    """A code that was sent: to which address, since when (seconds), where to go afterwards."""

    email: str
    wanted: str
    key: str
    digest: str
    at: float
    tries: int = 0

    @property
    def is_fresh(self) -> bool:
        """Whether it can still be right."""
        return time.time() - self.at < VALID


def place(purpose: str) -> str:
    """Where the code for ``purpose`` is in the session."""
    return f"code {purpose}"


def digest_of(key: str, code: str) -> str:
    """What is kept of a code."""
    typed = normalize_user_code(code)
    return salted_hmac("actors.accounts.codes", f"{key}:{typed}", algorithm="sha256").hexdigest()


def send_code(request: HttpRequest, purpose: str, *, email: str, wanted: str, send: Send) -> bool:
    """Makes a code that takes the place of the one before, and mails it with ``send``. False: asked for too often."""
    if not is_allowed(request, "ask_code", key=email.lower()):
        return False
    code, key = get_adapter().generate_login_code(), secrets.token_urlsafe(16)
    running = Running(email, wanted, key, digest_of(key, code), time.time())
    request.session[place(purpose)] = asdict(running)
    send(f"{OCCASION}{key}", email, code)
    return True


def running_code(request: HttpRequest, purpose: str) -> Running | None:
    """The code that this browser waits for, also when it is too old by now."""
    kept = request.session.get(place(purpose))
    return Running(**kept) if kept else None


def forget_code(request: HttpRequest, purpose: str) -> None:
    """Nobody waits for a code any more."""
    request.session.pop(place(purpose), None)


def check_code(request: HttpRequest, purpose: str, typed: str) -> Answer:
    """Whether ``typed`` is the code. Right, too old or tried too often: it is worth nothing any more."""
    running = running_code(request, purpose)
    if running is None or not running.is_fresh:
        return Answer.GONE
    if not is_allowed(request, "try_code", key=running.key):
        forget_code(request, purpose)
        return Answer.SPENT
    if constant_time_compare(digest_of(running.key, typed), running.digest):
        forget_code(request, purpose)
        return Answer.RIGHT
    running.tries += 1
    if running.tries >= TRIES:
        forget_code(request, purpose)
        return Answer.SPENT
    request.session[place(purpose)] = asdict(running)
    return Answer.WRONG
