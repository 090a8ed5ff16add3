"""Saying that one really wants to delete the account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.models import User


class LeavingForm(forms.Form):
    """Their own address, typed once more."""

    email = forms.CharField(
        label=_("Type your e-mail address"),
        help_text=_("So that nobody deletes an account by mistake."),
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type your e-mail address, if you really want this.")},
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, label_suffix="")
        self.user = user

    def clean_email(self) -> str:
        """The address of this account, in any case."""
        typed: str = self.cleaned_data["email"].strip()
        if typed.casefold() != self.user.email.casefold():
            raise ValidationError(gettext("This is not the address of your account. Nothing was deleted."))
        return typed
