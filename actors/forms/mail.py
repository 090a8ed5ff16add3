"""Choosing which mails one gets, and how often."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ecru.base.outbox.kinds import MailKind, kinds_to_choose
from ecru.base.outbox.readers import MailReader

PREFIX = "kind-"


class ChoicesForm(forms.Form):
    """For every kind that may be stopped or bundled: at once, once a day, or not; and the language of all of them.

    Kinds that never come to the reader are left out, unless they chose about it before or came through such a mail (``about``).
    """

    language = forms.ChoiceField(
        label=_("Language of your mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, reader: MailReader, about: MailKind | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.reader = reader
        self.initial["language"] = reader.spoken or settings.LANGUAGE_CODE
        wanted = reader.frequencies()
        self.kinds = [
            kind
            for kind in kinds_to_choose()
            if kind.comes_to(reader.user) or kind == about or wanted[kind.slug] != kind.usual
        ]
        for kind in self.kinds:
            self.fields[PREFIX + kind.slug] = forms.ChoiceField(
                label=kind.label,
                help_text=kind.why,
                choices=kind.choices,
                initial=wanted[kind.slug],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose how often."), "invalid_choice": _("Choose how often.")},
            )

    @property
    def has_daily(self) -> bool:
        """Whether anything can be got once a day."""
        return any(kind.digestible for kind in self.kinds)

    def keep(self) -> None:
        """Notes what was chosen."""
        wanted = {
            name.removeprefix(PREFIX): answer
            for name, answer in self.cleaned_data.items()
            if name.startswith(PREFIX)
        }
        self.reader.choose_all(wanted, self.cleaned_data["language"])
