"""Warning for twins in the admin: while somebody types, and once more before it is saved."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from stdnum.be import vat as kbo

from actors.duplicates import Twin, likely_twins, where
from actors.models import Municipality
from ecru.base.keys import is_key

TELLING = {"name", "website", "kbo_number"}  # a change of these asks the question again
LONGEST = 200  # letters of what is typed


class AsksAboutTwins(forms.ModelForm):
    """A form that refuses once to save what looks like another actor; a tick says that it is somebody else."""

    not_a_twin = forms.BooleanField(
        label=_("It is somebody else: save it all the same"), required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any] | None:
        """Looks for twins of a new actor, or of one that gets another name, website or number."""
        cleaned = super().clean()
        is_new = self.instance.pk is None
        if "not_a_twin" not in self.fields or not (is_new or TELLING & set(self.changed_data)):
            return cleaned
        twins = self.twins()
        if twins:
            self.fields["not_a_twin"].widget = forms.CheckboxInput()
            if not self.cleaned_data.get("not_a_twin"):
                self.add_error("not_a_twin", ValidationError(told(twins), code="twin"))
        return cleaned

    def twins(self) -> list[Twin]:
        """Who looks like what was typed."""
        typed = self.cleaned_data
        seat = typed.get("municipality")
        return likely_twins(
            typed.get("name", ""),
            place=seat.name if seat else typed.get("place", ""),
            website=typed.get("website", ""),
            kbo_number=typed.get("kbo_number", ""),
            but=self.instance.pk,
        )


def told(twins: list[Twin]) -> str:
    """The question, with a link to every twin and why it is one."""
    links = format_html_join(
        "",
        '<li><a href="{}" target="_blank" rel="noopener">{}</a> ({})</li>',
        ((address(twin), twin.actor.name, in_short(twin)) for twin in twins),
    )
    question = gettext("Is this one in here already? Look first. Nothing that you typed is lost.")
    return format_html("{}<ul class='twins'>{}</ul>", question, links)


def address(twin: Twin) -> str:
    """Where the twin is kept."""
    return reverse("admin:actors_actor_change", args=[twin.actor.pk])


def in_short(twin: Twin) -> str:
    """What it is, where, and why it looks the same."""
    return ", ".join(filter(None, [str(twin.actor.kind), where(twin.actor), *twin.reasons]))


class TellsTwins:
    """Lets the admin of actors tell a page about twins while somebody types."""

    admin_site: Any
    has_view_permission: Any

    def get_urls(self) -> list[Any]:
        """The address that answers in JSON, before those of the admin."""
        view = self.admin_site.admin_view(never_cache(self.twins_view))
        return [path("tweelingen/", view, name="actors_actor_twins"), *super().get_urls()]  # type: ignore[misc]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, of which the name knows where to ask."""
        form = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]
        if "name" in form.base_fields:
            form.base_fields["name"].widget.attrs |= {
                "data-twins": reverse("admin:actors_actor_twins"),
                "data-twins-but": str(obj.pk) if obj else "",
                "data-twins-title": gettext("Is it one of these?"),
            }
        return form

    def twins_view(self, request: HttpRequest) -> JsonResponse:
        """Who looks like what is being typed: name, where to look, and why."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = {name: str(value)[:LONGEST].replace("\0", " ") for name, value in request.GET.items()}
        seat, but = asked.get("municipality", ""), asked.get("but", "")
        place = Municipality.objects.filter(pk=seat).first() if is_key(seat) else None
        twins = likely_twins(
            asked.get("name", ""),
            place=place.name if place else asked.get("place", ""),
            website=asked.get("website", ""),
            kbo_number=kbo.compact(asked.get("kbo_number", "")),
            but=int(but) if is_key(but) else None,
        )
        said = [{"name": twin.actor.name, "why": in_short(twin), "url": address(twin)} for twin in twins]
        return JsonResponse({"twins": said})
