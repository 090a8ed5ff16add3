"""What somebody fills in who looked whether support is missing."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..gaps.axes import Axis
from ..models.coverage import LONGEST_NOTE

MANY_DIGITS = re.compile(r"(?:\d[\s./()-]*){8,}")


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick, of which the summary of errors finds the whole."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The whole set for no ``index``."""
        return id_ if index is None else super().id_for_label(id_, index)


class CoverageForm(forms.Form):
    """The words of ``axis`` for which somebody looked, and where they looked."""

    words = forms.MultipleChoiceField(
        label=_("What did you look for?"),
        widget=Ticks,
        error_messages={
            "required": _("Tick at least one word."),
            "invalid_choice": _("One of the words does not exist any more. Tick again what you looked for."),
        },
    )
    note = forms.CharField(
        label=_("Where did you look, or whom did you ask?"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("Everybody can read this. Name services and websites, no people."),
    )

    def __init__(self, *args: Any, axis: Axis, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = axis.words()
        words: Any = self.fields["words"]
        words.choices = [(word.value, word.label) for word in self.answers]

    def clean_note(self) -> str:
        """Refuses what looks like the address or the number of somebody: everybody reads the note."""
        note: str = " ".join(self.cleaned_data["note"].split())
        if "@" in note or MANY_DIGITS.search(note):
            raise forms.ValidationError(
                _("Leave e-mail addresses and telephone numbers out: everybody can read this.")
            )
        return note

    @property
    def ticked(self) -> set[str]:
        """The words that stand ticked, also in a form that has something wrong."""
        return {str(value) for value in self["words"].value() or []}

    @property
    def records(self) -> list[Any]:
        """The words that were chosen, as records."""
        chosen = set(self.cleaned_data["words"])
        return [word.record for word in self.answers if word.value in chosen]
