"""Forms of the second step: allauth checks, in fields that look like ours."""

import struct
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .forms import CodeForm

# What a made-up answer of a device can end in, deep in the libraries that take it apart.
NONSENSE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, struct.error)


class StepForm(AuthenticateForm):
    """A code of the app, or a recovery code, while signing in."""

    code = CodeForm.base_fields["code"]


class ProofForm(ReauthenticateForm):
    """A code of the app, or a recovery code, once more."""

    code = CodeForm.base_fields["code"]


class AppForm(ActivateTOTPForm):
    """The first code of an app that was just set up."""

    code = CodeForm.base_fields["code"]


class NameForm(forms.Form):
    """How a passkey is called."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("For instance: my phone, or the blue key."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


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
