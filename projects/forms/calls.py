"""Answering a call, reporting one, closing one, and asking somebody to take part in a project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.forms.conversations import LONGEST_TEXT, TOO_LONG, AskForm, FromSomebody
from actors.models import Actor

from .records import day_field

MOST_PART = 200


class CallAnswerForm(AskForm):
    """An answer to a call; a member may answer for an actor."""

    actor = forms.ModelChoiceField(
        label=_("For whom do you answer?"),
        queryset=Actor.objects.none(),
        required=False,
        empty_label=_("for myself"),
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )
    field_order = ["question", "actor", "name", "email", "organisation"]

    def __init__(self, data: Any = None, *, about: str, user: Any) -> None:
        super().__init__(data, about=about, user=user)
        text = self.fields["question"]
        text.label, text.help_text = _("Your answer"), _("What can you do, or what do you want to know?")
        text.error_messages = {"required": _("Write down your answer."), "max_length": TOO_LONG}
        own = Actor.objects.own(user).published().order_by("name") if self.user else Actor.objects.none()
        if own.exists():
            field: Any = self.fields["actor"]
            field.queryset = own
            self.initial["actor"] = own[0].pk
            del self.fields["organisation"]
        else:
            del self.fields["actor"]

    @property
    def asked(self) -> Any:
        """What was typed; for an actor its name says for whom."""
        self.cleaned_data.setdefault("organisation", "")
        return super().asked


class CallReportForm(FromSomebody):
    """Why a call should not stand on the site."""

    text = forms.CharField(
        label=_("What is not right?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": _("Write down what is not right."), "max_length": TOO_LONG},
    )


class ReopenForm(forms.Form):
    """Until when a call takes answers again."""

    until = day_field(_("Until which day do you take answers?"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class AskPartnerForm(forms.Form):
    """Whom the lead asks, among those that were found, and what for."""

    actor = forms.ModelChoiceField(
        label=_("Whom do you ask?"),
        queryset=Actor.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whom you ask."), "invalid_choice": _("Choose whom you ask.")},
    )
    part = forms.CharField(label=_("What would they do?"), max_length=MOST_PART, required=False)

    def __init__(self, data: Any = None, *, actors: Any) -> None:
        super().__init__(data, label_suffix="")
        field: Any = self.fields["actor"]
        field.queryset = actors


class OfferForm(AskPartnerForm):
    """For which own actor somebody offers to take part."""

    def __init__(self, data: Any = None, *, actors: Any) -> None:
        super().__init__(data, actors=actors)
        self.fields["actor"].label = _("For which organisation?")
        self.fields["part"].label = _("What would you do?")
