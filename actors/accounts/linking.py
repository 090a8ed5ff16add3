"""Whose account is whose: people who come through another organisation."""

import time
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse

from actors.models import OutsideAccount, User

from .entering import account_for, let_in
from .factors import STRONG_ELSEWHERE
from .openid import Identity

PLACE = "openid identity"
KEPT = 15 * 60  # seconds, as long as a code by mail
OPENID = "openid"


def let_in_from_outside(request: HttpRequest, identity: Identity, wanted: str) -> HttpResponse | None:
    """Signs in who is known, or whose address the provider verified; None: a code by mail has to prove the address first
    (``waiting`` tells which), or nobody may come in.

    An account that is there already is never given away on an address that the provider did not verify.
    """
    user = OutsideAccount.objects.user_of(identity.issuer, identity.subject)
    if user is None and identity.email and identity.is_verified:
        user = account_for(identity.email, name=identity.name)
        link(user, identity)
    if user is None and identity.email:
        request.session[PLACE] = {"at": time.time(), **asdict(identity)}
    if user is None or not user.is_active:
        return None
    return let_in(request, user, wanted=wanted, method=STRONG_ELSEWHERE if identity.is_strong else OPENID)


def link(user: User, identity: Identity) -> None:
    """From now on this identity opens the account of ``user``."""
    OutsideAccount.objects.link(user, identity.issuer, identity.subject)


def waiting(request: HttpRequest) -> Identity | None:
    """The identity that waits for a code by mail, if it does not wait too long already."""
    kept: dict[str, Any] = dict(request.session.get(PLACE) or {})
    at = kept.pop("at", 0)
    return Identity(**kept) if kept and time.time() - at < KEPT else None


def link_waiting(request: HttpRequest, user: User) -> None:
    """Who just proved, in this browser, the very address that the other organisation told, is the same person."""
    identity = waiting(request)
    if identity is not None and identity.email.lower() == user.email.lower():
        link(user, identity)
    request.session.pop(PLACE, None)
