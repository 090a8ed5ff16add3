"""Asking others to work along on a dossier: whom, in which place, and in which parts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Actor

from ..models import Dossier, Place
from ..models.question_words import BASIS
from ..questioning import Wish

NO_PLACE = _("Choose what they may do.")


class PlaceForm(forms.Form):
    """What somebody may do in a dossier."""

    place = forms.ChoiceField(
        label=_("What may they do?"),
        choices=Place.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NO_PLACE, "invalid_choice": NO_PLACE},
    )
    sections = forms.MultipleChoiceField(
        label=_("In which parts do they write?"),
        help_text=_("Choose none for all parts. It only counts for who writes along."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose parts of the list.")},
    )

    def __init__(self, data: Any = None, *, dossier: Dossier, wish: Wish | None = None) -> None:
        begun = wish or Wish()
        initial = {"place": begun.place, "sections": begun.sections}
        super().__init__(data, label_suffix="", initial=initial)
        parts: Any = self.fields["sections"]
        parts.choices = part_names(dossier)

    @property
    def wish(self) -> Wish:
        """What was chosen."""
        return Wish(self.cleaned_data["place"], self.cleaned_data["sections"])


class InviteForm(PlaceForm):
    """Whom somebody asks, among those that were found."""

    actor = forms.ModelChoiceField(
        label=_("Whom do you ask?"),
        queryset=Actor.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whom you ask."), "invalid_choice": _("Choose whom you ask.")},
    )
    field_order = ["actor", "place", "sections"]

    def __init__(self, data: Any = None, *, dossier: Dossier, actors: Any) -> None:
        super().__init__(data, dossier=dossier)
        field: Any = self.fields["actor"]
        field.queryset = actors


def part_names(dossier: Dossier) -> list[tuple[str, Any]]:
    """The parts of ``dossier`` in which somebody may have a right of their own."""
    return [
        (BASIS, _("Title, story, amount and places")),
        *((one.key, one.title) for one in dossier.sections),
    ]


def names_of_parts(dossier: Dossier, keys: list[str]) -> list[str]:
    """What the parts with these keys are called; none for all parts."""
    return [str(name) for key, name in part_names(dossier) if key in keys]
