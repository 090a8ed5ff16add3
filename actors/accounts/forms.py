"""Forms of signing in and of one's own account."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from actors.models import User

LONGEST_PASSWORD = 1000  # characters; a hash of more only costs time
ADDRESS_ERRORS = {
    "required": _("Fill in your e-mail address."),
    "invalid": _("This is not an e-mail address. It looks like name@example.be."),
    "max_length": _("This is too long for an e-mail address."),
}


class SignInForm(forms.Form):
    """An e-mail address; with a password when somebody has one, else a code goes to that address."""

    username = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn"}),
        error_messages=ADDRESS_ERRORS,
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"max_length": _("This password is too long.")},
    )
    password.unmarked = True  # type: ignore[attr-defined]  # its heading says for whom it is


class CodeForm(forms.Form):
    """A code from a mail, an app or a list."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Fill in the code."),
            "max_length": _("This is too long for a code."),
        },
    )


class PasswordProofForm(forms.Form):
    """The password, once more."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={
            "required": _("Fill in your password."),
            "max_length": _("This password is too long."),
        },
    )


class PasswordForm(SetPasswordForm):
    """A new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("new_password1", "new_password2"):
            self.fields[name].validators.append(
                MaxLengthValidator(LONGEST_PASSWORD, _("This password is too long."))
            )
        self.fields["new_password1"].help_text = _(
            "At least ten characters. A few words together are easy to remember."
        )
        self.fields["new_password2"].label = _("The same password once more")
        self.fields["new_password2"].help_text = ""


class PersonForm(forms.ModelForm):
    """What people tell about themselves."""

    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"name": _("Your name"), "language": _("In which language do we write to you?")}
        help_texts = {"name": _("Others who work with you in here see it.")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "language": forms.RadioSelect,
        }

    def clean_name(self) -> str:
        """The name on one line."""
        return " ".join(self.cleaned_data["name"].split())


class AddressForm(forms.Form):
    """A new e-mail address."""

    email = forms.EmailField(
        label=_("Your new e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=ADDRESS_ERRORS,
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user

    def clean_email(self) -> str:
        """Another address than the one there is. Whether somebody else has it is told only to who reads its mail."""
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if email.lower() == self.user.email.lower():
            raise ValidationError(_t("This is your address already."))
        return email
