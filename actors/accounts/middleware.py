"""What stands between who is signed in and the pages. It asks nothing of the database for visitors and members."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from actors.models import SignedIn
from ecru.base import unsent

from .factors import has_second_step, is_strong, needs_second_step
from .sessions import note_seen

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# What is open to who still has to set up, or take, the second step: to do that, or to leave.
OPEN = {
    *(
        "my-security",
        "my-app",
        "my-passkey",
        "my-recovery-codes",
        "prove",
        "sign-out",
        "sign-in",
        "second-step",
    ),
    *("health-live", "health-ready", "media", "robots", "security-txt"),
}


def has_session(request: HttpRequest) -> bool:
    """Whether the browser brought a session; without one nothing is looked at, so that pages stay the same for all."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


class UnsentForms(unsent.UnsentForms):
    """Forms that came in after their sender was signed out belong to who signed in with their trace."""

    def owner(self, mark: str) -> str:
        """The account that once signed in with ``mark``."""
        return SignedIn.objects.owner_of(mark)


class LastSeen:
    """Notes now and then that somebody is still here."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if has_session(request):
            note_seen(request)
        return self.get_response(request)


class SecondStepRequired:
    """Lets who keeps the field nowhere else before the second step is set up, and taken in this session.

    Once it is taken the session knows. Taking it away ends every session (``factors.reset_second_step``), and its owner can
    never take away the last one, so that what the session knows stays true.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _arguments: Any, _named: Any
    ) -> HttpResponseBase | None:
        """Sends to the page where the second step is set up or taken; None: go on."""
        if not (settings.SECOND_FACTOR and has_session(request) and request.user.is_authenticated):
            return None
        if is_strong(request) or not needs_second_step(request.user):
            return None
        match = request.resolver_match
        if match is not None and match.url_name in OPEN:
            return None
        page = "prove" if has_second_step(request.user) else "my-security"
        return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")
