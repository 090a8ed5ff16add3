"""Changes of one's own account: password and e-mail address."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from actors.models import User

from . import letters
from .sessions import end_others, follow


def change_password(request: HttpRequest, form: Any) -> None:
    """Stores the password of a valid ``form``; signs out everywhere else, and tells the owner."""
    form.save()
    settle(request, form.user, "password")


def remove_password(request: HttpRequest, user: User) -> None:
    """From now on this account has no password."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    settle(request, user, "no-password")


def settle(request: HttpRequest, user: User, change: str) -> None:
    """What follows on another password: this session goes on, all others end, and a mail tells so."""
    old_key = request.session.session_key
    update_session_auth_hash(request, user)
    follow(request, old_key)
    end_others(request)
    letters.tell(change, user.email, letters.language_of(user))


@transaction.atomic
def change_address(*, user: User, email: str) -> None:
    """Gives the account of ``user`` another address, which was proven; the old one gets a mail that says so.

    Raises ``ValidationError`` when somebody else has that address already.
    """
    old, user.email = user.email, User.objects.normalize_email(email)
    try:
        with transaction.atomic():
            user.validate_constraints()
            user.save(update_fields=["email"])
    except (ValidationError, IntegrityError):
        user.email = old
        raise ValidationError(
            _("This address has an account of its own already. Sign out, and sign in with that address.")
        ) from None
    letters.tell_old_address(old, user.email, letters.language_of(user))
