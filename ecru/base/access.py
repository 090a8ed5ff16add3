"""Who may open a page. Signing in is required by default; a view says so when it is open to everyone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_ADDRESS = 2000  # Django refuses to redirect to what is longer than 2048
GET_AND_POST = ["GET", "HEAD", "POST"]  # of a page with a form
CONFLICT = 409  # what somebody wants cannot be done as things stand now
P = ParamSpec("P")
View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Opens ``view`` to everyone, signed in or not (the opposite of ``LoginRequiredMiddleware``)."""
    return login_not_required(view)


def only_for(
    may: Callable[[Any], bool],
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Opens a view only for people of whom ``may(user)`` is true; ``may`` is a predicate of ``permissions.py``.

    Who is not signed in goes to the sign-in page and comes back; who is signed in without the right gets
    ``PermissionDenied`` (403), so that signing in again is never suggested to someone for whom it cannot help.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def is_own_address(request: HttpRequest, address: str) -> bool:
    """Whether ``address`` is a page of this portal, so that nobody is sent elsewhere after signing in."""
    if not address.startswith("/") or len(address) > LONGEST_ADDRESS:
        return False
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
