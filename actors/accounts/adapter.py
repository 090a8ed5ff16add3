"""How django-allauth works here: our door for mail, our pages, our words, and secrets that are not readable as they are stored."""

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ecru.base.audit import note
from ecru.base.guard import address_of

from . import letters
from .factors import note_strength
from .landing import landing_for
from .sessions import note_sign_in

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class AccountAdapter(DefaultAccountAdapter):
    """Signing in, as far as allauth does it."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _("You tried this too often. Wait five minutes, then try again."),
        "rate_limited": _("You tried this too often. Wait five minutes, then try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network that is counted; it is stored only as a key that nobody can read."""
        return address_of(request)

    def get_login_stages(self) -> list[str]:
        """After the first proof there is one more step, for who has a second factor."""
        return ["actors.accounts.stages.SecondStep"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Never in allauth's own way: ``proofs.proven_lately`` stands in front of our pages."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Who may not sign in starts again, without a word about the account."""
        return redirect("sign-in")

    def login(self, request: HttpRequest, user: Any) -> None:
        """Signs in, and notes where and how strongly."""
        super().login(request, user)
        note_sign_in(request)
        note("signed-in", by=request.user)
        note_strength(request)

    def post_login(self, request: HttpRequest, user: Any, **told: Any) -> HttpResponse:
        """To where this person was going, or else to their own start page."""
        return HttpResponseRedirect(told.get("redirect_url") or landing_for(user))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say themselves what happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, in our words."""
        letters.tell(template_prefix, email)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Something about the safety of an account changed: its owner hears of it, in their own language."""
        letters.tell(template_prefix, email or user.email, letters.language_of(user))


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is not right. Look again: a code of an app changes every half minute."
        ),
    }

    def encrypt(self, text: str) -> str:
        """``text`` as it is stored."""
        return vault().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """What was stored. With another SECRET_KEY than then nothing can be read: a secret that nobody knows fits no code."""
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 - see vault

        try:
            return vault().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """How a new passkey is called until its owner gives it a name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom a passkey is for: this host."""
        return {**super().get_public_key_credential_rp_entity(), "name": "ECRU"}


def vault() -> "Fernet":
    """What makes secrets unreadable: a key that follows from SECRET_KEY, and from nothing in the database."""
    from cryptography.fernet import Fernet  # noqa: PLC0415 - nine megabytes, for who has a second step

    key = hashlib.sha256(f"actors.accounts.adapter\0{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
