"""The first questions about a new measure of a municipality."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Municipality, User
from subsidies.keeping import NewMeasure, places_of
from subsidies.models import Provider, SupportForm

from .fields import TextBox


class NewMeasureForm(forms.Form):
    """What it is called, who gives it, and what people get."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Of which municipality?"),
        empty_label=None,
        error_messages={
            "required": _("Choose one of the list."),
            "invalid_choice": _("Choose one of the list."),
        },
    )
    title = forms.CharField(
        label=_("What is it called?"),
        max_length=120,
        help_text=_("As people know it, such as: grant for street parties."),
        error_messages={"required": _("Fill in the name of the measure.")},
    )
    giver = forms.CharField(
        label=_("Who gives it?"),
        max_length=120,
        help_text=_("The name as people know it. A name that is not here yet is made."),
        error_messages={"required": _("Fill in who gives it.")},
    )
    forms = forms.ModelMultipleChoiceField(
        SupportForm.objects.none(),
        label=_("What do people get?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    description = TextBox(label=_("What is it, and why?"), help_text=_("Two sentences are enough to begin."))

    def __init__(self, data: Any = None, *, by: User) -> None:
        places = list(places_of(by))
        given = Provider.objects.filter(measures__municipalities__in=places, measures__level="gemeente")
        first = given.order_by("pk").first() if len(places) == 1 else None
        super().__init__(data, initial={"giver": first.title if first else ""}, label_suffix="")
        question: Any = self.fields["municipality"]
        question.queryset = places_of(by)
        kinds: Any = self.fields["forms"]
        kinds.queryset = SupportForm.objects.all()
        if len(places) == 1:
            question.widget = forms.HiddenInput()
            self.initial["municipality"] = places[0].pk

    def clean_title(self) -> str:
        """The name on one line."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_giver(self) -> str:
        """The name on one line."""
        return " ".join(self.cleaned_data["giver"].split())

    @property
    def told(self) -> NewMeasure:
        """What was typed."""
        answers = self.cleaned_data
        return NewMeasure(
            answers["municipality"],
            answers["title"],
            answers["giver"],
            answers["description"],
            list(answers["forms"]),
        )
