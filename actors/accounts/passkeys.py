"""Passkeys: allauth makes the riddles and checks the answers; what no device gives is refused like a wrong answer.

Ask ``second_steps.passkeys`` for this module: what takes answers apart takes a worker eleven megabytes.
"""

import struct
from typing import Any

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth, flows
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

__all__ = ["NewPasskeyForm", "PasskeyForm", "PasskeyProofForm", "PasskeyStepForm", "auth", "flows"]

# What a made-up answer of a device can end in, deep in the libraries that take it apart.
NONSENSE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, struct.error)


def refuse_nonsense() -> ValidationError:
    """What is told about an answer that no device gives."""
    return ValidationError(gettext("This passkey did not work. Try again, or type a code."))


class SoundAnswer:
    """The answer of a device to a riddle; one that no device gives is refused like a wrong one."""

    def clean_credential(self) -> Any:
        """The passkey that answered."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except NONSENSE as error:
            raise refuse_nonsense() from error


class PasskeyForm(SoundAnswer, LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class PasskeyStepForm(SoundAnswer, AuthenticateWebAuthnForm):
    """A passkey as second step."""


class PasskeyProofForm(SoundAnswer, ReauthenticateWebAuthnForm):
    """A passkey, once more."""


class NewPasskeyForm(AddWebAuthnForm):
    """A passkey that a device just made."""

    def clean(self) -> Any:
        """The passkey, which the device really made for this page."""
        try:
            return super().clean()
        except NONSENSE as error:
            raise refuse_nonsense() from error
