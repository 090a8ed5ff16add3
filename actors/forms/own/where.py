"""Where they are and how to reach them: the seat, the working area, the pin on the map, pages and addresses."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actors.forms.fields import DegreesField, LinksField
from actors.models import Municipality, Scale

from .form import OwnForm, plain

SOUTH, NORTH, WEST, EAST = 48, 53, 2, 8  # degrees: Belgium and around


class WhereForm(OwnForm):
    """The seat, the working area and the pin on the map."""

    names = ("municipality", "active_in", "place", "scale", "latitude", "longitude")

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Where are you at home?"),
        required=False,
        empty_label=_("Elsewhere"),
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )
    place = forms.CharField(
        label=_("Which place is that, if it is elsewhere?"),
        required=False,
        max_length=80,
        help_text=_("Only if your municipality is not in the list."),
    )
    active_in = forms.ModelMultipleChoiceField(
        Municipality.objects.none(),
        label=_("Where do you do things?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All the municipalities in which you are active. Where you are at home comes by itself."),
    )
    scale = forms.ChoiceField(
        label=_("How far does your work reach?"), choices=Scale.choices, widget=forms.RadioSelect
    )
    latitude = DegreesField(
        label=_("Latitude"), most=90, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    longitude = DegreesField(
        label=_("Longitude"), most=180, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("municipality", "active_in"):
            places: Any = self.fields[name]
            places.queryset = Municipality.objects.all()

    def clean_active_in(self) -> Any:
        """The chosen places, with that of the seat."""
        chosen = {*plain(self.cleaned_data["active_in"]), self.actor.municipality_id}
        return Municipality.objects.filter(pk__in=chosen - {None})

    def clean(self) -> dict[str, Any]:
        """Refuses half a pin, and one whose numbers are the wrong way round."""
        answers = super().clean() or self.cleaned_data
        if {"latitude", "longitude"} <= answers.keys():
            north, east = answers["latitude"], answers["longitude"]
            if (north is None) != (east is None):
                empty = "latitude" if north is None else "longitude"
                self.add_error(empty, _("Fill in both numbers, or empty both."))
            elif north and WEST < float(north) < EAST and SOUTH < float(east) < NORTH:
                self.add_error(
                    "latitude", _("These two are the wrong way round: the latitude is the larger one here.")
                )
        return answers


class ContactForm(OwnForm):
    """How to find and reach them."""

    names = ("website", "links", "contact_email", "contact_email_public")

    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        help_text=_("With or without https://."),
        error_messages={"invalid": _("This is not a web address. It looks like www.example.be.")},
    )
    links = LinksField(
        label=_("Other pages"),
        help_text=_("Facebook, Instagram, your calendar … one address on each line, at most six."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact_email = forms.EmailField(
        label=_("E-mail address for questions"),
        required=False,
        help_text=_("Of your organisation, not of a person. Questions from the site go there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is not an e-mail address. It looks like name@example.be.")},
    )
    contact_email_public = forms.BooleanField(
        label=_("Everyone may see this address on our page"),
        required=False,
        help_text=_("Without this tick nobody sees it: people reach you through a form."),
    )

    def clean_website(self) -> str:
        """Refuses what is no page of the web, such as ``ftp://``."""
        address = self.cleaned_data["website"]
        if address and not address.startswith(("https://", "http://")):
            raise ValidationError(_("This is not a web address. It looks like www.example.be."))
        return address

    def clean(self) -> dict[str, Any]:
        """An address that may be shown has to be there."""
        answers = super().clean() or self.cleaned_data
        if answers.get("contact_email_public") and answers.get("contact_email") == "":
            self.add_error(
                "contact_email", _("Fill in the address that may be shown, or take the tick away.")
            )
        return answers
