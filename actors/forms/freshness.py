"""Keeping a page right: the rhythm, a pause, and telling that an actor stopped."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.freshness.rhythm import LONGEST_PAUSE
from actors.models import Rhythm
from actors.models.timetable import months_after

from .fields import WordField

LONGEST_WORD = 1000


class RhythmForm(forms.Form):
    """How often the people of an actor are asked."""

    rhythm = forms.TypedChoiceField(
        label=_("How often do we ask you?"),
        choices=Rhythm.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how often we ask."),
            "invalid_choice": _("Choose six months or a year."),
        },
    )


class PauseForm(forms.Form):
    """Until when nobody is asked. Only who keeps the field may leave the day open (``endless``)."""

    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("From this day on we go on where we were. At most twelve months ahead."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose until when we leave you alone."),
            "invalid": _("This is not a day. Choose one, for example 31-12-2027."),
        },
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Only who may change this page reads this. For example: our season begins in September."),
        max_length=200,
        required=False,
        error_messages={"max_length": _("This is too long. At most %(limit_value)d characters fit.")},
    )

    def __init__(self, *args: Any, endless: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = not endless
        attrs = self.fields["until"].widget.attrs
        attrs["max"] = months_after(timezone.localdate(), LONGEST_PAUSE).isoformat()

    @property
    def day(self) -> date | None:
        """The first day after the pause."""
        found: date | None = self.cleaned_data["until"]
        return found


class StoppedForm(forms.Form):
    """Since when an actor stopped, and a word about it."""

    since = forms.CharField(
        label=_("Since when?"),
        help_text=_("About when is enough. For example: June 2026."),
        max_length=60,
        error_messages={
            "required": _("Fill in since when, as well as you know it."),
            "max_length": _("This is too long. At most %(limit_value)d characters fit."),
        },
    )
    word = WordField(
        label=_("Do you want to add something?"),
        help_text=_("For example: who goes on with the work."),
        longest=LONGEST_WORD,
        rows=4,
    )
