"""Municipalities and figures in the admin."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from actors.models import Figure, Municipality, PopulationCount
from ecru.base.admin_mixins import ShownOnSite
from ecru.base.searchable import renaming

from .history import KeepsHistory
from .pickers import Pickers
from .shared import FieldAdmin, FieldRights
from .versions import VersionedForm


class PostcodesField(forms.CharField):
    """Postcodes, typed with commas or spaces between them; gives back a list."""

    def prepare_value(self, value: Any) -> str:
        """The codes as people type them."""
        return ", ".join(value) if isinstance(value, list) else value or ""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """Every code once, in the order they were typed."""
        return list(dict.fromkeys((super().to_python(value) or "").replace(",", " ").split()))

    def clean(self, value: Any) -> list[str]:
        """Refuses what is longer than any postcode."""
        codes = self.to_python(value)
        if any(len(code) > 8 or not code.isalnum() for code in codes):  # noqa: PLR2004
            raise ValidationError(_("Write postcodes with a comma between them: 3600, 3601."))
        return codes


class MunicipalityForm(VersionedForm):
    """A municipality, with its postcodes as people write them."""

    postcodes = PostcodesField(
        label=_("Postcodes"), required=False, help_text=_("With a comma between them: 3600, 3601.")
    )

    class Meta:
        model = Municipality
        fields: tuple[str, ...] = ()  # the admin chooses
        help_texts = {
            "member": _("Tick this for the municipalities of ECRU."),
            "position": _("The place of its threads in the cloth, from left to right."),
            "localities": _("With a comma between them. Search finds the municipality by them."),
            "profile": _("The group in which Belfius puts comparable municipalities."),
            "source": _("The document that says this."),
        }


class KeepFactsFormSet(forms.BaseInlineFormSet):
    """Rows of which those that a facts file made cannot be deleted: the next load would bring them back."""

    def clean(self) -> None:
        """Explains which row has to stay."""
        super().clean()
        for form in self.deleted_forms:
            if form.instance.facts:
                text = _(
                    "“%(row)s” comes from a facts file and would come back. Take the tick at delete away."
                )
                raise ValidationError(text, params={"row": form.instance})


class PopulationInline(Pickers, FieldRights, admin.TabularInline):
    """Inhabitants, year by year."""

    model = PopulationCount
    formset = KeepFactsFormSet
    autocomplete_fields = ["source"]
    extra = 0


class FigureForm(forms.ModelForm):
    """A figure, which gets a key of its own when it is new."""

    class Meta:
        model = Figure
        fields: tuple[str, ...] = ()  # the admin chooses

    def clean(self) -> dict[str, Any] | None:
        """Asks for one area: a municipality, or another one in words."""
        cleaned = super().clean() or self.cleaned_data
        if "scope" in self.fields and bool(cleaned.get("municipality")) == bool(cleaned.get("scope")):
            self.add_error("scope", _("Choose a municipality or name another area: one of the two."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Saves, with a key that no other figure has."""
        if not self.instance.key:
            self.instance.key = free_key(self.instance)
        return super().save(commit)


class FigureInline(Pickers, FieldRights, admin.StackedInline):
    """What was measured or observed."""

    model = Figure
    form = FigureForm
    formset = KeepFactsFormSet
    autocomplete_fields = ["source"]
    fields = [
        "indicator",
        ("value", "unit", "qualifier"),
        ("trend", "year", "position"),
        "note",
        ("source", "source_pages"),
    ]
    classes = ["collapse"]
    extra = 0


@admin.register(Municipality)
class MunicipalityAdmin(KeepsHistory, ShownOnSite, FieldAdmin):
    """The seven, and the other municipalities that actors work in."""

    form = MunicipalityForm
    index_position = 20
    search_fields = ["name", "slug", "nis_code"]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "member", "inhabitants", "actors", "verified_on", "last_changed"]
    list_filter = ["member"]
    autocomplete_fields = ["source"]
    inlines = [PopulationInline, FigureInline]
    readonly_fields = ["provenance", "last_changed"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "member", "mine_municipality", "position", "country", "note"]}),
        (_("Where"), {"fields": ["nis_code", "postcodes", "localities", ("latitude", "longitude")]}),
        (_("More"), {"fields": ["profile", "website"]}),
        (
            _("How we know"),
            {"fields": ["source", "source_pages", "verified_on", "provenance", "last_changed"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every municipality, with its inhabitants and its actors."""
        places: Any = super().get_queryset(request)
        return places.with_inhabitants().with_actor_counts()

    def save_model(self, request: HttpRequest, obj: Municipality, form: Any, change: bool) -> None:
        """Saves; everything there is found under a new name at once."""
        renamed = change and "name" in form.changed_data
        with renaming(Municipality, [obj.pk] if renamed else []):
            super().save_model(request, obj, form, change)

    @admin.display(description=_("inhabitants on 1 January 2019"), ordering="inhabitants")
    def inhabitants(self, place: Any) -> int | None:
        """The count on which the network was founded."""
        return place.inhabitants

    @admin.display(description=_("published actors"), ordering="actor_count")
    def actors(self, place: Any) -> int:
        """How many actors have their seat there or are active there."""
        return place.actor_count


class AreaFilter(admin.AllValuesFieldListFilter):
    """The wider area of a figure; most are about a municipality and have none."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Every answer, each with words."""
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or _("a municipality")}


@admin.register(Figure)
class FigureAdmin(FieldAdmin):
    """Figures, also those about the whole network, the region or Flanders."""

    class Form(FigureForm, VersionedForm):
        """A figure that two people may not overwrite unseen."""

    form = Form
    index_position = 21
    search_fields = ["indicator", "municipality__name", "scope"]
    list_display = ["indicator", "area", "shown", "published_in", "source", "last_changed"]
    list_filter = ["municipality", ("scope", AreaFilter)]
    list_select_related = ["municipality", "source"]
    autocomplete_fields = ["municipality", "source"]
    readonly_fields = ["provenance"]
    fields = ["municipality", "scope", *FigureInline.fields, "provenance"]

    @admin.display(description=_("area"), ordering="municipality__name")
    def area(self, figure: Figure) -> str:
        """The municipality, or the wider area."""
        return str(figure.municipality or figure.scope)

    @admin.display(description=_("value"), ordering="value")
    def shown(self, figure: Figure) -> str:
        """The value as people read it."""
        return figure.shown

    @admin.display(description=_("year"), ordering="year")
    def published_in(self, figure: Figure) -> str:
        """The year, which is not a number to group by thousands."""
        return str(figure.year or "")


def free_key(figure: Figure) -> str:
    """A key for ``figure`` that no other one has; facts files make theirs from the same words."""
    area = figure.municipality.slug if figure.municipality else figure.scope
    stem = slugify(f"{area}-{figure.indicator}")[:180]
    taken = set(Figure.objects.filter(key__startswith=stem).values_list("key", flat=True))
    candidates = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(key for key in candidates if key not in taken)
