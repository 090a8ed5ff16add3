"""Asking for news about a search, and changing that."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecru.base.guard import GuardedForm
from ecru.base.saved.searches import LONGEST_LABEL, Rhythm, SavedSearch

from .conversations import NO_ADDRESS

HOW_OFTEN = _("Choose how often.")


def rhythm_field(*, mail_only: bool = False) -> forms.ChoiceField:
    """How often; "no mail" only for who finds the news on a page of their own."""
    choices = [choice for choice in Rhythm.choices if not (mail_only and choice[0] == Rhythm.NEVER)]
    return forms.ChoiceField(
        label=_("How often do you want to hear?"),
        choices=choices,
        initial=Rhythm.DAILY,
        widget=forms.RadioSelect,
        error_messages={"required": HOW_OFTEN, "invalid_choice": HOW_OFTEN},
    )


class NewsForm(GuardedForm):
    """For who has no account, or is not signed in."""

    rhythm = rhythm_field(mail_only=True)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We first send you a link. Only when you press the button behind it, you get news."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Fill in your e-mail address."), "invalid": NO_ADDRESS},
    )


class SaveSearchForm(forms.Form):
    """For who is signed in: the address is known."""

    rhythm = rhythm_field()
    label = forms.CharField(
        label=_("What do you call it?"),
        max_length=LONGEST_LABEL,
        required=False,
        help_text=_("A name helps when you save more. Else we take what you looked for."),
    )
    status = 200

    def __init__(self, data: Any = None, *, search: SavedSearch | None = None) -> None:
        super().__init__(data, label_suffix="")
        if search is not None:
            self.initial = {"rhythm": search.rhythm, "label": search.label}


class RhythmForm(forms.Form):
    """How often, behind the link in a mail."""

    rhythm = rhythm_field(mail_only=True)

    def __init__(self, data: Any = None, *, search: SavedSearch) -> None:
        super().__init__(data, label_suffix="")
        self.initial["rhythm"] = search.rhythm
