"""The form in which editors keep one actor."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.addresses import free_slug
from actors.forms.fields import CompanyNumberField, LinksField
from actors.models import Actor, Municipality
from actors.models.actor import validate_kbo
from ecru.base.pictures import PictureFormField

from .twins import AsksAboutTwins
from .versions import VersionedForm


class PictureWidget(AdminFileWidget):
    """A file chooser that shows the picture that is there now."""

    template_name = "admin/widgets/picture.html"


class ActorPictureField(PictureFormField):
    """A picture; after a refused upload the page still shows the one that is stored."""

    widget = PictureWidget

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the page shows: never an upload, since a browser cannot send it twice."""
        return initial


class ActorForm(AsksAboutTwins, VersionedForm):
    """All that is known about an actor, and two questions: was it checked today, is the probable seat right?"""

    kbo_number = CompanyNumberField(
        label=_("Company number"),
        required=False,
        max_length=30,
        validators=[validate_kbo],
        help_text=_("From the Crossroads Bank (KBO). Dots, spaces and BE may stand in it."),
    )
    links = LinksField(
        label=_("Other pages of theirs"),
        help_text=_("One address on each line, such as that of a Facebook page."),
    )
    checked_today = forms.BooleanField(
        label=_("I checked these facts today"),
        required=False,
        help_text=_("Sets “checked on” to today. Without this tick, saving leaves that date alone."),
    )
    confirm_hint = forms.BooleanField(
        label=_("The probable seat is right"),
        required=False,
        help_text=_("Makes the probable seat the real one."),
    )

    class Meta:
        model = Actor
        fields: tuple[str, ...] = ()  # the admin chooses
        field_classes = {"picture": ActorPictureField}
        help_texts = {
            "name": _("A new name? The old one stays below, as a former name."),
            "slug": _("The last part of the address of the page. It cannot change later: others link to it."),
            "status": _("Only published actors show on the site."),
            "description": _("A few plain sentences: who are they, what do they do, and for whom?"),
            "note": _("It shows on the page: what is not certain, what should readers know?"),
            "scale": _("How far does their work reach?"),
            "collective": _("Tick this when the record stands for all choirs or all schools, say."),
            "named_only": _("Tick this when a source names them and tells no more."),
            "closed": _("Tick this when they stopped. They stay on the site, marked as stopped."),
            "municipality": _("Where they are at home. It is always one of the places they are active in."),
            "active_in": _("All the municipalities where they do something. The seat comes by itself."),
            "municipality_hint": _("A guess: it does not show on the site until somebody confirms it."),
            "place": _("Only for who is at home elsewhere, such as Brussel."),
            "country": _("Two letters: BE, NL, DE."),
            "latitude": _(
                "In degrees, such as 50.96512. Leave both empty to use the middle of the municipality."
            ),
            "parent": _("The organisation of which this one is a part."),
            "umbrellas": _("Federations and networks that they belong to."),
            "website": _("With or without https://."),
            "contact_email": _("Of the organisation itself, never of a person."),
            "contact_email_public": _("Tick this only when they said that it may show."),
            "v_code": _("Of the association, such as V0012345."),
            "picture": _("JPEG, PNG or WebP, at most 10 MB. Where and when it was taken is removed from it."),
            "picture_alt": _("One sentence for who cannot see it. Needed as soon as there is a picture."),
            "source": _("The document that says this."),
            "verified_on": _("When somebody last looked whether all this is still right."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # made from the name when it stays empty

    def clean_slug(self) -> str:
        """The address; a free one when it is made from the name, by the page or here (as in “save as new”)."""
        slug, name = self.cleaned_data.get("slug") or "", self.cleaned_data.get("name", "")
        is_of_name = self.instance.pk is None and slug == slugify(name)[:80]
        return free_slug(name) if not slug or is_of_name else slug

    def clean_kbo_number(self) -> str:
        """Refuses a number that another actor has, and says which one."""
        return self.only_once("kbo_number")

    def clean_v_code(self) -> str:
        """Refuses a code that another actor has, and says which one."""
        return self.only_once("v_code")

    def clean_verified_on(self) -> Any:
        """Refuses a day that has yet to come."""
        day = self.cleaned_data["verified_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day has yet to come. Choose today or a day before."))
        return day

    def clean(self) -> dict[str, Any] | None:
        """Puts the seat among the places they are active in, and checks the answer about the probable seat."""
        cleaned = super().clean() or self.cleaned_data
        seat = cleaned.get("municipality")
        if cleaned.get("confirm_hint") and seat not in {None, cleaned.get("municipality_hint")}:
            self.add_error(
                "confirm_hint", _("There is another seat already. Empty that one, or take this tick away.")
            )
        places = cleaned.get("active_in")
        if seat and places is not None:
            chosen = Q(pk__in=[place.pk for place in places]) | Q(pk=seat.pk)
            cleaned["active_in"] = Municipality.objects.filter(chosen)
        return cleaned

    def _post_clean(self) -> None:
        """Asks for the picture again when something else was wrong: browsers forget the files that were chosen."""
        super()._post_clean()  # type: ignore[misc]
        if (
            self.errors
            and "picture" not in self.errors
            and isinstance(self.files.get("picture"), UploadedFile)
        ):
            self.add_error(
                "picture", _("The picture is fine, but choose it again: a browser does not remember it.")
            )

    def only_once(self, name: str) -> str:
        """The value of ``name``. Raises ``ValidationError`` with a link when another actor has the same."""
        value = self.cleaned_data[name]
        other = Actor.objects.filter(**{name: value}).exclude(pk=self.instance.pk).first() if value else None
        if other is None:
            return value
        link = format_html(
            '<a href="{}">{}</a>', reverse("admin:actors_actor_change", args=[other.pk]), other.name
        )
        raise ValidationError(
            format_html(
                gettext(
                    "{other} has this one already. Is it the same organisation? Then change that record."
                ),
                other=link,
            ),
            code="twice",
        )
