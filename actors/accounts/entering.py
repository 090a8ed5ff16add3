"""Letting somebody in whose mailbox is proven by a single-use link in a mail."""

from typing import Any

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from actors.models import User


def enter(
    request: HttpRequest, *, email: str, name: str = "", language: str = "", wanted: str = ""
) -> HttpResponse | None:
    """Signs in the person with the address ``email``, and makes the account if there is none.

    For a view that handles the POST of a single-use link. ``name`` and ``language`` are for a new account only;
    ``wanted`` is the page to land on. None: this person may not sign in, and nothing happened.
    """
    user = account_for(email, name=name, language=language)
    if not user.is_active:
        return None
    login(request, user)
    return redirect(wanted or "home")


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
            return User.objects.create_user(email.lower(), **told)
    except (IntegrityError, ValidationError):
        return User.objects.get(email__iexact=email)
