"""How often somebody may try, counted by address and by network; the numbers are in ``ACCOUNT_RATE_LIMITS``."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_MANY = 429


def is_allowed(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Whether this may happen once more, and counts it. ``key``: what is counted besides the network."""
    told = {"app": "allauth.account", "action": action, "key": key, "limit_get": True}
    return ratelimit.consume(request, **told) is not None


def too_often(request: HttpRequest, email: str = "") -> HttpResponse:
    """A calm page that says how to go on; the address that was typed is kept."""
    return render(request, "account/too_often.html", {"email": email}, status=TOO_MANY)
