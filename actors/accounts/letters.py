"""Mails about signing in, in plain words; each says why it came. They go through the outbox."""

import secrets
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ecru.base.outbox.posting import Letter, post

# What changed, by allauth's name for it.
CHANGES = {
    "mfa/email/totp_activated": gettext_lazy("You can now sign in with an app on your phone as second step."),
    "mfa/email/totp_deactivated": gettext_lazy("The app on your phone is no longer your second step."),
    "mfa/email/webauthn_added": gettext_lazy("A new passkey can now open your account."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey was taken away from your account."),
    "mfa/email/recovery_codes_generated": gettext_lazy(
        "There are new recovery codes. The old ones no longer work."
    ),
    "password": gettext_lazy("Your password was changed. In other browsers you are signed out."),
    "no-password": gettext_lazy("Your password was taken away. You sign in with a code by mail."),
    "reset": gettext_lazy(
        "The regisseur of ECRU took away your second step: the app, passkeys and recovery codes. You are signed out "
        "everywhere. Set up a new second step when you sign in again."
    ),
}


def language_of(user: Any) -> str:
    """In which language to write to ``user``."""
    return user.language


def mail_code(key: str, email: str, code: str) -> None:
    """A code to sign in with: the same words for who has an account and who has none yet."""
    body = _(
        "Hello,\n\nYour code is:\n\n    %(code)s\n\nType it on the page where you asked for it. The code works for fifteen "
        "minutes, once.\n\nDid you not ask for a code? Then do nothing: without this code nobody gets in. Never tell the "
        "code to anyone, not even to us."
    ) % {"code": code}
    why = _("You get this mail because somebody typed this address on the sign-in page of ECRU.")
    post(key, Letter(to=email, subject=_("Your code for ECRU"), body=body, why=why))


def mail_closed(key: str, email: str, _code: str) -> None:
    """For an account that may not sign in: no code, and how to ask why."""
    body = _(
        "Hello,\n\nYou asked for a code, but this account is closed. Do you want to know why, or open it again? Mail to "
        "%(contact)s."
    ) % {"contact": settings.EDITORS_EMAIL}
    why = _("You get this mail because somebody typed this address on the sign-in page of ECRU.")
    post(key, Letter(to=email, subject=_("Your account at ECRU is closed"), body=body, why=why))


def mail_proof(key: str, email: str, code: str) -> None:
    """A code that proves once more who somebody is, before something important changes."""
    body = _(
        "Hello,\n\nYou want to change something important in your account. Your code is:\n\n    %(code)s\n\nIt works for "
        "fifteen minutes, once.\n\nDid you not ask for this? Then somebody else is in your account: sign out everywhere at "
        "%(sessions)s"
    ) % {"code": code, "sessions": settings.BASE_URL + reverse("my-sessions")}
    why = _("You get this mail because you are signed in at ECRU with this address.")
    post(key, Letter(to=email, subject=_("Your code for ECRU"), body=body, why=why))


def mail_new_address(key: str, email: str, code: str) -> None:
    """A code that proves that a new address is somebody's own."""
    body = _(
        "Hello,\n\nYou want to use this address for your account at ECRU. Your code is:\n\n    %(code)s\n\nIt works for "
        "fifteen minutes, once.\n\nDid you not ask for this? Then do nothing, and nothing changes."
    ) % {"code": code}
    why = _("You get this mail because somebody wants to use this address at ECRU.")
    post(key, Letter(to=email, subject=_("Your code for your new address"), body=body, why=why))


def tell_old_address(old: str, new: str, language: str) -> None:
    """Tells the old address that it no longer opens the account."""
    with override(language):
        name, _at, domain = new.partition("@")
        body = _(
            "Hello,\n\nYour account at ECRU now has another address: %(new)s. From now on you sign in with that one.\n\n"
            "Was this not you? Mail to %(contact)s at once."
        ) % {"new": f"{name[:1]}…@{domain}", "contact": settings.EDITORS_EMAIL}
        why = _("You get this mail because this was the address of your account at ECRU.")
        letter = Letter(to=old, subject=_("Your account has a new address"), body=body, why=why)
        post(f"account-{secrets.token_urlsafe(16)}", letter)


def tell(change: str, email: str, language: str = settings.LANGUAGE_CODE) -> None:
    """Tells somebody that the safety of their account changed; ``change`` is one of ``CHANGES``."""
    with override(language):
        body = _(
            "Hello,\n\n%(change)s\n\nWas this you? Then you need not do anything. Was it not? Sign out everywhere and set "
            "everything right at %(security)s, or mail to %(contact)s."
        ) % {
            "change": CHANGES[change],
            "security": settings.BASE_URL + reverse("my-security"),
            "contact": settings.EDITORS_EMAIL,
        }
        why = _("You get this mail because something changed in how you sign in at ECRU.")
        letter = Letter(to=email, subject=_("Something changed in your account"), body=body, why=why)
        post(f"account-{secrets.token_urlsafe(16)}", letter)
