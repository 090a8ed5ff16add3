"""The form of a contact moment with an actor."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, User
from ecru.base.guard import fresh_stamp

from ..figures.noting import Said, people_of
from ..models import Contact
from .days import DayField

MOST_WORDS = 4000


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A question for a day."""
    return DayField(label=label, error_messages={"required": _("Choose the day.")}, **more)


class ContactForm(forms.Form):
    """A call, visit, mail or meeting. ``stamp`` makes a double click one note."""

    kind = forms.ChoiceField(
        label=_("How were you in touch?"),
        choices=Contact.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you were in touch."),
            "invalid_choice": _("Choose how you were in touch."),
        },
    )
    on = day_field(_("On which day?"))
    words = forms.CharField(
        label=_("What was said?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "About the organisation and its plans, not about somebody's health, belief or private life."
        ),
        error_messages={
            "required": _("Write in a few words what was said."),
            "max_length": _("At most %(limit_value)d characters fit. You wrote %(show_value)d."),
        },
    )
    spoke_with = forms.ModelChoiceField(
        label=_("With whom?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("somebody without an account"),
        help_text=_("Who you choose here can read this note with their own data."),
        error_messages={"invalid_choice": _("Choose somebody of the list.")},
    )
    follow_up_on = day_field(
        _("When do you look at it again?"),
        required=False,
        help_text=_("From that day it stands with what waits for you."),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        first = {"kind": Contact.PHONE, "on": timezone.localdate(), "stamp": fresh_stamp()}
        super().__init__(data, label_suffix="", initial=first)
        people: Any = self.fields["spoke_with"]
        people.queryset = people_of(actor)
        self.fields["words"].widget.attrs.pop("maxlength", None)

    def clean_on(self) -> Any:
        """Refuses a day that is still to come."""
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Choose today or a day before."))
        return day

    @property
    def said(self) -> Said:
        """What was typed."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "stamp"}
        return Said(**typed, stamp=self.cleaned_data["stamp"] or fresh_stamp())
