"""The style gallery: every token, cloth and component of the portal on one page, with example content."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from actors.permissions import may_see_gallery
from ecru.base.access import only_for
from ecru.base.directory import Option
from ecru.base.plainness import hints
from ecru.base.weave import BINDINGS, Place

GROUNDS = ("bleached", "cloth", "raw", "undyed", "soot", "ink", "lamp", "error")
STEPS = ("t5", "t4", "t3", "t2", "t1", "t0", "t-1")
ICONS = (
    *(
        "arrow-left",
        "arrow-right",
        "check",
        "download",
        "hand",
        "layout-grid",
        "list",
        "mail",
        "map",
        "message-square",
    ),
    *("plus", "search", "send", "triangle-alert", "user", "x"),
)


@dataclass(frozen=True)
class Example:
    """A made-up actor, with what a sample needs of a real one."""

    name: str
    slug: str
    kind: str
    summary: str
    municipality: Place | None = None
    places_woven: list[str] = field(default_factory=list)

    def get_absolute_url(self) -> str:
        """Nowhere: an example has no page of its own."""
        return "#samples"


class ExampleForm(forms.Form):
    """One of every kind of question, sent in with mistakes."""

    name = forms.CharField(
        label=gettext_lazy("Name of your group"), help_text=gettext_lazy("As people know you.")
    )
    town = forms.ChoiceField(
        label=gettext_lazy("Municipality"), choices=[("genk", "Genk"), ("as", "As")], required=False
    )
    company = forms.ChoiceField(
        label=gettext_lazy("Are you an association by law?"),
        choices=[("y", gettext_lazy("Yes")), ("n", gettext_lazy("No"))],
        widget=forms.RadioSelect,
    )
    story = forms.CharField(label=gettext_lazy("Your plan"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=gettext_lazy("I may speak for this group"))


def examples(places: list[Place]) -> list[Example]:
    """Actors that show every kind of cloth: one place, two, all, one from elsewhere, and none."""
    town = {place.slug: place for place in places}
    hasselt = Place("hasselt", "Hasselt", 0)
    made_up = _("Made up for this page.")
    return [
        Example(_("A choir"), "example-choir", _("Choir"), made_up, town.get("genk"), ["genk"]),
        Example(
            _("A band from two towns"), "example-band", _("Band"), made_up, town.get("as"), ["as", "beringen"]
        ),
        Example(_("A network"), "example-network", _("Service"), made_up, town.get("genk"), list(town)),
        Example(
            _("A school elsewhere"), "example-school", _("Arts education"), made_up, hasselt, ["hasselt"]
        ),
        Example(_("A maker without a base"), "example-maker", _("Artist"), made_up),
    ]


def example_facet() -> dict[str, Any]:
    """A facet of the filters, half open."""
    choices = [("genk", "Genk", 24, True), ("as", "As", 4, False), ("leopoldsburg", "Leopoldsburg", 0, False)]
    options = [Option(slug, name, count, checked, slug) for slug, name, count, checked in choices]
    return {"name": "town", "label": _("Municipality"), "open": True, "options": options}


def example_figures() -> list[dict[str, Any]]:
    """Two figures, one with a note."""
    source = _("Example, page 1")
    return [
        {
            "name": _("People who work elsewhere"),
            "value": "57,3",
            "unit": "%",
            "year": 2019,
            "source": source,
        },
        {
            "name": _("Contribution"),
            "value": "€ 3.279",
            "year": 2020,
            "source": source,
            "note": _("Every year."),
        },
    ]


@require_safe
@only_for(may_see_gallery)
def style_gallery(request: HttpRequest) -> HttpResponse:
    """The style gallery, for the people who keep the field."""
    places = [Place(slug, slug.replace("-", " ").title().replace(" ", "-"), 1000) for slug in BINDINGS]
    form = ExampleForm({"name": "", "company": "y", "story": "<b>Bold</b> plans"})
    context = {
        "grounds": GROUNDS,
        "steps": STEPS,
        "icons": ICONS,
        "bindings": [place for place in places if place.slug != "undyed"],
        "examples": examples(places[:-1]),
        "form": form,
        "hints": hints("De zaal wordt transversaal versierd."),
        "facet": example_facet(),
        "figures": example_figures(),
        "facts": [
            {"name": _("Kind"), "value": _("Choir")},
            {"name": _("Website"), "value": "ecru.be", "url": "#"},
        ],
        "pages": [{"number": 1, "url": "#", "current": True}, {"gap": True}, {"number": 9, "url": "#"}],
        "ways": [{"name": _("Search in all seven municipalities"), "url": "#", "count": 3}],
        "text": _(
            "# A heading\n\nText of people, with **weight** and a [link](https://example.org).\n\n- one\n- two"
        ),
    }
    return render(request, "portal/style.html", context)
