"""A form that comes in after its sender was signed out: what was typed is kept until they are back.

The values (never files or passwords) wait in the visitor's session for an hour. After signing in, a page offers to send
them to the same address with one button. Only a form from a page of this portal counts, and only for the person to whom
that page was shown: the token of the form tells whose it was.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware import csrf
from django.urls import Resolver404, resolve, reverse

from .access import is_own_address

UNSENT = "unsent"  # the name of the page that offers the form again, and of the place in the session
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
MOST = 200_000  # characters
KEPT = 3600  # seconds
SECRET = ("password", "wachtwoord", "credential")
SIGN_IN_PAGES = {"admin:login"}
REDIRECT, BAD = 302, 400

GetResponse = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True)
class Unsent:
    """A form that did not come in: where it was going, its values in order, whose it was, and when (seconds)."""

    path: str
    values: list[list[str]]
    whose: str
    at: float

    @property
    def is_fresh(self) -> bool:
        """Whether it may still be sent."""
        return time.time() - self.at < KEPT


def mark_of(secret: str) -> str:
    """The trace of one signing-in in every form shown after it; tells nothing about the token itself."""
    return hashlib.sha256(f"ecru.base.unsent\0{secret}".encode()).hexdigest()


def mark_in(request: HttpRequest) -> str:
    """The trace in the form that ``request`` brings; empty when it has none."""
    token = request.POST.get(TOKEN, "")
    if not (token.isascii() and token.isalnum()):
        return ""
    if len(token) == csrf.CSRF_TOKEN_LENGTH:
        return mark_of(csrf._unmask_cipher_token(token))  # type: ignore[attr-defined]  # the stubs leave it out
    return mark_of(token) if len(token) == csrf.CSRF_SECRET_LENGTH else ""


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this portal sent ``request``; what another site made up is never offered again."""
    origin = request.headers.get("origin") or request.headers.get("referer", "")
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def values_in(request: HttpRequest) -> list[list[str]]:
    """What was typed, in order; nothing when it is too much to keep."""
    values = [
        [name, value]
        for name, every in request.POST.lists()
        if name != TOKEN and not any(word in name.lower() for word in SECRET)
        for value in every
    ]
    return values if sum(len(name) + len(value) for name, value in values) <= MOST else []


def kept_for(request: HttpRequest) -> Unsent | None:
    """The form that waits for who is signed in now; what is of another, or too old, is thrown away."""
    kept = request.session.get(UNSENT)
    if kept is None:
        return None
    unsent = Unsent(**kept)
    if unsent.is_fresh and unsent.whose == str(request.user.pk):
        return unsent
    forget(request)
    return None


def forget(request: HttpRequest) -> None:
    """Throws away what waits."""
    request.session.pop(UNSENT, None)


def settle(request: HttpRequest) -> None:
    """Forgets what waits once it is sent to where it was going."""
    kept = request.session.get(UNSENT)
    if kept and kept["path"] == request.get_full_path() and request.user.is_authenticated:
        forget(request)


class UnsentForms:
    """Keeps a form whose sender has to sign in first, and tells HTMX to go to the sign-in page as a whole.

    ``owner`` says to whom the trace of a form belongs; the app that knows accounts fills it in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            request.method == "POST"
            and response.status_code < BAD
            and settings.SESSION_COOKIE_NAME in request.COOKIES
        ):
            settle(request)
        if asks_to_sign_in(request, response):
            if request.headers.get("hx-request"):
                return to_sign_in_with_htmx(request)
            if request.method == "POST" and self.keep(request):
                return redirect_to_login(reverse(UNSENT))
        elif getattr(response, "is_csrf_failure", False) and needs_sign_in(request) and self.keep(request):
            is_in = request.user.is_authenticated
            return HttpResponseRedirect(reverse(UNSENT)) if is_in else redirect_to_login(reverse(UNSENT))
        return response

    def keep(self, request: HttpRequest) -> bool:
        """Keeps what ``request`` brings, if it may be kept; whether it was."""
        mark = mark_in(request)
        if not (mark and is_from_here(request) and is_own_address(request, request.get_full_path())):
            return False
        values, whose = values_in(request), self.owner(mark)
        if not (values and whose):
            return False
        request.session[UNSENT] = asdict(Unsent(request.get_full_path(), values, whose, time.time()))
        return True

    def owner(self, mark: str) -> str:
        """The key of the account to whom forms with ``mark`` were shown; empty when nobody knows."""
        raise NotImplementedError


def asks_to_sign_in(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether ``response`` sends a visitor who is not signed in to the sign-in page."""
    if response.status_code != REDIRECT or not is_sign_in(urlsplit(response["Location"]).path):
        return False
    return not is_sign_in(request.path_info) and not request.user.is_authenticated


def is_sign_in(path: str) -> bool:
    """Whether ``path`` is that of a page for signing in."""
    try:
        return resolve(path).view_name in {settings.LOGIN_URL, *SIGN_IN_PAGES}
    except Resolver404:
        return False


def needs_sign_in(request: HttpRequest) -> bool:
    """Whether ``request`` goes to a page for who is signed in; only such a form changed hands meanwhile."""
    match: Any = request.resolver_match
    return match is not None and getattr(match.func, "login_required", True)


def to_sign_in_with_htmx(request: HttpRequest) -> HttpResponse:
    """Sends the whole page to sign in, and back to the page that asked."""
    here = urlsplit(request.headers.get("hx-current-url", ""))
    page = f"{here.path}?{here.query}" if here.query else here.path
    wanted = page if is_own_address(request, page) else reverse("home")
    location = redirect_to_login(wanted)["Location"]
    return HttpResponse(status=200, headers={"HX-Redirect": location})
