"""Letting somebody in whose mailbox is proven: by a code, or by a single-use link in a mail."""

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language

from actors.models import User

from .factors import note_proof
from .landing import landing_for
from .sessions import leave

LINK, CODE = "link", "code"


def enter(  # noqa: PLR0913 - who, where to and by what
    request: HttpRequest,
    *,
    email: str,
    name: str = "",
    language: str = "",
    wanted: str = "",
    method: str = LINK,
) -> HttpResponse | None:
    """Signs in the person with the address ``email``, and makes the account if there is none.

    For a view that handles the POST of a single-use link (an invitation): who holds the link has read the mailbox, so the
    address is proven. The caller has checked the link and used it up, in the same transaction as what it gives.

    ``name`` and ``language`` ("nl" or "en"; empty: the language of the page) are for a new account only. ``wanted`` is the
    page to land on, an address of ours such as ``reverse(...)`` gives; empty: the person's own start page.

    Returns the answer to send. That is not always the page ``wanted``: who has a second step takes it first and goes there
    afterwards, so look at ``request.user`` before you count on somebody being in. None: this person may not sign in, and
    nothing happened; show what everybody sees. Who is signed in as somebody else is signed out first; who is signed in as
    this person stays so.
    """
    user = account_for(email, name=name, language=language)
    if not user.is_active:
        return None
    return let_in(request, user, wanted=wanted, method=method)


def let_in(request: HttpRequest, user: User, *, wanted: str = "", method: str) -> HttpResponse:
    """Signs in ``user``, who proved who they are by ``method``, through the second step if there is one."""
    if request.user == user:
        return HttpResponseRedirect(wanted or landing_for(user))
    if request.user.is_authenticated:
        leave(request)
    note_proof(request, method, user)
    return perform_login(request, Login(user=user, redirect_url=wanted or None, email=user.email))


def account_for(email: str, *, name: str = "", language: str = "") -> User:
    """The account with the address ``email``, in any case; made now if there is none."""
    return find_account(email) or make_account(email, name=name, language=language)


def find_account(email: str) -> User | None:
    """The account with the address ``email``, in any case."""
    return User.objects.filter(email__iexact=email).first()


def make_account(email: str, *, name: str = "", language: str = "") -> User:
    """A new account, for an address that is proven; the same one when two of these come at the same moment."""
    told: dict[str, Any] = {"name": name, "language": language or get_language() or "nl"}
    try:
        with transaction.atomic():
            return User.objects.create_user(email, **told)
    except (IntegrityError, ValidationError):
        return User.objects.get(email__iexact=email)
