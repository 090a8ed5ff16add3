"""Forms of the second step: allauth checks, in fields that look like ours. Those of passkeys stand in ``passkeys``."""

from types import ModuleType

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import CodeForm


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


def passkeys() -> ModuleType:
    """The module ``passkeys``, read when it is first asked for."""
    from . import passkeys as module  # noqa: PLC0415 - with its libraries eleven megabytes, for the few who sign in

    return module
